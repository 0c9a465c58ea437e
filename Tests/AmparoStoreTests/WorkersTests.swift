import AmparoStore
import Synchronization
import Testing

@Suite("Several threads that work off pieces")
struct WorkersTests {
    private struct Refused: Error, Equatable { var piece: Int }

    @Test("Each piece is worked off once, and what comes of it stands in the pieces' order", arguments: [0, 1, 2, 5])
    func eachOnce(workers: Int) throws {
        let counts = Mutex([Int](repeating: 0, count: 1000))
        let squares = try Workers(workers).map(1000) { piece in
            counts.withLock { $0[piece] += 1 }
            return piece * piece
        }
        #expect(squares == (0..<1000).map { $0 * $0 })
        #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 1000))
        #expect(try Workers(workers).map(0) { $0 }.isEmpty)
    }

    @Test("A worker keeps its state from piece to piece, and every state is taken at the end")
    func states() throws {
        let total = Mutex(0)
        _ = try Workers(3).map(100, with: { 0 }, { sum, piece in sum += piece }) { sum in
            total.withLock { $0 += sum }
        }
        #expect(total.withLock { $0 } == 4950)
    }

    @Test("After an error nobody begins another piece, and the first piece's error is thrown")
    func firstError() {
        let begun = Mutex<[Int]>([])
        #expect(throws: Refused(piece: 3)) {
            try Workers(1).map(10) { piece in
                begun.withLock { $0.append(piece) }
                if piece == 3 { throw Refused(piece: piece) }
            }
        }
        #expect(begun.withLock { $0 } == [0, 1, 2, 3])
        #expect(throws: Refused(piece: 0)) { try Workers(4).map(50) { throw Refused(piece: $0) } }
    }
}
