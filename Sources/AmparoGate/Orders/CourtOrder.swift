public import AmparoModel
public import AmparoStore

/// A court's paper as it was taken: an order, an injunction, an appointment, evidence of a rider exception, or a
/// subpoena.
public struct CourtPaper: Hashable, Sendable {
    /// What the paper is. The raw value is in the journal: never reused.
    public enum Kind: Int64, Sendable, CaseIterable {
        /// An order that permits a disclosure to a recipient.
        case order = 1
        /// An injunction: it forbids, for a class of people.
        case injunction = 2
        /// The appointment of somebody who acts for the child.
        case appointment = 3
        /// Evidence of an exception that a statute lists (a conviction, a charge), approved by two people.
        case evidence = 4
        /// A subpoena. It is taken and answered; it opens nothing by itself.
        case subpoena = 5

        /// The word for people and programs.
        public var word: String {
            switch self {
            case .order: "order"
            case .injunction: "injunction"
            case .appointment: "appointment"
            case .evidence: "evidence"
            case .subpoena: "subpoena"
            }
        }
    }

    /// Its number: that of the entry.
    public var id: Int64
    /// What it is.
    public var kind: Kind
    /// The court's docket number.
    public var docket: String
    /// The day it is dated.
    public var dated: Day
    /// When it was recorded: it counts from then on, and not before `from`.
    public var taken: Instant
    /// From when it holds.
    public var from: Instant
    /// When it ends; nil when it says no end.
    public var until: Instant?
    /// The recipients it speaks of.
    public var recipients: [String]
    /// The classes of fields it speaks of; empty for all.
    public var classes: [String]
    /// The records it names.
    public var records: [Int64]
    /// The class of people of an injunction, or the code of the exception that evidence is of; empty for none.
    public var population: String
    /// The number of the account that it appoints; 0 for none.
    public var appointee: Int64

    init?(_ history: [GovernanceFact]) {
        guard let fact = history.first, let kind = fact.payload[number: .word].flatMap(Kind.init),
            let dated = fact.payload[day: .day]
        else { return nil }
        id = fact.seq
        self.kind = kind
        docket = fact.payload[text: .name]
        self.dated = dated
        taken = fact.recorded
        from = fact.payload[instant: .from] ?? fact.recorded
        until = fact.payload[instant: .until]
        recipients = fact.payload[codes: .parties]
        classes = fact.payload[codes: .classes]
        records = fact.payload[records: .records]
        population = fact.payload[text: .population]
        appointee = fact.payload[number: .other] ?? 0
    }

    /// Whether it holds at an instant, to the microsecond.
    public func holds(at instant: Instant) -> Bool {
        let begins = max(taken.microseconds, from.microseconds)
        return begins <= instant.microseconds && until.map { instant.microseconds < $0.microseconds } ?? true
    }
}

/// A court's paper that is to be taken.
public struct CourtPaperRequest: Sendable {
    /// What it is.
    public var kind: CourtPaper.Kind
    /// The court's docket number.
    public var docket: String
    /// The day it is dated.
    public var dated: Day
    /// From when it holds; nil for from now on.
    public var from: Instant?
    /// When it ends; nil when it says no end.
    public var until: Instant?
    /// The recipients it speaks of.
    public var recipients: [String]
    /// The classes of fields it speaks of; empty for all.
    public var classes: [String]
    /// The records it names.
    public var records: [Int64]
    /// The class of people of an injunction, or the code of the exception that evidence is of.
    public var population: String
    /// The id of the account that it appoints.
    public var appointee: String?
    /// The title of the case and where the paper is filed. Both may name people: they are sealed.
    public var paper: Sensitive<String>

    /// A court's paper.
    public init(
        kind: CourtPaper.Kind, docket: String, dated: Day, from: Instant? = nil, until: Instant? = nil,
        recipients: [String] = [], classes: [String] = [], records: [Int64] = [], population: String = "",
        appointee: String? = nil, paper: Sensitive<String>
    ) {
        self.kind = kind
        self.docket = docket
        self.dated = dated
        self.from = from
        self.until = until
        self.recipients = recipients
        self.classes = classes
        self.records = records
        self.population = population
        self.appointee = appointee
        self.paper = paper
    }
}
