internal import AmparoModel

/// Writes the parts of the gate's payloads: LEB128 numbers, zigzag for signed ones, texts with their length in bytes, lists
/// with their count. Equal values have equal bytes.
struct ReceiptBytesWriter {
    private var writer = PayloadWriter()

    /// A writer with room for so many bytes.
    init(capacity: Int = 0) { writer.bytes.reserveCapacity(capacity) }

    /// The bytes written so far.
    var bytes: [UInt8] { writer.bytes }

    /// Bytes that another writer wrote.
    mutating func append(_ written: [UInt8]) { writer.bytes.append(contentsOf: written) }

    mutating func byte(_ value: UInt8) { writer.bytes.append(value) }

    mutating func number(_ value: Int64) {
        writer.appendVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    mutating func count(_ value: Int) { writer.appendVarint(UInt64(value)) }

    mutating func bytes(_ value: [UInt8]) {
        count(value.count)
        writer.bytes.append(contentsOf: value)
    }

    mutating func text(_ value: String) {
        count(value.utf8.count)
        writer.bytes.append(contentsOf: value.utf8)
    }

    mutating func texts(_ values: [String]) {
        count(values.count)
        for value in values { text(value) }
    }

    /// Numbers in rising order, each as the step from the one before.
    mutating func rising(_ values: [Int64]) {
        count(values.count)
        var last: Int64 = 0
        for value in values {
            writer.appendVarint(UInt64(bitPattern: value - last))
            last = value
        }
    }

    /// Names in rising order, each as the length of what it shares with the one before and the rest.
    mutating func names(_ values: [String]) {
        count(values.count)
        var last = ""
        for var value in values {
            value.withUTF8 { bytes in
                let shared = last.withUTF8 { before in
                    var shared = 0
                    while shared < min(bytes.count, before.count), bytes[shared] == before[shared] { shared += 1 }
                    return shared
                }
                count(shared)
                count(bytes.count - shared)
                writer.bytes.append(contentsOf: bytes[shared...])
            }
            last = value
        }
    }
}

/// Reads what `ReceiptBytesWriter` wrote; nil at the first byte that it cannot have written.
struct ReceiptBytesReader {
    private var cursor: ByteCursor
    private let limit: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        cursor = ByteCursor(bytes)
        limit = bytes.count
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { cursor.isAtEnd }

    mutating func byte() -> UInt8? { cursor.byte() }

    mutating func number() -> Int64? {
        cursor.varint().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }

    /// A count of things that take at least a byte each.
    mutating func count() -> Int? {
        guard let count = cursor.varint(), count <= UInt64(limit) else { return nil }
        return Int(count)
    }

    mutating func rising() -> [Int64]? {
        guard let count = count() else { return nil }
        var values: [Int64] = []
        var last: Int64 = 0
        for _ in 0..<count {
            guard let step = cursor.varint().flatMap(Int64.init(exactly:)), step <= Int64.max - last else { return nil }
            last += step
            values.append(last)
        }
        return values
    }

    /// Bytes with their length, where they lie.
    mutating func slice() -> UnsafeRawBufferPointer? {
        guard let count = cursor.varint() else { return nil }
        return cursor.bytes(count)
    }

    mutating func bytes() -> [UInt8]? { slice().map { [UInt8]($0) } }

    mutating func text() -> String? { bytes().flatMap { String(validating: $0, as: UTF8.self) } }

    /// Passes over what `rising` would read.
    mutating func skipNumbers() -> Bool {
        guard let count = count() else { return false }
        for _ in 0..<count { guard cursor.varint() != nil else { return false } }
        return true
    }

    /// Passes over what `names` would read.
    mutating func skipNames() -> Bool {
        guard let count = count() else { return false }
        for _ in 0..<count { guard cursor.varint() != nil, slice() != nil else { return false } }
        return true
    }

    mutating func texts() -> [String]? {
        guard let count = count() else { return nil }
        var values: [String] = []
        for _ in 0..<count {
            guard let value = text() else { return nil }
            values.append(value)
        }
        return values
    }

    mutating func names() -> [String]? {
        guard let count = count() else { return nil }
        var values: [String] = []
        var last: [UInt8] = []
        for _ in 0..<count {
            guard let shared = self.count(), shared <= last.count, let rest = bytes() else { return nil }
            last = Array(last[..<shared]) + rest
            guard let value = String(validating: last, as: UTF8.self) else { return nil }
            values.append(value)
        }
        return values
    }
}
