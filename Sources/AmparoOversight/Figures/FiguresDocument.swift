public import AmparoModel

/// Where in the record figures were counted: the answer can be computed again from it, byte for byte.
public struct RecordPosition: Hashable, Sendable {
    /// What had been recorded: an instant, or `seq:N`; nil for everything.
    public var asKnown: String?
    /// How many entries the log had.
    public var logSize: Int?
    /// The root of the log at that size, as it is shown.
    public var logRoot: String?

    /// A position; all nil where there is no log, as in the simulator's truth.
    public init(asKnown: String? = nil, logSize: Int? = nil, logRoot: String? = nil) {
        self.asKnown = asKnown
        self.logSize = logSize
        self.logRoot = logRoot
    }
}

/// Figures with full counts, in the shape of FEEDS.md ("Figures"). For the operator and, later, audit roles only.
public struct FiguresDocument: Hashable, Sendable {
    /// The day in the world.
    public var asOf: Day
    /// Where in the record.
    public var position: RecordPosition
    /// Whom the figures are limited to.
    public var cohort: Cohort?
    /// The figures, in the order they are written.
    public var figures: [Figure]

    /// A document.
    public init(asOf: Day, position: RecordPosition = RecordPosition(), cohort: Cohort? = nil, figures: [Figure]) {
        self.asOf = asOf
        self.position = position
        self.cohort = cohort
        self.figures = figures
    }

    /// The document as JSON: names in the order of FEEDS.md, dimensions, cells and measures by name. `cohort` is written only
    /// when there is one.
    public var json: JSON {
        .object(
            FiguresDocument.head(asOf: asOf, position: position, cohort: cohort)
                + [JSON.Member("figures", .array(figures.map(\.json)))])
    }

    static func head(asOf: Day, position: RecordPosition, cohort: Cohort?) -> [JSON.Member] {
        var head = [
            JSON.Member("asOf", .string(asOf.description)),
            JSON.Member("asKnown", .text(position.asKnown)),
            JSON.Member("logSize", .count(position.logSize)),
            JSON.Member("logRoot", .text(position.logRoot)),
        ]
        if let cohort { head.append(JSON.Member("cohort", .string(cohort.description))) }
        return head
    }
}

extension Figure {
    /// The figure as JSON.
    public var json: JSON {
        .object([
            JSON.Member("id", .string(id.rawValue)),
            JSON.Member("version", .count(version)),
            JSON.Member("value", .count(value)),
            JSON.Member("denominator", .count(denominator)),
            JSON.Member("unknown", .count(unknown)),
            JSON.Member("by", .sorted(by.mapValues { cells in .sorted(cells.mapValues { .count($0) }) })),
            JSON.Member("measures", .sorted(measures.mapValues { .number($0.value.description) })),
        ])
    }
}
