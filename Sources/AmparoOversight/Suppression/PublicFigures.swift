public import AmparoModel

/// A number that may be shown, or one that is suppressed.
public enum Shown<Number: Hashable & Sendable>: Hashable, Sendable {
    /// The number.
    case number(Number)
    /// Something other than 0, and nothing else is said of it.
    case suppressed

    /// The number; nil when it is suppressed.
    public var number: Number? {
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
    public let value: Shown<Int>
    /// Of how many; nil where the definition names none.
    public let denominator: Shown<Int>?
    /// The rows that could not be placed.
    public let unknown: Shown<Int>
    /// By dimension and cell; empty cells are left out, suppressed ones are there.
    public let by: [String: [String: Shown<Int>]]
    /// Means and medians; one over fewer than 11 is suppressed.
    public let measures: [String: Shown<Tenths>]
}

/// The public form of figures: with every number of 1 to 10 suppressed, and those that would give one away.
///
/// It can only be made from full figures by `init(_:)`, which shows nothing that it cannot show to be safe. Two public documents of one
/// record are not compared with each other: see `docs/figures.md` for what that leaves open.
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

    /// The document as JSON, in the shape of FEEDS.md with `"public":true`. A suppressed number is `null`; `suppressed` names, in each
    /// figure, those of `value`, `denominator`, `unknown` and the measures that are, so that no `null` has two meanings.
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
        func shown(_ item: PublishedItem, _ count: Int) -> Shown<Int> {
            suppression.hides(item) ? .suppressed : .number(count)
        }
        id = figure.id
        version = figure.version
        value = shown(.value(figure.id), figure.value)
        denominator = figure.denominator.map { shown(.denominator(figure.id), $0) }
        unknown = shown(.unknown(figure.id), figure.unknown)
        var by: [String: [String: Shown<Int>]] = [:]
        for (dimension, cells) in figure.by {
            var shownCells: [String: Shown<Int>] = [:]
            for (cell, count) in cells {
                shownCells[cell] = shown(.cell(figure.id, dimension: dimension, cell: cell), count)
            }
            by[dimension] = shownCells
        }
        self.by = by
        measures = figure.measures.mapValues { measure in
            measure.over > Suppression.limit ? .number(measure.value) : .suppressed
        }
    }

    /// The figure as JSON.
    public var json: JSON {
        func count(_ shown: Shown<Int>) -> JSON { .count(shown.number) }
        var suppressed: [JSON] = []
        if value == .suppressed { suppressed.append(.string("value")) }
        if denominator == .suppressed { suppressed.append(.string("denominator")) }
        if unknown == .suppressed { suppressed.append(.string("unknown")) }
        for (name, measure) in measures.sorted(by: { $0.key < $1.key }) where measure == .suppressed {
            suppressed.append(.string("measures.\(name)"))
        }
        return .object([
            JSON.Member("id", .string(id.rawValue)),
            JSON.Member("version", .count(version)),
            JSON.Member("value", count(value)),
            JSON.Member("denominator", denominator.map(count) ?? .null),
            JSON.Member("unknown", count(unknown)),
            JSON.Member("by", .sorted(by.mapValues { .sorted($0.mapValues(count)) })),
            JSON.Member("measures", .sorted(measures.mapValues { $0.number.map { .number($0.description) } ?? .null })),
            JSON.Member("suppressed", .array(suppressed)),
        ])
    }
}
