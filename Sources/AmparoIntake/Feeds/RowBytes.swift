internal import AmparoModel

/// A run of bytes that grows by hand: room is asked for once per record, then written without asking again. Writes the
/// encodings of `PayloadWriter` and `SealedTextWriter`, which is checked by test.
struct RowBytes: ~Copyable {
    private(set) var count = 0
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    init(capacity: Int = 4096) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// What has been written; valid until more is.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Forgets what has been written and keeps the room.
    @inline(__always)
    mutating func removeAll() { count = 0 }

    /// Makes room for `more` bytes; the writers below need it and do not ask.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let room = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        room.update(from: base, count: count)
        base.deallocate()
        base = room
        capacity = larger
    }

    /// The most bytes a field takes besides its text: tag, length or number.
    static let fieldOverhead = 16

    @inline(__always)
    mutating func byte(_ value: UInt8) {
        base[count] = value
        count += 1
    }

    @inline(__always)
    mutating func text(_ text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress else { return }
        UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: text.count)
        count += text.count
    }

    /// Unsigned LEB128.
    @inline(__always)
    mutating func varint(_ value: UInt64) {
        var value = value
        while value >= 0x80 {
            byte(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        byte(UInt8(truncatingIfNeeded: value))
    }

    // MARK: Plain fields, as PayloadWriter writes them

    @inline(__always)
    mutating func number(_ id: UInt8, _ value: Int64) {
        byte(id)
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    @inline(__always)
    mutating func word(_ id: UInt8, _ value: UInt64) {
        byte(id | 0x40)
        littleEndian(value)
    }

    @inline(__always)
    mutating func run(_ id: UInt8, _ value: UnsafeRawBufferPointer) {
        byte(id | 0x80)
        varint(UInt64(value.count))
        text(value)
    }

    @inline(__always)
    mutating func notKnown(_ id: UInt8, refused: Bool) {
        byte(id | 0xC0)
        byte(refused ? 1 : 0)
    }

    @inline(__always)
    mutating func instant(_ id: UInt8, _ value: Instant) {
        byte(id | 0x80)
        byte(10)
        littleEndian(UInt64(bitPattern: value.microseconds))
        let offset = UInt16(bitPattern: value.offsetMinutes)
        byte(UInt8(truncatingIfNeeded: offset))
        byte(UInt8(offset >> 8))
    }

    @inline(__always)
    private mutating func littleEndian(_ value: UInt64) {
        UnsafeMutableRawPointer(base + count).storeBytes(of: value.littleEndian, as: UInt64.self)
        count += 8
    }

    // MARK: Sealed fields, as SealedTextWriter writes them

    @inline(__always)
    mutating func sealed(_ id: UInt8, _ value: UnsafeRawBufferPointer) {
        byte(id)
        varint(UInt64(value.count))
        text(value)
    }

    @inline(__always)
    mutating func sealed(unknownColumn name: [UInt8], _ value: UnsafeRawBufferPointer) {
        byte(0)
        varint(UInt64(name.count))
        name.withUnsafeBytes { text($0) }
        varint(UInt64(value.count))
        text(value)
    }
}
