internal import AmparoModel

/// What is wrong, or without effect, in a set of agreements. It looks at what is written; whether one book ever discloses more
/// than another, `Disclosure.compare` tells.
public struct AgreementLint {
    let agreements: [Agreement]
    let terms: SharingTerms
    /// The prohibitions of the floor that are marked in force, written out.
    let floor: [LintScope]
    /// The clauses of all agreements, written out.
    let scopes: [LintScope]

    private init(_ agreements: [Agreement], terms: SharingTerms, floor: [Rule]) {
        self.agreements = agreements
        self.terms = terms
        let asks = LintScope.allAsks(terms)
        self.floor = floor.filter { $0.effect == .prohibit && $0.isInForce }.map { LintScope($0, terms, asks) }
        scopes = agreements.flatMap(\.clauses).map { LintScope($0, terms, asks) }
    }

    /// Checks agreements beside each other and against the floor.
    ///
    /// - Parameters:
    ///   - agreements: all that are, or are to be, in force.
    ///   - terms: the words.
    ///   - floor: the rules of the floor.
    /// - Returns: the findings, by agreement, clause and code.
    public static func check(_ agreements: [Agreement], terms: SharingTerms, floor: [Rule]) -> [LintFinding] {
        let lint = AgreementLint(agreements, terms: terms, floor: floor)
        var findings: [LintFinding] = []
        var scopes = lint.scopes[...]
        for (index, agreement) in agreements.enumerated() {
            findings += lint.terms(of: agreement) + lint.versions(of: agreement, at: index)
            for scope in scopes.prefix(agreement.clauses.count) {
                findings += lint.words(of: scope, in: agreement) + lint.floor(over: scope, in: agreement)
                findings += lint.others(beside: scope, in: agreement)
            }
            scopes = scopes.dropFirst(agreement.clauses.count)
        }
        return findings.sorted {
            ($0.agreement.id, $0.agreement.version, $0.clause ?? "", $0.code.rawValue, $0.other ?? "")
                < ($1.agreement.id, $1.agreement.version, $1.clause ?? "", $1.code.rawValue, $1.other ?? "")
        }
    }

    /// Checks agreements against the shipped words and floor.
    public static func check(_ agreements: [Agreement]) throws(SharingError) -> [LintFinding] {
        check(agreements, terms: try .shipped(), floor: try RuleDocument.shippedFloor().rules)
    }

    // MARK: The agreement as a whole

    /// 5 USC 552a(o)(2): at most 18 months; one renewal of at most a year, when nothing changed and both agencies certified.
    private func terms(of agreement: Agreement) -> [LintFinding] {
        guard agreement.kind == .matching else {
            return agreement.renews == nil ? [] : [LintFinding(.wrongTerm, agreement, at: "renews")]
        }
        let months = agreement.renews == nil ? 18 : 12
        let start = WashingtonTime.day(of: agreement.effective)
        let limit = WashingtonTime.start(of: start.adding(months: months))
        var findings: [LintFinding] = []
        if agreement.expires.microseconds > limit.microseconds {
            findings.append(LintFinding(.wrongTerm, agreement, at: "expires"))
        }
        guard let renewed = agreement.renews else { return findings }
        guard let original = agreements.first(where: { $0.name == renewed }) else {
            return findings + [LintFinding(.unknownPredecessor, agreement, at: "renews", other: renewed.description)]
        }
        if original.renews != nil || original.kind != .matching || !agreement.saysTheSame(as: original) {
            findings.append(LintFinding(.wrongTerm, agreement, at: "renews", other: renewed.description))
        }
        return findings
    }

    private func versions(of agreement: Agreement, at index: Int) -> [LintFinding] {
        var findings: [LintFinding] = []
        for other in agreements.dropFirst(index + 1) where other.id == agreement.id {
            let together = agreement.span.overlaps(other.span)
            let replaced = agreement.replaces == other.name || other.replaces == agreement.name
            if other.version == agreement.version || together && !replaced {
                findings.append(
                    LintFinding(.overlappingVersions, agreement, at: "version", other: other.name.description))
            }
        }
        if let replaced = agreement.replaces, !agreements.contains(where: { $0.name == replaced }),
            !ShippedAgreements.supersededNames.contains(replaced.description)
        {
            findings.append(LintFinding(.unknownPredecessor, agreement, at: "replaces", other: replaced.description))
        }
        if isInCycle(agreement) {
            findings.append(
                LintFinding(.replacementCycle, agreement, at: "replaces", other: agreement.replaces?.description))
        }
        return findings
    }

    private func isInCycle(_ agreement: Agreement) -> Bool {
        var next = agreement.replaces
        for _ in 0...agreements.count {
            guard let name = next else { return false }
            if name == agreement.name { return true }
            next = agreements.first { $0.name == name }?.replaces
        }
        return false
    }

    // MARK: One clause

    private func words(of scope: LintScope, in agreement: Agreement) -> [LintFinding] {
        let clause = scope.rule
        var findings: [LintFinding] = []
        func isParty(_ code: String) -> Bool {
            let members = terms.parties.members(of: code)
            return members.allSatisfy { member in agreement.parties.contains { member.isPart(of: $0) } }
        }
        if clause.effect == .permit {
            let ends = [clause.holder, clause.recipients.agency].compactMap { $0 }
            for end in ends where !isParty(end) {
                findings.append(LintFinding(.notAParty, agreement, clause: clause.clause, other: end))
            }
        }
        for code in clause.recipients.roles {
            guard let role = terms.parties.role(code), let agency = clause.recipients.agency else { continue }
            if !terms.parties.parties.contains(where: {
                terms.parties.covers(agency, $0.party) && terms.parties.belongs(role, to: $0.party)
            }) {
                findings.append(LintFinding(.roleOutsideAgency, agreement, clause: clause.clause, other: code))
            }
        }
        if clause.effect == .permit, scope.asks.isEmpty,
            !findings.contains(where: { $0.code == .roleOutsideAgency })
        {
            findings.append(LintFinding(.purposeOfNobody, agreement, clause: clause.clause))
        }
        return findings
    }

    private func floor(over scope: LintScope, in agreement: Agreement) -> [LintFinding] {
        let clause = scope.rule
        guard clause.effect == .permit else { return [] }
        return floor.filter { $0.rule.span.overlaps(clause.span) }.compactMap { prohibition in
            let classes = scope.classes.intersection(prohibition.rule.classes)
            guard !prohibition.recipients.isDisjoint(with: scope.recipients), !classes.isEmpty else { return nil }
            return LintFinding(
                prohibition.rule.exceptions.isEmpty ? .liftsFloor : .floorLimits, agreement,
                clause: clause.clause, other: RuleReference(prohibition.rule).code, classes: classes)
        }
    }

    private func others(beside scope: LintScope, in agreement: Agreement) -> [LintFinding] {
        let clause = scope.rule
        var findings: [LintFinding] = []
        for other in scopes where !other.rule.isSame(as: clause) && other.rule.span.overlaps(clause.span) {
            let code = RuleReference(other.rule).code
            if clause.effect == .permit, other.rule.effect == .prohibit {
                // Only a prohibition that always holds where the permit does takes all effect from it.
                let classes = scope.classes.intersection(other.rule.classes)
                if !classes.isEmpty, !scope.asks.isDisjoint(with: other.asks), scope.sharesField(with: other),
                    Set(other.rule.conditions).isSubset(of: clause.conditions), other.rule.appliesWhere(clause)
                {
                    findings.append(
                        LintFinding(
                            .contradiction, agreement, clause: clause.clause, other: code, classes: classes))
                }
            } else if clause.effect == other.rule.effect, other.says(everythingOf: scope),
                !scope.says(everythingOf: other) || other.rule.decides(before: clause)
            {
                findings.append(LintFinding(.shadowed, agreement, clause: clause.clause, other: code))
            }
        }
        return findings
    }
}
