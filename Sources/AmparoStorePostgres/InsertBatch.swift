#if Postgres
/// Rows of one `INSERT` that wait to be sent together.
final class InsertBatch {
    let shape: InsertShape
    let text: PreparedText
    /// The types of its columns.
    let types: [UInt32]
    /// For each value its length, 4 bytes big-endian (-1 for NULL), and its bytes: as in the server's lists.
    private(set) var bytes: [UInt8] = []
    private(set) var starts: [Int] = []
    private(set) var count = 0
    private var keys: Set<[UInt8]> = []
    /// The text for many rows at once.
    lazy var many = PreparedText(many: shape.ofLists(types), parameters: types.count)

    init(_ shape: InsertShape, _ text: PreparedText, types: [UInt32]) {
        self.shape = shape
        self.text = text
        self.types = types
    }

    /// Whether no more should be added.
    var isFull: Bool { count >= 4096 || bytes.count >= 1 << 20 }

    /// Adds a row whose values have the right types. False when its key is in the batch already; then nothing was added.
    func add(values: [UnsafeRawPointer?], lengths: [Int32]) -> Bool {
        if !shape.distinct.isEmpty {
            var key: [UInt8] = []
            for column in shape.distinct { Self.append(values[column], lengths[column], to: &key) }
            guard keys.insert(key).inserted else { return false }
        }
        for column in values.indices {
            starts.append(bytes.count)
            Self.append(values[column], lengths[column], to: &bytes)
        }
        count += 1
        return true
    }

    private static func append(_ value: UnsafeRawPointer?, _ length: Int32, to bytes: inout [UInt8]) {
        guard let value else { return bytes.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF]) }
        withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: value, count: Int(length)))
    }

    /// Where the next value after `start` begins, and whether that at `start` is NULL.
    private func extent(_ start: Int) -> (end: Int, isNull: Bool) {
        let length = bytes.withUnsafeBytes {
            Int32(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: Int32.self))
        }
        return (start + 4 + max(0, Int(length)), length < 0)
    }

    /// A column as a list of the server.
    func list(_ column: Int) -> [UInt8] {
        var list: [UInt8] = []
        var hasNull = false
        func append(_ word: UInt32) { withUnsafeBytes(of: word.bigEndian) { list.append(contentsOf: $0) } }
        for word in [1, 0, types[column], UInt32(count), 1] { append(word) }
        for row in 0..<count {
            let start = starts[row * types.count + column]
            let (end, isNull) = extent(start)
            hasNull = hasNull || isNull
            list.append(contentsOf: bytes[start..<end])
        }
        if hasNull { list[7] = 1 }
        return list
    }

    /// Calls `body` with each row's values.
    func forEachRow(_ body: ([UnsafeRawPointer?], [Int32], [UInt32]) throws -> Void) throws {
        try bytes.withUnsafeBytes { buffer in
            for row in 0..<count {
                var values: [UnsafeRawPointer?] = []
                var lengths: [Int32] = []
                var given: [UInt32] = []
                for column in types.indices {
                    let start = starts[row * types.count + column]
                    let (end, isNull) = extent(start)
                    values.append(isNull ? nil : buffer.baseAddress.map { $0 + start + 4 })
                    lengths.append(Int32(clamping: end - start - 4))
                    given.append(isNull ? PostgresType.unspecified : types[column])
                }
                try body(values, lengths, given)
            }
        }
    }

    func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        count = 0
    }
}
#endif
