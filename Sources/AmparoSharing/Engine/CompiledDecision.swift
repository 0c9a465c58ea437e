internal import AmparoModel

/// Decides one request on the compiled tables. What it decides is written down, slowly and plainly, in the reference interpreter of
/// the tests; both agree.
struct CompiledDecision {
    private typealias Live = TableSearch.Live

    /// The first rule that holds for certain, and the first that may hold; `none` where there is none.
    private struct Found {
        static let none = Int32.max
        var certain = Found.none
        var possible = Found.none
    }

    /// A permit: how much it gives and by which rule.
    private struct Permit {
        var outcome: Outcome
        var rule: Int32
    }

    private let book: RuleBook
    private let search: TableSearch
    /// Whether permits of agreements count: not for DHS while the log lacks its quorum.
    private let agreementsGive: Bool
    private let floor: [Live]
    private let orders: [Live]
    private let agreements: [Live]
    private let permits: [[Live]]
    private let obliging: [Live]

    init(book: RuleBook, search: TableSearch, agency: Int, home: Int, agreementsGive: Bool) {
        self.agreementsGive = agreementsGive
        self.book = book
        self.search = search
        let tables = search.tables
        func live(_ purpose: CompiledTables.Purpose, home: Int?) -> [Live] {
            var found = tables.table(purpose, party: agency).compactMap(search.live)
            if let home, home != agency { found += tables.table(purpose, party: home).compactMap(search.live) }
            return found
        }
        floor = live(.floorProhibits, home: home)
        orders = live(.orderProhibits, home: home)
        agreements = live(.agreementProhibits, home: home)
        permits = [CompiledTables.Purpose.orderPermits, .mandatePermits, .agreementPermits].map { live($0, home: nil) }
        obliging = live(.obliges, home: home)
    }

    /// Decides the fields: once for each group of fields, and once for each field of which a lesser form is permitted.
    func decide(_ fields: [FieldNumber]) -> Decision {
        var byGroup: [FieldDecision?] = Array(repeating: nil, count: search.tables.widths.groups)
        var decisions: [FieldDecision] = []
        decisions.reserveCapacity(fields.count)
        for field in fields {
            let number = Int(field.rawValue)
            guard number < search.tables.groupOfField.count else {
                decisions.append(
                    FieldDecision(field: field, outcome: .withhold, rule: RuleReference(account: .unknownField)))
                continue
            }
            let group = Int(search.tables.groupOfField[number])
            if search.tables.hasForms[number] {
                decisions.append(decide(field, group: group, forms: true))
            } else if let known = byGroup[group] {
                decisions.append(
                    FieldDecision(
                        field: field, outcome: known.outcome, rule: known.rule, obligations: known.obligations))
            } else {
                let decision = decide(field, group: group, forms: false)
                byGroup[group] = decision
                decisions.append(decision)
            }
        }
        return Decision(fields: decisions)
    }

    private func decide(_ field: FieldNumber, group: Int, forms: Bool) -> FieldDecision {
        let prohibited = first(floor, group)
        if prohibited.certain != Found.none { return withheld(field, prohibited.certain) }
        let ordered = first(orders, group)
        if ordered.certain != Found.none { return withheld(field, ordered.certain) }
        // An unknown fact satisfies a prohibition; only one that is certain makes the answer certain.
        let unsure = prohibited.possible != Found.none ? prohibited.possible : ordered.possible
        let forbidden = first(agreements, group)
        if unsure == Found.none,
            let permit = best(
                field, group, certain: true, forms, agreements: agreementsGive && forbidden.possible == Found.none)
        {
            var obligations = book.rules[Int(permit.rule)].obligations
            oblige(group, &obligations)
            return FieldDecision(
                field: field, outcome: permit.outcome, rule: book.references[Int(permit.rule)],
                obligations: obligations)
        }
        let forbidding = forbidden.certain != Found.none ? forbidden.certain : forbidden.possible
        let mayGive = forbidden.certain == Found.none
        if let possible = best(field, group, certain: false, forms, agreements: agreementsGive && mayGive) {
            var decisive = possible.rule
            if unsure != Found.none {
                decisive = unsure
            } else if book.rules[Int(possible.rule)].layer == .agreement, forbidding != Found.none {
                decisive = forbidding
            }
            return FieldDecision(field: field, outcome: .undetermined, rule: book.references[Int(decisive)])
        }
        if !agreementsGive, unsure == Found.none, best(field, group, certain: false, forms, agreements: mayGive) != nil
        {
            return FieldDecision(field: field, outcome: .withhold, rule: .logWithoutQuorum)
        }
        return withheld(field, unsure != Found.none ? unsure : forbidding)
    }

    private func withheld(_ field: FieldNumber, _ rule: Int32) -> FieldDecision {
        FieldDecision(
            field: field, outcome: .withhold, rule: rule == Found.none ? .noPermit : book.references[Int(rule)])
    }

    private func first(_ live: [Live], _ group: Int) -> Found {
        var found = Found()
        for block in live {
            let rules = search.rules(of: block, group: group)
            let (certain, possible) = (block.certain & rules, block.possible & rules)
            if certain != 0 { found.certain = min(found.certain, search.first(certain, of: block)) }
            if possible != 0 { found.possible = min(found.possible, search.first(possible, of: block)) }
        }
        return found
    }

    /// The permit that gives most; of equals the one in the strictest layer, then the first in the order of the book.
    private func best(
        _ field: FieldNumber, _ group: Int, certain: Bool, _ forms: Bool, agreements: Bool
    ) -> Permit? {
        var best: Permit?
        for live in agreements ? permits[...] : permits.dropLast() {
            for block in live {
                let holding = certain ? block.certain : block.possible
                var whole = holding & search.rules(of: block, group: group)
                if forms { lesser(field, holding, block, whole: &whole, best: &best) }
                if whole != 0 { return Permit(outcome: .disclose, rule: search.first(whole, of: block)) }
            }
        }
        return best
    }

    /// Takes the rules that permit a lesser form of the field out of `whole`, and the best of those forms into `best`.
    private func lesser(
        _ field: FieldNumber, _ holding: UInt64, _ live: Live, whole: inout UInt64, best: inout Permit?
    ) {
        let block = search.tables.blocks[live.block]
        for offset in 0..<Int(block.formCount) {
            let form = search.tables.forms[Int(block.forms) + offset]
            guard form.field == field.rawValue else { continue }
            whole &= ~form.rules
            let rules = holding & form.rules
            let outcome = Outcome.transform(form.transform)
            if rules != 0, outcome.measure > best?.outcome.measure ?? 0 {
                best = Permit(outcome: outcome, rule: search.first(rules, of: live))
            }
        }
    }

    private func oblige(_ group: Int, _ obligations: inout ObligationSet) {
        for block in obliging {
            var rules = block.possible & search.rules(of: block, group: group)
            while rules != 0 {
                obligations.formUnion(book.rules[Int(search.first(rules, of: block))].obligations)
                rules &= rules - 1
            }
        }
    }
}

extension RuleBook {
    /// Decides. Never throws and never crashes: whatever is wrong with the request is a denial.
    public func decide(_ request: DecisionRequest) -> Decision {
        let asker: Asker
        switch check(request) {
        case .denied(let denial):
            let rule = RuleReference(account: denial)
            return Decision(fields: request.fields.map { FieldDecision(field: $0, outcome: .withhold, rule: rule) })
        case .mayAsk(let known): asker = known
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(tables.atoms.count, 1)) { answers in
            answers.initialize(repeating: 255)
            let search = TableSearch(
                tables: tables, facts: request.facts, moment: request.at.microseconds, role: asker.role,
                purpose: asker.purpose, subject: request.subject.place, operation: request.operation.place,
                answers: answers)
            return CompiledDecision(
                book: self, search: search, agency: asker.agency, home: asker.home,
                agreementsGive: !request.isStoppedByTheLog
            ).decide(request.fields)
        }
    }
}

extension DecisionRequest {
    private static let department = Party(code: "dhs")

    /// Whether agreements give nothing to whoever asks: somebody of DHS, or on detail from there, while the log lacks its
    /// quorum. Orders and mandates go on.
    var isStoppedByTheLog: Bool {
        lacksQuorum
            && (requester.agency.isPart(of: Self.department) || requester.homeAgency.isPart(of: Self.department))
    }
}

extension SubjectKind {
    /// The place among all.
    var place: Int {
        switch self {
        case .child: 0
        case .sponsor: 1
        case .householdMember: 2
        }
    }
}

extension Operation {
    /// The place among all.
    var place: Int {
        switch self {
        case .view: 0
        case .list: 1
        case .searchHit: 2
        case .export: 3
        case .print: 4
        case .notify: 5
        case .api: 6
        case .aggregate: 7
        }
    }
}
