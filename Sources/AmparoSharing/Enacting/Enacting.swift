public import AmparoModel

/// An approval of an agreement, its signature already checked: who, in which function, employed by whom, for which text.
public struct Approval: Hashable, Sendable {
    /// The account.
    public var account: String
    /// The role in which the person approves.
    public var role: String
    /// Where the person works now.
    public var agency: Party
    /// Who employs the person; it differs from `agency` during a detail.
    public var homeAgency: Party
    /// The content hash of what was approved.
    public var hash: ContentHash
    /// When.
    public var at: Instant

    /// An approval.
    public init(
        account: String, role: String, agency: Party, homeAgency: Party, hash: ContentHash, at: Instant
    ) {
        self.account = account
        self.role = role
        self.agency = agency
        self.homeAgency = homeAgency
        self.hash = hash
        self.at = at
    }
}

/// That a proposed text was put into the public feed, with what belongs to it.
public struct Publication: Hashable, Sendable {
    /// The content hash of what was published.
    public var hash: ContentHash
    /// When.
    public var at: Instant
    /// Whether the diff in plain words was published with it.
    public var hasDiff: Bool
    /// Whether the simulation was published with it.
    public var hasSimulation: Bool

    /// A publication.
    public init(hash: ContentHash, at: Instant, hasDiff: Bool, hasSimulation: Bool) {
        self.hash = hash
        self.at = at
        self.hasDiff = hasDiff
        self.hasSimulation = hasSimulation
    }
}

/// Why an agreement, or an amendment of the charter, cannot be enacted.
public enum EnactingRefusal: Hashable, Sendable {
    /// It says of itself that it is an example.
    case example
    /// Lint found an error in it.
    case lint(LintFinding)
    /// It expires before it could take effect.
    case expired
    /// No privacy officer of this source agency approved it.
    case noSourcePrivacyOfficer(Party)
    /// Beside the privacy officer of this source agency nobody approved it whose home agency is neither of the recipient's
    /// department nor that of the privacy officer.
    case noSecondApprover(Party)
    /// The approval of this account does not count: its home agency is of the department of a recipient.
    case approverOfRecipient(account: String)
    /// The approval of this account does not count: it is of another text.
    case approvalOfOtherText(account: String)
    /// The approval of this account does not count: it is later than the moment of enacting.
    case approvalInFuture(account: String)
    /// It is a widening and this text was not published with its diff and simulation.
    case notPublished
    /// Fewer approvers of different home agencies than are needed.
    case tooFewApprovers(needed: Int, found: Int)
    /// No approver is from outside government.
    case nobodyOutsideGovernment

    /// The code.
    public var code: String {
        switch self {
        case .example: "example"
        case .lint(let finding): "lint:" + finding.code.rawValue
        case .expired: "expired"
        case .noSourcePrivacyOfficer: "no-source-privacy-officer"
        case .noSecondApprover: "no-second-approver"
        case .approverOfRecipient: "approver-of-recipient"
        case .approvalOfOtherText: "approval-of-other-text"
        case .approvalInFuture: "approval-in-future"
        case .notPublished: "not-published"
        case .tooFewApprovers: "too-few-approvers"
        case .nobodyOutsideGovernment: "nobody-outside-government"
        }
    }
}

/// Whether something can be enacted, and from when it holds.
public enum EnactingJudgement: Hashable, Sendable {
    /// It cannot; every reason is named.
    case refused([EnactingRefusal])
    /// It holds from this moment on.
    case takesEffect(at: Instant)
}
