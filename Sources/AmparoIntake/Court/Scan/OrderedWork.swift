internal import Foundation

/// Does work on parts of a stream with several threads and hands the results over in the order of the parts, always on
/// the calling thread. Parts are taken from the stream by one thread at a time; only a few are under way at once, so
/// memory does not grow with the stream.
final class OrderedWork<Part: Sendable, Output: Sendable>: @unchecked Sendable {
    // Everything below is guarded by `condition`, except `next`, which is guarded by `isTaking`.
    private let condition = NSCondition()
    private let next: () throws -> Part?
    private let work: @Sendable (Part) -> Output
    private let ahead: Int
    private var taken = 0
    private var delivered = 0
    private var results: [Int: Output] = [:]
    private var isTaking = false
    private var isExhausted = false
    private var failure: (any Error)?
    private var helpers = 0

    /// Runs `next` until it gives nil, `work` on what it gave, and `finish` on the results in order. The first error of
    /// `next` or `finish` ends everything, when all threads have stopped.
    static func run(
        threads: Int, next: @escaping () throws -> Part?, work: @escaping @Sendable (Part) -> Output,
        finish: (Output) throws -> Void
    ) throws {
        let shared = OrderedWork(ahead: max(1, threads) * 3, next: next, work: work)
        for _ in 1..<max(1, threads) { shared.startHelper() }
        defer { shared.awaitHelpers() }
        try shared.deliver(finish)
    }

    private init(ahead: Int, next: @escaping () throws -> Part?, work: @escaping @Sendable (Part) -> Output) {
        self.ahead = ahead
        self.next = next
        self.work = work
    }

    private func startHelper() {
        helpers += 1
        let thread = Thread { [self] in
            condition.lock()
            while true {
                if isExhausted { break }
                if canTake { takeAndWork() } else { condition.wait() }
            }
            helpers -= 1
            condition.broadcast()
            condition.unlock()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func awaitHelpers() {
        condition.lock()
        isExhausted = true
        condition.broadcast()
        while helpers > 0 { condition.wait() }
        condition.unlock()
    }

    private var canTake: Bool { !isExhausted && !isTaking && taken - delivered < ahead }

    /// Called and returns with the lock held.
    private func takeAndWork() {
        isTaking = true
        condition.unlock()
        let part = Result { try next() }
        condition.lock()
        isTaking = false
        switch part {
        case .failure(let error):
            isExhausted = true
            if failure == nil { failure = error }
        case .success(nil): isExhausted = true
        case .success(.some(let part)):
            let ticket = taken
            taken += 1
            condition.broadcast()
            condition.unlock()
            let output = work(part)
            condition.lock()
            results[ticket] = output
        }
        condition.broadcast()
    }

    private func deliver(_ finish: (Output) throws -> Void) throws {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let output = results.removeValue(forKey: delivered) {
                condition.unlock()
                let result = Result { try finish(output) }
                condition.lock()
                delivered += 1
                condition.broadcast()
                try result.get()
            } else if isExhausted, delivered == taken, !isTaking {
                break
            } else if canTake {
                takeAndWork()
            } else {
                condition.wait()
            }
        }
        if let failure { throw failure }
    }
}
