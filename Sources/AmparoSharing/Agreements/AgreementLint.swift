internal import AmparoModel

/// What is wrong, or without effect, in a set of agreements. It looks at what is written; whether one book ever discloses more
/// than another, `Disclosure.compare` tells.
public struct AgreementLint {
    let agreements: [Agreement]
    let terms: SharingTerms
    let floor: [Rule]

    /// Checks agreements beside each other and against the floor.
    ///
    /// - Parameters:
    ///   - agreements: all that are, or are to be, in force.
    ///   - terms: the words.
    ///   - floor: the rules of the floor.
    /// - Returns: the findings, by agreement, clause and code.
    public static func check(_ agreements: [Agreement], terms: SharingTerms, floor: [Rule]) -> [LintFinding] {
        let lint = AgreementLint(agreements: agreements, terms: terms, floor: floor)
        var findings: [LintFinding] = []
        for (index, agreement) in agreements.enumerated() {
            findings += lint.terms(of: agreement) + lint.versions(of: agreement, at: index)
            for clause in agreement.clauses {
                findings += lint.words(of: clause, in: agreement) + lint.floor(over: clause, in: agreement)
                findings += lint.others(beside: clause, in: agreement)
            }
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
            return agreement.renews == nil ? [] : [LintFinding(.wrongTerm, agreement.name)]
        }
        let months = agreement.renews == nil ? 18 : 12
        let start = WashingtonTime.day(of: agreement.effective)
        let limit = WashingtonTime.start(of: start.adding(months: months))
        var findings: [LintFinding] = []
        if agreement.expires.microseconds > limit.microseconds {
            findings.append(LintFinding(.wrongTerm, agreement.name))
        }
        guard let renewed = agreement.renews else { return findings }
        guard let original = agreements.first(where: { $0.name == renewed }) else {
            return findings + [LintFinding(.unknownPredecessor, agreement.name, other: renewed.description)]
        }
        if original.renews != nil || original.kind != .matching || !agreement.saysTheSame(as: original) {
            findings.append(LintFinding(.wrongTerm, agreement.name, other: renewed.description))
        }
        return findings
    }

    private func versions(of agreement: Agreement, at index: Int) -> [LintFinding] {
        var findings: [LintFinding] = []
        for other in agreements.dropFirst(index + 1) where other.id == agreement.id {
            let together = agreement.span.overlaps(other.span)
            let replaced = agreement.replaces == other.name || other.replaces == agreement.name
            if other.version == agreement.version || together && !replaced {
                findings.append(LintFinding(.overlappingVersions, agreement.name, other: other.name.description))
            }
        }
        if let replaced = agreement.replaces, !agreements.contains(where: { $0.name == replaced }) {
            findings.append(LintFinding(.unknownPredecessor, agreement.name, other: replaced.description))
        }
        if isInCycle(agreement) {
            findings.append(
                LintFinding(.replacementCycle, agreement.name, other: agreement.replaces?.description))
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

    private func words(of clause: Rule, in agreement: Agreement) -> [LintFinding] {
        var findings: [LintFinding] = []
        func isParty(_ code: String) -> Bool {
            let members = terms.parties.groups[code] ?? [Party(code: code)]
            return members.allSatisfy { member in agreement.parties.contains { member.isPart(of: $0) } }
        }
        if clause.effect == .permit {
            let ends = [clause.holder, clause.recipients.agency].compactMap { $0 }
            for end in ends where !isParty(end) {
                findings.append(LintFinding(.notAParty, agreement.name, clause: clause.clause, other: end))
            }
        }
        for code in clause.recipients.roles {
            guard let role = terms.parties.role(code), let agency = clause.recipients.agency else { continue }
            if !terms.parties.parties.contains(where: {
                terms.parties.covers(agency, $0.party) && terms.parties.belongs(role, to: $0.party)
            }) {
                findings.append(LintFinding(.roleOutsideAgency, agreement.name, clause: clause.clause, other: code))
            }
        }
        if clause.effect == .permit, LintScope(clause, terms).asks.isEmpty,
            !findings.contains(where: { $0.code == .roleOutsideAgency })
        {
            findings.append(LintFinding(.purposeOfNobody, agreement.name, clause: clause.clause))
        }
        return findings
    }

    private func floor(over clause: Rule, in agreement: Agreement) -> [LintFinding] {
        guard clause.effect == .permit else { return [] }
        let scope = LintScope(clause, terms)
        return floor.filter { $0.effect == .prohibit && $0.isInForce && $0.span.overlaps(clause.span) }.compactMap {
            rule in
            let shared = LintScope(rule, terms).recipients.intersection(scope.recipients)
            let classes = scope.classes.intersection(rule.classes)
            guard !shared.isEmpty, !classes.isEmpty else { return nil }
            return LintFinding(
                rule.exceptions.isEmpty ? .liftsFloor : .floorLimits, agreement.name, clause: clause.clause,
                other: RuleReference(rule).code, classes: classes)
        }
    }

    private func others(beside clause: Rule, in agreement: Agreement) -> [LintFinding] {
        let scope = LintScope(clause, terms)
        var findings: [LintFinding] = []
        for other in agreements.flatMap(\.clauses) where !other.isSame(as: clause) && other.span.overlaps(clause.span) {
            let beside = LintScope(other, terms)
            let code = RuleReference(other).code
            if clause.effect == .permit, other.effect == .prohibit {
                // Only a prohibition that always holds where the permit does takes all effect from it.
                let classes = scope.classes.intersection(beside.classes)
                if !classes.isEmpty, !scope.asks.isDisjoint(with: beside.asks),
                    scope.sharesHolder(with: beside, classes),
                    Set(other.conditions).isSubset(of: clause.conditions), other.appliesWhere(clause)
                {
                    findings.append(
                        LintFinding(
                            .contradiction, agreement.name, clause: clause.clause, other: code, classes: classes))
                }
            } else if clause.effect == other.effect, beside.says(everythingOf: scope),
                !scope.says(everythingOf: beside) || other.decides(before: clause)
            {
                findings.append(LintFinding(.shadowed, agreement.name, clause: clause.clause, other: code))
            }
        }
        return findings
    }
}
