internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Random bytes, drawn in large chunks and handed out in small ones. Safe to share between threads.
///
/// A reference on purpose: a copied buffer would hand out the same nonce twice.
public final class RandomSource: Sendable {
    private struct Buffer {
        var bytes: [UInt8]
        var used: Int
    }

    private let buffer: Mutex<Buffer>
    private let refill: @Sendable (UnsafeMutableRawBufferPointer) throws -> Void

    /// A source which calls `refill` for every `chunk` bytes.
    public init(chunk: Int = 65_536, refill: @escaping @Sendable (UnsafeMutableRawBufferPointer) throws -> Void) {
        let size = max(chunk, 4096)
        buffer = Mutex(Buffer(bytes: [UInt8](repeating: 0, count: size), used: size))
        self.refill = refill
    }

    /// The operating system's random bytes (`getentropy`, which hands out at most 256 bytes at a time).
    public static func system() -> RandomSource {
        RandomSource { target in
            guard let base = target.baseAddress else { return }
            for start in stride(from: 0, to: target.count, by: 256) {
                guard getentropy(base + start, min(256, target.count - start)) == 0 else {
                    throw StoreError(.noRandomness, "error \(errno)")
                }
            }
        }
    }

    /// Fills `target` with bytes that are handed out once and then wiped from the buffer.
    public func fill(_ target: UnsafeMutableRawBufferPointer) throws {
        try buffer.withLock { buffer in
            var done = 0
            while done < target.count {
                if buffer.used == buffer.bytes.count {
                    try buffer.bytes.withUnsafeMutableBytes { try refill($0) }
                    buffer.used = 0
                }
                let part = min(target.count - done, buffer.bytes.count - buffer.used)
                let range = buffer.used..<(buffer.used + part)
                buffer.bytes.withUnsafeMutableBytes { bytes in
                    let source = UnsafeMutableRawBufferPointer(rebasing: bytes[range])
                    UnsafeMutableRawBufferPointer(rebasing: target[done..<(done + part)])
                        .copyMemory(from: UnsafeRawBufferPointer(source))
                    source.initializeMemory(as: UInt8.self, repeating: 0)
                }
                buffer.used += part
                done += part
            }
        }
    }

    /// That many random bytes.
    public func bytes(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBytes { try fill($0) }
        return bytes
    }
}
