/// The canonical encoding of an entry, format 1, and where its parts lie in a batch.
///
/// The leaf of an entry is SHA-256 over, without separators:
///
///     offset  length  part
///          0      16  the tag "amparo-entry-v1" and a zero byte
///         16      16  the salt, random
///         32     110  the header (below)
///        142       n  the payload
///      142+n      32  SHA-256 of the sealed part as stored (nonce, ciphertext, tag); 32 zero bytes when there is none
///
/// The header, all numbers big-endian, signed ones in two's complement:
///
///          0       1  format, 1
///          1       1  kind
///          2       1  unit of `occurred`: 0 unknown, 1 days, 2 microseconds
///          3       1  zero
///          4       2  offset of `occurred` from UTC in minutes
///          6      16  entry id, random
///         22       8  recorded, microseconds since 1970-01-01T00:00:00Z
///         30       8  child, 0 for none
///         38       8  anchor, 0 for none
///         46       8  actor, 0 for none
///         54       8  snapshot, 0 for none
///         62       8  line, 0 for none
///         70       8  occurred, earliest
///         78       8  occurred, latest
///         86       8  replaces: the number of the entry it takes the place of, 0 for none
///         94       8  the person to whom the sealed part is sealed, 0 for none
///        102       4  length of the payload
///        106       4  length of the sealed part, 0 for none
///
/// The header has a fixed length and holds the lengths of what follows, so no encoding is the beginning of another
/// one, and the number of the entry is not in it: leaves can be hashed before the entry has its place.
/// The leaf hash of the log's tree is SHA-256 of a zero byte and the leaf (RFC 6962, section 2.1).
enum EntryLayout {
    static let format: UInt8 = 1
    static let tag: StaticString = "amparo-entry-v1\0"
    static let tagLength = 16
    static let saltOffset = 16
    static let saltLength = 16
    static let headerOffset = 32
    static let headerLength = 110
    static let payloadOffset = headerOffset + headerLength
    static let digestLength = 32

    /// The longest payload and the longest sealed part, in bytes.
    static let partLimit = 4 << 20

    // Offsets in the header.
    static let kind = 1
    static let occurredUnit = 2
    static let occurredOffset = 4
    static let entryID = 6
    static let recorded = 22
    static let child = 30
    static let anchor = 38
    static let actor = 46
    static let snapshot = 54
    static let line = 62
    static let occurredFrom = 70
    static let occurredTo = 78
    static let replaces = 86
    static let sealedPerson = 94
    static let payloadLength = 102
    static let sealedLength = 106
}

extension UnsafeMutableRawPointer {
    /// Writes an integer big-endian, wherever it lies.
    @inline(__always)
    func storeBigEndian<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        storeBytes(of: value.bigEndian, toByteOffset: offset, as: Value.self)
    }
}

extension UnsafeRawPointer {
    /// Reads a big-endian integer, wherever it lies.
    @inline(__always)
    func bigEndian<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type, at offset: Int) -> Value {
        Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
