/// A number with one decimal, as means and medians are given (COUNTING.md: "rounded half-even to one decimal").
public struct Tenths: Hashable, Comparable, Sendable {
    /// Ten times the number.
    public let count: Int

    /// The number `count / 10`.
    public init(count: Int) { self.count = count }

    /// The fraction `numerator / denominator`, rounded half-even to one decimal by whole numbers; nil when the denominator
    /// is not positive or the numbers are too large to be rounded exactly.
    public init?(_ numerator: Int, over denominator: Int) {
        guard denominator > 0 else { return nil }
        let (scaled, overflow) = numerator.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: denominator)
        let magnitude = remainder.magnitude
        let rest = denominator.magnitude - magnitude
        let away = magnitude > rest || (magnitude == rest && quotient % 2 != 0)
        count = away ? quotient + (scaled < 0 ? -1 : 1) : quotient
    }

    /// Smaller numbers come first.
    public static func < (a: Tenths, b: Tenths) -> Bool { a.count < b.count }
}

extension Tenths: CustomStringConvertible {
    /// Always with one decimal: `36.0`.
    public var description: String {
        (count < 0 ? "-" : "") + "\(count.magnitude / 10).\(count.magnitude % 10)"
    }
}
