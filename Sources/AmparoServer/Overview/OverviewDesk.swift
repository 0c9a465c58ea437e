internal import AmparoModel

/// Keeps the overview at hand: asks the source again only when the log has grown or the day has changed, once for everybody, and
/// never makes a reader who could be answered wait longer than the configured patience.
actor OverviewDesk {
    /// An overview, and whether the record has grown since.
    struct Answer: Sendable {
        var model: OverviewModel
        /// Whether newer entries are being counted at this moment.
        var isBehind: Bool
        /// Grows with every overview that is taken up.
        var generation: Int
    }

    private struct Key: Hashable {
        var logSize: Int
        var day: Day
    }

    private let source: any OverviewSource
    private let clock: ServerClock
    private let patience: Duration
    private let sourceTimeout: Duration

    private var kept: (key: Key, model: OverviewModel)?
    private var generation = 0
    private var restsUntil: UInt64 = 0
    private var counting: (key: Key, task: Task<OverviewModel, any Error>)?
    /// How often the source was asked to count, and how long it took in all.
    private(set) var counted: (times: Int, nanoseconds: UInt64) = (0, 0)

    init(source: any OverviewSource, clock: ServerClock, configuration: ServerConfiguration) {
        self.source = source
        self.clock = clock
        patience = configuration.patience
        sourceTimeout = configuration.sourceTimeout
    }

    /// The overview.
    ///
    /// - Throws: what the source throws when there is nothing at hand; `.sourceTooSlow` when it takes too long.
    func overview() async throws -> Answer {
        let health: HealthReport
        do {
            health = try await self.health()
        } catch {
            // The store does not answer: what was counted before is still true of its day and log size.
            guard let kept else { throw error }
            return Answer(model: kept.model, isBehind: false, generation: generation)
        }
        let key = Key(logSize: health.logSize, day: clock.now().day)
        if let kept, kept.key == key { return Answer(model: kept.model, isBehind: false, generation: generation) }
        if let kept, clock.nanoseconds() < restsUntil {
            return Answer(model: kept.model, isBehind: true, generation: generation)
        }
        let task = count(key)
        let limit = kept == nil ? sourceTimeout : patience
        do {
            let model = try await race(limit) { try await task.value }
            return Answer(model: model, isBehind: kept?.key != key, generation: generation)
        } catch {
            guard let kept else { throw error }
            return Answer(model: kept.model, isBehind: true, generation: generation)
        }
    }

    /// How the store is.
    ///
    /// - Throws: what the source throws; `.sourceTooSlow` when it takes too long.
    func health() async throws -> HealthReport {
        let source = source
        return try await race(sourceTimeout) { try await source.health() }
    }

    /// The count that is under way, or a new one for `key` when there is none.
    private func count(_ key: Key) -> Task<OverviewModel, any Error> {
        if let counting { return counting.task }
        let source = source
        let task = Task(priority: .utility) {
            let start = clock.nanoseconds()
            defer { counting = nil }
            let model = try await source.overview()
            let end = clock.nanoseconds()
            counted = (counted.times + 1, counted.nanoseconds &+ (end &- start))
            // While a long ingest runs the log grows all the time: as long as the count took, readers get what is at hand.
            restsUntil = end &+ (end &- start)
            // The overview holds at least what the log held when counting began.
            kept = (Key(logSize: max(key.logSize, model.logSize), day: key.day), model)
            generation += 1
            return model
        }
        counting = (key, task)
        return task
    }

    /// The answer of `work`, or `.sourceTooSlow` after `limit`; `work` itself is not awaited any longer than that.
    private func race<Value: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let clock = clock
        let (answers, answer) = AsyncThrowingStream<Value, any Error>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let worker = Task {
            do {
                answer.yield(try await work())
                answer.finish()
            } catch {
                answer.finish(throwing: error)
            }
        }
        let timer = Task {
            try await clock.wait(limit)
            answer.finish(
                throwing: ServerError(
                    .sourceTooSlow, "the store did not answer in time; try again, or look at its load and disk"))
        }
        defer {
            timer.cancel()
            worker.cancel()
        }
        for try await value in answers { return value }
        throw CancellationError()
    }
}
