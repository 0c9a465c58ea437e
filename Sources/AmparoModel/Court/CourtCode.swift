/// A code of the court's tables (a court, a hearing type, a decision letter), without the padding around it.
///
/// Up to eight ASCII bytes, packed with the first byte highest, so that codes order as their text does. Case is
/// kept: `y` is not `Y`. Blanks and NUL bytes at both ends are padding and not part of the code
/// (court-data-format 2). A longer value keeps its first seven bytes and a `~`, a byte outside ASCII becomes `~`:
/// neither can be mistaken for a code of the court, and both can still be shown in an alarm.
public struct CourtCode: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    /// The packed bytes; 0 when there is no code.
    public let packed: UInt64

    /// The code with these packed bytes, as `packed` gave them.
    @inlinable
    public init(packed: UInt64) { self.packed = packed }

    /// No code: a blank or empty field.
    @inlinable public static var none: CourtCode { CourtCode(packed: 0) }

    /// Whether the field was blank or empty.
    @inlinable public var isNone: Bool { packed == 0 }

    /// The code in the bytes of a field.
    @inlinable
    public init(utf8 bytes: UnsafeRawBufferPointer) {
        var first = 0
        var end = bytes.count
        while first < end, CourtCode.isPadding(bytes[first]) { first += 1 }
        while end > first, CourtCode.isPadding(bytes[end - 1]) { end -= 1 }
        let kept = end - first > 8 ? 7 : end - first
        var packed: UInt64 = 0
        var shift: UInt64 = 56
        for index in first..<(first + kept) {
            let byte = bytes[index]
            packed |= UInt64(byte < 0x80 && byte >= 0x20 ? byte : 0x7E) << shift
            shift &-= 8
        }
        if end - first > 8 { packed |= 0x7E }
        self.packed = packed
    }

    /// The code in a text.
    public init(_ text: some StringProtocol) {
        var text = String(text)
        self = text.withUTF8 { CourtCode(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// The code written in the source.
    @inlinable
    public init(stringLiteral value: StaticString) {
        self = value.withUTF8Buffer { CourtCode(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Codes order as their text does; no code comes first.
    @inlinable
    public static func < (a: CourtCode, b: CourtCode) -> Bool { a.packed < b.packed }

    /// A blank, a control character or a NUL byte, none of which belongs to a code.
    @inlinable
    static func isPadding(_ byte: UInt8) -> Bool { byte <= 0x20 }
}

extension CourtCode: CustomStringConvertible {
    /// The code's text, empty when there is none.
    public var description: String {
        var text = ""
        var rest = packed
        while rest != 0 {
            text.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: rest >> 56)))
            rest <<= 8
        }
        return text
    }
}
