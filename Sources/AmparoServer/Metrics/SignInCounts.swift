internal import Synchronization

/// Counts of sign-ins by what became of them. Nothing in them is of a person.
final class SignInCounts: Sendable {
    enum Outcome: String, CaseIterable {
        case entered, refused, slowed
        case steppedUp = "stepped-up"
    }

    private let state = Mutex([Outcome: UInt64]())

    /// Counts one.
    func count(_ outcome: Outcome) { state.withLock { $0[outcome, default: 0] &+= 1 } }

    /// The counts at this moment.
    func read() -> [(outcome: String, count: UInt64)] {
        let counts = state.withLock { $0 }
        return Outcome.allCases.map { ($0.rawValue, counts[$0] ?? 0) }
    }
}

extension Exposition {
    /// Sign-ins.
    mutating func add(_ counts: [(outcome: String, count: UInt64)]) {
        metric("amparo_sign_ins_total", .counter, "Sign-ins and step-ups, by what became of them.")
        for (outcome, count) in counts { sample("amparo_sign_ins_total", ["outcome": outcome], String(count)) }
    }
}
