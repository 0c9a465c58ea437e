internal import AmparoModel
public import AmparoStore

/// Erases a person of the record: a child with its A-numbers and court cases, or a sponsor with its household (ARCHITECTURE
/// law 5). The `erase` command asks for two approvals first; here it is done.
///
/// What is erased: the keys of all its persons, and with them every sealed field in journal, backups and copies; its blind
/// indexes; addresses that nobody else has; the quarantine of every release that mentions one of its numbers; the hashes of
/// its A-numbers among cases read past. What stays: the entries, their plain facts by the record's number, so that figures
/// are the same, and a keyed mark for each number so that the person is not taken again.
///
/// **Order.** Everything that needs a key is read first. Then one entry, `personErased`, is appended, and in its transaction
/// the tables forget; it lists whose keys are to go. Then the keys are destroyed, last, because a key cannot be had back and
/// everything else can be done again. Broken off before the entry, nothing has happened. Broken off after it, the person is
/// out of the tables, and `finishAll`, or the same `erase` again, destroys the rest from the list: each step may be done
/// twice. A key store that was put back from a copy is made right the same way. `finishAll` comes before a rebuild, which
/// reads rows with the keys that are there.
///
/// The caller holds the store as for an ingest: an ingest keeps numbers of anchors in memory.
public struct Erasure: Sendable {
    /// What an erasure has done, for the certificate of destruction. It names no person.
    public struct Certificate: Sendable, Equatable {
        /// The record's number.
        public var record: Int64
        /// The entry that erased it.
        public var seq: Int64
        /// When, in microseconds since 1970-01-01T00:00:00Z.
        public var recorded: Int64
        /// The record's anchors, and those of sponsors that only its rows named.
        public var anchors: [Int64]
        /// Persons whose keys are destroyed.
        public var persons: [Person]
        /// Snapshots whose quarantine is destroyed.
        public var quarantines: [Int64]
        /// Surrogates of addresses that are forgotten.
        public var addresses: Int
        /// Numbers that are not taken again.
        public var marks: Int
    }

    let store: RecordStore

    /// Erasures of a store.
    public init(_ store: RecordStore) { self.store = store }

    /// Erases the record with this number; of one that was erased before, what may have been left undone, and the same
    /// certificate again.
    ///
    /// Throws `notFound` when the record does not hold it, or holds it under another number; `busy` when somebody writes or
    /// reads without a pause: then do it again, the certificate is given when all is done.
    public func erase(_ record: Int64, actor: Int64 = 0) throws -> Certificate {
        if let seq = try erasedBy(record) { return try finish(seq) }
        for _ in 0..<8 {
            let plan = try plan(record)
            do {
                return try finish(try append(plan, actor: actor))
            } catch let error as StoreError where error.code == .conflict {
                // Somebody appended meanwhile: what is to be forgotten may be more now.
                continue
            }
        }
        throw StoreError(.busy, "the record is being written")
    }

    /// Destroys the keys that erasures in the journal call for and that are still there. Answers how many there were.
    @discardableResult
    public func finishAll() throws -> Int {
        let persons = try store.database.read { connection in
            let statement = try connection.statement("SELECT person FROM erased_person ORDER BY person")
            defer { statement.reset() }
            var persons: [Person] = []
            while try statement.step() { persons.append(Person(rawValue: statement.int64(0))) }
            return persons
        }
        var left = 0
        for person in persons where try !store.keys.isDestroyed(person) {
            try store.keys.destroy(person)
            left += 1
        }
        return left
    }

    /// The entry that erased a record, or nil.
    private func erasedBy(_ record: Int64) throws -> Int64? {
        try store.database.read { connection in
            let statement = try connection.statement("SELECT seq FROM erased_anchor WHERE anchor = ?")
            defer { statement.reset() }
            statement.bind(record, at: 1)
            return try statement.step() ? statement.int64(0) : nil
        }
    }

    /// Appends the entry; the tables forget in the same transaction. Answers its number.
    func append(_ plan: ErasurePlan, actor: Int64) throws -> Int64 {
        var batch = EntryBatch(random: store.random)
        try plan.payload.bytes.withUnsafeBytes {
            _ = try batch.append(
                kind: .personErased, child: plan.record, anchor: plan.record, actor: actor, payload: $0)
        }
        let forgotten = Set(plan.readPast.map { Int64(bitPattern: $0) })
        let kept = try store.database.read { try ReadPastNote.hashes(on: $0) }
        if kept.contains(where: forgotten.contains) {
            try ReadPastNote(kept.filter { !forgotten.contains($0) }).bytes.withUnsafeBytes {
                _ = try batch.append(kind: .readPastNoted, payload: $0)
            }
        }
        let views = RecordViews(deriving: KnownHints(hints: [:]))
        let appended = try store.sequencer.append(&batch) { connection, entries in
            guard entries.firstSeq == plan.lastSeq + 1 else { throw StoreError(.conflict) }
            try views.apply(entries, on: connection)
            let hashes = try connection.statement("DELETE FROM read_past WHERE hash = ?")
            for hash in plan.readPast {
                hashes.bind(Int64(bitPattern: hash), at: 1)
                try hashes.run()
            }
        }
        return appended.firstSeq
    }

    /// Destroys the keys that an erasure lists, and older copies of the forgotten rows in the engine's log.
    private func finish(_ seq: Int64) throws -> Certificate {
        let read = try store.journal.withEntry(seq) { entry -> (Int64, Int64, ErasurePayload)? in
            guard entry.kind == .personErased, let payload = ErasurePayload(entry.payload) else { return nil }
            return (entry.child, entry.recorded, payload)
        }
        guard let found = read, let (record, recorded, payload) = found else {
            throw StoreError(.brokenEntry, "entry \(seq)")
        }
        for person in payload.persons where try !store.keys.isDestroyed(person) { try store.keys.destroy(person) }
        try store.database.scrub()
        return Certificate(
            record: record, seq: seq, recorded: recorded, anchors: payload.anchors, persons: payload.persons,
            quarantines: payload.persons.filter { $0.personClass == .quarantineRelease }.map(\.number),
            addresses: payload.surrogates.count, marks: payload.marks.count)
    }
}
