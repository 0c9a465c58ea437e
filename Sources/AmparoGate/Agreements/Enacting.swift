internal import AmparoModel
internal import AmparoSharing

/// Whose approval an agreement needs, and whether it opens something (SHARING.md, "Enacting").
///
/// Needed are, for each agency whose fields it permits to leave, that agency's privacy officer; and one approver whose home
/// agency is neither in a recipient's department nor the first's. Somebody on detail counts for the home agency: an official
/// of the recipient who works for the source agency approves nothing.
struct Enacting {
    let agreement: Agreement
    let terms: SharingTerms
    /// The agencies whose fields it permits to leave.
    let sources: Set<String>
    /// The departments to which it permits fields.
    let recipientDepartments: Set<String>

    init(_ agreement: Agreement, _ terms: SharingTerms) {
        self.agreement = agreement
        self.terms = terms
        let permits = agreement.clauses.filter { $0.effect == .permit }
        sources = Set(permits.compactMap(\.holder))
        recipientDepartments = Set(
            permits.compactMap(\.recipients.agency).flatMap { code in
                (terms.parties.groups[code] ?? [Party(code: code)]).map(\.department)
            })
    }

    /// Whether an account can be the privacy officer of a source.
    func speaks(_ account: Account, for source: String) -> Bool {
        let home = Party(code: account.homeAgency)
        let isOfRecipient = recipientDepartments.contains(home.department) && !terms.parties.covers(source, home)
        return account.isPrivacyOfficer && account.agency == source && !isOfRecipient
    }

    /// Whether an account can be the one from elsewhere.
    func isFromElsewhere(_ account: Account) -> Bool {
        !recipientDepartments.contains(Account.department(of: account.homeAgency))
            && !recipientDepartments.contains(Account.department(of: account.agency))
    }

    /// Refuses an account whose approval could never count beside those there are. `approvers`.
    func requireUseful(_ account: Account, beside approvers: [Account]) throws {
        let isSource = sources.contains { speaks(account, for: $0) }
        guard isSource || isFromElsewhere(account) else {
            throw GovernanceError(
                .approvers,
                "An approver is the source agency's privacy officer, or of a department that receives nothing by it; somebody on "
                    + "detail counts for the home agency.")
        }
        guard !approvers.contains(where: { $0.sharesHome(with: account) }) else {
            throw GovernanceError(
                .approvers, "Somebody of this home agency has approved it; the other must be of another.")
        }
    }

    /// Whether these approvals are enough.
    func isEnough(_ approvers: [Account]) -> Bool {
        let officers = sources.map { source in approvers.first { speaks($0, for: source) } }
        guard !officers.isEmpty, !officers.contains(where: { $0 == nil }) else {
            return sources.isEmpty && approvers.count >= 2
        }
        let first = officers.compactMap(\.self)
        return approvers.contains { account in
            isFromElsewhere(account) && !first.contains { $0.sharesHome(with: account) }
        }
    }

    /// Whether it opens anything that the agreements it stands beside do not open by themselves: it is no widening only when
    /// each of its permits lies within one permit of the agreement it replaces, and nothing that one forbade is allowed.
    /// What cannot be told for certain is a widening.
    func isWidening(replacing old: Agreement?) -> Bool {
        let permits = agreement.clauses.filter { $0.effect == .permit }
        let prohibitions = agreement.clauses.filter { $0.effect != .permit }
        guard let old else { return !permits.isEmpty }
        let isWithin = permits.allSatisfy { new in
            old.clauses.contains { $0.effect == .permit && new.isWithin($0, terms) }
        }
        let keeps = old.clauses.allSatisfy { clause in
            clause.effect == .permit || prohibitions.contains { $0.saysTheSame(as: clause) }
        }
        let isShorter = agreement.expires.microseconds <= old.expires.microseconds
        return !(isWithin && keeps && isShorter)
    }
}

extension Rule {
    /// Whether this permit opens nothing that `other` does not.
    fileprivate func isWithin(_ other: Rule, _ terms: SharingTerms) -> Bool {
        let isToOthers = other.recipients.agency.map { whole in
            recipients.agency.map { terms.parties.covers(whole, Party(code: $0)) } ?? false
        }
        let rolesFit =
            other.recipients.roles.isEmpty
            || !recipients.roles.isEmpty && Set(recipients.roles).isSubset(of: other.recipients.roles)
        let purposesFit = purposes.allSatisfy { own in other.purposes.contains { terms.purposes.covers($0, own) } }
        let classesFit = Set(classes.classes).isSubset(of: other.classes.classes)
        let formsFit = transforms == other.transforms
        let subjectsFit = other.subjects.isEmpty || !subjects.isEmpty && subjects.isSubset(of: other.subjects)
        let operationsFit = other.operations.isEmpty || !operations.isEmpty && operations.isSubset(of: other.operations)
        let conditionsFit = Set(other.conditions).isSubset(of: conditions)
        let obligationsFit = Set(other.obligations.codes).isSubset(of: obligations.codes)
        return holder == other.holder && isToOthers ?? true && rolesFit && purposesFit && classesFit && formsFit
            && subjectsFit && operationsFit && conditionsFit && obligationsFit
    }

    /// Whether two clauses say the same, whatever they are called.
    fileprivate func saysTheSame(as other: Rule) -> Bool {
        effect == other.effect && holder == other.holder && recipients == other.recipients && purposes == other.purposes
            && classes == other.classes && subjects == other.subjects && operations == other.operations
            && conditions == other.conditions && exceptions == other.exceptions && obligations == other.obligations
    }
}
