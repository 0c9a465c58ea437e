public import AmparoModel

/// A limit on whom figures count: children first transferred in some fiscal years (COUNTING.md).
///
/// Fiscal years run from 1 October to 30 September and carry the year they end in.
public struct Cohort: Hashable, Sendable {
    /// The fiscal years, both ends included.
    public let fiscalYears: ClosedRange<Int>

    /// Children first transferred in these fiscal years.
    public init(fiscalYears: ClosedRange<Int>) { self.fiscalYears = fiscalYears }

    /// Reads `transferred:FY2019..FY2023`, or `transferred:FY2019` for one year; anything else is nil.
    public init?(_ text: some StringProtocol) {
        let prefix = "transferred:"
        guard text.hasPrefix(prefix) else { return nil }
        var years: [Int] = []
        var rest = text.dropFirst(prefix.count)
        while true {
            let digits = rest.dropFirst(2).prefix(4)
            guard rest.hasPrefix("FY"), digits.utf8.count == 4,
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let year = Int(digits)
            else { return nil }
            years.append(year)
            rest = rest.dropFirst(6)
            if rest.isEmpty { break }
            guard years.count == 1, rest.hasPrefix("..") else { return nil }
            rest = rest.dropFirst(2)
        }
        guard let first = years.first, let last = years.last, first <= last else { return nil }
        fiscalYears = first...last
    }

    /// Whether a child whose first transfer was on this day belongs to the cohort; nil is a child never transferred.
    @inlinable public func contains(firstTransfer day: Day?) -> Bool {
        guard let day else { return false }
        return fiscalYears.contains(day.fiscalYear)
    }
}

extension Cohort: CustomStringConvertible {
    /// As it is read: `transferred:FY2019..FY2023`.
    public var description: String {
        func padded(_ year: Int) -> String {
            String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
        }
        let first = "transferred:FY" + padded(fiscalYears.lowerBound)
        return fiscalYears.count == 1 ? first : first + "..FY" + padded(fiscalYears.upperBound)
    }
}
