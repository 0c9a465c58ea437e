public import AmparoModel
internal import AmparoStore

/// What follows the opening of an emergency. The raw value is in the journal: never reused.
public enum EmergencyStep: Int64, Sendable, CaseIterable {
    /// A second person says that it is one.
    case secondPerson = 1
    /// An oversight party has taken note: the notice reached it.
    case oversightTold = 2
    /// The person it is about was told (5 USC 552a(b)(8)).
    case subjectTold = 3
    /// Notice was sent to an oversight party; it has not reached it yet.
    case oversightNotified = 4

    /// Whether a fact is an oversight party's own note.
    static func isNote(_ fact: GovernanceFact) -> Bool {
        fact.kind == .emergencySeconded && fact.payload[number: .word] == oversightTold.rawValue
    }

    /// The word for people and programs.
    public var word: String {
        switch self {
        case .secondPerson: "second-person"
        case .oversightTold: "oversight-told"
        case .subjectTold: "subject-told"
        case .oversightNotified: "oversight-notified"
        }
    }
}

/// Break-glass: an account says that one child's health or safety cannot wait for an agreement (SHARING.md,
/// "Emergencies and consent"). The reason is sealed to the child.
public struct Emergency: Hashable, Sendable {
    /// The longest that one lasts, in hours.
    public static let longestHours: Int64 = 24
    /// In how many hours it must be looked at; until then its account opens no other.
    public static let reviewHours: Int64 = 72
    /// How many an account may open in `capDays` days.
    public static let cap = 3
    /// The days over which the cap is counted.
    public static let capDays: Int64 = 30

    /// How a review ended. The raw value is in the journal: never reused.
    public enum Outcome: Int64, Sendable, CaseIterable {
        /// It was one.
        case upheld = 1
        /// It was none: the glass was broken without need. It ends at once, and the account opens no other.
        case misuse = 2

        /// The word for people and programs.
        public var word: String { self == .upheld ? "upheld" : "misuse" }
    }

    /// Its number: that of the entry that opened it.
    public var id: Int64
    /// The child.
    public var record: Int64
    /// The number of the account that opened it; it is for nobody else.
    public var account: Int64
    /// When it was opened.
    public var opened: Instant
    /// How long it lasts, in hours.
    public var hours: Int64
    /// The purpose it was opened for.
    public var purpose: String
    /// Whether it is a matter of health or safety, so that the subject is told.
    public var isHealthOrSafety: Bool
    /// When a second person confirmed it.
    public var seconded: Instant?
    /// The numbers of the oversight accounts to which notice was sent.
    public var notified: Set<Int64> = []
    /// When an oversight party took note of it, by its own signature: whoever opened it cannot say so for them.
    public var oversightTold: Instant?
    /// The day on which the subject was told.
    public var subjectTold: Day?
    /// When it was reviewed.
    public var reviewed: Instant?
    /// How the review ended.
    public var outcome: Outcome?

    init?(_ history: [GovernanceFact]) {
        guard let first = history.first, first.kind == .emergencyOpened, let hours = first.payload[number: .count]
        else {
            return nil
        }
        id = first.seq
        record = first.child
        account = first.actor
        opened = first.recorded
        self.hours = hours
        purpose = first.payload[codes: .purposes].first ?? ""
        isHealthOrSafety = first.payload.flag
        for fact in history { take(fact) }
    }

    private mutating func take(_ fact: GovernanceFact) {
        if fact.kind == .emergencyReviewed, reviewed == nil {
            reviewed = fact.recorded
            outcome = fact.payload[number: .word].flatMap(Outcome.init)
        }
        if fact.kind == .emergencyOpened, let other = fact.payload[number: .other] { notified.insert(other) }
        guard fact.kind == .emergencySeconded, let step = fact.payload[number: .word].flatMap(EmergencyStep.init) else {
            return
        }
        switch step {
        case .secondPerson: seconded = seconded ?? fact.recorded
        // Only what the oversight party signed itself.
        case .oversightTold where fact.payload[number: .other] == fact.actor && fact.payload[bytes: .signature] != nil:
            oversightTold = oversightTold ?? fact.recorded
        case .oversightTold: if let other = fact.payload[number: .other] { notified.insert(other) }
        case .oversightNotified: if let other = fact.payload[number: .other] { notified.insert(other) }
        case .subjectTold: subjectTold = subjectTold ?? fact.payload[day: .day]
        }
    }

    /// When it ends by itself.
    public var until: Instant { opened.adding(hours: hours) }

    /// Whether it opens anything at an instant for an account of that agency and home agency: a second person **and**
    /// notice that reached the oversight party for somebody of DHS, one of the two within the welfare side; not before, not after
    /// its hours, not once it was found to be misuse.
    public func holds(at instant: Instant, agency: String, homeAgency: String) -> Bool {
        guard opened.microseconds <= instant.microseconds, instant.microseconds < until.microseconds else {
            return false
        }
        if outcome == .misuse, let reviewed, reviewed.microseconds <= instant.microseconds { return false }
        func has(_ step: Instant?) -> Bool { step.map { $0.microseconds <= instant.microseconds } ?? false }
        let isOfDHS = [agency, homeAgency].contains { Account.department(of: $0) == "dhs" }
        return isOfDHS ? has(seconded) && has(oversightTold) : has(seconded) || has(oversightTold)
    }

    /// Whether its review is overdue at an instant: then its account is suspended from emergencies.
    public func isReviewOverdue(at instant: Instant) -> Bool {
        let due = opened.adding(hours: Self.reviewHours)
        return instant.microseconds >= due.microseconds
            && reviewed.map { $0.microseconds > instant.microseconds } ?? true
    }

    /// Whether the subject has still to be told.
    public var owesNotice: Bool { isHealthOrSafety && subjectTold == nil }
}

extension Instant {
    /// So many hours later.
    func adding(hours: Int64) -> Instant { Instant(microseconds: microseconds + hours * 3_600_000_000) }
    /// So many days of 24 hours later.
    func adding(days: Int64) -> Instant { adding(hours: days * 24) }
}
