public import AmparoModel

/// What is new of one subject: everything known of it now, and what people and machines did since.
public struct SubjectChange: Sendable {
    /// Everything known of the subject now, not only what is new: what is not in it any more is not so any more.
    public var facts: SubjectOccasions
    /// What was done, in order.
    public var acts: [Act]

    /// A change. With the facts as they were and no act it asks only what time has done.
    public init(facts: SubjectOccasions, acts: [Act] = []) {
        self.facts = facts
        self.acts = acts
    }
}

/// Whether a post may be told of something. The duty room asks; the sharing rules, by the gate, answer.
public struct SharingQuestion: Sendable {
    /// The occasion.
    public var occasion: Occasion
    /// The step's rule.
    public var rule: RuleID
    /// Who would be told.
    public var to: Post
    /// For which purpose.
    public var purpose: String
    /// With which reason code.
    public var reason: String
    /// When.
    public var at: Instant
}

/// The answer of the sharing rules.
public enum SharingAnswer: Hashable, Sendable {
    /// It may be told, by that clause or mandate.
    case permit(rule: String)
    /// It may not, by that rule. What nobody can decide is a no.
    case refuse(rule: String)
}

/// Works out what an occasion, an act or the passing of time does to the duties of one subject.
///
/// A pure function of its arguments: no clock, no randomness, no order of arrival beyond that of the acts. The work is
/// proportional to what is known of the subject.
public struct DutyEngine: Sendable {
    /// The procedures.
    public let book: ProcedureBook
    /// The calendar, closures included.
    public let calendar: CourtCalendar
    /// Who is in charge where.
    public let posts: Posts
    /// The sharing rules.
    public let sharing: @Sendable (SharingQuestion) -> SharingAnswer

    /// An engine. The sharing rules are asked when a handoff is offered; the gate decides again when it is sent.
    public init(
        book: ProcedureBook, calendar: CourtCalendar = CourtCalendar(), posts: Posts,
        sharing: @escaping @Sendable (SharingQuestion) -> SharingAnswer
    ) {
        self.book = book
        self.calendar = calendar
        self.posts = posts
        self.sharing = sharing
    }

    /// What follows from a change, in order: the acts, then what is known now, then what time has done.
    ///
    /// The same facts again, at the same moment and without acts, give no events. A moment before the ledger's latest counts
    /// as that one: a clock that jumps back undoes nothing and no deadline is met by it.
    public func apply(change: SubjectChange, ledger: SubjectLedger, at now: Instant) -> [DutyEvent] {
        var work = DutyWork(self, change.facts, ledger, now: now)
        for act in change.acts { work.take(act) }
        work.reconcile()
        work.correct()
        work.pass()
        return work.events
    }

    /// The next moment at which time alone does something; nil when nothing is awaited. The store asks again then.
    public func nextWake(_ ledger: SubjectLedger, facts: SubjectOccasions) -> Instant? {
        DutyWork(self, facts, ledger, now: ledger.latest).nextWake()
    }
}
