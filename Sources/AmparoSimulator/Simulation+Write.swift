internal import AmparoModel
internal import Dispatch
internal import Foundation
internal import Synchronization

extension Simulation {
    /// How far a simulation has got: children told and bytes written so far.
    public struct Progress: Sendable, Hashable {
        /// Children told so far.
        public let children: Int
        /// Bytes written so far.
        public let bytes: Int
    }

    /// Writes the simulated feeds into `directory`, with the truth about them: `care/*.csv`, `notices.csv`, `results.csv`,
    /// `court/R1`, `court/R2`, ... (each with `RELEASE.txt`, `Count.txt` and `mail.csv`), `truth.json`,
    /// `truth-world.json`, `truth-findings.csv` and `truth-links.csv` (COMMANDS.md, "simulate").
    ///
    /// The same simulation gives the same bytes whatever `threads` is. The folder is made when it is not there; files
    /// of these names are replaced. `progress` is called on the calling thread, a few times a second at most sizes.
    ///
    /// - Throws: `SimulatorError.Code.cannotWrite` when the folder or a file cannot be written; `tooManyCases`, before
    ///   anything is written, when a release has no numbers for so many cases.
    public func write(
        to directory: String, threads: Int = 2, progress: (Progress) -> Void = { _ in }
    ) throws(SimulatorError) {
        var truth = Truth(releaseDates: releaseDates, asOf: asOf)
        try writeFeeds(to: directory, threads: threads, sink: &truth, progress: progress)
        try FeedFiles.write(Array(truth.json().utf8), to: directory + "/truth.json")
        try FeedFiles.write(Array(truth.worldJSON().utf8), to: directory + "/truth-world.json")
        let findings = try FeedFiles.open(directory + "/truth-findings.csv")
        defer { FeedFiles.close(findings) }
        try truth.writeFindings { piece throws(SimulatorError) in try FeedFiles.put(piece, to: findings) }
    }

    /// Writes all feeds into `directory` and tells `sink` the truth, child by child in order.
    ///
    /// The bytes do not depend on `threads`. Files that are there are replaced.
    func writeFeeds(
        to directory: String, threads: Int, sink: inout some TruthSink, progress: (Progress) -> Void
    ) throws(SimulatorError) {
        let plan = Plan(self)
        guard plan.hasRoom else {
            throw SimulatorError(
                .tooManyCases,
                "A court release has no numbers for so many cases; ask for fewer children or fewer adults for each.")
        }
        let output = try FeedFiles(directory: directory, plan: plan)
        let batches = (plan.clusters + plan.batchSize - 1) / plan.batchSize
        let width = max(1, min(threads, 64))
        // While the calling thread writes one wave of batches, the others tell the next one.
        var wave = Wave(first: 0, count: min(width * 2, batches), plan: plan, threads: width)
        while wave.count > 0 {
            let told = wave.wait()
            let next = wave.first + wave.count
            wave = Wave(first: next, count: min(width * 2, batches - next), plan: plan, threads: width)
            for batch in told {
                guard let batch else { continue }
                try output.write(batch)
                for event in batch.truth {
                    switch event {
                    case .read(let child): sink.add(read: child)
                    case .world(let child): sink.add(world: child)
                    case .notice(let notice): sink.add(unmatched: notice)
                    case .result(let result): sink.add(unmatched: result)
                    }
                }
            }
            progress(
                Progress(children: min(children, next * plan.batchSize * Plan.clusterSize), bytes: output.bytesWritten))
        }
        try output.finish(plan: plan)
    }
}

/// Some batches that are told on other threads while the one before is written.
private final class Wave: Sendable {
    let first: Int
    let count: Int
    private let told: Mutex<[BatchOutput?]>
    private let next = Mutex(0)
    private let group = DispatchGroup()

    init(first: Int, count: Int, plan: Plan, threads: Int) {
        self.first = first
        self.count = count
        told = Mutex(Array(repeating: nil, count: count))
        for _ in 0..<min(threads, count) {
            DispatchQueue.global().async(group: group) { self.tell(plan: plan) }
        }
    }

    private func tell(plan: Plan) {
        while true {
            let at = next.withLock { next in
                defer { next += 1 }
                return next
            }
            guard at < count else { return }
            let batch = Self.tell(batch: first + at, plan: plan)
            told.withLock { $0[at] = batch }
        }
    }

    /// All batches, when they are told; once only.
    func wait() -> [BatchOutput?] {
        group.wait()
        return told.withLock { told in
            defer { told = [] }
            return told
        }
    }

    private static func tell(batch: Int, plan: Plan) -> BatchOutput {
        var story = ClusterStory(plan: plan)
        let size = plan.batchSize
        for cluster in batch * size..<min(plan.clusters, (batch + 1) * size) { story.tell(cluster: cluster) }
        story.out.shuffle(plan: plan, batch: batch)
        return story.out
    }
}
