public import AmparoModel
public import AmparoSharing
public import AmparoStore

/// A consent as its history tells it. The giver's name is sealed to the person it is about.
public struct Consent: Hashable, Sendable {
    /// In what capacity somebody gives consent. The raw value is in the journal: never reused.
    public enum Capacity: Int64, Sendable, CaseIterable {
        /// The person, for themselves.
        case own = 1
        /// A parent.
        case parent = 2
        /// A legal guardian.
        case guardian = 3
        /// Counsel of record.
        case counsel = 4
        /// A child advocate or guardian ad litem whom somebody appointed.
        case advocate = 5

        /// The word for people and programs.
        public var word: String {
            switch self {
            case .own: "self"
            case .parent: "parent"
            case .guardian: "legal-guardian"
            case .counsel: "counsel"
            case .advocate: "advocate"
            }
        }
    }

    /// Its number: that of the entry that gave it.
    public var id: Int64
    /// The record it is about.
    public var record: Int64
    /// When it was recorded: it holds from then on.
    public var given: Instant
    /// In what capacity its giver gave it.
    public var capacity: Capacity
    /// The language it was explained and given in.
    public var language: String
    /// The recipients it names (codes of parties; those below them are meant too).
    public var recipients: [String]
    /// The purposes it names (those below them are meant too).
    public var purposes: [String]
    /// The classes of fields it is limited to; empty when it is not limited to some.
    public var classes: [String]
    /// The account that may act for the person on its strength (counsel, advocate, the person's own account); 0 for
    /// none.
    public var representative: Int64
    /// When it ends.
    public var until: Instant
    /// When it was withdrawn; nil when it was not.
    public var withdrawn: Instant?
    /// The accounts that have confirmed that they heard of the withdrawal, and when.
    public var confirmed: [Int64: Instant]

    init?(_ history: [GovernanceFact]) {
        guard let first = history.first, first.kind == .consentGiven,
            let capacity = first.payload[number: .word].flatMap(Capacity.init),
            let until = first.payload[instant: .until]
        else { return nil }
        id = first.seq
        record = first.child
        given = first.recorded
        self.capacity = capacity
        language = first.payload[text: .language]
        recipients = first.payload[codes: .parties]
        purposes = first.payload[codes: .purposes]
        classes = first.payload[codes: .classes]
        representative = first.payload[number: .other] ?? 0
        self.until = until
        confirmed = [:]
        for fact in history {
            if fact.kind == .consentWithdrawn, withdrawn == nil { withdrawn = fact.recorded }
            if fact.kind == .withdrawalConfirmed, confirmed[fact.actor] == nil { confirmed[fact.actor] = fact.recorded }
        }
    }

    /// Whether it holds at an instant: given, not yet ended, not withdrawn, each to the microsecond.
    public func holds(at instant: Instant) -> Bool {
        given.microseconds <= instant.microseconds && instant.microseconds < until.microseconds
            && withdrawn.map { instant.microseconds < $0.microseconds } ?? true
    }

    /// Whether it names a recipient and a purpose.
    public func covers(recipient: Party, purpose: String, _ terms: SharingTerms) -> Bool {
        recipients.contains { terms.parties.covers($0, recipient) }
            && purposes.contains { terms.purposes.covers($0, purpose) }
    }
}

/// A consent that is to be recorded.
public struct ConsentRequest: Sendable {
    /// The record it is about.
    public var record: Int64
    /// Who gives it.
    public var giver: Sensitive<String>
    /// In what capacity.
    public var capacity: Consent.Capacity
    /// The language it was explained and given in: a code of two or three letters.
    public var language: String
    /// The recipients it names.
    public var recipients: [String]
    /// The purposes it names.
    public var purposes: [String]
    /// The classes of fields it is limited to; empty for no such limit.
    public var classes: [String]
    /// The id of the account that may act for the person on its strength; nil for none.
    public var representative: String?
    /// When it ends.
    public var until: Instant
    /// Where the signed paper is filed.
    public var paper: Sensitive<String>

    /// A consent that is to be recorded.
    public init(
        record: Int64, giver: Sensitive<String>, capacity: Consent.Capacity, language: String, recipients: [String],
        purposes: [String], classes: [String] = [], representative: String? = nil, until: Instant,
        paper: Sensitive<String>
    ) {
        self.record = record
        self.giver = giver
        self.capacity = capacity
        self.language = language
        self.recipients = recipients
        self.purposes = purposes
        self.classes = classes
        self.representative = representative
        self.until = until
        self.paper = paper
    }
}
