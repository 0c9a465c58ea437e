internal import AmparoModel

/// The blind indexes that the rows of one slice give rise to, on their way to the tables.
///
/// What is kept by anchor is written at once: anchors come in rising order. What is kept by the index itself comes in random
/// order, and nearly each row of it would rewrite a page of its own in each slice; while `gathering` it waits in journal
/// order instead, and `WaitingIndexes.settle` sorts what many slices have left.
struct FoundIndexes {
    private struct Found {
        var seq: Int64
        var part: Int64
        var anchor: Int64
        var kind: IdentifierKind
        var blind: BlindIndex.Value

        /// Whether it is the same index of the same anchor, told by another row.
        func isSame(as other: Found) -> Bool {
            anchor == other.anchor && kind == other.kind && blind == other.blind
        }
    }

    private let gathering: Bool
    private var identifiers: [Found] = []
    private var waiting: [WaitingIndexes.Row] = []
    private var parts: (seq: Int64, next: Int64) = (0, 0)

    init(gathering: Bool) { self.gathering = gathering }

    mutating func add(_ hints: BlindHints, seq: Int64) {
        for (kind, blind, anchor) in hints.identifiers {
            identifiers.append(Found(seq: seq, part: part(of: seq), anchor: anchor, kind: kind, blind: blind))
        }
        for (scope, blind, surrogate) in hints.addresses {
            waiting.append(
                WaitingIndexes.Row(
                    seq: seq, part: part(of: seq), what: .address(scope: scope), value: surrogate, blind: blind))
        }
    }

    /// The A-numbers and names that an anchor was known by do not hold any more.
    mutating func forget(_ anchor: Int64, seq: Int64, on connection: any DatabaseConnection) throws {
        identifiers.removeAll { $0.anchor == anchor && $0.kind != .childNumber }
        try Self.run(
            """
            DELETE FROM identifier WHERE (blind, kind, anchor) IN
            (SELECT blind, kind, anchor FROM anchor_identifier WHERE anchor = ? AND kind IN (3, 5))
            """, anchor, on: connection)
        try Self.run("DELETE FROM anchor_identifier WHERE anchor = ? AND kind IN (3, 5)", anchor, on: connection)
        try Self.run("DELETE FROM name_word WHERE anchor = ?", anchor, on: connection)
        guard gathering else { return }
        waiting.append(WaitingIndexes.Row(seq: seq, part: part(of: seq), what: .forgotten, value: anchor, blind: .zero))
    }

    /// Writes what was found and forgets it.
    mutating func write(on connection: any DatabaseConnection) throws {
        identifiers.sort { ($0.anchor, $0.kind.rawValue, $0.blind) < ($1.anchor, $1.kind.rawValue, $1.blind) }
        // All looking before all writing: an engine on the other end of a line then sends what is written together.
        let new = try Self.new(among: identifiers, on: connection)
        for found in identifiers where found.kind.isName {
            try Self.run(
                "INSERT INTO name_word (anchor, kind, blind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", found,
                on: connection)
        }
        for found in new {
            try Self.run(
                "INSERT INTO anchor_identifier (anchor, kind, blind) VALUES (?, ?, ?)", found, on: connection)
            waiting.append(
                WaitingIndexes.Row(
                    seq: found.seq, part: found.part, what: .identifier(found.kind), value: found.anchor,
                    blind: found.blind))
        }
        identifiers.removeAll(keepingCapacity: true)
        if gathering {
            waiting.sort { ($0.seq, $0.part) < ($1.seq, $1.part) }
            try WaitingIndexes.keep(waiting, on: connection)
        } else {
            waiting.sort(by: WaitingIndexes.Row.inPlaceOrder)
            for row in waiting { try row.insert(on: connection) }
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func part(of seq: Int64) -> Int64 {
        if parts.seq != seq { parts = (seq, 0) }
        parts.next += 1
        return parts.next
    }

    private static func run(_ sql: String, _ anchor: Int64, on connection: any DatabaseConnection) throws {
        let statement = try connection.statement(sql)
        statement.bind(anchor, at: 1)
        try statement.run()
    }

    private static func run(_ sql: String, _ found: Found, on connection: any DatabaseConnection) throws {
        let statement = try connection.statement(sql)
        bind(found, to: statement)
        try statement.run()
    }

    /// The identifiers that are not among their anchors', each once. Looking first is three times as fast as an insert that
    /// returns a row.
    private static func new(among sorted: [Found], on connection: any DatabaseConnection) throws -> [Found] {
        var told: [Found] = []
        for found in sorted where !found.kind.isName {
            if let last = told.last, last.isSame(as: found) { continue }
            told.append(found)
        }
        var stands = Set<Int>()
        try connection.ask(
            "SELECT kind FROM anchor_identifier WHERE anchor = ? AND kind = ? AND blind = ?", count: told.count
        ) {
            bind(told[$0], to: $1)
        } each: { index, _ in
            stands.insert(index)
        }
        return told.indices.filter { !stands.contains($0) }.map { told[$0] }
    }

    private static func bind(_ found: Found, to statement: any PreparedStatement) {
        statement.bind(found.anchor, at: 1)
        statement.bind(found.kind.rawValue, at: 2)
        statement.bind(found.blind.bytes, at: 3)
    }
}
