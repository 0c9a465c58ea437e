internal import AmparoModel
internal import AmparoStore

/// Who a row is about: finds the anchor of a sender's number, or gives it one. Numbers are given in memory and reach the
/// store with the first row that is recorded; a number that was given and never used is a gap and nothing else.
struct SubjectDirectory {
    /// An anchor and the child it stands under.
    struct Subject {
        var anchor: Int64
        var child: Int64
        /// Nothing of it is in the store yet.
        var isNew: Bool
        /// Rows of this run that are waiting for a care record to claim them.
        var claims: UInt32 = 0
        /// It is in the store, and under no child but itself.
        var standsAlone: Bool { !isNew && child == anchor }
    }

    private let database: any Database
    private let blind: BlindIndexes
    private let keys: CacheKeys
    private var children: [CacheKey: Subject] = [:]
    private var sponsors: [CacheKey: Subject] = [:]
    private var numbers: [CacheKey: Subject] = [:]
    private var cases: [Int64: Subject] = [:]
    private var droppedClaims: [(anchor: Int64, rows: UInt32)] = []
    private let caseLimit: Int
    /// The number of the next anchor.
    private(set) var nextAnchor: Int64
    private let erased: ErasedMarks
    /// New children and cases of this run that turned out to be an erased person's, by their A-number.
    private var refusedChildren: Set<CacheKey> = []
    private var refusedCases: Set<Int64> = []
    private var ahead = SubjectsAhead()

    /// - Parameter caseLimit: so many court cases are held in memory; more are read from the store again.
    init(
        database: any Database, blind: BlindIndexes, keys: CacheKeys, secrets: StoreSecrets, caseLimit: Int = 700_000
    ) throws {
        self.database = database
        self.caseLimit = caseLimit
        self.blind = blind
        self.keys = keys
        erased = try database.read { try ErasedMarks(secrets, on: $0) }
        nextAnchor = try database.read { connection in
            var highest: Int64 = 0
            for sql in [
                "SELECT MAX(anchor) FROM anchor", "SELECT MAX(anchor) FROM anchor_identifier",
                "SELECT MAX(anchor) FROM erased_anchor",
            ] {
                let statement = try connection.statement(sql)
                defer { statement.reset() }
                if try statement.step() { highest = max(highest, statement.int64(0)) }
            }
            return highest + 1
        }
    }

    /// Anchors of the record were moved to other children.
    mutating func move(_ moved: [Int64: Int64]) {
        func move(_ subjects: inout Dictionary<some Hashable, Subject>.Values) {
            for index in subjects.indices {
                guard let child = moved[subjects[index].anchor] else { continue }
                subjects[index].child = child
                subjects[index].isNew = false
            }
        }
        move(&children.values)
        move(&numbers.values)
        move(&cases.values)
    }

    /// The child with a sender's number; nil for one who was erased.
    mutating func child(_ text: UnsafeRawBufferPointer, on connection: any DatabaseConnection) throws -> Subject? {
        let key = keys.key(text)
        if let known = children[key] { return known }
        if refusedChildren.contains(key) { return nil }
        let found = try findOrOpen(text, key, .childNumber, connection)
        children[key] = found
        return found
    }

    /// The sponsor with a sender's number; nil for one who was erased.
    mutating func sponsor(_ text: UnsafeRawBufferPointer, on connection: any DatabaseConnection) throws -> Subject? {
        let key = keys.key(text)
        if let known = sponsors[key] { return known }
        let found = try findOrOpen(text, key, .sponsorNumber, connection)
        sponsors[key] = found
        return found
    }

    /// The A-number of notices and results, if this run has met it before.
    func known(aNumber text: UnsafeRawBufferPointer) -> Subject? { numbers[keys.key(text)] }

    /// The A-number of notices and results at its first row of this run, given everybody who holds it; nil for that of a
    /// person who was erased.
    mutating func aNumber(
        _ text: UnsafeRawBufferPointer, _ identifier: BlindIndex.Value, among holders: [NumberHolder]
    ) -> Subject? {
        let found: Subject
        if let holder = holders.first(where: { $0.kind == .aNumberOfNotice }) {
            found = Subject(anchor: holder.anchor, child: holder.child, isNew: !holder.isRecorded)
        } else if erased.covers(identifier) {
            return nil
        } else {
            found = open()
        }
        numbers[keys.key(text)] = found
        return found
    }

    // MARK: Claims

    /// Counts a row of an A-number that waits for a care record.
    mutating func claim(aNumber text: UnsafeRawBufferPointer) { numbers[keys.key(text)]?.claims += 1 }

    /// Counts a case's own row, which waits for a care record.
    mutating func claim(case number: Int64) { cases[number]?.claims += 1 }

    /// Calls `body` with every anchor that rows wait at: how many, and the child under whom this run has put it.
    func forEachClaim(_ body: (_ anchor: Int64, _ rows: Int, _ child: Int64) throws -> Void) rethrows {
        for subject in numbers.values where subject.claims > 0 {
            try body(subject.anchor, Int(subject.claims), subject.child)
        }
        for subject in cases.values where subject.claims > 0 {
            try body(subject.anchor, Int(subject.claims), subject.child)
        }
        for (anchor, rows) in droppedClaims { try body(anchor, Int(rows), anchor) }
    }

    /// The anchors below `recorded` are in the store with all that this run had for them, so cases among them can be read
    /// again and need not be held when they are many. Their claims stay, packed.
    mutating func forgetCases(below recorded: Int64) {
        guard cases.count > caseLimit else { return }
        for subject in cases.values where subject.claims > 0 && subject.anchor < recorded {
            droppedClaims.append((subject.anchor, subject.claims))
        }
        cases = cases.filter { $0.value.anchor >= recorded }
    }

    // MARK: Erased persons

    /// Whether anything was ever erased.
    var knowsErasures: Bool { !erased.isEmpty }

    /// Whether an anchor is of an erased record: nothing is added to it.
    func isErased(_ anchor: Int64) -> Bool { erased.anchors.contains(anchor) }

    /// Whether an A-number is that of an erased person.
    func isErased(aNumber digits: [UInt8]) -> Bool {
        digits.withUnsafeBytes { erased.covers(blind.aNumber.value(of: $0)) }
    }

    /// Whether a new case of this run was refused.
    func isRefused(case number: Int64) -> Bool { refusedCases.contains(number) }

    /// A new child told an erased person's A-number: no row of it is taken in this run.
    mutating func refuse(child text: UnsafeRawBufferPointer) {
        let key = keys.key(text)
        children[key] = nil
        refusedChildren.insert(key)
    }

    /// A new case told an erased person's A-number: no row of it is taken in this run.
    mutating func refuse(case number: Int64) {
        cases[number] = nil
        refusedCases.insert(number)
    }

    /// Whether this run has met a court case.
    func hasMet(case number: Int64) -> Bool { cases[number] != nil }

    /// The court case with a number; nil when the record does not hold it and `opening` is false.
    mutating func courtCase(
        _ number: Int64, opening: Bool, on connection: any DatabaseConnection
    ) throws -> Subject? {
        if let known = cases[number] { return known }
        let found = try ahead.cases[number] ?? SubjectsAhead.cases([number], on: connection)[0]
        if let found {
            cases[number] = found
            return found
        }
        guard opening else { return nil }
        let opened = open()
        cases[number] = opened
        return opened
    }

    /// Puts a new subject under a child, before anything of it is recorded.
    mutating func place(_ text: UnsafeRawBufferPointer, caseNumber: Int64, _ kind: AnchorKind, under child: Int64) {
        switch kind {
        case .child: children[keys.key(text)]?.child = child
        case .aNumber: numbers[keys.key(text)]?.child = child
        case .courtCase: cases[caseNumber]?.child = child
        case .sponsor: break
        }
    }

    private mutating func findOrOpen(
        _ text: UnsafeRawBufferPointer, _ key: CacheKey, _ kind: IdentifierKind, _ connection: any DatabaseConnection
    ) throws -> Subject? {
        let (identifier, found): (BlindIndex.Value, Subject?)
        if let known = ahead.identifiers[kind]?[key] {
            (identifier, found) = known
        } else {
            identifier = index(kind).value(of: text)
            found = try SubjectsAhead.subjects([identifier], kind, on: connection)[0]
        }
        if let found { return found }
        return erased.covers(identifier) ? nil : open()
    }

    private func index(_ kind: IdentifierKind) -> BlindIndex {
        kind == .sponsorNumber ? blind.sponsorNumber : blind.childNumber
    }

    private mutating func open() -> Subject {
        let anchor = nextAnchor
        nextAnchor += 1
        return Subject(anchor: anchor, child: anchor, isNew: true)
    }

    // MARK: Rows that come next

    /// Asks the store of the subjects that rows name which come next, of all together. What is answered is good for the
    /// transaction in which it is asked: whoever takes rows in another one asks again.
    mutating func lookAhead(
        children: [UnsafeRawBufferPointer], sponsors: [UnsafeRawBufferPointer], cases: [Int64],
        on connection: any DatabaseConnection
    ) throws {
        ahead = SubjectsAhead()
        for (texts, kind) in [(children, IdentifierKind.childNumber), (sponsors, .sponsorNumber)] {
            var wanted: [CacheKey: BlindIndex.Value] = [:]
            for text in texts {
                let key = keys.key(text)
                guard wanted[key] == nil, (kind == .childNumber ? self.children : self.sponsors)[key] == nil else {
                    continue
                }
                wanted[key] = index(kind).value(of: text)
            }
            try ahead.read(wanted, kind, on: connection)
        }
        try ahead.read(cases: Set(cases).filter { self.cases[$0] == nil }, on: connection)
    }

    /// Whether it has to be asked whose A-number a court case tells that is among the rows which come next.
    func isOpen(case number: Int64) -> Bool {
        guard let found = cases[number] ?? ahead.cases[number] ?? nil else { return true }
        return found.isNew || found.standsAlone
    }
}
