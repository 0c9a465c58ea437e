import AmparoModel

@testable import AmparoSharing

/// Numbers that depend on a seed alone (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ one: Int, in many: Int) -> Bool { Int.random(in: 0..<many, using: &self) < one }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }

    mutating func some<Value>(_ values: [Value], atLeast: Int = 0) -> [Value] {
        let count = Int.random(in: atLeast...max(atLeast, min(3, values.count)), using: &self)
        return (0..<count).map { _ in pick(values) }
    }
}

/// Random rules, books and requests over few words, so that rules meet often.
struct RandomRules {
    var numbers: SeededNumbers
    let terms: SharingTerms
    static let moments = (0..<12).map { Instant(microseconds: 1_767_225_600_000_000 + Int64($0) * 86_400_000_000) }

    init(seed: UInt64) throws {
        numbers = SeededNumbers(seed: seed)
        terms = try SharingTerms(
            parties: PartyTree(yaml: RandomRules.parties, file: "parties"),
            purposes: PurposeTree(yaml: RandomRules.purposes, file: "purposes"),
            catalogue: RandomRules.catalogue)
    }

    private static let parties = """
        version: 1
        parties:
          a: { en: a, es: a }
          a.x: { en: a, es: a }
          a.x.y: { en: a, es: a }
          dhs: { en: a, es: a }
          dhs.x: { en: a, es: a }
          c: { en: a, es: a }
        groups:
          g: { of: [a.x, c], en: a, es: a }
        roles:
          one: { of: [a], purposes: [p, r] }
          two: { of: [dhs, c], purposes: [p.1, q] }
          three: { of: [a.x, dhs.x], purposes: [q.1, r] }
        """

    private static let purposes = """
        version: 1
        purposes:
          p: { dpv: x, en: x, es: x, below: { p.1: { dpv: x, en: x, es: x }, p.2: { dpv: x, en: x, es: x } } }
          q: { dpv: x, en: x, es: x, below: { q.1: { dpv: x, en: x, es: x } } }
          r: { dpv: x, en: x, es: x }
        """

    private static let classes: [FieldClass] = [.court, .identity, .clinical]

    private static let catalogue = FieldCatalogue(
        declarations: ["a", "a.x", "dhs"].flatMap { holder in
            classes.flatMap { fieldClass in
                (0..<2).map { number in
                    FieldDeclaration(
                        name: "\(fieldClass.code).\(holder)\(number)", fieldClass: fieldClass,
                        holder: Party(code: holder), transforms: Transform.allCases)
                }
            }
        })

    mutating func condition() -> Condition {
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0: .stage(Set(numbers.some([Stage.inCare, .released], atLeast: 1)))
        case 1: .hearingWithinDays(numbers.pick([0, 30]))
        case 2: .ageUnder(numbers.pick([14, 18]))
        case 3: .ageAtLeast(numbers.pick([14, 18]))
        case 4: .inPopulation("n")
        case 5: .evidence(numbers.pick(["e", "f"]))
        case 6: .reportOf("abuse")
        default: .fact(numbers.pick([.ownDocket, .consent]))
        }
    }

    private mutating func conditions() -> [Condition] {
        let count = numbers.pick([0, 0, 1, 1, 2])
        return (0..<count).map { _ in condition() }
    }

    private mutating func recipients() -> Recipients {
        Recipients(
            agency: numbers.pick([nil, "a", "a.x", "a.x.y", "dhs", "dhs.x", "c", "g"]),
            roles: numbers.chance(1, in: 3) ? numbers.some(["one", "two", "three"], atLeast: 1) : [])
    }

    mutating func rule(_ number: Int, layer: Layer? = nil, effect: Effect? = nil) -> Rule {
        let layer = layer ?? numbers.pick([.floor, .order, .mandate, .mandate, .agreement, .agreement, .agreement])
        let effect = effect ?? self.effect(layer)
        let kind: RuleKind =
            switch layer {
            case .floor: numbers.pick([.law, .charter])
            case .order: .order
            case .mandate: .mandate
            default: .agreement
            }
        var rule = Rule.empty(layer: layer, kind: kind, id: "r\(number % 7)", version: number)
        rule.clause = layer == .agreement ? "c\(number)" : nil
        rule.hash = ContentHash(of: "\(number)")
        rule.effect = effect
        rule.holder = numbers.pick([nil, "a", "a.x", "dhs", "g"])
        rule.recipients = recipients()
        rule.purposes = numbers.chance(1, in: 2) ? [] : numbers.some(["p", "p.1", "q", "q.1", "r"], atLeast: 1)
        rule.classes = FieldClassSet(numbers.some(RandomRules.classes, atLeast: 1))
        rule.subjects = numbers.chance(1, in: 6) ? [numbers.pick([.child, .sponsor])] : []
        rule.operations = numbers.chance(1, in: 6) ? [numbers.pick([.view, .export])] : []
        rule.conditions = conditions()
        if effect == .prohibit, numbers.chance(1, in: 3) {
            rule.exceptions = [
                Rule.Exception(to: numbers.chance(1, in: 2) ? recipients() : nil, conditions: conditions())
            ]
        }
        if effect == .permit, numbers.chance(1, in: 2) {
            for field in (0..<4).map({ _ in numbers.pick(terms.catalogue.fields).number }) {
                rule.transforms[field] = numbers.pick(Transform.allCases)
            }
        }
        if effect != .prohibit {
            rule.obligations = ObligationSet(numbers.some(ObligationSet.Flag.allCases))
            if numbers.chance(1, in: 3) { rule.obligations.retain(days: UInt16(numbers.pick([30, 90]))) }
        }
        rule.span = TimeSpan(
            from: numbers.pick(RandomRules.moments),
            until: numbers.chance(1, in: 3) ? numbers.pick(RandomRules.moments) : nil)
        rule.isInForce = !numbers.chance(1, in: 12)
        return rule
    }

    private mutating func effect(_ layer: Layer) -> Effect {
        switch layer {
        case .floor: numbers.pick([.prohibit, .prohibit, .oblige])
        case .mandate: numbers.pick([.permit, .permit, .permit, .oblige])
        default: numbers.pick([.prohibit, .permit, .permit, .permit])
        }
    }

    /// Rules of mostly permits; now and then more than a block of the engine holds.
    mutating func rules() -> [Rule] {
        let count = numbers.chance(1, in: 40) ? 150 : Int.random(in: 1...14, using: &numbers)
        return (0..<count).map { rule($0) }
    }

    /// A book of rules of any layers.
    func book(_ rules: [Rule]) throws -> RuleBook {
        try RuleBook(floor: rules, orders: [], mandates: [], agreements: [], terms: terms)
    }

    private mutating func tristate() -> Tristate { numbers.pick([.no, .yes, .yes, .unknown]) }

    mutating func facts() -> SubjectFacts {
        var facts = SubjectFacts()
        facts.stage = numbers.pick([nil, .inCare, .released])
        for fact in [Condition.Fact.ownDocket, .consent] { facts[fact] = tristate() }
        facts.hearing = numbers.pick([.unknown, .none, .inDays(0), .inDays(30), .inDays(31), .inDays(-1)])
        facts.age = numbers.pick([nil, 13...13, 14...14, 13...14, 17...18, 15...16])
        facts.populations = numbers.pick([nil, [], ["n"]])
        facts.evidence = numbers.pick([nil, [], ["e"], ["e", "f"]])
        facts.reports = numbers.pick([nil, [], ["abuse"]])
        return facts
    }

    mutating func request() -> DecisionRequest {
        // Mostly accounts that may ask; now and then one that may not.
        let asks = [("a", "one"), ("a.x", "one"), ("a.x.y", "three"), ("dhs", "two"), ("dhs.x", "three"), ("c", "two")]
        let purposes = ["one": ["p.1", "p.2", "r"], "two": ["p.1", "q.1"], "three": ["q.1", "r"]]
        var (agency, role) = numbers.pick(asks)
        var purpose = numbers.pick(purposes[role] ?? ["r"])
        if numbers.chance(1, in: 40) { purpose = numbers.pick(["p", "nothing", "q.1"]) }
        if numbers.chance(1, in: 40) { role = numbers.pick(["one", "nobody", "two"]) }
        let home = numbers.chance(1, in: 5) ? numbers.pick(["a", "dhs", "c", "a.x.y", "nowhere"]) : agency
        if numbers.chance(1, in: 60) { agency = "nowhere" }
        var fields = numbers.some(terms.catalogue.fields.map(\.number), atLeast: 2)
        if numbers.chance(1, in: 50) { fields.append(.unknown) }
        let moment = numbers.pick(RandomRules.moments)
        let shift = numbers.pick([Int64(-1), 0, 0, 1])
        return DecisionRequest(
            id: "r", at: Instant(microseconds: moment.microseconds + shift), position: 1,
            requester: Requester(
                account: "a", agency: Party(code: agency), homeAgency: Party(code: home), role: role,
                attestedOn: numbers.chance(1, in: 40)
                    ? numbers.pick([nil, Day("2025-10-01"), Day("2026-02-01")]) : Day("2025-12-20")),
            purpose: purpose, operation: numbers.pick([.view, .view, .export, .list]),
            subject: numbers.pick([.child, .child, .sponsor]), facts: facts(), fields: fields,
            lacksQuorum: numbers.chance(1, in: 6))
    }
}
