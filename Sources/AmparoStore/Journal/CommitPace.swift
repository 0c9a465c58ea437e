internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// How large the slices of a long append are and how long the gap between two is (law 2).
public final class CommitPace: Sendable {
    /// Elapsed time and pauses, passed in so that tests can choose them.
    public struct Timing: Sendable {
        /// Time since some fixed moment; never goes back.
        public var elapsed: @Sendable () -> Duration
        /// Waits for that long.
        public var pause: @Sendable (Duration) -> Void
        /// How long the commit of a slice should take.
        public var target: Duration
        /// How long the store is left to others between two slices; another process tries several times in it.
        public var gap: Duration

        /// Timing by the given clock.
        public init(
            elapsed: @escaping @Sendable () -> Duration, pause: @escaping @Sendable (Duration) -> Void,
            target: Duration = .milliseconds(20), gap: Duration = .microseconds(1200)
        ) {
            self.elapsed = elapsed
            self.pause = pause
            self.target = target
            self.gap = gap
        }

        /// Timing by the system's steady clock.
        public static func system() -> Timing {
            let clock = ContinuousClock()
            let start = clock.now
            return Timing(
                elapsed: { start.duration(to: clock.now) },
                pause: { duration in
                    let parts = duration.components
                    var time = timespec()
                    time.tv_sec = .init(parts.seconds)
                    time.tv_nsec = .init(parts.attoseconds / 1_000_000_000)
                    nanosleep(&time, nil)
                })
        }
    }

    private struct State {
        var sliceSize = 512
        var lastCommit: Duration?
    }

    let timing: Timing
    private let state = Mutex(State())

    init(timing: Timing) { self.timing = timing }

    /// How many entries the next slice should have.
    var sliceSize: Int { state.withLock { $0.sliceSize } }

    /// Waits until the store was free for the gap since this sequencer's last slice.
    func waitForOthers() {
        guard let last = state.withLock({ $0.lastCommit }) else { return }
        let rest = timing.gap - (timing.elapsed() - last)
        if rest > .zero { timing.pause(rest) }
    }

    /// Learns from a slice how many entries fit into the target.
    func committed(entries: Int, in duration: Duration) {
        state.withLock { state in
            state.lastCommit = timing.elapsed()
            guard entries > 0 else { return }
            let spent = max(duration / Duration.microseconds(1), 1)
            let fitting = Double(entries) * (timing.target / Duration.microseconds(1)) / spent
            let bounded = min(max(fitting, Double(state.sliceSize) / 2), Double(state.sliceSize) * 2)
            state.sliceSize = min(max(Int(bounded), 64), 65_536)
        }
    }
}
