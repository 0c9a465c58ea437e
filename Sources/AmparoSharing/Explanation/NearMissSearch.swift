internal import AmparoModel

/// Looks for near misses of one field: for every permit that speaks of it, what it would take.
struct NearMissSearch {
    /// At most so many are told.
    static let limit = 12

    let book: RuleBook
    let field: CatalogueField
    let original: DecisionRequest

    /// A permit within reach: what it takes so far.
    private struct Candidate {
        var changes: [NearMiss.Change]
        var request: DecisionRequest
        var removed: [Rule] = []
    }

    func search(forOversight: Bool) -> [NearMiss] {
        var found: [NearMiss] = []
        for start in starts(forOversight: forOversight) {
            for permit in book.rules where permit.effect == .permit && permit.isInForce && speaks(permit) {
                for candidate in candidates(start, permit) where discloses(candidate) {
                    found.append(
                        NearMiss(changes: candidate.changes, rule: RuleReference(permit), request: candidate.request))
                }
            }
        }
        return smallest(found)
    }

    /// The request as it is, with every other role at the agency that could declare the purpose, and for oversight with every
    /// other purpose.
    private func starts(forOversight: Bool) -> [Candidate] {
        let terms = book.terms
        guard terms.parties.index(of: original.requester.agency) != nil else { return [] }
        var starts: [Candidate] = []
        let purposes = forOversight ? terms.purposes.leaves.map(\.code) : [original.purpose]
        for role in terms.parties.roles where terms.parties.belongs(role, to: original.requester.agency) {
            for purpose in purposes where terms.purposes.purpose(purpose) != nil && terms.holds(role, purpose) {
                var start = Candidate(changes: [], request: original)
                start.request.fields = [field.number]
                if role.code != original.requester.role { start.changes.append(.role(role.code)) }
                if purpose != original.purpose { start.changes.append(.purpose(purpose)) }
                (start.request.requester.role, start.request.purpose) = (role.code, purpose)
                if let denial = book.accountDenial(start.request) {
                    guard [.neverAttested, .attestationExpired, .attestationInFuture].contains(denial) else { continue }
                    start.changes.append(.account(denial))
                    start.request.requester.attestedOn = WashingtonTime.day(of: original.at)
                }
                starts.append(start)
            }
        }
        return starts
    }

    private func speaks(_ rule: Rule) -> Bool {
        (rule.classes.contains(field.fieldClass) || rule.transforms[field.number] != nil)
            && (rule.holder.map { book.terms.parties.covers($0, field.holder) } ?? true)
    }

    private func reaches(_ rule: Rule, _ request: DecisionRequest) -> Bool {
        let (terms, asker) = (book.terms, request.requester)
        let parties = rule.effect == .permit ? [asker.agency] : [asker.agency, asker.homeAgency]
        return parties.contains { names(rule.recipients, $0, asker.role) }
            && (rule.purposes.isEmpty || rule.purposes.contains { terms.purposes.covers($0, request.purpose) })
            && (rule.subjects.isEmpty || rule.subjects.contains(request.subject))
            && (rule.operations.isEmpty || rule.operations.contains(request.operation))
    }

    private func names(_ recipients: Recipients, _ party: Party, _ role: String) -> Bool {
        (recipients.agency.map { book.terms.parties.covers($0, party) } ?? true)
            && (recipients.roles.isEmpty || recipients.roles.contains(role))
    }

    /// What it takes that the permit holds and no prohibition stands in its way: one candidate for each way round them.
    private func candidates(_ start: Candidate, _ permit: Rule) -> [Candidate] {
        guard reaches(permit, start.request) else { return [] }
        var candidate = start
        if permit.layer == .agreement, candidate.request.isStoppedByTheLog {
            candidate.request.lacksQuorum = false
            candidate.changes.append(.quorum)
        }
        if !permit.span.contains(candidate.request.at) {
            guard permit.span.from.microseconds < permit.span.until?.microseconds ?? .max else { return [] }
            let late = candidate.request.at.microseconds >= permit.span.from.microseconds
            let moment = late ? (permit.span.until?.microseconds ?? 0) - 1 : permit.span.from.microseconds
            candidate.request.at = Instant(microseconds: moment)
            candidate.request.requester.attestedOn = WashingtonTime.day(of: candidate.request.at)
            candidate.changes.append(.date(permit.span))
        }
        for condition in permit.conditions where condition.holds(candidate.request.facts) != .yes {
            condition.satisfy(&candidate.request.facts)
            candidate.changes.append(.condition(condition))
        }
        var candidates = [candidate]
        for rule in book.rules where rule.effect == .prohibit && rule.isInForce && speaks(rule) {
            guard rule.layer != .agreement || permit.layer == .agreement else { continue }
            candidates = candidates.flatMap { waysRound(rule, $0) }
        }
        return candidates
    }

    private func waysRound(_ rule: Rule, _ candidate: Candidate) -> [Candidate] {
        guard reaches(rule, candidate.request), rule.span.contains(candidate.request.at),
            !rule.conditions.contains(where: { $0.holds(candidate.request.facts) == .no })
        else { return [candidate] }
        let asker = candidate.request.requester
        let exceptions = rule.exceptions.filter { exception in
            // What is lifted must be lifted for the agency and for the home agency.
            [asker.agency, asker.homeAgency].allSatisfy { party in
                exception.to.map { names($0, party, asker.role) } ?? true
            }
        }
        if exceptions.contains(where: { $0.conditions.allSatisfy { $0.holds(candidate.request.facts) == .yes } }) {
            return [candidate]
        }
        var ways: [Candidate] = []
        for condition in rule.conditions where condition.holds(candidate.request.facts) == .unknown {
            var way = candidate
            condition.deny(&way.request.facts)
            way.changes.append(.knownNot(condition))
            ways.append(way)
        }
        for exception in exceptions {
            var way = candidate
            for condition in exception.conditions where condition.holds(way.request.facts) != .yes {
                condition.satisfy(&way.request.facts)
                way.changes.append(.condition(condition))
            }
            ways.append(way)
        }
        if rule.layer == .agreement {
            var way = candidate
            way.removed.append(rule)
            way.changes.append(.agreement(RuleReference(rule)))
            ways.append(way)
        }
        return ways
    }

    /// Whether it really would be disclosed: the engine has the last word.
    private func discloses(_ candidate: Candidate) -> Bool {
        guard !candidate.changes.isEmpty else { return false }
        let book: RuleBook?
        if candidate.removed.isEmpty {
            book = self.book
        } else {
            let rules = self.book.rules.filter { speaks($0) && !candidate.removed.contains($0) }
            book = try? RuleBook(floor: rules, orders: [], mandates: [], agreements: [], terms: self.book.terms)
        }
        return book?.decide(candidate.request).disclosesAnything ?? false
    }

    /// Those that no other is part of, the shortest first.
    private func smallest(_ found: [NearMiss]) -> [NearMiss] {
        let sorted = found.sorted {
            ($0.changes.count, $0.code, $0.rule.code) < ($1.changes.count, $1.code, $1.rule.code)
        }
        var kept: [NearMiss] = []
        for miss in sorted where !kept.contains(where: { Set($0.changes).isSubset(of: miss.changes) }) {
            kept.append(miss)
        }
        return Array(kept.prefix(NearMissSearch.limit))
    }
}

extension RuleBook {
    /// The near misses of a field that is not given: the smallest changes of role, date, condition or agreement that would have
    /// given it. What the floor or an order closes without exception has none. On demand: it takes far longer than a decision.
    ///
    /// - Parameter forOversight: whether changed purposes are told too; never to whoever asked.
    /// - Returns: at most twelve, the smallest first; none for a field that is given.
    public func nearMisses(
        _ request: DecisionRequest, _ number: FieldNumber, forOversight: Bool = false
    ) -> [NearMiss] {
        var alone = request
        alone.fields = [number]
        guard let field = terms.catalogue[number], !decide(alone).disclosesAnything else { return [] }
        return NearMissSearch(book: self, field: field, original: alone).search(forOversight: forOversight)
    }

    /// Whom to ask when something that protects the child is not given for want of a permit: the privacy officer of the
    /// agency that holds the source. Nil where a rule closes it, and for other purposes.
    public func whomToAsk(_ request: DecisionRequest, _ decision: FieldDecision) -> (role: String, agency: Party)? {
        let protective = ["child-welfare", "court", "labor-protection", "subject-access"]
        guard decision.outcome.measure == 0, decision.rule.layer == .fallback || decision.rule.layer == .account,
            protective.contains(where: { terms.purposes.covers($0, request.purpose) }),
            let holder = terms.catalogue[decision.field]?.holder
        else { return nil }
        let role = holder.isPart(of: Party(code: "hhs.orr")) ? "orr-privacy-officer" : "privacy-officer"
        return (role, holder)
    }
}
