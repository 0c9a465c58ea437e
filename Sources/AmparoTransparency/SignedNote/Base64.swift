/// The standard Base 64 encoding of RFC 4648, section 4, with padding, without line breaks.
public enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")
    // The value of each byte, 255 for one that is not in the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    /// The digits of `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity((bytes.count + 2) / 3 * 4)
        var word: UInt32 = 0
        var held = 0
        for byte in bytes {
            word = word << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                for shift in [18, 12, 6, 0] as [UInt32] { digits.append(alphabet[Int(word >> shift & 63)]) }
                (word, held) = (0, 0)
            }
        }
        switch held {
        case 1: digits += [alphabet[Int(word >> 2)], alphabet[Int(word << 4 & 63)], padding, padding]
        case 2:
            digits += [
                alphabet[Int(word >> 10)], alphabet[Int(word >> 4 & 63)], alphabet[Int(word << 2 & 63)], padding,
            ]
        default: break
        }
        return digits
    }

    /// The bytes of `digits`; nil for anything that `encode` would not have written, unused bits that are not zero
    /// among it, so that one value has one text (RFC 4648, section 3.5).
    public static func decode(_ digits: some RandomAccessCollection<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 4) else { return nil }
        var pads = 0
        for digit in digits.suffix(2).reversed() {
            guard digit == padding else { break }
            pads += 1
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3)
        var word: UInt32 = 0
        var held = 0
        for digit in digits.dropLast(pads) {
            let value = values[Int(digit)]
            guard value != 255 else { return nil }
            word = word << 6 | UInt32(value)
            held += 1
            if held == 4 {
                bytes.append(UInt8(truncatingIfNeeded: word >> 16))
                bytes.append(UInt8(truncatingIfNeeded: word >> 8))
                bytes.append(UInt8(truncatingIfNeeded: word))
                (word, held) = (0, 0)
            }
        }
        switch (held, pads) {
        case (0, 0): break
        case (2, 2) where word & 15 == 0: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
        case (3, 1) where word & 3 == 0:
            bytes.append(UInt8(truncatingIfNeeded: word >> 10))
            bytes.append(UInt8(truncatingIfNeeded: word >> 2))
        default: return nil
        }
        return bytes
    }
}

extension TreeHash {
    /// The hash that a line of base64 holds; nil when it is not exactly 32 bytes.
    init?(base64 line: some RandomAccessCollection<UInt8>) {
        guard let bytes = Base64.decode(line), let hash = TreeHash(bytes) else { return nil }
        self = hash
    }

    /// The hash as a line of base64, without the newline.
    public var base64: [UInt8] { Base64.encode(bytes) }
}
