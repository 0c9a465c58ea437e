/// Who holds a piece of work until a named person has accepted it: an agency and the role there to which
/// MISSED-HEARING.md or PRODUCT.md gives it. The raw value is in the database: never reused.
public enum WorkHolder: Int64, Sendable, CaseIterable {
    /// ORR's federal field specialist: it alone can ask whether the child is safe, and may dispute a finding.
    case fieldSpecialist = 1
    /// ICE's trial attorneys (OPLA): hearing results, notices owed, proof of service.
    case trialAttorney = 2
    /// ICE's juvenile coordinator (ERO) of the child's docket.
    case juvenileCoordinator = 3
    /// The immigration court's liaison (EOIR), who can say what a release leaves open.
    case courtLiaison = 4
    /// Whoever runs the record: quarantine and disputes.
    case dataSteward = 5

    /// The agency, as in agreements (SHARING.md); `record.operator` for whoever runs the store.
    public var agency: String {
        switch self {
        case .fieldSpecialist: "hhs.orr"
        case .trialAttorney: "dhs.ice.opla"
        case .juvenileCoordinator: "dhs.ice.ero"
        case .courtLiaison: "doj.eoir"
        case .dataSteward: "record.operator"
        }
    }

    /// The role within the agency.
    public var role: String {
        switch self {
        case .fieldSpecialist: "field-specialist"
        case .trialAttorney: "trial-attorney-office"
        case .juvenileCoordinator: "juvenile-coordinator"
        case .courtLiaison: "court-liaison"
        case .dataSteward: "data-steward"
        }
    }

    /// The holders of an agency, those of its parts too (`dhs` is `dhs.ice.opla` and `dhs.ice.ero`), with a role; nil
    /// stands for any.
    public static func matching(agency: String?, role: String?) -> [WorkHolder] {
        allCases.filter { holder in
            (agency.map { holder.agency == $0 || holder.agency.hasPrefix($0 + ".") } ?? true)
                && (role.map { holder.role == $0 } ?? true)
        }
    }
}

/// What a piece of work is. The raw value is in the database and orders work of one deadline: never reused.
///
/// One failure to appear gives one piece of work for each step of the procedure of MISSED-HEARING.md that is open, so
/// that each has exactly one holder.
public enum WorkKind: Int64, Sendable, CaseIterable {
    /// A provisional failure to appear whose verification window runs (procedure, step 3): ORR or counsel may dispute it.
    case verifyFailure = 1
    /// A failure to appear of a child under 18 that outlived the window: a wellness check (step 6).
    case checkSafety = 2
    /// A failure to appear that outlived the window, not yet taken over by the trial attorneys (step 4).
    case tellTrialAttorney = 3
    /// The same for the juvenile coordinator (step 5): the notice is proven and nothing stays the removal.
    case tellJuvenileCoordinator = 4
    /// A past hearing of which nobody has said what happened (rule 9).
    case hearingWithoutWord = 5
    /// A past hearing with a code that no list holds (rule 9).
    case unknownCode = 6
    /// An in absentia order that no hearing carries.
    case orderWithoutHearing = 7
    /// A closure for failure to appear that no hearing carries.
    case closureWithoutHearing = 8
    /// A released child without a served notice and without a filed case (COUNTING.md, `notice.none-yet`).
    case noticeOverdue = 9
    /// Two sources that cannot both be right of one person.
    case openDispute = 10
    /// Records of a release in quarantine, for one reason.
    case quarantineWaiting = 11

    /// The name, as it is shown.
    public var name: String {
        switch self {
        case .verifyFailure: "finding.verify"
        case .checkSafety: "finding.check-safety"
        case .tellTrialAttorney: "finding.tell-trial-attorney"
        case .tellJuvenileCoordinator: "finding.tell-juvenile-coordinator"
        case .hearingWithoutWord: "hearing.no-word"
        case .unknownCode: "hearing.unknown-code"
        case .orderWithoutHearing: "order.without-hearing"
        case .closureWithoutHearing: "closure.without-hearing"
        case .noticeOverdue: "notice.overdue"
        case .openDispute: "dispute.open"
        case .quarantineWaiting: "quarantine.waiting"
        }
    }

    /// What is to be done.
    public var what: String {
        switch self {
        case .verifyFailure: "Confirm or dispute the missed hearing before the verification window ends"
        case .checkSafety: "Check that the child who missed the hearing is safe"
        case .tellTrialAttorney: "Take over the missed hearing with its evidence of notice"
        case .tellJuvenileCoordinator: "Take over the missed hearing that outlived its verification window"
        case .hearingWithoutWord: "Say what happened at the hearing"
        case .unknownCode: "Say what the court's code means"
        case .orderWithoutHearing: "Find the hearing at which the order in absentia was made"
        case .closureWithoutHearing: "Find the hearing after which the case was closed for absence"
        case .noticeOverdue: "Serve the notice to appear, or say why not"
        case .openDispute: "Decide whose the number is"
        case .quarantineWaiting: "Read the quarantined records again, or dismiss them"
        }
    }

    /// Who holds it.
    public var holder: WorkHolder {
        switch self {
        case .verifyFailure, .checkSafety: .fieldSpecialist
        case .tellTrialAttorney, .noticeOverdue: .trialAttorney
        case .tellJuvenileCoordinator: .juvenileCoordinator
        case .hearingWithoutWord, .orderWithoutHearing, .closureWithoutHearing: .courtLiaison
        case .unknownCode, .openDispute, .quarantineWaiting: .dataSteward
        }
    }
}
