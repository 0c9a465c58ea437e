public import AmparoModel

/// Who asks: an account as the directory knew it at the moment of the request.
public struct Requester: Hashable, Sendable {
    /// The account's own code.
    public var account: String
    /// Where the person works now: the recipient of whatever is disclosed.
    public var agency: Party
    /// Who employs the person. It differs from `agency` during a detail; prohibitions on either apply.
    public var homeAgency: Party
    /// The role, one of parties.yaml.
    public var role: String
    /// The office, where there is one. No rule asks for it; receipts carry it.
    public var office: String?
    /// The area of the office, where there is one. No rule asks for it; the fact `ownArea` is made of it.
    public var area: String?
    /// The day the agency last confirmed that this person still needs this account; nil when it never did.
    public var attestedOn: Day?

    /// A requester.
    public init(
        account: String, agency: Party, homeAgency: Party, role: String, office: String? = nil, area: String? = nil,
        attestedOn: Day?
    ) {
        self.account = account
        self.agency = agency
        self.homeAgency = homeAgency
        self.role = role
        self.office = office
        self.area = area
        self.attestedOn = attestedOn
    }
}
