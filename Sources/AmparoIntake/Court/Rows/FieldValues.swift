internal import AmparoModel

/// How the court writes values (court-data-format 2), read from bytes that are trimmed and hold no NUL.

@inline(__always)
func isDigit(_ byte: Byte) -> Bool { byte &- 0x30 <= 9 }

@inline(__always)
func isLetter(_ byte: Byte) -> Bool { (byte | 0x20) &- 0x61 <= 25 }

@inline(__always)
func isTwoCapitals(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
    count == 2 && bytes[0] &- 0x41 <= 25 && bytes[1] &- 0x41 <= 25
}

/// `YYYY-MM-DD` at the beginning: a date where a code belongs is the sign of a shifted record (court-data-format 2.1).
@inline(__always)
func beginsWithDate(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
    guard count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return false }
    return isDigit(bytes[0]) && isDigit(bytes[1]) && isDigit(bytes[2]) && isDigit(bytes[3]) && isDigit(bytes[5])
        && isDigit(bytes[6]) && isDigit(bytes[8]) && isDigit(bytes[9])
}

/// Values that mean NULL in a column that cannot hold them as a value: `N/A`, runs of `?`, runs of `0`, and the
/// redaction marks `b6` and `A.2.a`.
func isNullLike(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
    isRedacted(bytes, count) || isNotAvailable(bytes, count) || isRun(of: 0x3F, bytes, count)
        || isRun(of: 0x30, bytes, count)
}

/// The redaction marks of the Freedom of Information Act, `b6` and `A.2.a`.
@inline(__always)
func isRedacted(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
    if count == 2 { return bytes[0] == 0x62 && bytes[1] == 0x36 }
    return count == 5 && bytes[0] == 0x41 && bytes[1] == 0x2E && bytes[2] == 0x32 && bytes[3] == 0x2E
        && bytes[4] == 0x61
}

/// `N/A`.
@inline(__always)
func isNotAvailable(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
    count == 3 && bytes[0] == 0x4E && bytes[1] == 0x2F && bytes[2] == 0x41
}

/// Nothing but one byte, once or more.
@inline(__always)
func isRun(of byte: Byte, _ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
    guard count > 0, bytes[0] == byte else { return false }
    for index in 1..<max(1, count) where bytes[index] != byte { return false }
    return true
}

/// A court time stamp: `YYYY-MM-DD[ HH:MM:SS[.mmm]]`; up to seven digits of fraction are read, three kept. Dates are
/// kept as absurd as they are, as long as the calendar has them.
struct Stamp {
    var day: Day
    var milliseconds: Int

    @inline(__always)
    init?(_ bytes: UnsafePointer<Byte>, _ count: Int) {
        guard count >= 10 else { return nil }
        guard let day = Day(utf8: UnsafeRawBufferPointer(start: bytes, count: 10)) else { return nil }
        self.day = day
        milliseconds = 0
        if count == 10 { return }
        guard count >= 19, bytes[10] == 0x20 || bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let hour = Stamp.pair(bytes + 11), let minute = Stamp.pair(bytes + 14), let second = Stamp.pair(bytes + 17),
            hour < 24, minute < 60, second < 60
        else { return nil }
        milliseconds = (hour * 3600 + minute * 60 + second) * 1000
        if count == 19 { return }
        guard bytes[19] == 0x2E, count > 20, count <= 27 else { return nil }
        var unit = 100
        for index in 20..<count {
            guard isDigit(bytes[index]) else { return nil }
            milliseconds += Int(bytes[index] - 0x30) * unit
            unit /= 10
        }
    }

    @inline(__always)
    private static func pair(_ bytes: UnsafePointer<Byte>) -> Int? {
        guard isDigit(bytes[0]), isDigit(bytes[1]) else { return nil }
        return Int(bytes[0] - 0x30) * 10 + Int(bytes[1] - 0x30)
    }
}

/// A time of day as four digits, first digit lowest byte: `0930`, `930`, `9:30` and `930.0` are one time. Nil for
/// anything else; a number that no clock shows is kept, so that two equal oddities stay equal.
@inline(__always)
func timeDigits(_ bytes: UnsafePointer<Byte>, _ count: Int) -> UInt32? {
    var length = count
    if length > 2, bytes[length - 2] == 0x2E, bytes[length - 1] == 0x30 { length -= 2 }
    var digits: UInt32 = 0
    var found = 0
    for index in 0..<length {
        if isDigit(bytes[index]) {
            guard found < 4 else { return nil }
            digits |= UInt32(bytes[index]) << UInt32(8 * found)
            found += 1
        } else if bytes[index] != 0x3A || index != length - 3 || index == 0 || index > 2 {
            return nil
        }
    }
    guard found > 0 else { return nil }
    while found < 4 {
        digits = digits << 8 | 0x30
        found += 1
    }
    return digits
}

/// The months from January of year 0 to the month of `M/YYYY` or `MM/YYYY`; nil for anything else.
@inline(__always)
func birthMonthNumber(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Int? {
    guard count == 6 || count == 7, bytes[count - 5] == 0x2F else { return nil }
    let month = plainNumber(bytes, count - 5)
    let year = plainNumber(bytes + (count - 4), 4)
    guard (1...12).contains(month), year >= 1000 else { return nil }
    return Int(year) * 12 + Int(month) - 1
}

/// The nine digits of an A-number, after taking off `A`, blanks and hyphens; eight digits get a leading zero.
func aNumberDigits(_ bytes: UnsafePointer<Byte>, _ count: Int) -> InlineArray<9, Byte>? {
    var digits = InlineArray<9, Byte>(repeating: 0x30)
    var found = 0
    for index in 0..<count {
        let byte = bytes[index]
        if isDigit(byte) {
            guard found < 9 else { return nil }
            digits[found] = byte
            found += 1
        } else if byte | 0x20 == 0x61 {
            guard found == 0 else { return nil }
        } else if byte != Mark.blank, byte != 0x2D {
            return nil
        }
    }
    if found == 8 {
        for index in stride(from: 8, to: 0, by: -1) { digits[index] = digits[index - 1] }
        digits[0] = 0x30
        found = 9
    }
    guard found == 9, (0..<9).contains(where: { digits[$0] != 0x30 }) else { return nil }
    return digits
}
