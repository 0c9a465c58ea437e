/// What the record knew about the subject when the decision was made. Each fact may be unknown, and starts so.
public struct SubjectFacts: Hashable, Sendable {
    /// The next hearing of the subject.
    public enum Hearing: Hashable, Sendable {
        /// Nobody can tell.
        case unknown
        /// None is set.
        case none
        /// In so many days; 0 is today, negative is past.
        case inDays(Int)
    }

    /// Codes of which each may be known to hold; nil says that nobody looked.
    public typealias Codes = Set<String>

    /// The stage; nil when unknown.
    public var stage: Stage?
    /// Whether the child's case is on the requester's own docket.
    public var ownDocket: Tristate
    /// Whether the child lives in the requester's own area.
    public var ownArea: Tristate
    /// Whether a consent in force covers this recipient and purpose.
    public var consent: Tristate
    /// Whether a court order in force names this recipient and the subject, or a class of people with the subject in it.
    public var courtOrder: Tristate
    /// Whether an emergency is open for this requester and subject, with its second person and notices.
    public var emergency: Tristate
    /// Whether the requester's agency holds the source record.
    public var holdsRecord: Tristate
    /// Whether the requester is of record for this subject: counsel, advocate, or the subject itself.
    public var ofRecord: Tristate
    /// The next hearing.
    public var hearing: Hearing
    /// The possible ages in completed years on the day of the request; nil when unknown.
    public var age: ClosedRange<Int>?
    /// The classes of people (of injunctions) that the subject belongs to; nil when unknown.
    public var populations: Codes?
    /// The evidence given and approved by two people, one of them outside the recipient's department; nil when unknown.
    public var evidence: Codes?
    /// The kinds of concern on record: `trafficking`, `abuse`, `labor`, `absence` (from care), `failure-to-appear` (in
    /// court, when it outlived its verification window); nil when unknown.
    public var reports: Codes?

    /// Facts of which nothing is known; set what is.
    public init() {
        ownDocket = .unknown
        ownArea = .unknown
        consent = .unknown
        courtOrder = .unknown
        emergency = .unknown
        holdsRecord = .unknown
        ofRecord = .unknown
        hearing = .unknown
    }
}
