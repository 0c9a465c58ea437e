public import AmparoModel

/// The rules by which agreements are enacted, suspended and renewed, and the charter amended (SHARING.md, "Enacting"). Pure: whose
/// signature it is, and what time it is, the caller has checked.
public enum EnactingRules {
    /// For how long a widening is published before it takes effect.
    public static let publicationDays = 30
    /// For how long an amendment of the charter is published before it takes effect.
    public static let charterDays = 90
    /// How many approvers of different home agencies an amendment of the charter needs.
    public static let charterApprovers = 3

    /// Whether a book with the agreement would ever disclose more, or for fewer obligations, than the book as it is.
    ///
    /// - Throws: `SharingError` as `Disclosure.compare`.
    public static func isWidening(
        _ agreement: Agreement, of agreements: [Agreement], book: ([Agreement]) throws(SharingError) -> RuleBook,
        at moment: Instant
    ) throws(SharingError) -> Bool {
        let before = try book(agreements)
        let after = try book(agreements.filter { $0.name != agreement.name } + [agreement])
        return try Disclosure.changes(before, after, from: moment).contains { $0.direction != .less }
    }

    /// Whether an agreement can be enacted at a moment, and from when it holds: from its own first moment, but not before the
    /// moment itself, and a widening not before 30 days of publication.
    ///
    /// - Parameters:
    ///   - agreement: the proposed text.
    ///   - approvals: of any text, by any account; those that do not count are named where they are missed.
    ///   - widening: whether it is one (`isWidening`).
    ///   - publication: that of this text, when there is one.
    ///   - findings: of lint, over the agreement and those in force.
    ///   - moment: the moment of enacting.
    ///   - terms: the words.
    public static func judge(
        _ agreement: Agreement, approvals: [Approval], widening: Bool, publication: Publication?,
        findings: [LintFinding], at moment: Instant, terms: SharingTerms
    ) -> EnactingJudgement {
        var refusals: [EnactingRefusal] = agreement.isEnactable ? [] : [.example]
        refusals += findings.filter { $0.agreement == agreement.name && $0.code.isError }.map(EnactingRefusal.lint)
        let (counted, uncounted) = countable(approvals, hash: agreement.contentHash, at: moment)
        let missing = lacking(agreement, counted, terms)
        if !missing.isEmpty { refusals += missing + uncounted }
        var start = max(agreement.effective.microseconds, moment.microseconds)
        if widening {
            if let publication, publication.hash == agreement.contentHash, publication.hasDiff,
                publication.hasSimulation,
                publication.at.microseconds <= moment.microseconds
            {
                start = max(start, publication.at.microseconds + Int64(publicationDays) * 86_400_000_000)
            } else {
                refusals.append(.notPublished)
            }
        }
        if start >= agreement.expires.microseconds { refusals.append(.expired) }
        return refusals.isEmpty ? .takesEffect(at: Instant(microseconds: start)) : .refused(refusals)
    }

    /// Whether an approver alone may suspend the agreement, which holds at once: a privacy officer of an agency that gives by it.
    public static func maySuspend(_ agreement: Agreement, _ approver: Approval, terms: SharingTerms) -> Bool {
        directions(agreement, terms).contains { isPrivacyOfficer(approver, of: $0.source, $0, terms) }
    }

    /// Whether an amendment of the charter can be enacted: three approvers of three home agencies, one of them outside government,
    /// and 90 days of publication.
    public static func judgeCharter(
        hash: ContentHash, approvals: [Approval], publication: Publication?, at moment: Instant, terms: SharingTerms
    ) -> EnactingJudgement {
        let (counted, uncounted) = countable(approvals, hash: hash, at: moment)
        var homes: [Party] = []
        for approval in counted where !homes.contains(where: { isSameAgency($0, approval.homeAgency) }) {
            homes.append(approval.homeAgency)
        }
        var refusals: [EnactingRefusal] = []
        if homes.count < charterApprovers {
            refusals.append(.tooFewApprovers(needed: charterApprovers, found: homes.count))
            refusals += uncounted
        }
        if !homes.contains(where: { !terms.parties.covers("government", $0) }) {
            refusals.append(.nobodyOutsideGovernment)
        }
        guard let publication, publication.hash == hash, publication.hasDiff,
            publication.at.microseconds <= moment.microseconds
        else { return .refused(refusals + [.notPublished]) }
        let start = max(moment.microseconds, publication.at.microseconds + Int64(charterDays) * 86_400_000_000)
        return refusals.isEmpty ? .takesEffect(at: Instant(microseconds: start)) : .refused(refusals)
    }
}

extension EnactingRules {
    /// One way in which fields go by an agreement: who gives, and the departments of those who are given.
    private struct Direction {
        let source: String
        var departments: Set<String>
    }

    private static func directions(_ agreement: Agreement, _ terms: SharingTerms) -> [Direction] {
        var directions: [Direction] = []
        for clause in agreement.clauses where clause.effect == .permit {
            guard let source = clause.holder else { continue }
            let named = clause.recipients.agency
            let recipients = terms.parties.members(of: named ?? "")
            let departments = Set(recipients.map(\.department))
            if let index = directions.firstIndex(where: { $0.source == source }) {
                directions[index].departments.formUnion(departments)
            } else {
                directions.append(Direction(source: source, departments: departments))
            }
        }
        return directions
    }

    /// The approvals of this text by this moment, one for each account, and why the others do not count.
    private static func countable(
        _ approvals: [Approval], hash: ContentHash, at moment: Instant
    ) -> (counted: [Approval], uncounted: [EnactingRefusal]) {
        var counted: [Approval] = []
        var uncounted: [EnactingRefusal] = []
        for approval in approvals {
            if approval.hash != hash {
                uncounted.append(.approvalOfOtherText(account: approval.account))
            } else if approval.at.microseconds > moment.microseconds {
                uncounted.append(.approvalInFuture(account: approval.account))
            } else if !counted.contains(where: { $0.account == approval.account }) {
                counted.append(approval)
            }
        }
        return (counted, uncounted)
    }

    private static func lacking(
        _ agreement: Agreement, _ approvals: [Approval], _ terms: SharingTerms
    ) -> [EnactingRefusal] {
        var lacking: [EnactingRefusal] = []
        for direction in directions(agreement, terms) {
            let source = Party(code: direction.source)
            let first = approvals.filter { isPrivacyOfficer($0, of: direction.source, direction, terms) }
            let independent = approvals.filter { !direction.departments.contains($0.homeAgency.department) }
            let paired = first.contains { officer in
                independent.contains {
                    $0.account != officer.account && !isSameAgency($0.homeAgency, officer.homeAgency)
                }
            }
            if first.isEmpty {
                lacking.append(.noSourcePrivacyOfficer(source))
            } else if !paired {
                lacking.append(.noSecondApprover(source))
            }
            if !paired {
                lacking += approvals.filter { direction.departments.contains($0.homeAgency.department) }
                    .map { .approverOfRecipient(account: $0.account) }
            }
        }
        return lacking
    }

    /// Whether this is a privacy officer of the source, or of what the source is part of, who is not on detail from the
    /// recipient's department.
    private static func isPrivacyOfficer(
        _ approval: Approval, of source: String, _ direction: Direction, _ terms: SharingTerms
    ) -> Bool {
        let sources = terms.parties.members(of: source)
        let isOfSource = sources.contains { $0.isPart(of: approval.agency) }
        let home = approval.homeAgency.department
        let isLent = direction.departments.contains(home) && !sources.contains { $0.department == home }
        return ["orr-privacy-officer", "privacy-officer"].contains(approval.role) && isOfSource && !isLent
    }

    /// Whether two home agencies are one: the same, or one part of the other.
    private static func isSameAgency(_ a: Party, _ b: Party) -> Bool { a.isPart(of: b) || b.isPart(of: a) }
}
