internal import AmparoModel

/// The first pass: finds the cases that are a child's. A_TblCase is read before the tables that are compared with its
/// birth months; otherwise the order of files and rows never matters.
struct SignalPass {
    let tables: [RecordKind: TableFile]
    let scan: (TableFile) -> TableScan
    let rules: ChildSignalRules
    let questions: CaseQuestions
    let index: CaseIndex
    /// Freed with the pass.
    private let births = BirthMonths()

    init(
        tables: [RecordKind: TableFile], scan: @escaping (TableFile) -> TableScan, rules: ChildSignalRules,
        questions: CaseQuestions, index: CaseIndex
    ) {
        self.tables = tables
        self.scan = scan
        self.rules = rules
        self.questions = questions
        self.index = index
    }

    /// The tables that this pass reads, in its order.
    static let kinds: [RecordKind] = [
        .courtCase, .juvenileHistory, .leadRider, .caseIdentifier, .casePriority, .proceeding, .schedule,
    ]

    /// Reads every table; what each file's records were like, by table.
    func run() throws -> [RecordKind: ScanTotals] {
        var totals: [RecordKind: ScanTotals] = [:]
        for kind in SignalPass.kinds {
            guard let table = tables[kind] else { continue }
            totals[kind] =
                switch kind {
                case .courtCase: try cases(table)
                case .proceeding: try proceedings(table)
                case .schedule: try schedule(table)
                default: try words(table)
                }
        }
        return totals
    }

    private func cases(_ table: TableFile) throws -> ScanTotals {
        let columns = CaseVisitor.Columns(
            key: table.bound.key, birth: try position("c_birthdate", table), asylum: try position("c_asy_type", table),
            priority: try position("casepriority_code", table),
            aNumber: questions.isCareChild == nil ? nil : table.bound.position(of: "alien_number"), rules: rules)
        return try read(table, { CaseVisitor(columns) }, unreadable: index.cases) { visitor in
            for (place, item) in visitor.cases.enumerated() {
                try CaseIndex.insert(item.number, into: index.cases, of: table.file.name)
                if item.birth > 0, !births.note(Int(item.birth), of: item.number) {
                    throw CaseIndex.implausible(table.file.name)
                }
                var isChild = item.isChild || questions.alreadyInRecord?(item.number) == true
                if !isChild, !visitor.aNumbers.isEmpty, let isCareChild = questions.isCareChild {
                    isChild = visitor.aNumbers.withUnsafeBytes { digits in
                        let number = UnsafeRawBufferPointer(rebasing: digits[(place * 9)..<(place * 9 + 9)])
                        return number[0] != 0 && isCareChild(number)
                    }
                }
                if isChild { try CaseIndex.insert(item.number, into: index.children, of: table.file.name) }
            }
        }
    }

    private func proceedings(_ table: TableFile) throws -> ScanTotals {
        let columns = ProceedingVisitor.Columns(
            key: table.bound.key, subject: table.bound.subject, issued: try position("osc_date", table),
            entered: try position("input_date", table), location: try position("hearing_loc_code", table),
            rules: rules, births: births)
        return try read(table, { ProceedingVisitor(columns) }, unreadable: index.proceedings) { visitor in
            for number in visitor.proceedings {
                try CaseIndex.insert(number, into: index.proceedings, of: table.file.name)
            }
            try note(visitor.children, table)
        }
    }

    private func schedule(_ table: TableFile) throws -> ScanTotals {
        let columns = ScheduleVisitor.Columns(
            key: table.bound.key, subject: table.bound.subject, location: try position("hearing_loc_code", table),
            day: try position("adj_date", table), calendar: try position("cal_type", table),
            record: try position("rec_type", table), schedule: try position("schedule_type", table),
            fieldCount: table.bound.fieldCount, rules: rules, births: births)
        return try read(table, { ScheduleVisitor(columns) }) { try note($0.children, table) }
    }

    private func words(_ table: TableFile) throws -> ScanTotals {
        let (name, word): (String, WordVisitor.Word) =
            switch table.kind {
            case .leadRider: ("blnactive", .active)
            case .caseIdentifier: ("case_id", .identifier)
            case .casePriority: ("casepriority_code", .priority)
            default: ("idnjuvenile", .juvenileCode)
            }
        let columns = WordVisitor.Columns(
            key: table.bound.key, subject: table.bound.subject, position: try position(name, table), word: word,
            rules: rules)
        return try read(table, { WordVisitor(columns) }) { try note($0.children, table) }
    }

    private func note(_ children: [Int64], _ table: TableFile) throws {
        for number in children { try CaseIndex.insert(number, into: index.children, of: table.file.name) }
    }

    /// Scans a table and gives `note` what the visitors of its chunks found, mended records included. The keys of
    /// records that cannot be read are noted in `unreadable`: their rows are in the release, so what belongs to them is
    /// no orphan.
    private func read<Visitor: RecordVisitor>(
        _ table: TableFile, _ visitor: @escaping @Sendable () -> Visitor, unreadable: NumberSet? = nil,
        note: (Visitor) throws -> Void
    ) throws -> ScanTotals {
        try scan(table).run(making: visitor) { chunk, totals in
            var found = chunk.visitor
            if let unreadable {
                for case .rejected(let line, _, _) in chunk.mended {
                    guard let key = table.bound.leadingKey(of: line.raw) else { continue }
                    try CaseIndex.insert(key, into: unreadable, of: table.file.name)
                }
            }
            for case .record(let line, let bytes, let repairs, _) in chunk.mended {
                let fault = bytes.withUnsafeBufferPointer { buffer -> RecordFault? in
                    guard let base = buffer.baseAddress else { return .key(table.bound.key) }
                    return found.visit(Record(bytes: base, count: buffer.count, line: line, repairs: repairs))
                }
                if fault != nil { totals.rejected["bad-key", default: 0] += 1 }
            }
            try note(found)
        }
    }

    /// The header was bound, so a required column is there.
    private func position(_ column: String, _ table: TableFile) throws -> Int {
        guard let position = table.bound.position(of: column) else {
            throw IntakeError(.missingColumn, file: table.file.name, "The header has no \(column.uppercased()).")
        }
        return position
    }
}
