internal import Synchronization

/// A run of whole lines of a file, or the beginning of one line that is longer than any record may be.
final class LineChunk: @unchecked Sendable {
    // Filled by one thread, read by one other after the hand-over of `OrderedWork`: never by two at once.
    private(set) var bytes: UnsafeMutablePointer<Byte>
    private(set) var capacity: Int
    var count = 0
    /// The length of a line that is too long, of which `bytes` holds the beginning; nil for ordinary lines.
    var overlongLength: Int?

    init(capacity: Int) {
        self.capacity = capacity
        bytes = .allocate(capacity: capacity)
    }

    deinit { bytes.deallocate() }

    func reserve(_ newCapacity: Int) {
        guard newCapacity > capacity else { return }
        let larger = UnsafeMutablePointer<Byte>.allocate(capacity: newCapacity)
        larger.update(from: bytes, count: count)
        bytes.deallocate()
        bytes = larger
        capacity = newCapacity
    }
}

/// Cuts a stream into chunks at newlines. `next` is called by one thread at a time; `recycle` by any.
final class LineChunks: @unchecked Sendable {
    /// A record longer than this is quarantined (FEEDS.md).
    static let longestRecord = 1 << 20
    /// How much of a record's bytes quarantine keeps (FEEDS.md).
    static let keptBytes = 64 << 10

    private let stream: any ByteStream
    private let chunkBytes: Int
    private var rest: [Byte] = []
    private var isAtEnd = false
    private let spare = Mutex<[LineChunk]>([])
    /// How many bytes have been read from the stream since the last call of `takeProgress`.
    private let progress = Mutex<Int>(0)

    init(stream: any ByteStream, chunkBytes: Int) {
        self.stream = stream
        self.chunkBytes = max(16, chunkBytes)
    }

    /// The bytes read since the last call.
    func takeProgress() -> Int {
        progress.withLock { count in
            defer { count = 0 }
            return count
        }
    }

    /// Gives a chunk back for reuse.
    func recycle(_ chunk: LineChunk) { spare.withLock { $0.append(chunk) } }

    /// The next lines; nil at the end of the stream.
    func next() throws(IntakeError) -> LineChunk? {
        if isAtEnd, rest.isEmpty { return nil }
        let chunk = spare.withLock { $0.popLast() } ?? LineChunk(capacity: chunkBytes + 4096)
        chunk.count = 0
        chunk.overlongLength = nil
        chunk.reserve(rest.count + chunkBytes)
        rest.withUnsafeBufferPointer { carried in
            if let base = carried.baseAddress { chunk.bytes.update(from: base, count: carried.count) }
        }
        chunk.count = rest.count
        rest.removeAll(keepingCapacity: true)
        try fill(chunk, to: max(chunkBytes, chunk.count))
        var end = endOfLastLine(chunk.bytes, chunk.count)
        while end == 0, !isAtEnd, chunk.count <= LineChunks.longestRecord {
            let searched = chunk.count
            chunk.reserve(max(chunk.capacity, min(chunk.count * 2, LineChunks.longestRecord + chunkBytes + 16)))
            try fill(chunk, to: chunk.capacity)
            end = searched + endOfLastLine(chunk.bytes + searched, chunk.count - searched)
            if end == searched { end = 0 }
        }
        if isAtEnd { return chunk.count > 0 ? chunk : nil }
        guard end > 0 else { return try overlong(chunk) }
        rest.append(contentsOf: UnsafeBufferPointer(start: chunk.bytes + end, count: chunk.count - end))
        chunk.count = end
        return chunk
    }

    private func fill(_ chunk: LineChunk, to count: Int) throws(IntakeError) {
        let start = chunk.count
        while chunk.count < count {
            let free = UnsafeMutableRawBufferPointer(start: chunk.bytes + chunk.count, count: count - chunk.count)
            let read = try stream.read(into: free)
            if read == 0 {
                isAtEnd = true
                break
            }
            chunk.count += read
        }
        let read = chunk.count - start
        progress.withLock { $0 += read }
    }

    /// The chunk is the beginning of a line without an end: its first bytes are kept, the rest is read past up to a
    /// newline.
    private func overlong(_ chunk: LineChunk) throws(IntakeError) -> LineChunk {
        var length = chunk.count
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        let bytes = UnsafePointer(buffer.baseAddress!.assumingMemoryBound(to: Byte.self))
        while !isAtEnd {
            let count = try stream.read(into: buffer)
            progress.withLock { $0 += count }
            if count == 0 {
                isAtEnd = true
            } else {
                let end = newline(in: bytes, from: 0, end: count)
                length += end
                if end < count {
                    rest.append(contentsOf: UnsafeBufferPointer(start: bytes + end + 1, count: count - end - 1))
                    break
                }
            }
        }
        chunk.count = min(chunk.count, LineChunks.keptBytes)
        chunk.overlongLength = length
        return chunk
    }
}

/// What was read of a stream already, and then the rest of it.
final class ReplayStream: ByteStream {
    private let beginning: [Byte]
    private var position: Int
    private let stream: any ByteStream

    /// `beginning` from `position` on comes first.
    init(_ beginning: [Byte], from position: Int, then stream: any ByteStream) {
        self.beginning = beginning
        self.position = position
        self.stream = stream
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeError) -> Int {
        let count = min(buffer.count, beginning.count - position)
        guard count > 0 else { return try stream.read(into: buffer) }
        beginning.withUnsafeBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<(position + count)]))
        }
        position += count
        return count
    }
}
