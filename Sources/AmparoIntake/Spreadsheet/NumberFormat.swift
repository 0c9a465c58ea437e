internal import AmparoModel

/// How a style shows a number: as itself, as a date, or with leading zeros (ECMA-376, 18.8.30).
enum NumberFormat: Equatable {
    case general
    /// A date; whether the time of day belongs to it.
    case date(withTime: Bool)
    /// At least this many digits.
    case zeros(Int)

    /// A format of the built-in numbers; what they show does not depend on the language.
    static func builtIn(_ id: Int) -> NumberFormat {
        switch id {
        case 14...17, 27...31, 34...36, 50...58: .date(withTime: false)
        case 22: .date(withTime: true)
        default: .general
        }
    }

    /// A format by its code, of which only the first section counts.
    init(code: String) {
        var letters: [UInt8] = []
        var isQuoted = false
        var isBracketed = false
        var isEscaped = false
        for byte in code.utf8.prefix(1000) {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case 0x22 where !isBracketed: isQuoted.toggle()
            case _ where isQuoted: continue
            case 0x5B: isBracketed = true
            case 0x5D: isBracketed = false
            // Elapsed time such as [h] is no date, but [$-409] is how dates name their language.
            case _ where isBracketed: continue
            case 0x5C, 0x5F, 0x2A: isEscaped = true
            case 0x3B:
                self.init(letters)
                return
            default: letters.append(byte | 0x20)
            }
        }
        self.init(letters)
    }

    private init(_ letters: [UInt8]) {
        if letters == Array("general".utf8) {
            self = .general
        } else if letters.contains(where: { [0x79, 0x64].contains($0) }) {
            self = .date(withTime: letters.contains(0x68))
        } else if !letters.isEmpty, letters.count <= 20, letters.allSatisfy({ $0 == 0x30 | 0x20 }) {
            self = .zeros(letters.count)
        } else {
            self = .general
        }
    }

    /// What a cell with the number `text` shows; `startsIn1904` is the workbook's own way of counting days.
    func cell(_ text: String, startsIn1904: Bool) -> SheetCell {
        guard let value = Double(text), value.isFinite else { return .fault }
        if case .date(let withTime) = self { return Self.moment(value, withTime, startsIn1904: startsIn1904) }
        guard value == value.rounded(), abs(value) < 1e15 else { return .number(text) }
        var digits = String(Int64(value))
        if case .zeros(let count) = self, value >= 0 {
            digits = String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
        }
        return .number(digits)
    }

    /// The day of a serial number. The count of 1900 has a 29 February that there never was.
    private static func moment(_ value: Double, _ withTime: Bool, startsIn1904: Bool) -> SheetCell {
        let days = value.rounded(.down)
        guard days >= (startsIn1904 ? 0 : 1), days <= 2_958_465, startsIn1904 || days != 60 else { return .fault }
        let base = startsIn1904 ? -24_107 : (days < 60 ? -25_568 : -25_569)
        var second = Int(((value - days) * 86_400).rounded())
        var day = Day(number: Int32(days) + Int32(base))
        if second == 86_400 {
            second = 0
            day = Day(number: day.number + 1)
        }
        return .moment(day, second: withTime || second != 0 ? second : nil)
    }
}
