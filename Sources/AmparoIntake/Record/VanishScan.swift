public import AmparoModel
internal import AmparoStore

extension Recorder {
    /// Ends the snapshot: records what waits, then finds the rows that the record held from this feed and sender and that
    /// the snapshot has not shown.
    ///
    /// - Parameters:
    ///   - tables: the tables that the snapshot has. Rows of tables it does not have vanish only when the operator let
    ///     the snapshot pass without them, and then the table is named here too.
    ///   - unreadable: primary keys of records in quarantine, by table; such a row is not known to have vanished.
    public func finish(tables: Set<RecordKind>, unreadable: [RecordKind: Set<Int64>]) throws {
        try flush()
        try countUnmatched()
        let isCompared = Set(tables.filter(\.table.isSnapshot))
        guard !isCompared.isEmpty, hasEarlierRows else { return }
        let issuers = sameSender
        let page = VanishPage()
        for isSponsor in [false, true]
        where isCompared.contains(where: { ($0.table.subject == .sponsor) == isSponsor }) {
            var place: (child: Int64, anchor: Int64) = (.min, .min)
            while true {
                var batch = EntryBatch(random: store.random)
                let read = try page.read(store.database, isSponsor: isSponsor, after: place)
                guard let last = read.last else { break }
                place = (last.child, last.anchor)
                var rows = EffectiveRows()
                // Rows of erased persons are not looked at any more, so they are not known to be absent either.
                for dossier in read where !directory.isErased(dossier.anchor) {
                    try dossier.facts.withUnsafeBytes { bytes in
                        rows.load(bytes, asOf: snapshot.date, asKnown: .max, dates: dates)
                        for row in rows.rows
                        where isVanished(row, tables: isCompared, issuers: issuers, unreadable: unreadable) {
                            try append(vanished: row, dossier.child, dossier.anchor, to: &batch)
                        }
                    }
                }
                changes.vanished += batch.count
                changes.entries += batch.count
                try pipeline.submit(CommitPipeline.Prepared(batch))
            }
        }
        try pipeline.drain()
    }

    /// Whether an earlier run can have left rows of this feed and sender. A snapshot that is new has not begun.
    private var hasEarlierRows: Bool {
        books.all.contains {
            $0.feed == snapshot.feed && $0.issuer == snapshot.issuer && $0.withdrawnSeq == nil
                && ($0.id != snapshot.id || ($0.begunSeq > 0 && $0.begunSeq < startSeq))
        }
    }

    /// Which snapshots are of the same feed and sender, by number.
    private var sameSender: [Bool] {
        var same = [false]
        for other in books.all { same.append(other.feed == snapshot.feed && other.issuer == snapshot.issuer) }
        return same
    }

    private func isVanished(
        _ row: EffectiveRow, tables: Set<RecordKind>, issuers: [Bool], unreadable: [RecordKind: Set<Int64>]
    ) -> Bool {
        guard row.isDated, row.missingSince == 0, row.firstSeq <= startSeq, tables.contains(row.fact.kind),
            Int(row.fact.snapshot) < issuers.count, issuers[Int(row.fact.snapshot)], !seen.contains(row.firstSeq)
        else { return false }
        return unreadable[row.fact.kind]?.contains(Int64(bitPattern: row.fact.rowKey)) != true
    }

    private func append(
        vanished row: EffectiveRow, _ child: Int64, _ anchor: Int64, to batch: inout EntryBatch
    ) throws {
        var event = PayloadWriter([row.fact.kind.rawValue])
        event.appendWord(row.fact.rowKey)
        try event.bytes.withUnsafeBytes {
            _ = try batch.append(
                kind: .rowVanished, child: child, anchor: anchor, snapshot: Int64(snapshot.id),
                occurred: .between(nil, snapshot.date), payload: $0)
        }
    }
}

/// Dossiers read a page at a time, in key order, so that no read holds the store for long.
struct VanishPage {
    struct Dossier {
        var child: Int64
        var anchor: Int64
        var facts: [UInt8]
    }

    func read(
        _ database: any Database, isSponsor: Bool, after place: (child: Int64, anchor: Int64)
    ) throws -> [Dossier] {
        try database.read { connection in
            let statement: any PreparedStatement
            if isSponsor {
                statement = try connection.statement(
                    "SELECT sponsor, sponsor, facts FROM sponsor_dossier WHERE sponsor > ? ORDER BY sponsor LIMIT 4096")
                statement.bind(place.anchor, at: 1)
            } else {
                statement = try connection.statement(
                    """
                    SELECT child, anchor, facts FROM dossier WHERE (child, anchor) > (?, ?)
                    ORDER BY child, anchor LIMIT 4096
                    """)
                statement.bind(place.child, at: 1)
                statement.bind(place.anchor, at: 2)
            }
            defer { statement.reset() }
            var found: [Dossier] = []
            while try statement.step() {
                found.append(
                    Dossier(
                        child: statement.int64(0), anchor: statement.int64(1), facts: [UInt8](statement.bytes(2))))
            }
            return found
        }
    }
}
