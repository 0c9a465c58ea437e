/// The start of a hearing as the court writes it, normalised to four digits (`9:30`, `930` and `0930` are one time).
///
/// Source: MISSED-HEARING.md, "Times are normalised to four digits first". A colon is dropped, a trailing `.0` left by a
/// reader of numbers too, and one to three digits are padded with zeros in front. Anything else keeps its text, so that two
/// equal oddities are still equal. No time at all is `none`, which orders first.
public struct HearingTime: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    /// The four digits, or what the field holds when it is no time.
    public let code: CourtCode

    /// No time given.
    public static var none: HearingTime { HearingTime(utf8: UnsafeRawBufferPointer(start: nil, count: 0)) }

    /// The time in the bytes of a field.
    public init(utf8 bytes: UnsafeRawBufferPointer) {
        let code = CourtCode(utf8: bytes)
        var digits: UInt64 = 0
        var count = 0
        var rest = code.packed
        while rest != 0 {
            let byte = UInt8(truncatingIfNeeded: rest >> 56)
            rest <<= 8
            if byte >= 0x30, byte <= 0x39 {
                digits = digits << 8 | UInt64(byte)
                count += 1
            } else if byte == 0x3A, count > 0, count < 3 {
                continue
            } else if byte == 0x2E, rest == UInt64(0x30) << 56, count > 0 {
                break
            } else {
                count = 5
                break
            }
        }
        guard count > 0, count <= 4 else {
            self.code = code
            return
        }
        while count < 4 {
            digits |= UInt64(0x30) << UInt64(8 * count)
            count += 1
        }
        self.code = CourtCode(packed: digits << 32)
    }

    /// The time in a text.
    public init(_ text: some StringProtocol) {
        var text = String(text)
        self = text.withUTF8 { HearingTime(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// The time written in the source.
    public init(stringLiteral value: StaticString) {
        self = value.withUTF8Buffer { HearingTime(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Whether no time was given.
    public var isNone: Bool { code.isNone }

    /// Times order as the clock does; no time comes first.
    @inlinable
    public static func < (a: HearingTime, b: HearingTime) -> Bool { a.code < b.code }
}

extension HearingTime: CustomStringConvertible {
    /// `HHMM`, or what the field holds when it is no time; empty when nothing was given.
    public var description: String { code.description }
}
