/// A mean or a median, and of how many it is one.
public struct Measure: Hashable, Sendable {
    /// The number.
    public var value: Tenths
    /// How many children, episodes or releases it is taken over; not shown, but decides whether it may be.
    public var over: Int

    /// A measure.
    public init(_ value: Tenths, over: Int) {
        self.value = value
        self.over = over
    }
}

/// One figure with its full counts: for the operator and, later, audit roles. `PublicFigure` is what anybody may see.
public struct Figure: Hashable, Sendable {
    /// The definition.
    public var id: FigureID
    /// The definition's version.
    public var version: Int
    /// What is counted.
    public var value: Int
    /// Of how many; nil where the definition names none.
    public var denominator: Int?
    /// The rows that could not be placed.
    public var unknown: Int
    /// By dimension and cell; empty cells are left out, every dimension of the definition is there.
    public var by: [String: [String: Int]]
    /// Means and medians; one over nothing is left out.
    public var measures: [String: Measure]

    /// A figure.
    public init(
        _ id: FigureID, version: Int = 1, value: Int, denominator: Int? = nil, unknown: Int = 0,
        by: [String: [String: Int]] = [:], measures: [String: Measure] = [:]
    ) {
        self.id = id
        self.version = version
        self.value = value
        self.denominator = denominator
        self.unknown = unknown
        self.by = by
        self.measures = measures
    }
}
