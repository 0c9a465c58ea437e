// The rows of the care feed (FEEDS.md 2) as figures and rules need them: no name, number, street or free text. Days are
// civil days; nil is "no day known", whichever way it is not known. `rowKey` is the keyed row key of the entry.

/// A row of `referrals.csv`: an agency refers a child to ORR. A second referral of a child is a second episode.
public struct Referral: Hashable, Sendable {
    /// The row; placements and releases name it.
    public var rowKey: UInt64
    /// `transferred_at`, in the offset it was written in.
    public var transferredAt: Instant?
    /// `separated_from_family`
    public var separatedFromFamily: Said<Bool>

    /// A referral.
    public init(rowKey: UInt64, transferredAt: Instant? = nil, separatedFromFamily: Said<Bool> = .notSaid) {
        self.rowKey = rowKey
        self.transferredAt = transferredAt
        self.separatedFromFamily = separatedFromFamily
    }

    /// The civil day of the transfer, in its own offset (COUNTING.md).
    @inlinable public var transferredOn: Day? { transferredAt?.day }
}

/// A row of `placements.csv`: a stay at one facility, from `from` up to and not including `to`.
public struct Placement: Hashable, Sendable {
    /// The row.
    public var rowKey: UInt64
    /// `referral_id`, as the row key of the referral, which need not be in the record.
    public var referral: UInt64?
    /// `facility_type`
    public var facilityType: Said<FacilityType>
    /// `state`
    public var state: StateCode
    /// `from`
    public var from: Day
    /// `to`; nil while the stay lasts.
    public var to: Day?
    /// `exit_reason`
    public var exitReason: Said<ExitReason>

    /// A placement.
    public init(
        rowKey: UInt64, referral: UInt64? = nil, facilityType: Said<FacilityType> = .notSaid,
        state: StateCode = .notSaid, from: Day, to: Day? = nil, exitReason: Said<ExitReason> = .notSaid
    ) {
        self.rowKey = rowKey
        self.referral = referral
        self.facilityType = facilityType
        self.state = state
        self.from = from
        self.to = to
        self.exitReason = exitReason
    }
}

/// A row of `releases.csv`: a child goes to a sponsor, to an address.
public struct Release: Hashable, Sendable {
    /// The row.
    public var rowKey: UInt64
    /// `referral_id`, as the row key of the referral, which need not be in the record.
    public var referral: UInt64?
    /// `released_on`
    public var releasedOn: Day
    /// The record's number of the sponsor that `sponsor_id` names, whether or not the sponsor is in the feed.
    public var sponsor: Int64
    /// `category`
    public var category: Said<SponsorCategory>
    /// `state` of the address.
    public var state: StateCode
    /// What is wrong with the address in itself.
    public var defect: AddressDefect
    /// The address; nil when nothing of it is given.
    public var address: AddressKey?
    /// Number, street and ZIP of the address; nil when it cannot be standardised that far.
    public var building: BuildingKey?
    /// Whether the address says a unit.
    public var unit: UnitGiven

    /// A release.
    public init(
        rowKey: UInt64, referral: UInt64? = nil, releasedOn: Day, sponsor: Int64,
        category: Said<SponsorCategory> = .notSaid, state: StateCode = .notSaid, defect: AddressDefect = .none,
        address: AddressKey? = nil, building: BuildingKey? = nil, unit: UnitGiven = .none
    ) {
        self.rowKey = rowKey
        self.referral = referral
        self.releasedOn = releasedOn
        self.sponsor = sponsor
        self.category = category
        self.state = state
        self.defect = defect
        self.address = address
        self.building = building
        self.unit = unit
    }
}

/// A row of `addresses.csv`: an address somebody reported for a child. `CourtAddress` is the same row as findings see it.
public struct AddressReport: Hashable, Sendable {
    /// `reported_on`
    public var reportedOn: Day
    /// `effective_on`
    public var effectiveOn: Day?
    /// `source`
    public var source: Said<AddressSource>
    /// What is wrong with the address in itself.
    public var defect: AddressDefect
    /// The address; nil when nothing of it is given.
    public var address: AddressKey?
    /// Number, street and ZIP of the address; nil when it cannot be standardised that far.
    public var building: BuildingKey?
    /// Whether the address says a unit.
    public var unit: UnitGiven

    /// A reported address.
    public init(
        reportedOn: Day, effectiveOn: Day? = nil, source: Said<AddressSource> = .notSaid,
        defect: AddressDefect = .none, address: AddressKey? = nil, building: BuildingKey? = nil, unit: UnitGiven = .none
    ) {
        self.reportedOn = reportedOn
        self.effectiveOn = effectiveOn
        self.source = source
        self.defect = defect
        self.address = address
        self.building = building
        self.unit = unit
    }
}

/// A row of `calls.csv`: a safety and well-being call that is due, and, with `attemptedAt`, the attempt.
public struct Call: Hashable, Sendable {
    /// `due_on`
    public var dueOn: Day
    /// `attempted_at`, in the offset it was written in; nil while nobody has called.
    public var attemptedAt: Instant?
    /// `outcome`
    public var outcome: Said<CallOutcome>
    /// `spoke_with`
    public var spokeWith: Said<SpokeWith>
    /// `lives_with_sponsor`
    public var livesWithSponsor: Said<Bool>
    /// `in_school`
    public var inSchool: Said<Bool>
    /// `knows_hearing_date`
    public var knowsHearingDate: Said<Bool>
    /// `safe`
    public var safe: Said<Bool>
    /// `address_matches`
    public var addressMatches: Said<Bool>
    /// `new_address_reported`
    public var newAddressReported: Said<Bool>
    /// `documented_on`
    public var documentedOn: Day?

    /// A call.
    public init(
        dueOn: Day, attemptedAt: Instant? = nil, outcome: Said<CallOutcome> = .notSaid,
        spokeWith: Said<SpokeWith> = .notSaid, livesWithSponsor: Said<Bool> = .notSaid,
        inSchool: Said<Bool> = .notSaid, knowsHearingDate: Said<Bool> = .notSaid, safe: Said<Bool> = .notSaid,
        addressMatches: Said<Bool> = .notSaid, newAddressReported: Said<Bool> = .notSaid, documentedOn: Day? = nil
    ) {
        self.dueOn = dueOn
        self.attemptedAt = attemptedAt
        self.outcome = outcome
        self.spokeWith = spokeWith
        self.livesWithSponsor = livesWithSponsor
        self.inSchool = inSchool
        self.knowsHearingDate = knowsHearingDate
        self.safe = safe
        self.addressMatches = addressMatches
        self.newAddressReported = newAddressReported
        self.documentedOn = documentedOn
    }

    /// The civil day of the attempt, in its own offset (COUNTING.md).
    @inlinable public var attemptedOn: Day? { attemptedAt?.day }
}

/// A row of `services.csv`.
public struct Service: Hashable, Sendable {
    /// `kind`
    public var kind: Said<ServiceKind>
    /// `offered_on`
    public var offeredOn: Day?
    /// `accepted_on`
    public var acceptedOn: Day?
    /// `started_on`
    public var startedOn: Day?
    /// `ended_on`
    public var endedOn: Day?

    /// A service.
    public init(
        kind: Said<ServiceKind>, offeredOn: Day? = nil, acceptedOn: Day? = nil, startedOn: Day? = nil,
        endedOn: Day? = nil
    ) {
        self.kind = kind
        self.offeredOn = offeredOn
        self.acceptedOn = acceptedOn
        self.startedOn = startedOn
        self.endedOn = endedOn
    }
}

/// A row of `applications.csv`: a sponsor applies for a child.
public struct Application: Hashable, Sendable {
    /// The record's number of the sponsor.
    public var sponsor: Int64
    /// `opened_on`
    public var openedOn: Day
    /// `decided_on`
    public var decidedOn: Day?
    /// `decision`
    public var decision: Said<ApplicationDecision>
    /// `withdrawn_on`
    public var withdrawnOn: Day?
    /// `withdrawn_reason`
    public var withdrawnReason: Said<WithdrawnReason>

    /// An application.
    public init(
        sponsor: Int64, openedOn: Day, decidedOn: Day? = nil, decision: Said<ApplicationDecision> = .notSaid,
        withdrawnOn: Day? = nil, withdrawnReason: Said<WithdrawnReason> = .notSaid
    ) {
        self.sponsor = sponsor
        self.openedOn = openedOn
        self.decidedOn = decidedOn
        self.decision = decision
        self.withdrawnOn = withdrawnOn
        self.withdrawnReason = withdrawnReason
    }
}

/// A row of `family.csv`: a member of the child's family, and whether they were separated.
public struct FamilyRow: Hashable, Sendable {
    /// `relation`
    public var relation: Said<FamilyRelation>
    /// `separated_on`
    public var separatedOn: Day?
    /// Whether `separated_by` says anything.
    public var isSeparatedBySomebody: Bool
    /// `location`
    public var location: Said<FamilyLocation>
    /// `reunited_on`
    public var reunitedOn: Day?

    /// A family row.
    public init(
        relation: Said<FamilyRelation>, separatedOn: Day? = nil, isSeparatedBySomebody: Bool = false,
        location: Said<FamilyLocation> = .notSaid, reunitedOn: Day? = nil
    ) {
        self.relation = relation
        self.separatedOn = separatedOn
        self.isSeparatedBySomebody = isSeparatedBySomebody
        self.location = location
        self.reunitedOn = reunitedOn
    }
}

/// A row of `concerns.csv`.
public struct Concern: Hashable, Sendable {
    /// `kind`
    public var kind: Said<ConcernKind>
    /// `raised_on`
    public var raisedOn: Day
    /// `reported_on`
    public var reportedOn: Day?
    /// `closed_on`
    public var closedOn: Day?

    /// A concern.
    public init(kind: Said<ConcernKind>, raisedOn: Day, reportedOn: Day? = nil, closedOn: Day? = nil) {
        self.kind = kind
        self.raisedOn = raisedOn
        self.reportedOn = reportedOn
        self.closedOn = closedOn
    }
}
