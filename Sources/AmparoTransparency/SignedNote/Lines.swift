/// Reading the texts of C2SP, which are lines that end in a newline (U+000A).
enum Lines {
    static let newline: UInt8 = 0x0A
    static let space: UInt8 = 0x20

    /// The largest number a text may hold: what a signed 64-bit number can, so that every program can keep it.
    static let largest = UInt64(Int64.max)

    /// The lines of `bytes`, without their newlines; nil when the last one has none.
    static func split(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        guard bytes.last == newline else { return bytes.isEmpty ? [] : nil }
        return bytes.dropLast().split(separator: newline, omittingEmptySubsequences: false)
    }

    /// An ASCII decimal without leading zeroes, up to 2^63 - 1; nil for anything else.
    static func decimal(_ digits: ArraySlice<UInt8>) -> UInt64? {
        guard let first = digits.first, digits.count <= 19, first != 0x30 || digits.count == 1 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + UInt64(digit - 0x30)
        }
        return value <= largest ? value : nil
    }

    /// What follows a word and a space at the beginning of a line; nil when the line does not begin so.
    static func rest(of line: ArraySlice<UInt8>, after word: StaticString) -> ArraySlice<UInt8>? {
        let prefix = Array(word.description.utf8) + [space]
        return line.starts(with: prefix) ? line.dropFirst(prefix.count) : nil
    }
}
