internal import AmparoModel
internal import AmparoStore

/// Works the quarantine off: what lies there, reading it again with the present readers, dismissing it with a reason.
/// Everything that is done is an entry (FEEDS.md).
public struct QuarantineDesk {
    let store: RecordStore

    /// The quarantine of a store.
    public init(_ store: RecordStore) { self.store = store }

    /// Calls `body` with every record meant, by number.
    public func forEach(_ filter: QuarantineFilter = QuarantineFilter(), _ body: (QuarantineEntry) throws -> Void)
        throws
    {
        let book = try store.snapshots()
        try store.database.read { connection in
            let statement = try connection.statement(
                """
                SELECT quarantine, snapshot, file, line, reason, column_name, length, state, settled FROM quarantine
                WHERE quarantine >= ? AND quarantine <= ? ORDER BY quarantine
                """)
            defer { statement.reset() }
            statement.bind(filter.id ?? 0, at: 1)
            statement.bind(filter.id ?? .max, at: 2)
            while try statement.step() {
                guard let snapshot = book[Int32(truncatingIfNeeded: statement.int64(1))],
                    let state = QuarantineEntry.State(rawValue: statement.int64(7))
                else { throw StoreError(.damaged, "quarantine") }
                let column = statement.text(5)
                let entry = QuarantineEntry(
                    id: statement.int64(0), snapshot: snapshot.id, feed: snapshot.feed, release: snapshot.name,
                    file: statement.text(2), line: statement.int64(3), reason: statement.text(4),
                    column: column.isEmpty ? nil : column, length: statement.int64(6), state: state,
                    settled: state == .waiting ? nil : statement.int64(8))
                if filter.accepts(entry) { try body(entry) }
            }
        }
    }

    /// The records that a person means by a number, a release's name or a file's: those that wait.
    ///
    /// Throws `not-found` when none is.
    public func waiting(_ words: String) throws -> [QuarantineEntry] {
        var found: [QuarantineEntry] = []
        var filter = QuarantineFilter()
        filter.state = .waiting
        let file = fileName(ofPath: words)
        try forEach(filter) { entry in
            if entry.release == words || entry.file.lowercased() == file.lowercased() { found.append(entry) }
        }
        if let id = Int64(words) {
            filter.id = id
            filter.state = nil
            try forEach(filter) { entry in
                guard !found.contains(entry) else { return }
                guard entry.state == .waiting else {
                    throw IntakeError(.notFound, "record \(id) is \(entry.state.word) already; nothing is to be done")
                }
                found.append(entry)
            }
        }
        guard !found.isEmpty else {
            throw IntakeError(
                .notFound,
                "nothing waits in quarantine under that number, release or file; `amparo quarantine list` shows what does"
            )
        }
        return found
    }

    /// Takes a waiting record out of quarantine for good, with a reason that is sealed like the record itself.
    ///
    /// Throws `not-found` for a number that does not wait, `StoreError.Code.noKey` when the release's quarantine was erased.
    public func dismiss(_ id: Int64, reason: String) throws {
        guard let entry = try waiting(String(id)).first(where: { $0.id == id }) else {
            throw IntakeError(.notFound, "no record \(id) waits in quarantine")
        }
        let key = try key(entry)
        var batch = EntryBatch(random: store.random)
        try Array(reason.utf8).withUnsafeBytes { reason in
            try [UInt8]().withUnsafeBytes { payload in
                _ = try batch.append(
                    kind: .quarantineDismissed, snapshot: Int64(entry.snapshot), line: entry.line, replaces: id,
                    payload: payload,
                    sealing: EntryBatch.Sealing(reason, to: key, field: EntryKind.quarantineDismissed.sealedField))
            }
        }
        try store.append(&batch)
    }

    /// The key of a release's quarantine.
    func key(_ entry: QuarantineEntry) throws -> PersonKey {
        let person = Person(.quarantineRelease, Int64(entry.snapshot))
        guard let key = try store.keys.key(for: person, creatingMissing: false) else { throw StoreError(.noKey) }
        return key
    }
}
