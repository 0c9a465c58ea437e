internal import Synchronization

/// A seeded generator behind a lock, for sources that are shared.
final class SeededChunks: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func fill(_ target: UnsafeMutableRawBufferPointer) {
        generator.withLock { generator in
            for start in stride(from: 0, to: target.count, by: 8) {
                withUnsafeBytes(of: generator.next().littleEndian) { word in
                    let part = min(8, target.count - start)
                    UnsafeMutableRawBufferPointer(rebasing: target[start..<(start + part)])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: word[0..<part]))
                }
            }
        }
    }
}
