internal import Dispatch
internal import Synchronization

/// Several threads that work off pieces which do not depend on each other.
public struct Workers: Sendable {
    private let count: Int

    /// So many, at least one.
    public init(_ count: Int) { self.count = max(1, count) }

    /// What `body` makes of the pieces from 0 up to, not including, `pieces`, in their order.
    ///
    /// Pieces are handed out in order, each once. A worker has one state for all of its pieces, which `finish` takes at its
    /// end. After an error nobody begins another piece; of several errors that of the first piece is thrown.
    public func map<State, Result: Sendable>(
        _ pieces: Int, with make: @Sendable () -> State,
        _ body: @Sendable (inout State, Int) throws -> Result, finish: @Sendable (inout State) -> Void = { _ in }
    ) throws -> [Result] {
        let found = Mutex([Result?](repeating: nil, count: pieces))
        let failure = Mutex<(piece: Int, error: any Error)?>(nil)
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
            var state = make()
            while failure.withLock({ $0 == nil }) {
                let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard piece < pieces else { return finish(&state) }
                do {
                    let result = try body(&state, piece)
                    found.withLock { $0[piece] = result }
                } catch {
                    failure.withLock { first in
                        guard first.map({ piece < $0.piece }) ?? true else { return }
                        first = (piece, error)
                    }
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure.error }
        return found.withLock { $0.compactMap { $0 } }
    }

    /// The same for pieces that need nothing but their number.
    public func map<Result: Sendable>(
        _ pieces: Int, _ body: @Sendable (Int) throws -> Result
    ) throws -> [Result] {
        try map(pieces, with: {}, { _, piece in try body(piece) })
    }
}
