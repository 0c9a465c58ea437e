internal import Synchronization

/// A seeded generator behind a lock, for sources that are shared.
final class SeededChunks: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func fill(_ target: UnsafeMutableRawBufferPointer) {
        generator.withLock { generator in
            for index in target.indices { target[index] = UInt8(truncatingIfNeeded: generator.next() >> 32) }
        }
    }
}
