/// Numbers as each language writes them. The marks are data: `number.group` and `number.decimal`.
extension Phrases {
    /// A whole number with its thousands set apart: 12,345 or 12 345.
    func number(_ value: Int) -> String {
        value.magnitude < 1000 && value >= 0 ? String(value) : Self.grouped(value, by: say("number.group"))
    }

    /// A whole number with this between every three of its digits.
    static func grouped(_ value: Int, by group: String) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += group }
            text.append(digit)
        }
        return value < 0 ? "\u{2212}" + text : text
    }

    /// A number given in tenths, with one decimal: 36.1.
    func tenths(_ value: Int) -> String {
        let (whole, tenth) = (value.magnitude / 10, value.magnitude % 10)
        let text = number(Int(clamping: whole)) + say("number.decimal") + String(tenth)
        return value < 0 ? "\u{2212}" + text : text
    }

    /// A share of a whole in per cent with one decimal, rounded half-even; nil of nothing.
    ///
    /// Some is never written as none, nor nearly all as all: such shares read "< 0.1 %" and "> 99.9 %".
    func share(_ part: Int, of whole: Int) -> String? {
        guard whole > 0, part >= 0 else { return nil }
        let perMille = part.multipliedReportingOverflow(by: 1000)
        guard !perMille.overflow else { return nil }
        var rounded = perMille.partialValue / whole
        let twice = (perMille.partialValue % whole).multipliedReportingOverflow(by: 2)
        guard !twice.overflow else { return nil }
        if twice.partialValue > whole || (twice.partialValue == whole && rounded % 2 == 1) { rounded += 1 }
        let space = "\u{202F}%"
        if rounded == 0, part > 0 { return "<\u{202F}" + tenths(1) + space }
        if rounded == 1000, part < whole { return ">\u{202F}" + tenths(999) + space }
        return tenths(rounded) + space
    }

    /// A count as a page shows it: the number, or the word for one that is held back.
    func count(_ count: PublishedCount) -> String {
        switch count {
        case .number(let number): self.number(number)
        case .suppressed: say("withheld")
        }
    }
}
