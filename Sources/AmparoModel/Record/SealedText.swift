/// The plaintext of a row's sealed fields, version 1: for each, by rising id, the field id (one byte), a varint length
/// and the text's bytes as the sender wrote them; then, with id 0, each column nobody knows: varint length and name,
/// varint length and text. What is sealed under one key for one person is one such run of bytes.
public struct SealedTextWriter: Sendable {
    /// The bytes written so far.
    public var bytes: [UInt8]

    /// A writer that appends to `bytes`.
    public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// Appends the text of a known column.
    @inlinable public mutating func field(_ id: UInt8, _ text: UnsafeRawBufferPointer) {
        bytes.append(id)
        appendRun(text)
    }

    /// Appends the text of a column that the table does not know, under its header's name.
    @inlinable public mutating func unknownColumn(_ name: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) {
        bytes.append(0)
        appendRun(name)
        appendRun(text)
    }

    @inlinable mutating func appendRun(_ text: UnsafeRawBufferPointer) {
        var count = UInt64(text.count)
        while count >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: count) | 0x80)
            count >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: count))
        bytes.append(contentsOf: text)
    }
}

/// Reads sealed text field by field.
public struct SealedTextReader: IteratorProtocol {
    @usableFromInline var cursor: ByteCursor

    /// A reader over the plaintext of one seal.
    @inlinable public init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

    /// The next field: its id, the name when the column is unknown (id 0), and its text. Nil at the end.
    @inlinable public mutating func next() -> (id: UInt8, name: UnsafeRawBufferPointer, text: UnsafeRawBufferPointer)? {
        guard let id = cursor.byte() else { return nil }
        var name = UnsafeRawBufferPointer(start: nil, count: 0)
        if id == 0 {
            guard let count = cursor.varint(), let bytes = cursor.bytes(count) else { return nil }
            name = bytes
        }
        guard let count = cursor.varint(), let text = cursor.bytes(count) else { return nil }
        return (id, name, text)
    }
}
