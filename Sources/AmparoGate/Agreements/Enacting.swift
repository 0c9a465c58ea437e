internal import AmparoModel
internal import AmparoSharing

/// Whose approval an agreement still needs, and whether it opens something. The rules are `EnactingRules`; here
/// accounts of the store are put to them, and an approval that could never count is refused when it is given, with its
/// reason.
struct Enacting {
    /// One way in which fields go: who gives, and the departments of those who are given.
    private struct Way {
        var source: String
        var departments: Set<String>
    }

    let agreement: Agreement
    let terms: SharingTerms
    private let ways: [Way]

    init(_ agreement: Agreement, _ terms: SharingTerms) {
        self.agreement = agreement
        self.terms = terms
        let permits = agreement.clauses.filter { $0.effect == .permit }
        ways = Set(permits.compactMap(\.holder)).sorted().map { source in
            let recipients = permits.filter { $0.holder == source }.compactMap(\.recipients.agency)
            return Way(
                source: source,
                departments: Set(recipients.flatMap(terms.parties.members).map(\.department)))
        }
    }

    /// The agencies whose fields it permits to leave.
    var sources: [String] { ways.map(\.source) }

    /// Refuses an account whose approval could never count beside those there are. `approvers`.
    func requireUseful(_ account: Account, beside approvers: [Account]) throws {
        let home = Account.department(of: account.homeAgency)
        let isOfSource = ways.contains { way in
            account.isPrivacyOfficer && Account.covers(account.agency, way.source)
                && (!way.departments.contains(home) || home == Account.department(of: way.source))
        }
        guard isOfSource || ways.isEmpty || ways.contains(where: { !$0.departments.contains(home) }) else {
            throw GovernanceError(
                .approvers,
                "An approver is the source agency's privacy officer, or of a department that receives nothing by it; "
                    + "somebody on detail counts for the home agency.")
        }
        let needsOfficer = ways.contains { way in
            Account.covers(account.agency, way.source)
                && !approvers.contains { $0.isPrivacyOfficer && Account.covers($0.agency, way.source) }
        }
        guard !approvers.contains(where: { $0.sharesHome(with: account) }) || isOfSource && needsOfficer else {
            throw GovernanceError(
                .approvers, "Somebody of this home agency has approved it; the other must be of another.")
        }
    }

    /// Whether these approvals are enough. An agreement that only forbids gives nothing away; two of two home agencies
    /// enact it.
    func isEnough(_ approvers: [Account], at moment: Instant) -> Bool {
        guard !ways.isEmpty else {
            return approvers.contains { a in approvers.contains { !$0.sharesHome(with: a) } }
        }
        let approvals = approvers.map { account in
            Approval(
                account: account.id, role: account.role, agency: Party(code: account.agency),
                homeAgency: Party(code: account.homeAgency), hash: agreement.contentHash, at: moment)
        }
        let judgement = EnactingRules.judge(
            agreement, approvals: approvals, widening: false, publication: nil, findings: [], at: moment, terms: terms)
        guard case .refused(let refusals) = judgement else { return true }
        // The term was looked at when it was approved; here only who approved counts.
        return refusals.allSatisfy { $0 == .expired }
    }

    /// Whether a book with the agreement would ever disclose more than the book as it stands, from a moment on. What
    /// cannot be told is a widening.
    func isWidening(beside enacted: [Agreement], at moment: Instant) -> Bool {
        let answer = try? EnactingRules.isWidening(
            agreement, of: enacted, book: { agreements throws(SharingError) in try .standard(agreements: agreements) },
            at: moment)
        return answer ?? true
    }
}
