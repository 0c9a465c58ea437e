public import AmparoModel

/// Everything the overview shows, as plain values: figures in their public, suppressed form, the census, and the last ingests.
///
/// It holds nothing about a person: no name, number, address, day of birth, case or record id, and no count that suppression
/// (COUNTING.md, "public form") has not let through. The server shows what it is given and never computes a count of its own, so
/// whoever fills the model answers for its public form.
public struct OverviewModel: Sendable {
    /// The day in the world that the figures are about.
    public var asOf: Day
    /// What had been recorded; nil for everything up to `logSize`.
    public var asKnown: Instant?
    /// The entries of the log that the figures were counted from.
    public var logSize: Int
    /// The root of the log at that size, as it is published.
    public var logRoot: String
    /// The figures, in the order of the catalogue (FEEDS.md, "Figures").
    public var figures: [OverviewFigure]
    /// Children in care by day: the record's own count.
    public var ownCensus: CensusSeries
    /// Children in care by day: the public series of HHS (FEEDS.md 4).
    public var publicCensus: CensusSeries
    /// The ingests that are shown, newest first.
    public var ingests: [IngestReport]
    /// The public figures as JSON, in the shape of FEEDS.md; served at `/figures.json` byte for byte.
    public var publicFigures: [UInt8]

    /// An overview.
    public init(
        asOf: Day, asKnown: Instant? = nil, logSize: Int, logRoot: String, figures: [OverviewFigure],
        ownCensus: CensusSeries = CensusSeries(), publicCensus: CensusSeries = CensusSeries(),
        ingests: [IngestReport] = [], publicFigures: [UInt8]
    ) {
        self.asOf = asOf
        self.asKnown = asKnown
        self.logSize = logSize
        self.logRoot = logRoot
        self.figures = figures
        self.ownCensus = ownCensus
        self.publicCensus = publicCensus
        self.ingests = ingests
        self.publicFigures = publicFigures
    }

    /// The figure with an id, the highest version when there are several; nil when there is none.
    func figure(_ id: String) -> OverviewFigure? {
        figures.filter { $0.id == id }.max { $0.version < $1.version }
    }
}

/// A text in the two languages that every page has.
public struct Wording: Hashable, Sendable {
    /// The English text.
    public var english: String
    /// The Spanish text.
    public var spanish: String

    /// A text in both languages.
    public init(english: String, spanish: String) {
        self.english = english
        self.spanish = spanish
    }

    func text(in language: Language) -> String {
        switch language {
        case .english: english
        case .spanish: spanish
        }
    }
}
