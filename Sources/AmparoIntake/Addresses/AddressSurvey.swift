public import AmparoLinkage

/// Checks files of addresses: first learns from all of them, then checks each.
public struct AddressSurvey {
    /// How many addresses have which grade and which defect.
    public struct Counts: Sendable {
        /// How many were checked.
        public private(set) var checked = 0
        private var byGrade = [Int](repeating: 0, count: AddressGrade.allCases.count)
        private var byDefect = [Int](repeating: 0, count: AddressDefect.allCases.count)

        /// By grade, the best first.
        public var grades: [(grade: AddressGrade, count: Int)] { Array(zip(AddressGrade.allCases, byGrade)) }

        /// By defect, in the order in which the first that applies counts (COUNTING.md, `address.defective`).
        public var defects: [(defect: AddressDefect, count: Int)] { Array(zip(AddressDefect.allCases, byDefect)) }

        /// Whether any address is one that the inspectors counted.
        public var hasDefects: Bool { defects.contains { $0.defect.isInspectors && $0.count > 0 } }

        mutating func add(_ check: AddressCheck) {
            checked += 1
            if let place = AddressGrade.allCases.firstIndex(of: check.grade) { byGrade[place] += 1 }
            if let place = check.defect.flatMap({ AddressDefect.allCases.firstIndex(of: $0) }) { byDefect[place] += 1 }
        }
    }

    /// What was found so far.
    public private(set) var counts = Counts()
    /// How many rows it has learned from.
    public private(set) var learned = 0
    /// What the record knows besides; nil when it was not asked.
    public var record: RecordAddresses?
    private var checker = AddressChecker()
    private var buildings = BuildingTable()
    private var points: DeliveryPointList?

    /// A survey that knows of nothing.
    public init() {}

    /// Learns units in buildings from a file. A row that does not say whose it is is nobody's own: the unit it has is one of
    /// the building for everybody.
    public mutating func learn(_ file: AddressFile) throws {
        try file.forEach { row in
            learned += 1
            buildings.learn(checker.standardise(row.text), of: row.subject)
        }
    }

    /// Takes a certified service's answers.
    public mutating func take(pointsOf file: AddressFile) throws {
        var list = points ?? DeliveryPointList()
        try file.forEach { row in
            if let point = row.point { list.add(point, for: checker.standardise(row.text)) }
        }
        points = list
    }

    /// Checks a file; calls `body` with each row.
    public mutating func check(_ file: AddressFile, _ body: (AddressFile.Row, AddressCheck) throws -> Void) throws {
        try file.forEach { row in
            let address = checker.standardise(row.text)
            var known = try record?.known(address, of: row.subject) ?? KnownOfAddress()
            if !known.hasUnitOfOthers, address.noUnitGiven {
                known.hasUnitOfOthers = buildings.hasUnit(address, besides: row.subject)
            }
            known.point = row.point ?? points?.point(of: address)
            let check = checker.check(address, known: known)
            counts.add(check)
            try body(row, check)
        }
    }
}
