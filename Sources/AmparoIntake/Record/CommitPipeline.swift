internal import AmparoStore
internal import Dispatch
internal import Synchronization

/// Commits prepared batches on a thread of its own while the next is being prepared; at most two wait.
final class CommitPipeline: Sendable {
    private let store: RecordStore
    private let beginning: SnapshotBeginning
    private let isDryRun: Bool
    private let queue = DispatchQueue(label: "amparo.commit")
    private let places = DispatchSemaphore(value: 2)
    private let failure = Mutex<(any Error)?>(nil)

    init(store: RecordStore, beginning: SnapshotBeginning, isDryRun: Bool) {
        self.store = store
        self.beginning = beginning
        self.isDryRun = isDryRun
    }

    /// Hands a batch over; throws what an earlier commit threw. A dry run commits nothing.
    func submit(_ batch: EntryBatch, hints: [Int: BlindHints]) throws {
        guard batch.count > 0, !isDryRun else { return }
        places.wait()
        if let failure = failure.withLock({ $0 }) {
            places.signal()
            throw failure
        }
        queue.async { [self] in
            defer { places.signal() }
            guard failure.withLock({ $0 == nil }) else { return }
            do {
                try beginning.ensure()
                var batch = batch
                let projection = RecordProjection(deriving: KnownHints(hints: hints), gathering: true)
                try store.sequencer.appendInSlices(
                    &batch,
                    projecting: { connection, entries in
                        try projection.apply(entries, on: connection)
                    })
            } catch { failure.withLock { $0 = error } }
        }
    }

    /// Waits for everything handed over; throws what a commit threw.
    func drain() throws {
        queue.sync {}
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}
