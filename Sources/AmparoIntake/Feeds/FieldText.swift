internal import AmparoModel

/// Reading the text of a field, on bytes.
enum FieldText {
    /// What a sender writes where nothing is known.
    enum NotKnown { case unknown, refused }

    /// The bytes without the blanks before and behind them.
    @inline(__always)
    static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard var first = bytes.baseAddress, bytes.count > 0 else { return bytes }
        var count = bytes.count
        // Hardly any field has blanks around it.
        if first.load(as: UInt8.self) > CSVByte.blank,
            first.load(fromByteOffset: count - 1, as: UInt8.self) > CSVByte.blank
        {
            return bytes
        }
        while count > 0, CSVByte.isBlank(first.load(as: UInt8.self)) {
            first += 1
            count -= 1
        }
        while count > 0, CSVByte.isBlank(first.load(fromByteOffset: count - 1, as: UInt8.self)) { count -= 1 }
        return UnsafeRawBufferPointer(start: first, count: count)
    }

    /// Whether the bytes are `word` but for the case of ASCII letters; `word` is in lower case.
    @inline(__always)
    static func equals(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where lower(bytes[index]) != word.utf8Start[index] { return false }
        return true
    }

    /// An ASCII letter in lower case, any other byte as it is.
    @inline(__always)
    static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

    /// `unknown` or `refused`, in any case; FEEDS.md 2.
    @inline(__always)
    static func notKnown(_ bytes: UnsafeRawBufferPointer) -> NotKnown? {
        guard bytes.count == 7 else { return nil }
        if equals(bytes, "unknown") { return .unknown }
        if equals(bytes, "refused") { return .refused }
        return nil
    }

    /// A whole number that fits 64 bits, a sign before it allowed.
    static func integer(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard let first = bytes.first else { return nil }
        let isNegative = first == 0x2D
        var index = isNegative || first == 0x2B ? 1 : 0
        guard index < bytes.count else { return nil }
        var value: Int64 = 0
        while index < bytes.count {
            let digit = Int64(bytes[index]) - 0x30
            guard digit >= 0, digit <= 9 else { return nil }
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeStill) = tens.subtractingReportingOverflow(digit)
            if isTooLarge || isTooLargeStill { return nil }
            value = sum
            index += 1
        }
        // Counted downwards, because the negative numbers reach one further.
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// Whether the bytes are a birth date of FEEDS.md 2: `YYYY-MM-DD`, or an uncertain one as `YYYY-MM` or `YYYY`.
    static func isBirthDate(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.count == 10 { return Day(utf8: bytes) != nil }
        guard bytes.count == 4 || bytes.count == 7, let year = digits(bytes, 0, 4), year > 0 else { return false }
        guard bytes.count == 7 else { return true }
        guard bytes[4] == 0x2D, let month = digits(bytes, 5, 2) else { return false }
        return (1...12).contains(month)
    }

    private static func digits(_ bytes: UnsafeRawBufferPointer, _ from: Int, _ count: Int) -> Int? {
        var value = 0
        for index in from..<(from + count) {
            let digit = Int(bytes[index]) - 0x30
            guard digit >= 0, digit <= 9 else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// An instant as RFC 3339; a bare day is that day at 00:00Z.
    static func instant(_ bytes: UnsafeRawBufferPointer) -> Instant? {
        guard bytes.count == 10 else { return Instant(utf8: bytes) }
        return Day(utf8: bytes).map { Instant(microseconds: Int64($0.number) * 86_400_000_000) }
    }

    /// Writes the nine digits of an A-number to `room` (nine bytes); false when the bytes are none. `A`, blanks and
    /// hyphens are taken off and eight digits get a leading zero. Nine zeros are nobody's number.
    static func aNumber(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutablePointer<UInt8>) -> Bool {
        var count = 0
        var hasLetter = false
        var isZero = true
        for byte in bytes {
            switch byte {
            case 0x30...0x39:
                guard count < 9 else { return false }
                room[count] = byte
                count += 1
                if byte != 0x30 { isZero = false }
            case 0x41, 0x61:
                guard !hasLetter, count == 0 else { return false }
                hasLetter = true
            case CSVByte.blank, 0x2D: continue
            default: return false
            }
        }
        if count == 8 {
            for index in (0..<8).reversed() { room[index + 1] = room[index] }
            room[0] = 0x30
            count = 9
        }
        return count == 9 && !isZero
    }

    /// Whether the bytes are well-formed UTF-8.
    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return true }
        let count = bytes.count
        var index = 0
        while index < count {
            if index + 8 <= count,
                base.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                index += 8
                continue
            }
            let length = scalarLength(base, index, count)
            guard length > 0 else { return false }
            index += length
        }
        return true
    }

    /// The bytes of the scalar here, 0 when there is none (the table of well-formed sequences, Unicode 3.9).
    @inline(__always)
    private static func scalarLength(_ base: UnsafeRawPointer, _ index: Int, _ count: Int) -> Int {
        func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: index + offset, as: UInt8.self) }
        func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < count && range.contains(byte(offset))
        }
        switch byte(0) {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return continues(1) ? 2 : 0
        case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : 0
        case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : 0
        case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
        case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : 0
        case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
        case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : 0
        default: return 0
        }
    }
}
