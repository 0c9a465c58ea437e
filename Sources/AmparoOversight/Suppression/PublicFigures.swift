public import AmparoModel

/// A number that may be shown, or one that is suppressed.
public enum Shown: Hashable, Sendable {
    /// The number.
    case number(Int)
    /// Something other than 0, and nothing else is said of it.
    case suppressed

    /// The number; nil when it is suppressed.
    public var number: Int? {
        guard case .number(let number) = self else { return nil }
        return number
    }
}

/// A figure as anybody may see it.
public struct PublicFigure: Hashable, Sendable {
    /// The definition.
    public let id: FigureID
    /// The definition's version.
    public let version: Int
    /// What is counted.
    public let value: Shown
    /// Of how many; nil where the definition names none.
    public let denominator: Shown?
    /// The rows that could not be placed.
    public let unknown: Shown
    /// By dimension and cell. Cells that are suppressed are left out, as those that are empty are, so that nobody can tell one from
    /// the other; whether any was is in `suppressed`.
    public let by: [String: [String: Int]]
    /// Means and medians; one over fewer than 11 is suppressed, and left out.
    public let measures: [String: Tenths]
    /// What is suppressed: `value`, `denominator`, `unknown`, `by.DIMENSION` where at least one cell is, `measures.NAME`; in this
    /// order, then by name.
    public let suppressed: [String]
}

/// The public form of figures: with every number of 1 to 10 suppressed, and those that would give one away.
///
/// It can only be made from full figures by `init(_:)`, which shows nothing that it cannot show to be safe. Two public documents of one
/// record are not compared with each other: see `Definitions/figures/README.md` for what that leaves open.
public struct PublicFiguresDocument: Hashable, Sendable {
    /// The day in the world.
    public let asOf: Day
    /// Where in the record.
    public let position: RecordPosition
    /// Whom the figures are limited to.
    public let cohort: Cohort?
    /// The figures, in the order they are written.
    public let figures: [PublicFigure]

    /// The public form of a document.
    ///
    /// - Throws: `.unsafe` when a suppressed number could not be shown to stay unknown, and then nothing may be published; also when
    ///   a figure stands twice or its cells are negative.
    public init(_ document: FiguresDocument) throws(OversightError) {
        guard Set(document.figures.map(\.id)).count == document.figures.count else {
            throw OversightError(.unsafe, "a figure stands twice; publish each figure once in a document")
        }
        guard document.figures.allSatisfy(\.isNowhereNegative) else {
            throw OversightError(.unsafe, "a count is negative; count the figures again")
        }
        let suppression = Suppression(document.figures)
        guard suppression.isSafe else {
            throw OversightError(.unsafe, "a suppressed number could be worked out; publish fewer figures together")
        }
        asOf = document.asOf
        position = document.position
        cohort = document.cohort
        figures = document.figures.map { PublicFigure($0, suppression) }
    }

    /// The document as JSON, in the shape of FEEDS.md with `"public":true`. In each figure `suppressed` names what is, so that a
    /// `null`, and a cell that is not there, never have two meanings unseen.
    public var json: JSON {
        .object(
            FiguresDocument.head(asOf: asOf, position: position, cohort: cohort) + [
                JSON.Member("public", .bool(true)),
                JSON.Member("figures", .array(figures.map(\.json))),
            ])
    }
}

extension Figure {
    fileprivate var isNowhereNegative: Bool {
        value >= 0 && (denominator ?? 0) >= 0 && unknown >= 0
            && by.values.allSatisfy { $0.values.allSatisfy { $0 >= 0 } }
    }
}

extension PublicFigure {
    init(_ figure: Figure, _ suppression: Suppression) {
        var suppressed: [String] = []
        func shown(_ item: PublishedItem, _ count: Int, _ name: String) -> Shown {
            guard suppression.hides(item) else { return .number(count) }
            suppressed.append(name)
            return .suppressed
        }
        id = figure.id
        version = figure.version
        value = shown(.value(figure.id), figure.value, "value")
        denominator = figure.denominator.map { shown(.denominator(figure.id), $0, "denominator") }
        unknown = shown(.unknown(figure.id), figure.unknown, "unknown")
        var by: [String: [String: Int]] = [:]
        for (dimension, cells) in figure.by.sorted(by: { $0.key < $1.key }) {
            let left = cells.filter { !suppression.hides(.cell(figure.id, dimension: dimension, cell: $0.key)) }
            if left.count < cells.count { suppressed.append("by.\(dimension)") }
            by[dimension] = left
        }
        self.by = by
        var measures: [String: Tenths] = [:]
        for (name, measure) in figure.measures.sorted(by: { $0.key < $1.key }) {
            if measure.over > Suppression.limit {
                measures[name] = measure.value
            } else {
                suppressed.append("measures.\(name)")
            }
        }
        self.measures = measures
        self.suppressed = suppressed
    }

    /// The figure as JSON.
    public var json: JSON {
        .object([
            JSON.Member("id", .string(id.rawValue)),
            JSON.Member("version", .count(version)),
            JSON.Member("value", .count(value.number)),
            JSON.Member("denominator", .count(denominator?.number)),
            JSON.Member("unknown", .count(unknown.number)),
            JSON.Member("by", .sorted(by.mapValues { .sorted($0.mapValues { .count($0) }) })),
            JSON.Member("measures", .sorted(measures.mapValues { .number($0.description) })),
            JSON.Member("suppressed", .array(suppressed.map(JSON.string))),
        ])
    }
}
