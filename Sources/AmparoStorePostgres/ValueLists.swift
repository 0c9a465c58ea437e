#if Postgres
internal import AmparoStore

/// Sets of values that go to the server together, as one list for each column: 4 bytes of length, big-endian (-1 for
/// NULL), and the bytes of each value.
final class ValueLists {
    /// The types of the columns; `unspecified` while a column has only NULL.
    private(set) var types: [UInt32]
    private(set) var count = 0
    private(set) var byteCount = 0
    private var lists: [List]

    /// One column. The head of a list is written when it is sent.
    private struct List {
        static let headLength = 20
        var bytes = [UInt8](repeating: 0, count: headLength)
        var hasNull = false
    }

    /// Lists of columns whose types are known, or come with the first value.
    init(columns: Int, types: [UInt32]? = nil) {
        self.types = types ?? Array(repeating: PostgresType.unspecified, count: columns)
        lists = Array(repeating: List(), count: columns)
    }

    /// Adds a set. Throws `refused` when a value has another type than those before it in its column.
    func add(types given: [UInt32], values: [UnsafeRawPointer?], lengths: [Int32]) throws {
        for column in types.indices where given[column] != types[column] && given[column] != PostgresType.unspecified {
            guard types[column] == PostgresType.unspecified else {
                throw StoreError(.refused, "value \(column + 1) has another type than in the set before")
            }
            types[column] = given[column]
        }
        for column in types.indices {
            Self.append(values[column], lengths[column], to: &lists[column].bytes)
            if values[column] == nil { lists[column].hasNull = true } else { byteCount += Int(lengths[column]) }
        }
        count += 1
    }

    /// Appends a value as it stands in a list.
    static func append(_ value: UnsafeRawPointer?, _ length: Int32, to bytes: inout [UInt8]) {
        guard let value else { return bytes.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF]) }
        withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: value, count: Int(length)))
    }

    /// Calls `body` with the lists in the server's binary form.
    func withLists(_ body: (_ values: [UnsafeRawPointer?], _ lengths: [Int32]) throws -> Void) throws {
        for column in lists.indices { writeHead(column) }
        let lengths = lists.map { Int32(clamping: $0.bytes.count) }
        var values: [UnsafeRawPointer?] = []
        func withPointers(_ column: Int) throws {
            guard column < lists.count else { return try body(values, lengths) }
            try lists[column].bytes.withUnsafeBytes { bytes in
                values.append(bytes.baseAddress)
                try withPointers(column + 1)
            }
        }
        try withPointers(0)
    }

    /// One dimension, whether there are NULLs, the type, and how many values from 1 on.
    private func writeHead(_ column: Int) {
        var place = 0
        for word in [1, lists[column].hasNull ? 1 : 0, types[column], UInt32(count), 1] {
            withUnsafeBytes(of: word.bigEndian) { word in
                lists[column].bytes.replaceSubrange(place..<place + 4, with: word)
            }
            place += 4
        }
    }

    /// Calls `body` with each set.
    func forEachSet(_ body: ([UnsafeRawPointer?], [Int32], [UInt32]) throws -> Void) throws {
        var starts = [Int](repeating: List.headLength, count: lists.count)
        for _ in 0..<count {
            var values: [UnsafeRawPointer?] = []
            var lengths: [Int32] = []
            var given: [UInt32] = []
            func withColumns(_ column: Int) throws {
                guard column < lists.count else { return try body(values, lengths, given) }
                try lists[column].bytes.withUnsafeBytes { bytes in
                    let length = Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: starts[column], as: Int32.self))
                    values.append(length < 0 ? nil : bytes.baseAddress.map { $0 + starts[column] + 4 })
                    lengths.append(max(0, length))
                    given.append(length < 0 ? PostgresType.unspecified : types[column])
                    starts[column] += 4 + Int(max(0, length))
                    try withColumns(column + 1)
                }
            }
            try withColumns(0)
        }
    }

    /// Forgets the sets and keeps the memory.
    func removeAll() {
        for column in lists.indices {
            lists[column].bytes.removeSubrange(List.headLength...)
            lists[column].hasNull = false
        }
        (count, byteCount) = (0, 0)
    }
}
#endif
