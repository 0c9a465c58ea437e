internal import AmparoModel

/// Blind indexes that a row's sealed text gives rise to. At intake they are at hand; at a rebuild the row is opened.
public struct BlindHints: Sendable {
    /// Identifiers the row gives rise to, and whose they are: the row's own anchor, or a sponsor it names.
    public var identifiers: [(kind: IdentifierKind, blind: [UInt8], anchor: Int64)] = []
    /// Surrogates of the row's address: scope 1 the address, 2 the building.
    public var addresses: [(scope: Int64, blind: [UInt8], surrogate: Int64)] = []

    /// No hint.
    public init() {}
}

/// Finds the blind hints of an entry that is being projected; an entry whose person was erased has none.
public protocol BlindDeriving: Sendable {
    /// The hints of the entry at `index` of a slice. `isFirst` tells that it opens its anchor, so that the identifiers
    /// of the anchor itself are asked for too.
    func hints(for entry: EntryView, index: Int, isFirst: Bool) throws -> BlindHints
}

/// Derives the record's tables from entries, at intake and at a rebuild alike.
public struct RecordProjection: Projection {
    private let deriving: any BlindDeriving

    /// `record`.
    public let name = "record"
    /// Changes with what the tables hold; stores of an older version are rebuilt.
    public let version = 1
    /// The tables.
    public var tables: [TableDefinition] { RecordSchema.derived }
    /// Their indexes.
    public var indexes: [IndexDefinition] { RecordSchema.indexes }

    /// A projection that asks `deriving` for blind indexes.
    public init(deriving: any BlindDeriving) { self.deriving = deriving }

    /// Applies entries in order. May be run again on the same connection state (law 9).
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        var run = ProjectionRun(connection: connection, deriving: deriving)
        for index in entries.indices { try run.apply(entries[index], index: index) }
        try run.finish()
    }
}

/// One slice being applied: dossiers touched by it are read once and written once.
private struct ProjectionRun {
    private struct Open {
        var child: Int64
        var kind: Int64
        var writer: DossierWriter
        var isNew: Bool
    }

    let connection: any DatabaseConnection
    let deriving: any BlindDeriving
    private var dossiers: [Int64: Open] = [:]
    private var sponsors: [Int64: DossierWriter] = [:]
    private var lastSeqs: [Int64: Int64] = [:]
    private var highestSurrogate: Int64 = 0
    private var identifiers: [(kind: IdentifierKind, blind: [UInt8], anchor: Int64)] = []
    private var addresses: [(scope: Int64, blind: [UInt8], surrogate: Int64)] = []

    init(connection: any DatabaseConnection, deriving: any BlindDeriving) {
        self.connection = connection
        self.deriving = deriving
    }

    mutating func apply(_ entry: EntryView, index: Int) throws {
        if let kind = entry.kind.recordKind {
            try applyRow(entry, kind, index: index)
            return
        }
        switch entry.kind {
        case .rowVanished: try applyEvent(entry, .vanished)
        case .rowReappeared: try applyEvent(entry, .reappeared)
        case .snapshotBegun: try beginSnapshot(entry)
        case .snapshotCompleted: try completeSnapshot(entry)
        case .snapshotWithdrawn:
            try run("UPDATE snapshot SET withdrawn = ? WHERE begun = ?", entry.seq, entry.replaces)
        case .anchorLinked: try link(entry)
        case .disputeOpened: try openDispute(entry)
        case .disputeAdopted:
            try run(
                "UPDATE dispute SET adopted = ?, adopted_child = ? WHERE dispute = ?",
                entry.seq, entry.child, entry.replaces)
        case .quarantined: try quarantine(entry)
        case .quarantineRetried:
            try run("UPDATE quarantine SET state = 1, settled = ? WHERE quarantine = ?", entry.seq, entry.replaces)
        case .quarantineDismissed:
            try run("UPDATE quarantine SET state = 2, settled = ? WHERE quarantine = ?", entry.seq, entry.replaces)
        case .censusDay: try census(entry)
        default: break
        }
    }

    private func run(_ sql: String, _ values: Int64...) throws {
        let statement = try connection.statement(sql)
        for (index, value) in values.enumerated() { statement.bind(value, at: index + 1) }
        try statement.run()
    }

    // MARK: Rows

    private mutating func applyRow(_ entry: EntryView, _ kind: RecordKind, index: Int) throws {
        guard entry.payload.count >= 8 else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        let rowKey = UInt64(littleEndian: entry.payload.loadUnaligned(as: UInt64.self))
        let payload = UnsafeRawBufferPointer(rebasing: entry.payload[8...])
        let isFirst = try append(
            entry, kind: kind, action: .version, rowKey: rowKey, payload: payload, subject: kind.subject)
        if isFirst { try openAnchor(entry, kind: kind, payload: payload) }
        noteSurrogates(payload)
        let hints = try deriving.hints(for: entry, index: index, isFirst: isFirst)
        if kind == .referral || kind == .courtCase, replacesIdentity(entry.anchor, kind, rowKey) {
            try run("DELETE FROM identifier WHERE anchor = ? AND kind IN (3, 5)", entry.anchor)
            try run("DELETE FROM name_word WHERE anchor = ?", entry.anchor)
            identifiers.removeAll { $0.anchor == entry.anchor && $0.kind != .childNumber }
        }
        identifiers.append(contentsOf: hints.identifiers)
        addresses.append(contentsOf: hints.addresses)
    }

    /// Writes the blind indexes of the slice in key order.
    private mutating func insertBlindIndexes() throws {
        for (kind, blind, anchor) in identifiers.sorted(by: {
            ($0.anchor, $0.kind.rawValue) < ($1.anchor, $1.kind.rawValue)
        })
        where kind.isName {
            try insert("name_word (anchor, kind, blind)", blind, anchor: anchor, kind)
        }
        for (kind, blind, anchor) in identifiers.sorted(by: { $0.blind.lexicographicallyPrecedes($1.blind) })
        where !kind.isName {
            try insert("identifier (anchor, kind, blind)", blind, anchor: anchor, kind)
        }
        identifiers.removeAll(keepingCapacity: true)
        for (scope, blind, surrogate) in addresses.sorted(by: { $0.blind.lexicographicallyPrecedes($1.blind) }) {
            let statement = try connection.statement(
                """
                INSERT INTO address_key (blind, scope, surrogate) VALUES (?, ?, ?)
                ON CONFLICT (blind, scope) DO NOTHING
                """)
            statement.bind(blind, at: 1)
            statement.bind(scope, at: 2)
            statement.bind(surrogate, at: 3)
            try statement.run()
        }
        addresses.removeAll(keepingCapacity: true)
    }

    private func insert(_ table: String, _ blind: [UInt8], anchor: Int64, _ kind: IdentifierKind) throws {
        let statement = try connection.statement(
            "INSERT INTO \(table) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        statement.bind(anchor, at: 1)
        statement.bind(kind.rawValue, at: 2)
        statement.bind(blind, at: 3)
        try statement.run()
    }

    private mutating func noteSurrogates(_ payload: UnsafeRawBufferPointer) {
        var reader = PayloadReader(payload)
        while let field = reader.next() {
            guard field.id == DerivedField.addressKey || field.id == DerivedField.buildingKey else { continue }
            highestSurrogate = max(highestSurrogate, field.number)
        }
    }

    /// Whether a row corrects the only row that told the anchor's numbers and names, so that the wrong ones are forgotten.
    private func replacesIdentity(_ anchor: Int64, _ kind: RecordKind, _ rowKey: UInt64) -> Bool {
        guard let open = dossiers[anchor] else { return false }
        return open.writer.bytes.withUnsafeBytes { bytes in
            var reader = DossierReader(bytes)
            var versions = 0
            while let fact = reader.next() {
                guard fact.kind == kind, fact.action == .version else { continue }
                if fact.rowKey != rowKey { return false }
                versions += 1
            }
            return versions > 1
        }
    }

    private func openAnchor(_ entry: EntryView, kind: RecordKind, payload: UnsafeRawBufferPointer) throws {
        let subject = kind.subject
        let statement = try connection.statement(
            "INSERT INTO anchor (anchor, kind, child, opened) VALUES (?, ?, ?, ?)")
        statement.bind(entry.anchor, at: 1)
        statement.bind(AnchorKind(subject).rawValue, at: 2)
        statement.bind(entry.child, at: 3)
        statement.bind(entry.seq, at: 4)
        try statement.run()
        guard subject != .sponsor else { return }
        try run("INSERT INTO anchor_link (anchor, seq, child) VALUES (?, ?, ?)", entry.anchor, entry.seq, entry.child)
        guard subject == .courtCase, let column = kind.table.index(ofColumn: kind.table.subjectColumn) else { return }
        let id = kind.table.fields[column].id
        var reader = PayloadReader(payload)
        while let field = reader.next() {
            guard field.id == id else { continue }
            try run("INSERT INTO court_case (idncase, anchor) VALUES (?, ?)", field.number, entry.anchor)
            return
        }
    }

    private mutating func applyEvent(_ entry: EntryView, _ action: FactAction) throws {
        guard entry.payload.count == 9, let kind = RecordKind(rawValue: entry.payload[0]) else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        let rowKey = UInt64(littleEndian: entry.payload.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
        _ = try append(
            entry, kind: kind, action: action, rowKey: rowKey, payload: UnsafeRawBufferPointer(start: nil, count: 0),
            subject: kind.subject)
    }

    /// Appends a fact to the dossier of the entry's anchor; answers whether it is the dossier's first.
    private mutating func append(
        _ entry: EntryView, kind: RecordKind, action: FactAction, rowKey: UInt64, payload: UnsafeRawBufferPointer,
        subject: RowSubject
    ) throws -> Bool {
        let snapshot = Int32(truncatingIfNeeded: entry.snapshot)
        if subject == .sponsor {
            var writer = try sponsors.removeValue(forKey: entry.anchor) ?? readSponsor(entry.anchor)
            let isFirst = writer.bytes.isEmpty
            writer.append(
                kind: kind, action: action, seq: entry.seq, snapshot: snapshot, line: entry.line, rowKey: rowKey,
                payload: payload)
            sponsors[entry.anchor] = writer
            lastSeqs[entry.anchor] = entry.seq
            return isFirst
        }
        var open = try dossiers.removeValue(forKey: entry.anchor) ?? readDossier(entry, subject)
        let isFirst = open.writer.bytes.isEmpty
        open.writer.append(
            kind: kind, action: action, seq: entry.seq, snapshot: snapshot, line: entry.line, rowKey: rowKey,
            payload: payload)
        dossiers[entry.anchor] = open
        lastSeqs[entry.anchor] = entry.seq
        return isFirst
    }

    private func readSponsor(_ anchor: Int64) throws -> DossierWriter {
        let statement = try connection.statement("SELECT last_seq, facts FROM sponsor_dossier WHERE sponsor = ?")
        defer { statement.reset() }
        statement.bind(anchor, at: 1)
        guard try statement.step() else { return DossierWriter() }
        return DossierWriter([UInt8](statement.bytes(1)), lastSeq: statement.int64(0))
    }

    private func readDossier(_ entry: EntryView, _ subject: RowSubject) throws -> Open {
        let statement = try connection.statement(
            "SELECT last_seq, facts, kind FROM dossier WHERE child = ? AND anchor = ?")
        defer { statement.reset() }
        statement.bind(entry.child, at: 1)
        statement.bind(entry.anchor, at: 2)
        if try statement.step() {
            return Open(
                child: entry.child, kind: statement.int64(2),
                writer: DossierWriter([UInt8](statement.bytes(1)), lastSeq: statement.int64(0)), isNew: false)
        }
        return Open(
            child: entry.child, kind: AnchorKind(subject).rawValue, writer: DossierWriter(), isNew: true)
    }

    /// Writes the dossiers that were touched, in key order.
    mutating func finish() throws {
        try insertBlindIndexes()
        for anchor in sponsors.keys.sorted() {
            guard let writer = sponsors[anchor] else { continue }
            let statement = try connection.statement(
                """
                INSERT INTO sponsor_dossier (sponsor, last_seq, facts) VALUES (?, ?, ?)
                ON CONFLICT (sponsor) DO UPDATE SET last_seq = excluded.last_seq, facts = excluded.facts
                """)
            statement.bind(anchor, at: 1)
            statement.bind(lastSeqs[anchor] ?? 0, at: 2)
            try writer.bytes.withUnsafeBytes { bytes in
                statement.bind(borrowing: bytes, at: 3)
                try statement.run()
            }
        }
        sponsors.removeAll()
        let keys = dossiers.map { ($0.value.child, $0.key) }.sorted { $0 < $1 }
        for (child, anchor) in keys {
            guard let open = dossiers[anchor] else { continue }
            let statement = try connection.statement(
                """
                INSERT INTO dossier (child, anchor, kind, last_seq, facts) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (child, anchor) DO UPDATE SET last_seq = excluded.last_seq, facts = excluded.facts
                """)
            statement.bind(child, at: 1)
            statement.bind(anchor, at: 2)
            statement.bind(open.kind, at: 3)
            statement.bind(lastSeqs[anchor] ?? 0, at: 4)
            try open.writer.bytes.withUnsafeBytes { bytes in
                statement.bind(borrowing: bytes, at: 5)
                try statement.run()
            }
        }
        dossiers.removeAll()
        guard highestSurrogate > 0 else { return }
        let statement = try connection.statement(
            """
            INSERT INTO high_water (name, value) VALUES ('surrogate', ?) ON CONFLICT (name)
            DO UPDATE SET value = CASE WHEN excluded.value > high_water.value THEN excluded.value ELSE high_water.value END
            """)
        statement.bind(highestSurrogate, at: 1)
        try statement.run()
        highestSurrogate = 0
    }

    // MARK: Identity

    /// Moves an anchor's dossier to the child it belongs to from here on.
    private mutating func link(_ entry: EntryView) throws {
        try finish()
        let old = try connection.statement("SELECT child FROM anchor WHERE anchor = ?")
        old.bind(entry.anchor, at: 1)
        guard try old.step() else {
            old.reset()
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        let child = old.int64(0)
        old.reset()
        try run("UPDATE anchor SET child = ? WHERE anchor = ?", entry.child, entry.anchor)
        try run(
            "UPDATE dossier SET child = ? WHERE child = ? AND anchor = ?", entry.child, child, entry.anchor)
        try run("INSERT INTO anchor_link (anchor, seq, child) VALUES (?, ?, ?)", entry.anchor, entry.seq, entry.child)
    }

    private func openDispute(_ entry: EntryView) throws {
        var cursor = ByteCursor(entry.payload)
        guard let kind = cursor.byte(), let count = cursor.varint(), count < 1_000_000 else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        try run(
            "INSERT INTO dispute (dispute, kind, adopted, adopted_child) VALUES (?, ?, NULL, 0)", entry.seq, Int64(kind)
        )
        for _ in 0..<count {
            guard let anchor = cursor.varint() else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
            try run(
                "INSERT INTO dispute_holder (anchor, dispute) VALUES (?, ?)", Int64(truncatingIfNeeded: anchor),
                entry.seq)
        }
    }

    // MARK: Snapshots, quarantine, census

    private func beginSnapshot(_ entry: EntryView) throws {
        guard let begun = SnapshotPayload(entry.payload) else { throw StoreError(.brokenEntry, "entry \(entry.seq)") }
        let statement = try connection.statement(
            """
            INSERT INTO snapshot (snapshot, feed, issuer, name, dated, begun, completed, withdrawn, report)
            VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, '')
            """)
        statement.bind(entry.snapshot, at: 1)
        statement.bind(Int64(begun.feed.rawValue), at: 2)
        statement.bind(begun.issuer, at: 3)
        statement.bind(begun.name, at: 4)
        statement.bind(Int64(begun.date.number), at: 5)
        statement.bind(entry.seq, at: 6)
        try statement.run()
    }

    private func completeSnapshot(_ entry: EntryView) throws {
        let statement = try connection.statement(
            """
            UPDATE snapshot SET completed = CASE WHEN completed IS NULL THEN ? ELSE completed END, report = ?
            WHERE snapshot = ?
            """)
        statement.bind(entry.seq, at: 1)
        statement.bind(String(decoding: entry.payload, as: UTF8.self), at: 2)
        statement.bind(entry.snapshot, at: 3)
        try statement.run()
    }

    private func quarantine(_ entry: EntryView) throws {
        guard let record = QuarantinePayload(entry.payload) else {
            throw StoreError(.brokenEntry, "entry \(entry.seq)")
        }
        let statement = try connection.statement(RecordSchema.quarantine.insert)
        statement.bind(entry.seq, at: 1)
        statement.bind(entry.snapshot, at: 2)
        statement.bind(record.file, at: 3)
        statement.bind(entry.line, at: 4)
        statement.bind(record.reason, at: 5)
        statement.bind(record.column, at: 6)
        statement.bind(record.length, at: 7)
        statement.bind(Int64(bitPattern: record.fingerprint), at: 8)
        if let key = record.primaryKey { statement.bind(key, at: 9) } else { statement.bindNull(at: 9) }
        statement.bind(0, at: 10)
        statement.bind(0, at: 11)
        try statement.run()
    }

    private func census(_ entry: EntryView) throws {
        let statement = try connection.statement(
            """
            INSERT INTO census_day (dated, apprehended, in_cbp, transferred, in_care, discharged, seq)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (dated) DO UPDATE SET apprehended = excluded.apprehended, in_cbp = excluded.in_cbp,
            transferred = excluded.transferred, in_care = excluded.in_care, discharged = excluded.discharged,
            seq = excluded.seq
            """)
        for parameter in 2...6 { statement.bindNull(at: parameter) }
        var reader = PayloadReader(entry.payload)
        while let field = reader.next(), (1...6).contains(field.id) {
            statement.bind(field.number, at: Int(field.id))
        }
        statement.bind(entry.seq, at: 7)
        try statement.run()
    }
}
