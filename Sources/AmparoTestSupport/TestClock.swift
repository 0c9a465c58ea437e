public import AmparoModel
internal import Synchronization

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
    private let microseconds: Mutex<Int64>

    /// A clock that shows `instant`.
    public init(_ instant: Instant) { microseconds = Mutex(instant.microseconds) }

    /// What the clock shows.
    public var now: Instant { Instant(microseconds: microseconds.withLock { $0 }) }

    /// Moves the clock, backwards when negative.
    public func advance(microseconds step: Int64) { microseconds.withLock { $0 += step } }
}
