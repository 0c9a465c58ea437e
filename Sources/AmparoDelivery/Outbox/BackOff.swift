public import AmparoModel
public import AmparoStore

/// How long to wait after a failure, and when to give up: the table of Standard Webhooks 1.0, each step a fifth shorter or
/// longer by chance, so that receivers that failed together do not come back together.
public struct BackOff: Hashable, Sendable {
    /// The steps, in seconds: after the first failure, the second, and so on; the last one from then on.
    public var steps: [Int64]
    /// After how long without success a message is given up, in seconds.
    public var patience: Int64

    /// Steps from 5 seconds to 24 hours; given up after 75 hours and 35 minutes, the sum of the steps.
    public static let standard = BackOff(
        steps: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400], patience: 272_105)

    /// A back-off.
    public init(steps: [Int64], patience: Int64) {
        self.steps = steps
        self.patience = patience
    }

    /// When to try again after that many failures in a row (1 and up).
    public func next(after failures: Int64, at now: Instant, random: RandomSource) throws -> Instant {
        guard !steps.isEmpty else { return now }
        let step = steps[Int(min(max(failures, 1), Int64(steps.count))) - 1]
        let chance = try random.bytes(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        // From four fifths to six fifths, in microseconds.
        let micros = step * 800_000 + step * 400 * (chance % 1001)
        return Instant(microseconds: now.microseconds + micros)
    }

    /// Whether what has not arrived since then is given up.
    public func isOver(since: Instant, at now: Instant) -> Bool {
        now.microseconds - since.microseconds > patience * 1_000_000
    }
}
