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
    private var nextAnchor: Int64

    init(database: any Database, blind: BlindIndexes, keys: CacheKeys) throws {
        self.database = database
        self.blind = blind
        self.keys = keys
        nextAnchor = try database.read { connection in
            var highest: Int64 = 0
            for sql in ["SELECT MAX(anchor) FROM anchor", "SELECT MAX(anchor) FROM identifier"] {
                let statement = try connection.statement(sql)
                defer { statement.reset() }
                if try statement.step() { highest = max(highest, statement.int64(0)) }
            }
            return highest + 1
        }
    }

    /// The next number of an anchor.
    mutating func newAnchor() -> Int64 {
        defer { nextAnchor += 1 }
        return nextAnchor
    }

    /// Forgets where anchors stand, after some were moved to another child.
    mutating func forgetPlaces() {
        children.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        cases.removeAll(keepingCapacity: true)
    }

    /// The child with a sender's number.
    mutating func child(_ text: UnsafeRawBufferPointer, on connection: any DatabaseConnection) throws -> Subject {
        let key = keys.key(text)
        if let known = children[key] { return known }
        let found =
            try find(blind.childNumber.value(of: text), .childNumber, connection) ?? open()
        children[key] = found
        return found
    }

    /// The sponsor with a sender's number.
    mutating func sponsor(_ text: UnsafeRawBufferPointer, on connection: any DatabaseConnection) throws -> Subject {
        let key = keys.key(text)
        if let known = sponsors[key] { return known }
        let found = try find(blind.sponsorNumber.value(of: text), .sponsorNumber, connection) ?? open()
        sponsors[key] = found
        return found
    }

    /// The A-number of notices and results.
    mutating func aNumber(_ text: UnsafeRawBufferPointer, on connection: any DatabaseConnection) throws -> Subject {
        let key = keys.key(text)
        if let known = numbers[key] { return known }
        let found = try find(blind.aNumber.value(of: text), .aNumberOfNotice, connection) ?? open()
        numbers[key] = found
        return found
    }

    /// The court case with a number; nil when the record does not hold it and `opening` is false.
    mutating func courtCase(
        _ number: Int64, opening: Bool, on connection: any DatabaseConnection
    ) throws -> Subject? {
        if let known = cases[number] { return known }
        let statement = try connection.statement(
            """
            SELECT a.anchor, a.child FROM court_case c JOIN anchor a ON a.anchor = c.anchor WHERE c.idncase = ?
            """)
        statement.bind(number, at: 1)
        let found =
            try statement.step()
            ? Subject(anchor: statement.int64(0), child: statement.int64(1), isNew: false) : nil
        statement.reset()
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

    private mutating func open() -> Subject {
        let anchor = newAnchor()
        return Subject(anchor: anchor, child: anchor, isNew: true)
    }

    private func find(
        _ blind: BlindIndex.Value, _ kind: IdentifierKind, _ connection: any DatabaseConnection
    ) throws -> Subject? {
        let statement = try connection.statement("SELECT anchor FROM identifier WHERE blind = ? AND kind = ?")
        defer { statement.reset() }
        statement.bind(blind.bytes, at: 1)
        statement.bind(kind.rawValue, at: 2)
        guard try statement.step() else { return nil }
        let anchor = statement.int64(0)
        let place = try connection.statement("SELECT child FROM anchor WHERE anchor = ?")
        defer { place.reset() }
        place.bind(anchor, at: 1)
        guard try place.step() else { return Subject(anchor: anchor, child: anchor, isNew: true) }
        return Subject(anchor: anchor, child: place.int64(0), isNew: false)
    }
}
