/// Which rule a duty comes from: a step of a procedure, whatever its version. 64 bits of its code `procedure/step`.
///
/// FNV-1a of the code's bytes, so that the number is the same for ever and in every store; a book with two codes of one
/// number is refused.
public struct RuleID: Hashable, Comparable, Sendable {
    /// The number.
    public let rawValue: UInt64

    /// The rule of a stored number.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The rule of a step.
    public init(procedure: String, step: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(procedure)/\(step)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        rawValue = hash
    }

    /// By number, which means nothing but is the same everywhere.
    public static func < (a: RuleID, b: RuleID) -> Bool { a.rawValue < b.rawValue }
}

/// From which of an occasion's times a clock runs.
public enum ClockStart: String, Hashable, Sendable, CaseIterable {
    /// When it happened.
    case occurred
    /// When the record learned of it.
    case known
    /// The day its result was known at the source.
    case result
    /// The day of the order or closure.
    case order
    /// The day it leads up to.
    case ends
}

/// When a duty is due.
public enum DueRule: Hashable, Sendable {
    /// So long after a time of the occasion; when the occasion lacks that day, after it was known.
    case within(ClockSpan, from: ClockStart)
    /// So long before the day it leads up to; an occasion without that day gives no duty.
    case before(ClockSpan)
}

/// An occasion that ends a duty or holds it up.
public struct OccasionMatch: Hashable, Sendable {
    /// Its kind.
    public var kind: OccasionKind
    /// Whether it must belong to the record that the trigger is about.
    public var isOfSame: Bool
    /// What it must be.
    public var when: TraitCondition
    /// It counts from so long after the trigger; nil when it counts from the trigger's day on.
    public var after: ClockSpan?
    /// Whether it counts when the record learned of it, not when it happened.
    public var isByKnowledge: Bool

    /// A match.
    public init(
        kind: OccasionKind, isOfSame: Bool, when: TraitCondition = TraitCondition(), after: ClockSpan? = nil,
        isByKnowledge: Bool = false
    ) {
        self.kind = kind
        self.isOfSame = isOfSame
        self.when = when
        self.after = after
        self.isByKnowledge = isByKnowledge
    }
}

/// One level of an escalation path.
public struct EscalationLevel: Hashable, Sendable {
    /// How long after the breach, an unanswered handoff, or the level before.
    public var after: ClockSpan
    /// To whom the duty is offered.
    public var to: PostTemplate
    /// For which purpose; `Post.usualPurpose` when the procedure says none.
    public var purpose: String
}

/// What acceptance of a handoff by a named person does.
public enum HandoffEffect: String, Hashable, Sendable, CaseIterable {
    /// The duty was to have somebody told: it is done.
    case satisfies
    /// The duty is now the accepting person's.
    case moves
    /// Nothing but that it is known who was told.
    case informs
    /// A correction has arrived.
    case confirms
}

/// A handoff that a duty sends when it opens.
public struct HandoffRule: Hashable, Sendable {
    /// To whom.
    public var to: PostTemplate
    /// For which purpose, a leaf of SHARING.md's tree.
    public var purpose: String
    /// The reason code of the thin message.
    public var reason: String
    /// Only for occasions that are so.
    public var when: TraitCondition
    /// By when a named person has to accept, from the offer on.
    public var acceptWithin: ClockSpan
    /// What acceptance does.
    public var effect: HandoffEffect
}

/// When those who were told are told again (procedure, step 9).
public struct CorrectionRule: Hashable, Sendable {
    /// In how long everyone has confirmed it.
    public var within: ClockSpan
    /// Words that, when the occasion gets them after the telling, make it a correction.
    public var on: TraitCondition
    /// Words of a dimension from worst to best: a step towards the end is an improvement, and a correction.
    public var improves: [Traits]
}

/// Who may waive a duty.
public struct WaiverRule: Hashable, Sendable {
    /// The posts, of which any place will do.
    public var by: [PostTemplate]
    /// Whether a second person must agree.
    public var needsSecond: Bool

    /// Of every correction: the privacy officer of ORR, with a second person.
    public static let ofCorrections = WaiverRule(
        by: [PostTemplate(party: "hhs.orr", role: "orr-privacy-officer", place: .headquarters)], needsSecond: true)
}

/// Where a clock comes from, which decides who may change it.
public enum Basis: String, Hashable, Sendable, CaseIterable {
    /// A statute, regulation or form.
    case law
    /// A published policy of an agency.
    case policy
    /// Amparo's own procedure (MISSED-HEARING.md, SHARING.md).
    case charter
    /// Nobody has set a time: the deployment chooses, the shipped one is a proposal.
    case deployment
}

/// One step of a procedure: what begins a duty, who holds it, by when, and what ends it.
public struct ProcedureStep: Hashable, Sendable {
    /// Its code within the procedure.
    public var code: String
    /// Its rule number.
    public var rule: RuleID
    /// What is to be done, in English.
    public var what: String
    /// The same in Spanish.
    public var whatInSpanish: String
    /// What begins it.
    public var trigger: OccasionKind
    /// Only for occasions that are so.
    public var when: TraitCondition
    /// Who holds it at first.
    public var holder: PostTemplate
    /// When it is due.
    public var due: DueRule
    /// However late it is known, this much time is left from when it was first owed, or owed again; nil where the clock runs
    /// whether anybody knew or not.
    public var atLeast: ClockSpan?
    /// Whether it ends, undone, when its time is up: what it asked for cannot be done any more.
    public var lapses: Bool
    /// It stays scheduled until so long after a time of the occasion; nil when it is open at once.
    public var opens: OpeningRule?
    /// What ends it.
    public var satisfiedBy: [OccasionMatch]
    /// Whether the holder's own report, with evidence, ends it.
    public var endsByReport: Bool
    /// What holds it up, while it lasts.
    public var pausedBy: [OccasionMatch]
    /// How long before the deadline the holder is warned, longest first.
    public var warnings: [ClockSpan]
    /// The escalation path.
    public var escalation: [EscalationLevel]
    /// Why there is none, as a code; nil when there is one.
    public var noEscalation: String?
    /// What it sends.
    public var handoffs: [HandoffRule]
    /// Whom it tells again; nil when it never does.
    public var correction: CorrectionRule?
    /// Who may waive it; nil when nobody may.
    public var waiver: WaiverRule?
    /// Where its clock comes from.
    public var basis: Basis
    /// The source of its clock, in words.
    public var source: String
    /// The line of the file in which it begins.
    public var line: Int

    /// Whether acceptance of what it sends ends it.
    public var endsByAcceptance: Bool { handoffs.contains { $0.effect == .satisfies } }
}

/// When a scheduled duty opens: at the beginning of the day after a span from a time of the occasion.
public struct OpeningRule: Hashable, Sendable {
    /// How long after.
    public var after: ClockSpan
    /// From which time.
    public var from: ClockStart
}
