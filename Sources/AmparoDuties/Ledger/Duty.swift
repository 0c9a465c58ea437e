public import AmparoModel

/// Which duty of a subject: the rule it comes from and the occasion that began it.
public struct DutyID: Hashable, Comparable, Sendable {
    /// The rule.
    public var rule: RuleID
    /// The occasion. Of a duty to correct: the kind `told`, the record of the telling duty's occasion, and the round.
    public var occasion: OccasionKey

    /// An id.
    public init(rule: RuleID, occasion: OccasionKey) {
        self.rule = rule
        self.occasion = occasion
    }

    /// By occasion, then by rule.
    public static func < (a: DutyID, b: DutyID) -> Bool { (a.occasion, a.rule) < (b.occasion, b.rule) }
}

extension DutyID: CustomStringConvertible {
    /// `rule-kind-about-round`, the rule in sixteen hexadecimal digits; read back by `init(_:)`.
    public var description: String {
        let hex = String(rule.rawValue, radix: 16)
        let rule = String(repeating: "0", count: 16 - hex.count) + hex
        return "\(rule)-\(occasion.kind.rawValue)-\(occasion.about)-\(occasion.round)"
    }

    /// Reads what `description` wrote; anything else is nil.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 16, let rule = UInt64(parts[0], radix: 16),
            let kind = UInt16(parts[1]).flatMap(OccasionKind.init(rawValue:)), let dash = parts[2].lastIndex(of: "-"),
            let about = Int64(parts[2][..<dash]), let round = UInt16(parts[2][parts[2].index(after: dash)...])
        else { return nil }
        self.init(rule: RuleID(rawValue: rule), occasion: OccasionKey(kind, about, round: round))
    }
}

/// Where a duty stands. The raw value is stored and never reused.
public enum DutyState: UInt8, Hashable, Sendable, CaseIterable {
    /// It is known that it will be owed; it opens at a moment already set.
    case scheduled = 1
    /// Owed.
    case open = 2
    /// Owed, while its clock stands.
    case paused = 3
    /// Done.
    case satisfied = 4
    /// A named person decided, with a reason, that it need not be done.
    case waived = 5
    /// Not owed any more: what began it is not so, or not so any more.
    case ceased = 6
    /// Its time ran out, and with it the possibility of doing it.
    case lapsed = 7
    /// It was due before the store's first day: counted and shown, nobody is told.
    case historic = 8

    /// Whether somebody still has it to do.
    public var isAlive: Bool { self == .scheduled || self == .open || self == .paused }
}

/// Who holds a duty, and since when.
public struct Holding: Hashable, Sendable {
    /// The post.
    public var post: Post
    /// The person who accepted it by name; empty while it is the post's as such.
    public var person: String
    /// Since when.
    public var since: Instant

    /// A holding.
    public init(post: Post, person: String = "", since: Instant) {
        self.post = post
        self.person = person
        self.since = since
    }
}

/// One duty as it stands. It has exactly one holder from its creation on; after its end, the last one.
public struct Duty: Hashable, Sendable {
    /// Which.
    public var id: DutyID
    /// The version of its procedure.
    public var version: Int32
    /// Where it stands.
    public var state: DutyState
    /// When it was written into the ledger.
    public var createdAt: Instant
    /// Since when it is owed: its creation, or the last time it was owed again.
    public var owedSince: Instant
    /// Who holds it.
    public var holder: Holding
    /// When it opens; nil when it was open at once.
    public var opensAt: Instant?
    /// The last moment in time; nil while its clock stands.
    public var deadline: Deadline?
    /// Since when it is overdue; nil when it is not, or when it turned out to have been done in time.
    public var breachedAt: Instant?
    /// How many warnings were given.
    public var warned: UInt8
    /// How many levels of the escalation path were asked.
    public var escalated: UInt8
    /// When the last level was asked, or took it over.
    public var escalatedAt: Instant?
    /// When it ended; nil while it is alive.
    public var closedAt: Instant?
    /// What ended it.
    public var ending: DutyEnding?

    /// Whether it is owed and late.
    public var isOverdue: Bool { state.isAlive && breachedAt != nil }
}

/// What ended a duty.
public enum DutyEnding: Hashable, Sendable {
    /// A fact of the record.
    case fact(OccasionKey)
    /// Acceptance of what it sent, by that handoff.
    case acceptance(UInt32)
    /// The holder's report, with the number of the evidence.
    case report(by: String, evidence: Int64)
    /// A waiver, with its reason and, where one is needed, the second person.
    case waiver(by: String, reason: String, second: String)
    /// What began it is not known any more.
    case occasionGone
    /// What began it is not so any more.
    case conditionGone
    /// Time ran out.
    case lapse
}
