import Foundation
import Testing

/// Demonstrations that several tests begin with: each is made once, and every test has a copy of its own.
final class Demonstrations: @unchecked Sendable {
    // @unchecked: what is in it is made and copied under the lock.
    /// A demonstration as the program has made it.
    private struct Made {
        var store: TestStore
        var told: String
    }

    private static let all = Demonstrations()

    private let lock = NSLock()
    private var made: [String: Made] = [:]

    /// The process ends without letting go of anything: the folders are removed by hand.
    private init() { atexit { Demonstrations.all.made.removeAll() } }

    /// A copy of the demonstration of so many children that is made with this seed at that moment, and what the program
    /// told when it was made.
    static func copy(children: Int, seed: Int, now: String = "2026-06-01") throws -> (store: TestStore, told: String) {
        try all.lock.withLock {
            let name = "\(children) \(seed) \(now)"
            let made = try all.made[name] ?? all.make(children, seed, now)
            all.made[name] = made
            return (try made.store.copied(), made.told)
        }
    }

    private func make(_ children: Int, _ seed: Int, _ now: String) throws -> Made {
        let store = try TestStore(now: now, isMade: false)
        let run = try store.run(
            "demo", "--children", "\(children)", "--seed", "\(seed)", "--no-serve", "--data", store.data, "--keys",
            store.keys)
        try #require(run.status == 0 && run.message.isEmpty, "\(run.message)")
        return Made(store: store, told: run.text)
    }
}
