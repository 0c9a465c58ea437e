import AmparoModel
import AmparoSharing

/// The decision, written down as docs/sharing.md says it: rule by rule, field by field, slowly. It knows nothing of tables, and
/// nothing of how the engine compares a party, a purpose or a condition.
struct ReferenceInterpreter {
    let book: RuleBook
    let request: DecisionRequest

    static func decide(_ book: RuleBook, _ request: DecisionRequest) -> Decision {
        ReferenceInterpreter(book: book, request: request).decision
    }

    var decision: Decision {
        if let denial {
            let rule = RuleReference(account: denial)
            return Decision(
                fields: request.fields.map { FieldDecision(field: $0, outcome: .withhold, rule: rule) })
        }
        // What does not depend on the field is looked at once.
        let live = book.rules.map { (rule: $0, holds: holds($0)) }.filter { $0.holds != .no }
        return Decision(fields: request.fields.map { decide($0, live) })
    }

    // MARK: The account

    private var denial: AccountDenial? {
        let parties = book.terms.parties
        let requester = request.requester
        if !parties.parties.contains(where: { $0.party == requester.agency }) { return .unknownAgency }
        if !parties.parties.contains(where: { $0.party == requester.homeAgency }) { return .unknownHomeAgency }
        guard let role = parties.roles.first(where: { $0.code == requester.role }) else { return .unknownRole }
        guard let purpose = book.terms.purposes.purposes.first(where: { $0.code == request.purpose }) else {
            return .unknownPurpose
        }
        if book.terms.purposes.purposes.contains(where: { $0.parent == purpose.code }) { return .purposeNotALeaf }
        if !role.parties.contains(where: { stands(requester.agency.code, below: $0.code) }) { return .roleNotOfAgency }
        if !role.purposes.contains(where: { lies(purpose.code, below: $0) }) { return .purposeNotOfRole }
        guard let attested = requester.attestedOn else { return .neverAttested }
        let days = WashingtonTime.day(of: request.at).days(since: attested)
        return days > 90 ? .attestationExpired : days < 0 ? .attestationInFuture : nil
    }

    // MARK: The words

    private func stands(_ party: String, below code: String) -> Bool {
        if let group = book.terms.parties.groups[code] { return group.contains { stands(party, below: $0.code) } }
        return party == code || party.hasPrefix(code + ".")
    }

    private func lies(_ purpose: String, below code: String) -> Bool {
        if purpose == code { return true }
        guard let parent = book.terms.purposes.purposes.first(where: { $0.code == purpose })?.parent else {
            return false
        }
        return lies(parent, below: code)
    }

    /// While the log lacks its witnesses, agreements give nothing to DHS.
    private var isStopped: Bool {
        request.lacksQuorum
            && [request.requester.agency, request.requester.homeAgency].contains { stands($0.code, below: "dhs") }
    }

    // MARK: Whether a rule holds

    private func holds(_ rule: Rule) -> Tristate {
        let after = request.at.microseconds >= rule.span.from.microseconds
        let before = rule.span.until.map { request.at.microseconds < $0.microseconds } ?? true
        guard rule.isInForce, after, before,
            rule.purposes.isEmpty || rule.purposes.contains(where: { lies(request.purpose, below: $0) }),
            rule.subjects.isEmpty || rule.subjects.contains(request.subject),
            rule.operations.isEmpty || rule.operations.contains(request.operation)
        else { return .no }
        let agency = holds(rule, for: request.requester.agency.code)
        return rule.effect == .permit ? agency : either(agency, holds(rule, for: request.requester.homeAgency.code))
    }

    private func holds(_ rule: Rule, for recipient: String) -> Tristate {
        guard names(rule.recipients, recipient) else { return .no }
        var holds = all(rule.conditions)
        for exception in rule.exceptions {
            guard exception.to.map({ names($0, recipient) }) ?? true else { continue }
            switch all(exception.conditions) {
            case .yes: holds = .no
            case .unknown: holds = holds == .no ? .no : .unknown
            case .no: break
            }
        }
        return holds
    }

    private func names(_ recipients: Recipients, _ party: String) -> Bool {
        (recipients.agency.map { stands(party, below: $0) } ?? true)
            && (recipients.roles.isEmpty || recipients.roles.contains(request.requester.role))
    }

    private func either(_ a: Tristate, _ b: Tristate) -> Tristate {
        a == .yes || b == .yes ? .yes : a == .unknown || b == .unknown ? .unknown : .no
    }

    private func all(_ conditions: [Condition]) -> Tristate {
        let answers = conditions.map(answer)
        return answers.contains(.no) ? .no : answers.contains(.unknown) ? .unknown : .yes
    }

    private func answer(_ condition: Condition) -> Tristate {
        let facts = request.facts
        func among(_ codes: Set<String>?, _ code: String) -> Tristate {
            guard let codes else { return .unknown }
            return codes.contains(code) ? .yes : .no
        }
        switch condition {
        case .stage(let stages):
            guard let stage = facts.stage else { return .unknown }
            return stages.contains(stage) ? .yes : .no
        case .fact(.ownDocket): return facts.ownDocket
        case .fact(.ownArea): return facts.ownArea
        case .fact(.consent): return facts.consent
        case .fact(.courtOrder): return facts.courtOrder
        case .fact(.emergency): return facts.emergency
        case .fact(.holdsRecord): return facts.holdsRecord
        case .fact(.ofRecord): return facts.ofRecord
        case .hearingWithinDays(let limit):
            if facts.hearing == .unknown { return .unknown }
            return (0...limit).contains { facts.hearing == .inDays($0) } ? .yes : .no
        case .ageUnder(let limit):
            guard let age = facts.age else { return .unknown }
            let under = age.map { $0 < limit }
            return !under.contains(false) ? .yes : !under.contains(true) ? .no : .unknown
        case .ageAtLeast(let limit):
            guard let age = facts.age else { return .unknown }
            let over = age.map { $0 >= limit }
            return !over.contains(false) ? .yes : !over.contains(true) ? .no : .unknown
        case .inPopulation(let code): return among(facts.populations, code)
        case .evidence(let code): return among(facts.evidence, code)
        case .reportOf(let code): return among(facts.reports, code)
        }
    }

    // MARK: The layers

    private typealias Live = (rule: Rule, holds: Tristate)

    private func decide(_ number: FieldNumber, _ live: [Live]) -> FieldDecision {
        guard let field = book.terms.catalogue[number] else {
            return FieldDecision(field: number, outcome: .withhold, rule: RuleReference(account: .unknownField))
        }
        let about = live.filter { speaks($0.rule, of: field) }
        func rules(_ layer: Layer, _ effect: Effect) -> [Live] {
            let rules = about.filter { $0.rule.layer == layer && $0.rule.effect == effect }
            return rules.count < 2 ? rules : rules.sorted { $0.rule.decides(before: $1.rule) }
        }
        func withheld(_ rule: Rule?) -> FieldDecision {
            FieldDecision(field: number, outcome: .withhold, rule: rule.map(RuleReference.init) ?? .noPermit)
        }
        func best(certain: Bool, agreements: Bool) -> (rule: Rule, outcome: Outcome)? {
            var best: (rule: Rule, outcome: Outcome)?
            for layer in [Layer.order, .mandate] + (agreements ? [.agreement] : []) {
                for (rule, holds) in rules(layer, .permit) where holds == .yes || !certain {
                    let outcome = rule.transforms[number].map(Outcome.transform) ?? .disclose
                    if best == nil || outcome.measure > best!.outcome.measure { best = (rule, outcome) }
                }
            }
            return best
        }
        var unsure: Rule?
        for layer in [Layer.floor, .order] {
            let prohibitions = rules(layer, .prohibit)
            if let certain = prohibitions.first(where: { $0.holds == .yes }) { return withheld(certain.rule) }
            unsure = unsure ?? prohibitions.first?.rule
        }
        let forbidding = rules(.agreement, .prohibit)
        let certain = forbidding.first { $0.holds == .yes }?.rule
        let forbidden = certain ?? forbidding.first?.rule
        if unsure == nil, let permit = best(certain: true, agreements: forbidden == nil && !isStopped) {
            var obligations = permit.rule.obligations
            for (rule, _) in about where rule.effect == .oblige { obligations.formUnion(rule.obligations) }
            return FieldDecision(
                field: number, outcome: permit.outcome, rule: RuleReference(permit.rule), obligations: obligations)
        }
        if let possible = best(certain: false, agreements: certain == nil && !isStopped) {
            let decisive = unsure ?? (possible.rule.layer == .agreement ? forbidden : nil) ?? possible.rule
            return FieldDecision(field: number, outcome: .undetermined, rule: RuleReference(decisive))
        }
        if isStopped, unsure == nil, best(certain: false, agreements: certain == nil) != nil {
            return FieldDecision(field: number, outcome: .withhold, rule: .logWithoutQuorum)
        }
        return withheld(unsure ?? forbidden)
    }

    private func speaks(_ rule: Rule, of field: CatalogueField) -> Bool {
        (rule.classes.classes.contains(field.fieldClass) || rule.transforms[field.number] != nil)
            && (rule.holder.map { stands(field.holder.code, below: $0) } ?? true)
    }
}
