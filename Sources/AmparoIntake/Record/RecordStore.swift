public import AmparoStore

/// The parts of an open store that the record is written with.
public struct RecordStore: Sendable {
    /// The database of the journal and its views.
    public var database: any Database { journal.database }
    /// Gives entries their numbers.
    public var sequencer: Sequencer { journal.sequencer }
    /// The journal.
    public var journal: Journal
    /// Persons' keys.
    public var keys: KeyStore
    /// Keys of look-ups, rows and masked days.
    public var secrets: StoreSecrets
    /// Random bytes.
    public var random: RandomSource

    /// The parts of an open store.
    public init(
        journal: Journal, keys: KeyStore, secrets: StoreSecrets, random: RandomSource
    ) {
        self.journal = journal
        self.keys = keys
        self.secrets = secrets
        self.random = random
    }

    /// Appends a batch of few entries and projects them, in one transaction.
    @discardableResult
    public func append(_ batch: inout EntryBatch, hints: [Int: BlindHints] = [:]) throws -> Sequencer.Appended {
        let projection = RecordProjection(deriving: KnownHints(hints: hints))
        return try sequencer.append(&batch) { connection, entries in
            try projection.apply(entries, on: connection)
        }
    }

    /// The number of the last entry.
    public func lastSeq() throws -> Int64 { try journal.lastSeq() }

    /// Every snapshot taken.
    public func snapshots() throws -> SnapshotBook {
        try database.read { try SnapshotBook(reading: $0) }
    }
}

/// Hints that the intake worked out itself.
struct KnownHints: BlindDeriving {
    let hints: [Int: BlindHints]

    func hints(for entry: EntryView, index: Int, isFirst: Bool) -> BlindHints { hints[index] ?? BlindHints() }
}
