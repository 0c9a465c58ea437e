/// What a party entered about one hearing: a dispute of its finding, or a confirmation.
///
/// A statement never changes who outranks whom: the court's own row decides, a statement of ORR or counsel with evidence can
/// contest the notice, and every other statement only marks the finding (MISSED-HEARING.md, "Who outranks whom").
public struct HearingStatement: Hashable, Sendable {
    /// Who speaks.
    public enum Party: UInt8, Hashable, Sendable, CaseIterable {
        /// The Office of Refugee Resettlement, which has care of unaccompanied children.
        case orr
        /// Counsel of the child.
        case counsel
        /// An immigration officer.
        case officer
        /// Anybody else.
        case other
    }

    /// What is said.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// The finding is wrong.
        case dispute
        /// The finding is right.
        case confirmation
    }

    /// A number given by whoever keeps the record.
    public var id: Int64
    /// The proceeding of the hearing.
    public var proceedingID: Int64?
    /// The day of the hearing.
    public var hearingDate: Day
    /// The start of the hearing; nil when the statement is about every hearing of that proceeding on that day.
    public var startsAt: HearingTime?
    /// What is said.
    public var kind: Kind
    /// Who speaks.
    public var party: Party
    /// Whether evidence was entered with it.
    public var hasEvidence: Bool
    /// The day it was entered.
    public var enteredOn: Day
    /// The day it was taken back; nil while it stands.
    public var withdrawnOn: Day?

    /// A statement.
    public init(
        id: Int64, proceedingID: Int64?, hearingDate: Day, startsAt: HearingTime? = nil, kind: Kind, party: Party,
        hasEvidence: Bool, enteredOn: Day, withdrawnOn: Day? = nil
    ) {
        self.id = id
        self.proceedingID = proceedingID
        self.hearingDate = hearingDate
        self.startsAt = startsAt
        self.kind = kind
        self.party = party
        self.hasEvidence = hasEvidence
        self.enteredOn = enteredOn
        self.withdrawnOn = withdrawnOn
    }

    /// Whether the statement is about this hearing.
    public func concerns(proceedingID: Int64?, hearing: Day, startsAt: HearingTime) -> Bool {
        self.proceedingID == proceedingID && hearingDate == hearing
            && (self.startsAt == nil || self.startsAt == startsAt)
    }

    /// Whether the statement stands on `day`: entered by then and not taken back by then.
    public func stands(on day: Day) -> Bool {
        guard enteredOn <= day else { return false }
        guard let withdrawnOn else { return true }
        return withdrawnOn > day
    }
}
