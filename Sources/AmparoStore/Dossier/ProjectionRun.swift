internal import AmparoModel

/// One slice being applied: dossiers touched by it are read once and written once.
struct ProjectionRun {
    private struct Open {
        var child: Int64
        var kind: Int64
        var writer: DossierWriter
        var isNew: Bool
    }

    let connection: any DatabaseConnection
    let deriving: any BlindDeriving
    private var dossiers: [Int64: Open] = [:]
    private var ahead = DossiersAhead()
    private var sponsors: [Int64: DossierWriter] = [:]
    private var lastSeqs: [Int64: Int64] = [:]
    private var highestSurrogate: Int64 = 0
    private var found: FoundIndexes

    init(connection: any DatabaseConnection, deriving: any BlindDeriving, gathering: Bool) {
        self.connection = connection
        self.deriving = deriving
        found = FoundIndexes(gathering: gathering)
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
        default: try applyLink(entry)
        }
    }

    func run(_ sql: String, _ values: Int64...) throws {
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
            try found.forget(entry.anchor, seq: entry.seq, on: connection)
        }
        found.add(hints, seq: entry.seq)
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
            var writer =
                try sponsors.removeValue(forKey: entry.anchor) ?? ahead.takeSponsor(entry.anchor)
                ?? readSponsor(entry.anchor)
            let isFirst = writer.bytes.isEmpty
            writer.append(
                kind: kind, action: action, seq: entry.seq, snapshot: snapshot, line: entry.line, rowKey: rowKey,
                payload: payload)
            sponsors[entry.anchor] = writer
            lastSeqs[entry.anchor] = entry.seq
            return isFirst
        }
        var open = try dossiers.removeValue(forKey: entry.anchor) ?? dossier(entry, subject)
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

    /// Reads the dossiers that a slice touches all together, before the first is asked for.
    mutating func readAhead(_ entries: EntrySlice) throws { try ahead.read(entries, on: connection) }

    /// What was read ahead is of no more use where an anchor goes to another child.
    mutating func forgetAhead() { ahead.removeDossiers() }

    private mutating func dossier(_ entry: EntryView, _ subject: RowSubject) throws -> Open {
        guard let known = ahead.take(child: entry.child, anchor: entry.anchor) else {
            return try readDossier(entry, subject)
        }
        return Open(
            child: entry.child, kind: known.kind ?? AnchorKind(subject).rawValue, writer: known.writer,
            isNew: known.kind == nil)
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
        try found.write(on: connection)
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
}
