/// Five ZIP digits, 00000 to 99999, whether or not there is such a ZIP.
public struct ZIPCode: Hashable, Comparable, Sendable {
    /// The digits read as a number: 00501 is 501.
    public let number: UInt32

    /// Nil outside 0 to 99999.
    public init?(_ number: Int) {
        guard 0...99_999 ~= number else { return nil }
        self.number = UInt32(number)
    }

    /// From exactly five ASCII digits; nil otherwise.
    public init?(_ digits: some Collection<UInt8>) {
        guard digits.count == 5 else { return nil }
        var number: UInt32 = 0
        for byte in digits {
            guard 48...57 ~= byte else { return nil }
            number = number * 10 + UInt32(byte - 48)
        }
        self.number = number
    }

    /// The order of the digits.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A state, district or territory by its two USPS letters; AA, AE and AP are the armed forces' own.
public struct PostalState: Hashable, Sendable, CustomStringConvertible {
    /// Both letters, the first in the high byte.
    let letters: UInt16

    init(first: UInt8, second: UInt8) { letters = UInt16(first) << 8 | UInt16(second) }

    /// From two ASCII letters of either case, known or not; nil otherwise.
    public init?(_ letters: some Collection<UInt8>) {
        guard letters.count == 2 else { return nil }
        var value: UInt16 = 0
        for byte in letters {
            let capital = byte & 0xDF
            guard 65...90 ~= capital else { return nil }
            value = value << 8 | UInt16(capital)
        }
        self.letters = value
    }

    /// The two letters, in capitals.
    public var description: String {
        String(decoding: [UInt8(letters >> 8), UInt8(letters & 0xFF)], as: UTF8.self)
    }

    /// Written for a place outside the United States in the feeds and the court's files (COUNTING.md,
    /// `address.defective`: state FA, MX or CN).
    var isForeign: Bool { self == Self.foreign || self == Self.mexico || self == Self.canada }

    private static let foreign = PostalState(first: UInt8(ascii: "F"), second: UInt8(ascii: "A"))
    private static let mexico = PostalState(first: UInt8(ascii: "M"), second: UInt8(ascii: "X"))
    private static let canada = PostalState(first: UInt8(ascii: "C"), second: UInt8(ascii: "N"))
}
