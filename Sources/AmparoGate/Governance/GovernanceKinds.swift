public import AmparoStore

// The entries of governance (docs/formats.md, "Governance"). Their payloads are `GovernancePayload`s; whatever names a
// person is in the sealed part. The numbers stand in the journal for ever.

extension EntryKind {
    /// An account is opened.
    public static let accountAdded = EntryKind(rawValue: 170)
    /// An account's office, role and need for it were looked at and found right; holds for 90 days.
    public static let accountAttested = EntryKind(rawValue: 171)
    /// An account is closed: nothing is shown to it and it can sign nothing, from here on.
    public static let accountLocked = EntryKind(rawValue: 172)
    /// An account has another office, role, holder or key from here on; a locked one is open again.
    public static let accountChanged = EntryKind(rawValue: 173)
    /// An agreement is proposed, with its text.
    public static let agreementProposed = EntryKind(rawValue: 180)
    /// An account approves a proposed agreement with its signature.
    public static let agreementApproved = EntryKind(rawValue: 181)
    /// An agreement has the approvals it needs: its text is fixed.
    public static let agreementEnacted = EntryKind(rawValue: 182)
    /// An agreement, or one clause of it, is suspended from here on.
    public static let agreementSuspended = EntryKind(rawValue: 183)
    /// A proposal is taken back before it was in force.
    public static let agreementWithdrawn = EntryKind(rawValue: 184)
    /// A proposed agreement was simulated; the counts stand in the payload.
    public static let simulationRun = EntryKind(rawValue: 185)
    /// A recipient reports that it passed something on.
    public static let onwardDisclosureReported = EntryKind(rawValue: 186)
    /// A recipient certifies that it has deleted what it was given.
    public static let deletionCertified = EntryKind(rawValue: 187)
    /// An obligation of a clause was broken: the clause permits nothing from here on.
    public static let obligationBreached = EntryKind(rawValue: 188)
    /// A court's order or injunction is taken.
    public static let courtOrderTaken = EntryKind(rawValue: 190)
    /// A subpoena is taken. It is no court order.
    public static let subpoenaTaken = EntryKind(rawValue: 191)
    /// Somebody asks that the record be amended (5 USC 552a(d)(2)).
    public static let amendmentRequested = EntryKind(rawValue: 192)
    /// A request for amendment is decided.
    public static let amendmentDecided = EntryKind(rawValue: 193)
    /// A statement of disagreement (5 USC 552a(d)(3)); it travels with the record.
    public static let disagreementStated = EntryKind(rawValue: 194)
    /// An account reached the limit of records that it may be shown; an alarm for oversight.
    public static let accessLimitReached = EntryKind(rawValue: 174)
    /// An account asks in a way of which oversight is told (`AccessAlarm`).
    public static let accessUnusual = EntryKind(rawValue: 189)
    /// Consent to a disclosure is given.
    public static let consentGiven = EntryKind(rawValue: 200)
    /// Consent is withdrawn from here on.
    public static let consentWithdrawn = EntryKind(rawValue: 201)
    /// A recipient confirms that it has heard of a withdrawal.
    public static let withdrawalConfirmed = EntryKind(rawValue: 202)
    /// Somebody breaks the glass for one child.
    public static let emergencyOpened = EntryKind(rawValue: 205)
    /// A second person, the oversight party or the subject has been brought in (`EmergencyStep`).
    public static let emergencySeconded = EntryKind(rawValue: 206)
    /// An emergency was looked at afterwards.
    public static let emergencyReviewed = EntryKind(rawValue: 207)
    /// A legal hold, or a retention schedule, is placed.
    public static let holdPlaced = EntryKind(rawValue: 210)
    /// A legal hold is lifted.
    public static let holdLifted = EntryKind(rawValue: 211)
    /// The erasure of a person is asked for.
    public static let erasureRequested = EntryKind(rawValue: 212)
    /// An account approves an erasure with its signature.
    public static let erasureApproved = EntryKind(rawValue: 213)
    /// A person was erased: the certificate of destruction.
    public static let destructionCertified = EntryKind(rawValue: 214)

    /// What a governance entry is about; nil for other entries.
    var topic: GovernanceTopic? {
        switch rawValue {
        case 164...166, 170...179, 189: .account
        case 180...188: .agreement
        case 190, 191: .order
        case 192...194: .amendment
        case 195...199: .match
        case 200...202: .consent
        case 205...207: .emergency
        case 210, 211: .hold
        case 212...214: .erasure
        case EntryKind.clockMended.rawValue: .clock
        default: nil
        }
    }
}

/// What governance keeps histories of. The number is in a view: never reused.
public enum GovernanceTopic: Int64, Sendable, CaseIterable {
    /// Accounts; the subject is the account's number.
    case account = 1
    /// Agreements; the subject is the number of the entry that proposed it.
    case agreement = 2
    /// Court orders and subpoenas; the subject is the number of the entry.
    case order = 3
    /// Requests for amendment; the subject is the number of the request's entry.
    case amendment = 4
    /// Consents; the subject is the number of the entry that gave it.
    case consent = 5
    /// Emergencies; the subject is the number of the entry that opened it.
    case emergency = 6
    /// Holds and retention schedules; the subject is the number of the entry that placed it.
    case hold = 7
    /// Erasures; the subject is the number of the request's entry.
    case erasure = 8
    /// The clock; the subject is the number of the entry.
    case clock = 9
    /// Private matching; the subject of a probe's evaluation is the number of the agreement, else that of the entry.
    case match = 10
}

extension EntryKind {
    /// The name of a signed act, as it stands in a statement. Never changed.
    var act: String {
        switch self {
        case .accountAdded: "account-added"
        case .accountAttested: "account-attested"
        case .accountChanged: "account-changed"
        case .accountInvited: "account-invited"
        case .identityLinked: "identity-linked"
        case .certificateRegistered: "certificate-registered"
        case .agreementApproved: "agreement-approved"
        case .courtOrderTaken: "court-order-taken"
        case .subpoenaTaken: "subpoena-taken"
        case .consentGiven: "consent-given"
        case .emergencyOpened: "emergency-opened"
        case .emergencySeconded: "emergency-seconded"
        case .emergencyReviewed: "emergency-reviewed"
        case .amendmentDecided: "amendment-decided"
        case .simulationRun: "simulation-run"
        case .deletionCertified: "deletion-certified"
        case .holdPlaced: "retention-set"
        case .holdLifted: "hold-lifted"
        case .erasureRequested: "erasure-requested"
        case .erasureApproved: "erasure-approved"
        case .clockMended: "clock-mended"
        case .linkJudged: "link-judged"
        case .linkUndone: "link-undone"
        default: "entry-\(rawValue)"
        }
    }
}
