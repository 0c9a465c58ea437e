internal import AmparoStore
internal import Dispatch
internal import Synchronization

/// Commits prepared batches on a thread of its own while the next is being prepared; at most two wait.
final class CommitPipeline: Sendable {
    /// Entries on their way, with their hints; emptied when they are committed, to be filled again, because fresh memory costs
    /// more than what is written into it.
    final class Prepared: @unchecked Sendable {
        // Belongs to whoever has it: the preparing thread until it is handed over, then the committing one.
        var batch: EntryBatch
        var hints: [Int: BlindHints] = [:]

        init(_ batch: EntryBatch) { self.batch = batch }
    }

    private let store: RecordStore
    private let beginning: SnapshotBeginning
    private let isDryRun: Bool
    private let queue = DispatchQueue(label: "amparo.commit")
    private let places = DispatchSemaphore(value: 2)
    private let failure = Mutex<(any Error)?>(nil)
    private let spare = Mutex<[Prepared]>([])

    init(store: RecordStore, beginning: SnapshotBeginning, isDryRun: Bool) {
        self.store = store
        self.beginning = beginning
        self.isDryRun = isDryRun
    }

    /// Something to fill.
    func empty() -> Prepared {
        spare.withLock { $0.popLast() } ?? Prepared(EntryBatch(random: store.random))
    }

    /// Hands entries over; throws what an earlier commit threw. A dry run commits nothing.
    func submit(_ prepared: Prepared) throws {
        guard prepared.batch.count > 0, !isDryRun else { return }
        places.wait()
        if let failure = failure.withLock({ $0 }) {
            places.signal()
            throw failure
        }
        queue.async { [self] in
            defer { places.signal() }
            attempt { try commit(prepared) }
        }
    }

    /// Puts the blind indexes of everything handed over so far into their places, behind it.
    func settleIndexes() {
        guard !isDryRun else { return }
        queue.async { [self] in attempt { try store.sequencer.settleIndexes() } }
    }

    /// Waits for everything handed over; throws what a commit threw.
    func drain() throws {
        queue.sync {}
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private func commit(_ prepared: Prepared) throws {
        try beginning.ensure()
        let projection = RecordProjection(
            deriving: KnownHints(hints: prepared.hints), gathering: store.database.writesPages)
        try store.sequencer.appendInSlices(
            &prepared.batch, projecting: { connection, entries in try projection.apply(entries, on: connection) })
        prepared.batch.removeAll()
        prepared.hints.removeAll(keepingCapacity: true)
        spare.withLock { $0.append(prepared) }
    }

    /// Does what comes after a failure no more.
    private func attempt(_ body: () throws -> Void) {
        guard failure.withLock({ $0 == nil }) else { return }
        do { try body() } catch { failure.withLock { $0 = error } }
    }
}
