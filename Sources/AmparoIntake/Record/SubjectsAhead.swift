internal import AmparoModel
internal import AmparoStore

/// What the store says of the subjects of rows that come next, asked of many together: on an engine at the other end of a line
/// one answer is waited for, and not one for each row.
struct SubjectsAhead {
    typealias Subject = SubjectDirectory.Subject

    /// Senders' numbers, with nil for those that are nobody's.
    private(set) var identifiers: [IdentifierKind: [CacheKey: (BlindIndex.Value, Subject?)]] = [:]
    /// Court cases, with nil for those that the record does not hold.
    private(set) var cases: [Int64: Subject?] = [:]

    /// Reads who has the numbers.
    mutating func read(
        _ wanted: [CacheKey: BlindIndex.Value], _ kind: IdentifierKind, on connection: any DatabaseConnection
    ) throws {
        // In the table's order, so that neighbours are read together.
        let wanted = wanted.sorted { $0.value < $1.value }
        let found = try Self.subjects(wanted.map(\.value), kind, on: connection)
        var known = identifiers[kind] ?? [:]
        for (index, (key, value)) in wanted.enumerated() { known[key] = (value, found[index]) }
        identifiers[kind] = known
    }

    /// Reads the cases.
    mutating func read(cases wanted: Set<Int64>, on connection: any DatabaseConnection) throws {
        let wanted = wanted.sorted()
        for (number, found) in zip(wanted, try Self.cases(wanted, on: connection)) { cases[number] = .some(found) }
    }

    /// Who has each of some senders' numbers; nil where nobody has.
    static func subjects(
        _ blinds: [BlindIndex.Value], _ kind: IdentifierKind, on connection: any DatabaseConnection
    ) throws -> [Subject?] {
        var found: [Subject?] = Array(repeating: nil, count: blinds.count)
        try connection.ask(
            """
            SELECT i.anchor, a.child FROM identifier i LEFT JOIN anchor a ON a.anchor = i.anchor
            WHERE i.blind = ? AND i.kind = ?
            """, count: blinds.count
        ) { index, statement in
            statement.bind(blinds[index].bytes, at: 1)
            statement.bind(kind.rawValue, at: 2)
        } each: { index, row in
            guard found[index] == nil else { return }
            let anchor = row.int64(0)
            let isNew = row.isNull(1)
            found[index] = Subject(anchor: anchor, child: isNew ? anchor : row.int64(1), isNew: isNew)
        }
        return found
    }

    /// The anchor of each of some court cases; nil where the record does not hold it.
    static func cases(_ numbers: [Int64], on connection: any DatabaseConnection) throws -> [Subject?] {
        var found: [Subject?] = Array(repeating: nil, count: numbers.count)
        try connection.ask(
            "SELECT a.anchor, a.child FROM court_case c JOIN anchor a ON a.anchor = c.anchor WHERE c.idncase = ?",
            count: numbers.count
        ) { index, statement in
            statement.bind(numbers[index], at: 1)
        } each: { index, row in
            found[index] = Subject(anchor: row.int64(0), child: row.int64(1), isNew: false)
        }
        return found
    }
}
