public import AmparoModel

/// One piece of work that is open on a day: what, whose, by when, and by which rule. Numbers of the record and of the
/// court only; nothing in it names a person.
public struct WorkItem: Hashable, Sendable {
    /// What it is.
    public var kind: WorkKind
    /// The record's number of the child; 0 where it concerns no single child.
    public var child: Int64
    /// What of the child: the court's schedule row or proceeding, the dispute, the snapshot and reason; 0 for the child
    /// itself.
    public var subject: Int64
    /// The last day on which it is in time.
    public var deadline: Day
    /// The court's case number (IDNCASE); nil where no case is concerned.
    public var caseNumber: Int64?
    /// The day it is about: of the hearing, the order, the release.
    public var about: Day?
    /// The rule that gave it and what it found, in the words of MISSED-HEARING.md, COUNTING.md and FEEDS.md.
    public var reason: String

    /// A piece of work.
    public init(
        kind: WorkKind, child: Int64, subject: Int64, deadline: Day, caseNumber: Int64? = nil, about: Day? = nil,
        reason: String
    ) {
        self.kind = kind
        self.child = child
        self.subject = subject
        self.deadline = deadline
        self.caseNumber = caseNumber
        self.about = about
        self.reason = reason
    }

    /// A name that stays the same as long as the work does.
    public var id: String { "\(kind.name):\(child):\(subject)" }

    /// How it stands on a day: `provisional` while a verification window runs, else `open`, `due` on the day of the
    /// deadline, `overdue` after it.
    public func state(asOf day: Day) -> String {
        if kind == .verifyFailure { return "provisional" }
        return deadline < day ? "overdue" : deadline == day ? "due" : "open"
    }

    /// Work is in order of urgency: by deadline, then kind, child and subject.
    var place: WorkPlace {
        WorkPlace(deadline: Int64(deadline.number), kind: kind.rawValue, child: child, subject: subject)
    }
}

/// Where a piece of work stands in the order of urgency.
struct WorkPlace: Hashable, Comparable, Sendable {
    var deadline: Int64
    var kind: Int64
    var child: Int64
    var subject: Int64

    static func < (a: WorkPlace, b: WorkPlace) -> Bool {
        (a.deadline, a.kind, a.child, a.subject) < (b.deadline, b.kind, b.child, b.subject)
    }
}

/// A piece of work with the days of the world on which it is open: from `opens` up to and not including `closes`.
struct WorkSpan: Hashable, Sendable {
    var item: WorkItem
    var opens: Int32
    var closes: Int32

    /// Work that nothing known closes.
    static let never = Int32.max
}
