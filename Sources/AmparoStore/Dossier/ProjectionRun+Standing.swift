internal import AmparoModel

/// What entries say of the record as a whole: who stands under whom, disputes, snapshots, quarantine, census.
extension ProjectionRun {
    // MARK: Identity

    /// Moves an anchor's dossier to the child it belongs to from here on.
    mutating func link(_ entry: EntryView) throws {
        try finish()
        forgetAhead()
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

    func openDispute(_ entry: EntryView) throws {
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

    func beginSnapshot(_ entry: EntryView) throws {
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

    func completeSnapshot(_ entry: EntryView) throws {
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

    func quarantine(_ entry: EntryView) throws {
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

    func census(_ entry: EntryView) throws {
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
