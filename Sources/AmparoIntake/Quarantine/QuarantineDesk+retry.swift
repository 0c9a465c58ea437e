internal import AmparoModel
internal import AmparoStore

extension QuarantineDesk {
    /// What came of reading a record again.
    public enum Outcome: Hashable, Sendable {
        /// It is a row of the record now, by so many entries.
        case taken(entries: Int)
        /// The record holds the same row already.
        case held
        /// It can be read and is not needed: `not-a-child`, `orphan`, `duplicate`.
        case past(String)
        /// It stays in quarantine, and why.
        case refused(String)

        /// Whether the record has left quarantine.
        public var isSettled: Bool {
            if case .refused = self { return false }
            return true
        }
    }

    /// Reads a waiting record again, as it stood, with the present readers, and records it as a row of its own release.
    ///
    /// A row that another one of the same release contradicts is refused, and so is one of a snapshot after which a later
    /// one was taken: what that says counts. What is done is done in order, so an interrupted retry can be run again.
    public func retry(_ entry: QuarantineEntry) throws -> Outcome {
        let books = try store.snapshots()
        guard let snapshot = books[entry.snapshot] else { throw StoreError(.damaged, "quarantine") }
        guard snapshot.withdrawnSeq == nil else {
            return .refused("release \(snapshot.name) was withdrawn; dismiss the record")
        }
        guard let kind = snapshot.feed.kind(ofFile: entry.file) else {
            return .refused("nobody reads single records of this file; take the whole file again")
        }
        if kind.table.isSnapshot,
            let later = books.completed(snapshot.feed).last(where: {
                $0.issuer == snapshot.issuer && ($0.date, $0.id) > (snapshot.date, snapshot.id)
            })
        {
            return .refused("release \(later.name) was taken later, and what it says counts; dismiss the record")
        }
        let (header, raw) = try open(entry)
        guard !header.isEmpty else {
            return .refused("it was kept without its file's header; take the release again")
        }
        guard raw.count == entry.length else {
            return .refused("only its first \(raw.count) bytes were kept")
        }
        let read = try SingleRecord(
            kind: kind, file: entry.file, line: Int(entry.line), header: header, raw: raw, date: snapshot.date,
            store: store
        ).read()
        switch read {
        case .refused, .past:
            if case .past = read { try settle(entry) }
            return read.outcome
        case .row(let batch): return try take(batch, of: snapshot, entry)
        }
    }

    /// The header and the bytes of a record, opened.
    private func open(_ entry: QuarantineEntry) throws -> (header: [UInt8], raw: [UInt8]) {
        let key = try key(entry)
        let opened = try store.journal.withEntry(entry.id) { sealed -> (header: [UInt8], raw: [UInt8]) in
            guard let payload = QuarantinePayload(sealed.payload) else {
                throw StoreError(.brokenEntry, "entry \(entry.id)")
            }
            let bytes = try Seal.open(sealed.sealed, with: key, entry: sealed.id, field: .quarantine)
            let length = Int(clamping: min(max(0, payload.headerLength), Int64(bytes.count)))
            return (Array(bytes[..<length]), Array(bytes[length...]))
        }
        guard let opened else { throw StoreError(.brokenEntry, "entry \(entry.id)") }
        return opened
    }

    private func take(_ batch: RowBatch, of snapshot: Snapshot, _ entry: QuarantineEntry) throws -> Outcome {
        func recorder(isDryRun: Bool) throws -> Recorder {
            let beginning = SnapshotBeginning(store: store, snapshot: snapshot, isBegun: true, isDryRun: isDryRun)
            return try Recorder(store: store, snapshot: snapshot, beginning: beginning, isDryRun: isDryRun)
        }
        for ordinal in 1...(batch.kind.table.keyHasOrdinal ? 64 : 1) {
            let batch = batch.kind.table.keyHasOrdinal ? batch.numbered(ordinal) : batch
            let trial = try recorder(isDryRun: true)
            if let reason = try trial.add(batch).keys.first {
                try settle(entry)
                return .past(reason)
            }
            try trial.flush()
            if trial.contradictions > 0 { continue }
            guard trial.changes.entries > 0 else {
                try settle(entry)
                return .held
            }
            let recorder = try recorder(isDryRun: false)
            _ = try recorder.add(batch)
            try recorder.flush()
            try settle(entry)
            return .taken(entries: recorder.changes.entries)
        }
        return .refused("another row of the same key was taken from this release and says something else")
    }

    private func settle(_ entry: QuarantineEntry) throws {
        var batch = EntryBatch(random: store.random)
        try [UInt8]().withUnsafeBytes {
            _ = try batch.append(
                kind: .quarantineRetried, snapshot: Int64(entry.snapshot), line: entry.line, replaces: entry.id,
                payload: $0)
        }
        try store.append(&batch)
    }
}

extension RowBatch {
    /// The same one row with another ordinal at the end of its key.
    func numbered(_ ordinal: Int) -> RowBatch {
        guard let row = rows.first else { return self }
        var batch = RowBatch(kind: kind)
        func copy(_ run: some Collection<UInt8>) -> Range<Int> {
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: run)
            return start..<batch.bytes.count
        }
        let key = bytes[row.key]
        let base = key.lastIndex(of: 0x1F).map { key[..<$0] } ?? key
        batch.rows.append(
            RowBatch.Row(
                line: row.line, number: row.number, subject: copy(bytes[row.subject]),
                key: copy(Array(base) + [0x1F] + Array(String(ordinal).utf8)), plain: copy(bytes[row.plain]),
                sealed: copy(bytes[row.sealed])))
        return batch
    }
}
