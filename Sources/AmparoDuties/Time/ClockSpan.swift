/// A length of time as a procedure states it: `48 hours`, `14 days`, `10 business-days`.
public struct ClockSpan: Hashable, Sendable {
    /// What is counted.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        /// Hours that pass, whatever the clocks on the wall do.
        case hours
        /// Calendar days; the last one ends at midnight where the child's case is.
        case days
        /// Days on which the federal government and the court work.
        case businessDays = "business-days"
    }

    /// How many, 0 or more.
    public let count: Int
    /// Of what.
    public let unit: Unit

    /// A length of time; a negative count is 0, one beyond a hundred years is that.
    public init(_ count: Int, _ unit: Unit) {
        self.count = min(max(0, count), unit == .hours ? 876_600 : 36_525)
        self.unit = unit
    }

    /// Reads `COUNT UNIT`; the unit may stand in the singular. Anything else, a negative count included, is nil.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let count = Int(words[0]), count >= 0, count <= 36_525,
            let unit = Unit(rawValue: String(words[1])) ?? Unit(rawValue: String(words[1]) + "s")
        else { return nil }
        self.init(count, unit)
    }
}

extension ClockSpan: CustomStringConvertible {
    /// `48 hours`, `1 day`.
    public var description: String { "\(count) \(count == 1 ? String(unit.rawValue.dropLast()) : unit.rawValue)" }
}
