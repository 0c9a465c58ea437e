internal import Synchronization

/// Counts of requests by route and status, and how long they took. The label values come from the program, never from a request,
/// so their number is bounded.
final class RequestCounts: Sendable {
    /// The upper bounds of the histogram's buckets in milliseconds; 300 is the promise of SCREENS.md.
    static let bounds: [UInt64] = [1, 5, 10, 25, 50, 100, 300, 1000, 3000, 10_000]

    struct Key: Hashable, Comparable {
        var route: String
        var method: String
        var status: Int

        static func < (a: Key, b: Key) -> Bool { (a.route, a.method, a.status) < (b.route, b.method, b.status) }
    }

    struct Latency {
        /// Requests by bucket, each counted once, the last beyond every bound.
        var buckets = [UInt64](repeating: 0, count: RequestCounts.bounds.count + 1)
        var nanoseconds: UInt64 = 0
        var count: UInt64 { buckets.reduce(0, &+) }
    }

    struct State {
        var requests: [Key: UInt64] = [:]
        var latency: [String: Latency] = [:]
    }

    private let state = Mutex(State())

    /// Counts one request.
    func count(route: String, method: String, status: Int, nanoseconds: UInt64) {
        let milliseconds = nanoseconds / 1_000_000
        // A bucket holds what took at most its bound: 1.5 ms is beyond 1 ms.
        let bucket = RequestCounts.bounds.firstIndex { milliseconds < $0 || nanoseconds == $0 * 1_000_000 }
        state.withLock { state in
            state.requests[Key(route: route, method: method, status: status), default: 0] &+= 1
            state.latency[route, default: Latency()].buckets[bucket ?? RequestCounts.bounds.count] &+= 1
            state.latency[route, default: Latency()].nanoseconds &+= nanoseconds
        }
    }

    /// The counts at this moment.
    func read() -> State { state.withLock { $0 } }
}
