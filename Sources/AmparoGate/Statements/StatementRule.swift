internal import AmparoSharing
internal import AmparoStore

/// Who may have the statement of a person: one rule for pages, API and views (SHARING.md, "Statements").
///
/// It lists everybody who was shown anything of the person, so it is for the person, who speaks for the person, who answers
/// for privacy, whoever declared that an accounting is what they came for, and the custodian of the children, whose staff
/// hand it out when a child or a sponsor asks. Work on a case at any other agency is no reason to have it.
struct StatementRule {
    /// The person concerned, and counsel.
    private static let own: Set<String> = ["subject", "subject-counsel", "counsel-of-record"]
    /// Who keeps the record and answers requests for it (6 U.S.C. 279).
    private static let custodian = Party(code: "hhs.orr")
    /// Purposes of accounting: the person's own access, and oversight.
    private static let accounting: Set<String> = ["subject-access", "audit"]

    /// Whether the account may have a statement at all.
    let mayHave: Bool
    /// Whether the account can say that a statement reaches nobody but the person: then reports to protective authorities
    /// stand in it.
    let maySayDelivered: Bool

    /// The rule for a role of an agency that declared a purpose.
    init(role: String, agency: Party, purpose: String) {
        let isOwn = Self.own.contains(role)
        let isPrivacy = role == "privacy-officer" || role == "orr-privacy-officer"
        mayHave =
            isOwn || isPrivacy || agency.isPart(of: Self.custodian) || Self.accounting.contains(purpose)
        maySayDelivered = isOwn || role == "orr-privacy-officer"
    }

    /// An account that there is not may have nothing.
    static let nobody = StatementRule(role: "", agency: Party(code: ""), purpose: "")

    /// The audience, as far as the account can vouch for it.
    func narrowed(_ audience: StatementAudience) -> StatementAudience {
        guard !maySayDelivered else { return audience }
        switch audience {
        case .child: return .child(deliveryChecked: false)
        case .counsel: return .counsel(deliveryChecked: false)
        case .sponsor: return audience
        }
    }
}

extension Gate {
    /// The rule for an account as it stands. Throws `fault`.
    func statementRule(ofAccount name: String, purpose: String) throws(GateError) -> StatementRule {
        do {
            let standing = try journal.database.read { connection in
                try sources.accounts.standing(ofAccount: name, at: now(), on: connection)
            }
            guard let requester = standing?.requester else { return .nobody }
            return StatementRule(role: requester.role, agency: requester.agency, purpose: purpose)
        } catch {
            throw GateError(.fault)
        }
    }
}
