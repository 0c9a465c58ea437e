/// A published number: one that may be shown, or one of which nothing is said.
public enum PublishedCount: Hashable, Sendable {
    /// The number.
    case number(Int)
    /// Held back by suppression (COUNTING.md, "public form"); no page says how great it is.
    case suppressed

    var number: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}

/// One figure as anybody may see it, with the words of its definition.
public struct OverviewFigure: Sendable {
    /// The id of the definition, such as `address.defective`.
    public var id: String
    /// The version of the definition.
    public var version: Int
    /// A short name.
    public var title: Wording
    /// What is counted.
    public var definition: Wording
    /// Of how many, in the definition's words; nil where there is no denominator.
    public var denominatorDefinition: Wording?
    /// What could not be placed, in the definition's words; nil where nothing is named.
    public var unknownDefinition: Wording?
    /// What is counted, as a number.
    public var value: PublishedCount
    /// Of how many; nil where the definition names none.
    public var denominator: PublishedCount?
    /// The rows that could not be placed; nil where the definition names none.
    public var unknown: PublishedCount?
    /// The dimensions, in the order of the definition.
    public var dimensions: [FigureDimension]
    /// Means and medians, in the order of the definition.
    public var measures: [FigureMeasure]
    /// The rule, by document and version.
    public var rule: String
    /// What the rule rests on: statutes, forms, reports.
    public var basis: [String]
    /// The content hash of the definition, as it is published; nil where there is none.
    public var definitionHash: String?

    /// A figure.
    public init(
        id: String, version: Int, title: Wording, definition: Wording, denominatorDefinition: Wording? = nil,
        unknownDefinition: Wording? = nil, value: PublishedCount, denominator: PublishedCount? = nil,
        unknown: PublishedCount? = nil, dimensions: [FigureDimension] = [], measures: [FigureMeasure] = [],
        rule: String = "", basis: [String] = [], definitionHash: String? = nil
    ) {
        self.id = id
        self.version = version
        self.title = title
        self.definition = definition
        self.denominatorDefinition = denominatorDefinition
        self.unknownDefinition = unknownDefinition
        self.value = value
        self.denominator = denominator
        self.unknown = unknown
        self.dimensions = dimensions
        self.measures = measures
        self.rule = rule
        self.basis = basis
        self.definitionHash = definitionHash
    }

    func dimension(_ name: String) -> FigureDimension? { dimensions.first { $0.name == name } }
}

/// The cells of a figure along one dimension.
public struct FigureDimension: Sendable {
    /// The name in `by`, such as `fiscalYear`.
    public var name: String
    /// What the cells mean; nil where the definition does not say.
    public var definition: Wording?
    /// The cells that are not empty, suppressed ones too. In any order: pages put them in that of the definition's words or of time.
    public var cells: [FigureCell]
    /// Whether cells are held back that are not even named. Then a cell that is not there may be empty or held back, and pages show it
    /// as held back.
    public var holdsBack: Bool

    /// A dimension.
    public init(name: String, definition: Wording? = nil, cells: [FigureCell], holdsBack: Bool = false) {
        self.name = name
        self.definition = definition
        self.cells = cells
        self.holdsBack = holdsBack
    }

    /// What stands for a cell that is not there.
    var absent: PublishedCount { holdsBack ? .suppressed : .number(0) }
}

/// One cell of a dimension.
public struct FigureCell: Hashable, Sendable {
    /// The name of the cell as in the feeds, such as `awaiting-counsel` or `FY2023`.
    public var name: String
    /// What it holds.
    public var count: PublishedCount

    /// A cell.
    public init(name: String, count: PublishedCount) {
        self.name = name
        self.count = count
    }
}

/// A mean or a median of a figure.
public struct FigureMeasure: Sendable {
    /// The name in `measures`, such as `averageDays`.
    public var name: String
    /// What it means; nil where the definition does not say.
    public var definition: Wording?
    /// The number in tenths (361 is 36.1), as COUNTING.md rounds it; nil when it is suppressed.
    public var tenths: Int?

    /// A measure.
    public init(name: String, definition: Wording? = nil, tenths: Int?) {
        self.name = name
        self.definition = definition
        self.tenths = tenths
    }
}
