/// Splits bytes into the records and fields of RFC 4180, without copying what need not be copied.
///
/// Records end with LF or CRLF outside quotation marks, or with the file. A quotation mark opens a quoted field only as
/// its first byte; elsewhere in an unquoted field it is data. NUL bytes are read as if they were not there. What the
/// scanner says of a record does not depend on the sizes in which the bytes arrive.
struct CSVScanner: ~Copyable {
    /// One field: where it stands, unquoted and unescaped; valid until the next record.
    struct Field {
        var start: UnsafePointer<UInt8>
        var count: Int
        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
    }

    /// The longest record that is split; a longer one is read past and only its beginning kept.
    static let recordLimit = 1 << 20
    /// How many bytes of a too long record are kept.
    static let rawLimit = 64 << 10
    /// The most fields of a record that are kept; more are counted.
    static let fieldLimit = 4096

    /// The line on which the record begins, from 1.
    var line = 1
    /// The bytes of the record as they stand in the file, without the line end; the first 64 KiB of a too long one.
    var raw = UnsafeRawBufferPointer(start: nil, count: 0)
    /// The record's length in the file, without the line end.
    var length = 0
    /// How many fields the record has; 0 when it is too long.
    var fieldCount = 0
    /// The first field in which something stands behind the closing quotation mark, or whose mark is never closed.
    var malformedField: Int?
    /// Whether NUL bytes were taken out.
    var hadNul = false
    /// Whether blanks stand between a closing quotation mark and the end of its field.
    var hadBlanksAfterQuote = false
    /// Whether the record is longer than the limit.
    var isTooLong = false
    /// Whether the file ends inside quotation marks, with something on a line after the one where they open.
    var isUnclosedOverLines = false
    /// Bytes of the file behind which the next record begins.
    var bytesRead = 0

    /// A digest of the bytes read, the same for the same file read in the same way.
    var digest: UInt64 = 0

    let hash: RowHash
    let read: FeedBytes.Reading
    let limit: Int
    var buffer: UnsafeMutablePointer<UInt8>
    var capacity: Int
    var begin = 0
    var filled = 0
    var isAtEnd = false
    var nextLine = 1
    let fields: UnsafeMutablePointer<Field>
    /// Unescaped fields.
    var scratch: UnsafeMutablePointer<UInt8>
    var scratchUsed = 0
    var scratchCapacity: Int
    /// A record without its NUL bytes, or the beginning of a too long one.
    var copy: UnsafeMutablePointer<UInt8>?
    var copyCapacity = 0
    var innerLines = 0
    var isUnclosed = false

    /// A scanner over what `read` gives; sizes are parameters for the tests only.
    init(
        read: @escaping FeedBytes.Reading, capacity: Int = 256 << 10, limit: Int = CSVScanner.recordLimit,
        hash: RowHash = RowHash(seed: 0)
    ) {
        self.hash = hash
        self.read = read
        self.limit = limit
        self.capacity = max(capacity, 4)
        buffer = .allocate(capacity: self.capacity + 1)
        scratchCapacity = self.capacity + 1
        scratch = .allocate(capacity: scratchCapacity)
        fields = .allocate(capacity: Self.fieldLimit + 1)
    }

    deinit {
        buffer.deallocate()
        scratch.deallocate()
        fields.deallocate()
        copy?.deallocate()
    }

    /// Reads past the mark that some programs put before UTF-8; before the first record only.
    mutating func skipByteOrderMark() throws {
        try fill()
        if filled >= 3, buffer[0] == 0xEF, buffer[1] == 0xBB, buffer[2] == 0xBF {
            begin = 3
            bytesRead = 3
        }
    }

    /// The field at this place of the record.
    subscript(index: Int) -> Field { fields[index] }

    /// Goes on to the next record; false at the end of the file.
    mutating func next() throws -> Bool {
        line = nextLine
        hadNul = false
        isTooLong = false
        isUnclosedOverLines = false
        while true {
            if begin == filled {
                if isAtEnd { return false }
                try fill()
                if begin == filled { return false }
            }
            switch split(buffer + begin, filled - begin, whole: isAtEnd) {
            case .ended(let content, let consumed):
                raw = UnsafeRawBufferPointer(start: buffer + begin, count: content)
                finish(consumed)
                return true
            case .nul:
                return try nextWithNul()
            case .needsMore:
                // Two more bytes may be the line end.
                if filled - begin > limit + 2 { return try skipLong() }
                try fill()
            }
        }
    }

    /// Settles what follows from the record's whole text in `raw`, and steps behind it.
    mutating func finish(_ consumed: Int) {
        length = raw.count
        if isUnclosed { isUnclosedOverLines = spansLines(raw) }
        if length > limit {
            isTooLong = true
            fieldCount = 0
            raw = UnsafeRawBufferPointer(rebasing: raw.prefix(Self.rawLimit))
        }
        begin += consumed
        bytesRead += consumed
        nextLine = line + innerLines + 1
    }

    /// Moves the unfinished record to the front of the buffer and reads until the buffer is full or the file ends.
    mutating func fill() throws {
        if begin > 0 {
            buffer.update(from: buffer + begin, count: filled - begin)
            filled -= begin
            begin = 0
        }
        if filled == capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + 1)
            larger.update(from: buffer, count: filled)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        }
        let old = filled
        while filled < capacity, !isAtEnd {
            let count = try read(UnsafeMutableRawBufferPointer(start: buffer + filled, count: capacity - filled))
            if count <= 0 { isAtEnd = true } else { filled += min(count, capacity - filled) }
        }
        digest = hash.digest(UnsafeRawBufferPointer(start: buffer + old, count: filled - old), digest)
        buffer[filled] = CSVByte.lineFeed
        reserveScratch(capacity)
    }

    mutating func reserveScratch(_ count: Int) {
        guard scratchCapacity <= count else { return }
        scratch.deallocate()
        scratchCapacity = count + 1
        scratch = .allocate(capacity: scratchCapacity)
    }

    // MARK: The fast way

    enum Outcome {
        /// The record's length without and with its line end.
        case ended(content: Int, consumed: Int)
        case needsMore
        case nul
    }

    /// Splits the record that begins at `base`. A line feed stands behind the last byte, so that every run ends.
    mutating func split(_ base: UnsafeMutablePointer<UInt8>, _ count: Int, whole: Bool) -> Outcome {
        let end = base + count
        var p = base
        var found = 0
        innerLines = 0
        scratchUsed = 0
        malformedField = nil
        hadBlanksAfterQuote = false
        isUnclosed = false
        while true {
            var field: Field
            var isQuoted = false
            if p.pointee == CSVByte.quote, p < end {
                isQuoted = true
                p += 1
                guard let inner = quoted(&p, end, whole: whole) else { return p < end ? .nul : .needsMore }
                field = inner
                if !isUnclosed {
                    p += 1
                    let mark = p
                    while p.pointee == CSVByte.blank || p.pointee == CSVByte.tab || p.pointee == CSVByte.carriageReturn
                    {
                        p += 1
                    }
                    let stop = p.pointee
                    if stop == 0 { return .nul }
                    if stop == CSVByte.lineFeed {
                        if p - mark > 1 || (p - mark == 1 && mark.pointee != CSVByte.carriageReturn) {
                            hadBlanksAfterQuote = true
                        }
                    } else if stop == CSVByte.comma {
                        if p > mark { hadBlanksAfterQuote = true }
                    } else {
                        if malformedField == nil { malformedField = found }
                        p = plainEnd(p)
                    }
                } else if malformedField == nil {
                    malformedField = found
                }
            } else {
                let start = p
                p = plainEnd(p)
                field = Field(start: start, count: p - start)
            }
            let stop = p.pointee
            if stop == 0 { return .nul }
            if stop == CSVByte.comma {
                if found < Self.fieldLimit { fields[found] = field }
                found += 1
                p += 1
                continue
            }
            if p == end, !whole { return .needsMore }
            var content = p - base
            if content > 0, p[-1] == CSVByte.carriageReturn, !isUnclosed {
                content -= 1
                if !isQuoted { field.count -= 1 }
            }
            if found < Self.fieldLimit { fields[found] = field }
            fieldCount = found + 1
            return .ended(content: content, consumed: p - base + (p == end ? 0 : 1))
        }
    }

    /// The first comma, line feed or NUL from here on.
    @inline(__always)
    func plainEnd(_ start: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        var p = start
        while true {
            let byte = p.pointee
            if byte <= CSVByte.comma, byte == CSVByte.comma || byte == CSVByte.lineFeed || byte == 0 { return p }
            p += 1
        }
    }

    /// Reads on to the closing quotation mark and leaves `p` on it, or at the end of the file when there is none
    /// (`isUnclosed`). Nil with `p` on a NUL, or at the end of the buffer when more must be read.
    mutating func quoted(
        _ p: inout UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>, whole: Bool
    ) -> Field? {
        var start = p
        var target: Int?
        while true {
            var byte = p.pointee
            while byte != CSVByte.quote, byte != CSVByte.lineFeed, byte != 0 {
                p += 1
                byte = p.pointee
            }
            if byte == 0 { return nil }
            if byte == CSVByte.lineFeed {
                if p == end {
                    guard whole else { return nil }
                    isUnclosed = true
                    break
                }
                innerLines += 1
                p += 1
                continue
            }
            if p + 1 == end {
                guard whole else {
                    p = end
                    return nil
                }
                break
            }
            guard p[1] == CSVByte.quote else { break }
            // An escaped mark: what came before it and one mark are copied.
            if target == nil { target = scratchUsed }
            append(start, p + 1 - start)
            p += 2
            start = p
        }
        guard let target else { return Field(start: start, count: p - start) }
        append(start, p - start)
        return Field(start: scratch + target, count: scratchUsed - target)
    }

    mutating func append(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
        (scratch + scratchUsed).update(from: start, count: count)
        scratchUsed += count
    }
}
