/// The same grammar byte by byte, for the records that the fast way cannot split.
struct CSVWalk {
    private enum State { case fieldStart, plain, quoted, quoteInQuoted }
    private var state = State.fieldStart
    /// Line feeds inside quotation marks.
    private(set) var innerLines = 0
    /// Whether anything but blanks stands behind the first of them.
    private(set) var hasTextAfterLineFeed = false

    /// Whether the walk stands inside quotation marks.
    var isQuoted: Bool { state == .quoted }

    /// Takes one byte; true when it ends the record.
    mutating func step(_ byte: UInt8) -> Bool {
        guard byte != 0 else { return false }
        if innerLines > 0, !CSVByte.isBlank(byte) { hasTextAfterLineFeed = true }
        switch state {
        case .quoted:
            if byte == CSVByte.quote { state = .quoteInQuoted }
            if byte == CSVByte.lineFeed { innerLines += 1 }
        case .quoteInQuoted where byte == CSVByte.quote, .fieldStart where byte == CSVByte.quote:
            state = .quoted
        default:
            if byte == CSVByte.lineFeed { return true }
            state = byte == CSVByte.comma ? .fieldStart : .plain
        }
        return false
    }
}

/// The bytes that mean something.
enum CSVByte {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let blank: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let comma: UInt8 = 0x2C

    /// Blank, tab, line feed, vertical tab, form feed and carriage return.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == blank || (byte >= 0x09 && byte <= 0x0D) }
}
