/// The canonical encoding of a row's plain fields, version 1: for each field that was said, by rising field id, a tag
/// byte (`id | form << 6`, id 1 to 63) and the value:
///
/// | form | value |
/// |---|---|
/// | 0 number | zigzag varint (LEB128): day number, term number, 0/1 flag, integer, month count, surrogate |
/// | 1 word | eight bytes, little-endian: keyed row keys, fingerprints, masked birth days |
/// | 2 bytes | varint length and the bytes: codes, times, instants (8 bytes microseconds, 2 bytes offset) |
/// | 3 not known | one byte: 0 the sender said `unknown`, 1 `refused` |
///
/// A field that is absent was not said. Equal rows have equal bytes, so a change is a difference of bytes.
public struct PayloadWriter: Sendable {
    /// The bytes written so far.
    public var bytes: [UInt8]

    /// A writer that appends to `bytes`.
    public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    /// Appends a number.
    @inlinable public mutating func number(_ id: UInt8, _ value: Int64) {
        bytes.append(id)
        appendVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Appends eight bytes.
    @inlinable public mutating func word(_ id: UInt8, _ value: UInt64) {
        bytes.append(id | 0x40)
        var value = value
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: value))
            value >>= 8
        }
    }

    /// Appends bytes with their length.
    @inlinable public mutating func bytes(_ id: UInt8, _ value: UnsafeRawBufferPointer) {
        bytes.append(id | 0x80)
        appendVarint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Appends that the sender said `unknown` or, with `refused`, `refused`.
    @inlinable public mutating func notKnown(_ id: UInt8, refused: Bool) {
        bytes.append(id | 0xC0)
        bytes.append(refused ? 1 : 0)
    }

    /// Appends a day.
    @inlinable public mutating func day(_ id: UInt8, _ value: Day) { number(id, Int64(value.number)) }

    /// Appends a court time stamp: the day, and the time of day only when it is not midnight.
    @inlinable public mutating func stamp(_ id: UInt8, _ day: Day, milliseconds: Int) {
        number(
            id,
            milliseconds == 0
                ? Int64(day.number) << 1 : (Int64(day.number) * 86_400_000 + Int64(milliseconds)) << 1 | 1)
    }

    /// Appends an instant.
    public mutating func instant(_ id: UInt8, _ value: Instant) {
        bytes.append(id | 0x80)
        bytes.append(10)
        var micros = UInt64(bitPattern: value.microseconds)
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: micros))
            micros >>= 8
        }
        let offset = UInt16(bitPattern: value.offsetMinutes)
        bytes.append(UInt8(truncatingIfNeeded: offset))
        bytes.append(UInt8(offset >> 8))
    }

    /// Appends an unsigned LEB128 number.
    @inlinable public mutating func appendVarint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
    }
}

/// One field of a payload.
public struct PayloadField {
    /// Which column of its table.
    public let id: UInt8
    /// The form, 0 to 3, as in `PayloadWriter`.
    public let form: UInt8
    /// The number of form 0, the word of form 1, 0 or 1 of form 3.
    public let bits: UInt64
    /// The bytes of form 2.
    public let bytes: UnsafeRawBufferPointer

    @inlinable init(id: UInt8, form: UInt8, bits: UInt64, bytes: UnsafeRawBufferPointer) {
        self.id = id
        self.form = form
        self.bits = bits
        self.bytes = bytes
    }

    /// The number of form 0.
    @inlinable public var number: Int64 { Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1) }
    /// The day of a `day` field, nil when it is not known.
    @inlinable public var day: Day? { form == 0 ? Day(number: Int32(truncatingIfNeeded: number)) : nil }
    /// The day of a `stamp` field, nil when it is not known.
    @inlinable public var stampDay: Day? {
        guard form == 0 else { return nil }
        let value = number
        guard value & 1 == 1 else { return Day(number: Int32(truncatingIfNeeded: value >> 1)) }
        let milliseconds = value >> 1
        let length: Int64 = 86_400_000
        return Day(
            number: Int32(truncatingIfNeeded: (milliseconds - (milliseconds % length + length) % length) / length))
    }
    /// The instant of an `instant` field, nil when it is not known.
    @inlinable public var instant: Instant? {
        guard form == 2, bytes.count == 10 else { return nil }
        return Instant(
            microseconds: Int64(littleEndian: bytes.loadUnaligned(as: Int64.self)),
            offsetMinutes: Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: Int16.self)))
    }
    /// The number of a `term`, a `flag`; nil when it is not known.
    @inlinable public var term: UInt8? { form == 0 ? UInt8(truncatingIfNeeded: number) : nil }
}

/// Reads a payload field by field; ends, without a crash, at the first byte that no writer could have written.
public struct PayloadReader: IteratorProtocol {
    @usableFromInline var cursor: ByteCursor

    /// A reader over the bytes of one payload.
    @inlinable public init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

    /// The next field, or nil at the end.
    @inlinable public mutating func next() -> PayloadField? {
        guard let tag = cursor.byte() else { return nil }
        let id = tag & 0x3F
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        switch tag >> 6 {
        case 0:
            guard let bits = cursor.varint() else { return nil }
            return PayloadField(id: id, form: 0, bits: bits, bytes: none)
        case 1:
            guard let bits = cursor.word() else { return nil }
            return PayloadField(id: id, form: 1, bits: bits, bytes: none)
        case 2:
            guard let count = cursor.varint(), let bytes = cursor.bytes(count) else { return nil }
            return PayloadField(id: id, form: 2, bits: 0, bytes: bytes)
        default:
            guard let word = cursor.byte() else { return nil }
            return PayloadField(id: id, form: 3, bits: UInt64(word), bytes: none)
        }
    }
}

/// A place in a run of bytes that is never read past its end.
public struct ByteCursor {
    @usableFromInline let base: UnsafeRawBufferPointer
    /// How many bytes have been read.
    public var position = 0

    /// A cursor at the first byte.
    @inlinable public init(_ bytes: UnsafeRawBufferPointer) { base = bytes }

    /// Whether everything has been read.
    @inlinable public var isAtEnd: Bool { position >= base.count }

    /// The next byte, nil at the end.
    @inlinable public mutating func byte() -> UInt8? {
        guard position < base.count else { return nil }
        defer { position += 1 }
        return base[position]
    }

    /// The next LEB128 number, nil when it is cut off or longer than 64 bits.
    @inlinable @inline(__always) public mutating func varint() -> UInt64? {
        // Nearly all have one byte, and a nation has some hundred million of them.
        guard position < base.count, base[position] < 0x80 else { return longVarint() }
        defer { position += 1 }
        return UInt64(base[position])
    }

    @usableFromInline mutating func longVarint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < base.count, shift < 64 {
            let byte = base[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    /// The next eight bytes as a little-endian number, nil when there are fewer.
    @inlinable public mutating func word() -> UInt64? {
        guard base.count - position >= 8 else { return nil }
        defer { position += 8 }
        return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// The next `count` bytes, nil when there are fewer.
    @inlinable public mutating func bytes(_ count: UInt64) -> UnsafeRawBufferPointer? {
        guard count <= UInt64(base.count - position) else { return nil }
        defer { position += Int(count) }
        return UnsafeRawBufferPointer(start: base.baseAddress?.advanced(by: position), count: Int(count))
    }
}
