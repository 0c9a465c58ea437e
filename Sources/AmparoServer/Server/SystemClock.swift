public import AmparoModel

/// The time, passed in: what day and hour it is, how much time has gone by, and how to wait.
public struct ServerClock: Sendable {
    /// The present moment, in the offset that pages show.
    public var now: @Sendable () -> Instant
    /// Nanoseconds since some fixed moment; never goes back.
    public var nanoseconds: @Sendable () -> UInt64
    /// Waits; ends early with an error when the task is cancelled.
    public var wait: @Sendable (Duration) async throws -> Void

    /// A clock.
    public init(
        now: @escaping @Sendable () -> Instant, nanoseconds: @escaping @Sendable () -> UInt64,
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.now = now
        self.nanoseconds = nanoseconds
        self.wait = wait
    }
}

extension ServerClock {
    /// The clock of the machine, with `now` as the project's command line passes it in (`AMPARO_NOW`).
    public static func system(now: @escaping @Sendable () -> Instant) -> ServerClock {
        let start = ContinuousClock.now
        return ServerClock(
            now: now,
            nanoseconds: {
                let elapsed = start.duration(to: .now).components
                return UInt64(max(0, elapsed.seconds)) * 1_000_000_000
                    + UInt64(max(0, elapsed.attoseconds / 1_000_000_000))
            })
    }
}
