/// A month of birth, which is all that the court's release tells (`C_BIRTHDATE`, `M/YYYY` or `MM/YYYY`).
public struct BirthMonth: Hashable, Comparable, Sendable {
    /// The year of birth.
    public let year: Int16
    /// The month of birth, 1 to 12.
    public let month: Int8

    /// A month of a year from 1 to 9999; nil when there is no such month.
    public init?(year: Int, month: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        self.year = Int16(year)
        self.month = Int8(month)
    }

    /// Reads `M/YYYY` or `MM/YYYY` (court-data-format 2); anything else is nil.
    public init?(utf8 bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 6 || bytes.count == 7, bytes[bytes.count - 5] == 0x2F else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for index in range {
                guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
                value = value * 10 + Int(bytes[index] - 0x30)
            }
            return value
        }
        guard let month = number(0..<(bytes.count - 5)), let year = number((bytes.count - 4)..<bytes.count),
            year >= 1000
        else { return nil }
        self.init(year: year, month: month)
    }

    /// Reads `M/YYYY` or `MM/YYYY`; anything else is nil.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let month: BirthMonth? = text.withUTF8 { BirthMonth(utf8: UnsafeRawBufferPointer($0)) }
        guard let month else { return nil }
        self = month
    }

    /// The first day of the month: whoever was born in it is at most as old as somebody born on this day.
    public var firstDay: Day { Day(year: Int(year), month: Int(month), day: 1) ?? Day(number: 0) }

    /// The last day of the month: whoever was born in it is at least as old as somebody born on this day.
    public var lastDay: Day {
        firstDay.adding(days: Day.daysInMonth(year: Int(year), month: Int(month)) - 1)
    }

    /// Earlier months come first.
    public static func < (a: BirthMonth, b: BirthMonth) -> Bool { (a.year, a.month) < (b.year, b.month) }
}

extension BirthMonth: CustomStringConvertible {
    /// `M/YYYY`, as the court writes it.
    public var description: String { "\(month)/\(year)" }
}
