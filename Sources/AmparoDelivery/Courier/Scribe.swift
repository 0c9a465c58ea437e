internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import NIOPosix

/// Writes down how rounds ended: what several have ready at once goes into one transaction and one flush (law 2).
actor Scribe {
    private typealias Ended = CheckedContinuation<[Unreported], any Error>

    private let outbox: Outbox
    private let now: @Sendable () -> Instant
    private var waiting: [(end: RoundEnd, ended: Ended)] = []
    private var isWriting = false
    /// What the duties know and is still written down as not told: taken out with the next transaction.
    private var reported: [Int64] = []

    /// Not more outcomes than these go into one transaction, so that it stays short.
    private static let limit = 512

    init(_ outbox: Outbox, now: @escaping @Sendable () -> Instant) {
        self.outbox = outbox
        self.now = now
    }

    /// Writes down the end of a round; answers, when that is durable, what the duties are to be told of it.
    func commit(_ end: RoundEnd) async throws -> [Unreported] {
        try await withCheckedThrowingContinuation { ended in
            waiting.append((end, ended))
            guard !isWriting else { return }
            isWriting = true
            Task { await drain() }
        }
    }

    /// Notes that the duties know. It is written with the next end of a round, or by `flush`; lost, they are told again.
    func forget(_ seqs: [Int64]) { reported += seqs }

    /// Writes what has waited for a transaction.
    func flush() async throws {
        let (outbox, taken) = (outbox, reported)
        reported = []
        guard !taken.isEmpty else { return }
        try await apart { try outbox.forget(taken) }
    }

    private func drain() async {
        while !waiting.isEmpty {
            var count = 0
            let taken = waiting.prefix { part in
                defer { count += part.end.outcomes.count + 1 }
                return count == 0 || count + part.end.outcomes.count < Self.limit
            }
            waiting.removeFirst(taken.count)
            await write(Array(taken))
        }
        isWriting = false
    }

    private func write(_ parts: [(end: RoundEnd, ended: Ended)]) async {
        let ends = parts.map(\.end)
        do {
            let unreported = try await commit(ends)
            // Each round is told what it wrote: the handoffs of two receivers are never the same.
            var mine: [Int: [Unreported]] = [:]
            var owner: [HandoffReference: Int] = [:]
            for (index, end) in ends.enumerated() {
                for outcome in end.outcomes { owner[outcome.message.handoff] = index }
            }
            for one in unreported { if let index = owner[one.news.handoff] { mine[index, default: []].append(one) } }
            for (index, part) in parts.enumerated() { part.ended.resume(returning: mine[index] ?? []) }
        } catch {
            // One bad end must not take the others with it.
            guard parts.count > 1 else { return parts[0].ended.resume(throwing: error) }
            for part in parts { await write([part]) }
        }
    }

    private func commit(_ ends: [RoundEnd]) async throws -> [Unreported] {
        let (outbox, now, taken) = (outbox, now, reported)
        reported = []
        return try await apart { try outbox.commit(ends, at: now(), forgetting: taken) }
    }
}
