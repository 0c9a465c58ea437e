/// Room for the field ends of one record, kept over the records of a chunk.
final class FieldRoom: @unchecked Sendable {
    // Belongs to the visitor of one chunk, which one thread runs.
    let ends: UnsafeMutablePointer<Int32>
    let limit: Int

    /// Room for so many fields.
    init(_ limit: Int) {
        self.limit = max(1, limit)
        ends = .allocate(capacity: self.limit + 1)
    }

    deinit { ends.deallocate() }
}

/// The first fields of a record, by position.
struct RecordFields {
    let bytes: UnsafePointer<Byte>
    let ends: UnsafeMutablePointer<Int32>

    /// Finds the fields that there is room for; the record has at least as many.
    @inline(__always)
    init(_ record: Record, _ room: FieldRoom) {
        bytes = record.bytes
        ends = room.ends
        _ = fieldEnds(record.bytes, record.count, into: room.ends, limit: room.limit)
    }

    /// A field as it stands.
    @inline(__always)
    func raw(_ position: Int) -> (bytes: UnsafePointer<Byte>, count: Int) {
        let start = position == 0 ? 0 : Int(ends[position &- 1]) &+ 1
        return (bytes + start, Int(ends[position]) &- start)
    }

    /// A field without the blanks around it.
    @inline(__always)
    func value(_ position: Int) -> (bytes: UnsafePointer<Byte>, count: Int) {
        let (start, count) = raw(position)
        return trimmed(start, count)
    }

    /// A number, -1 when the field holds anything else.
    @inline(__always)
    func number(_ position: Int) -> Int64 {
        let (start, count) = raw(position)
        let plain = plainNumber(start, count)
        if plain >= 0 { return plain }
        let (first, length) = trimmed(start, count)
        return plainNumber(first, length)
    }
}
