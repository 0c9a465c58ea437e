#if Postgres
internal import AmparoStore

/// Sets of values that go to the server together: as rows of a `COPY`, or as one list for each column.
///
/// They are kept as `COPY` wants them in its binary form: for each set the number of its values (2 bytes), and for each value
/// 4 bytes of length (-1 for NULL) and the bytes; numbers are big-endian.
final class ValueLists {
    /// What precedes the rows of a `COPY`: its signature, no flags, no extension.
    static let copyHead: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    /// What follows them.
    static let copyEnd: [UInt8] = [0xFF, 0xFF]

    /// The types of the columns; `unspecified` while a column has only NULL.
    private(set) var types: [UInt32]
    private(set) var count = 0
    /// The rows of a `COPY`, without what precedes and what follows them.
    private(set) var rows: [UInt8] = []
    private var hasNull: [Bool]

    /// Lists of columns whose types are known, or come with the first value.
    init(columns: Int, types: [UInt32]? = nil) {
        self.types = types ?? Array(repeating: PostgresType.unspecified, count: columns)
        hasNull = Array(repeating: false, count: columns)
    }

    /// Adds a set. Throws `refused` when a value has another type than those before it in its column.
    func add(types given: [UInt32], values: [UnsafeRawPointer?], lengths: [Int32]) throws {
        for column in types.indices where given[column] != types[column] && given[column] != PostgresType.unspecified {
            guard types[column] == PostgresType.unspecified else {
                throw StoreError(.refused, "value \(column + 1) has another type than in the set before")
            }
            types[column] = given[column]
        }
        withUnsafeBytes(of: Int16(truncatingIfNeeded: types.count).bigEndian) { rows.append(contentsOf: $0) }
        for column in types.indices {
            Self.append(values[column], lengths[column], to: &rows)
            if values[column] == nil { hasNull[column] = true }
        }
        count += 1
    }

    /// Appends a value as it stands in a row and in a list.
    static func append(_ value: UnsafeRawPointer?, _ length: Int32, to bytes: inout [UInt8]) {
        guard let value else { return bytes.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF]) }
        withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: value, count: Int(length)))
    }

    /// Calls `body` with a list for each column, in the server's binary form.
    func withLists(_ body: (_ values: [UnsafeRawPointer?], _ lengths: [Int32]) throws -> Void) throws {
        var lists: [UInt8] = []
        lists.reserveCapacity(rows.count + types.count * 20)
        var starts: [Int] = []
        rows.withUnsafeBytes { rows in
            var places = firstPlaces(rows)
            for column in types.indices {
                starts.append(lists.count)
                appendHead(column, to: &lists)
                for row in places.indices {
                    let end = places[row] + 4 + Self.length(rows, places[row])
                    lists.append(contentsOf: rows[places[row]..<end])
                    places[row] = end
                }
            }
        }
        starts.append(lists.count)
        let lengths = zip(starts, starts.dropFirst()).map { Int32(clamping: $1 - $0) }
        try lists.withUnsafeBytes { lists in
            try body(starts.dropLast().map { place in lists.baseAddress.map { $0 + place } }, lengths)
        }
    }

    /// One dimension, whether there are NULLs, the type, and how many values from 1 on.
    private func appendHead(_ column: Int, to list: inout [UInt8]) {
        for word in [1, hasNull[column] ? 1 : 0, types[column], UInt32(count), 1] {
            withUnsafeBytes(of: word.bigEndian) { list.append(contentsOf: $0) }
        }
    }

    /// Where the first value of each set stands.
    private func firstPlaces(_ rows: UnsafeRawBufferPointer) -> [Int] {
        var places: [Int] = []
        places.reserveCapacity(count)
        var place = 0
        for _ in 0..<count {
            place += 2
            places.append(place)
            for _ in types.indices { place += 4 + Self.length(rows, place) }
        }
        return places
    }

    /// How many bytes the value has whose length stands at a place.
    private static func length(_ rows: UnsafeRawBufferPointer, _ place: Int) -> Int {
        max(0, Int(Int32(bigEndian: rows.loadUnaligned(fromByteOffset: place, as: Int32.self))))
    }

    /// Calls `body` with each set.
    func forEachSet(_ body: ([UnsafeRawPointer?], [Int32], [UInt32]) throws -> Void) throws {
        try rows.withUnsafeBytes { rows in
            for first in firstPlaces(rows) {
                var place = first
                var values: [UnsafeRawPointer?] = []
                var lengths: [Int32] = []
                var given: [UInt32] = []
                for type in types {
                    let length = Int32(bigEndian: rows.loadUnaligned(fromByteOffset: place, as: Int32.self))
                    values.append(length < 0 ? nil : rows.baseAddress.map { $0 + place + 4 })
                    lengths.append(max(0, length))
                    given.append(length < 0 ? PostgresType.unspecified : type)
                    place += 4 + Int(max(0, length))
                }
                try body(values, lengths, given)
            }
        }
    }

    /// Forgets the sets and keeps the memory.
    func removeAll() {
        rows.removeAll(keepingCapacity: true)
        for column in hasNull.indices { hasNull[column] = false }
        count = 0
    }
}
#endif
