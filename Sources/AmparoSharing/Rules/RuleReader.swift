internal import AmparoModel

/// Reads the parts that floor, orders, mandates and agreements share.
struct RuleReader {
    let parties: PartyTree
    let purposes: PurposeTree
    let catalogue: FieldCatalogue

    static let permitMembers = [
        "from", "to", "purposes", "classes", "subjects", "operations", "when", "transform", "obligations",
    ]
    static let prohibitMembers = ["from", "to", "purposes", "classes", "subjects", "operations", "when", "unless"]
    static let obligeMembers = ["from", "to", "purposes", "classes", "subjects", "operations", "when", "obligations"]

    /// Reads the body of a rule into `rule`, whose name, layer, dates and citation are set.
    func body(_ node: DocumentNode, effect: Effect, into rule: inout Rule) throws(SharingError) {
        let known =
            switch effect {
            case .permit: RuleReader.permitMembers
            case .prohibit: RuleReader.prohibitMembers
            case .oblige: RuleReader.obligeMembers
            }
        let members = try DocumentMembers(node, known: known)
        rule.effect = effect
        if let from = members["from"] { rule.holder = try party(from) }
        rule.recipients = try recipients(members.required("to"))
        rule.purposes = try members["purposes"]?.elements().mapped(purpose) ?? []
        rule.subjects = Set(try members["subjects"]?.elements().mapped(subject) ?? [])
        rule.operations = Set(try members["operations"]?.elements().mapped(operation) ?? [])
        rule.conditions = try members["when"].mapped(conditions) ?? []
        rule.exceptions = try members["unless"]?.elements().mapped(exception) ?? []
        rule.transforms = try members["transform"].mapped(transforms) ?? [:]
        rule.obligations = try members["obligations"].mapped(obligations) ?? ObligationSet()
        if let classes = members["classes"] {
            rule.classes = FieldClassSet(try classes.elements().mapped(fieldClass))
        } else if effect == .oblige {
            rule.classes = .all
        } else if rule.transforms.isEmpty {
            throw node.fail(.missing, "classes are missing; name the classes of fields this is about")
        }
    }

    func party(_ node: DocumentNode) throws(SharingError) -> String {
        let code = try node.text()
        guard parties.knows(code) else { throw node.fail(.unknownParty, "no party or group is called \(code)") }
        return code
    }

    func recipients(_ node: DocumentNode) throws(SharingError) -> Recipients {
        guard node.isMapping else { return Recipients(agency: try party(node)) }
        let members = try DocumentMembers(node, known: ["agency", "roles"])
        let agency = try party(members.required("agency"))
        var roles: [String] = []
        for role in try members["roles"]?.elements() ?? [] {
            let code = try role.text()
            guard parties.role(code) != nil else { throw role.fail(.unknownRole, "no role is called \(code)") }
            roles.append(code)
        }
        return Recipients(agency: agency, roles: roles.sorted())
    }

    private func purpose(_ node: DocumentNode) throws(SharingError) -> String {
        let code = try node.text()
        guard purposes.purpose(code) != nil else { throw node.fail(.unknownPurpose, "no purpose is called \(code)") }
        return code
    }

    private func fieldClass(_ node: DocumentNode) throws(SharingError) -> FieldClass {
        let code = try node.text()
        guard let found = FieldClass(code: code) else {
            throw node.fail(.unknownClass, "no class of fields is called \(code)")
        }
        return found
    }

    private func subject(_ node: DocumentNode) throws(SharingError) -> SubjectKind {
        try node.word("subject", SubjectKind.init(rawValue:), SubjectKind.allCases.map(\.rawValue))
    }

    private func operation(_ node: DocumentNode) throws(SharingError) -> Operation {
        try node.word("operation", Operation.init(rawValue:), Operation.allCases.map(\.rawValue))
    }

    private func exception(_ node: DocumentNode) throws(SharingError) -> Rule.Exception {
        let members = try DocumentMembers(node, known: ["to", "when"])
        guard members["to"] != nil || members["when"] != nil else {
            throw node.fail(.missing, "an exception without to and when lifts everything; say for whom or when")
        }
        return Rule.Exception(
            to: try members["to"].mapped(recipients), conditions: try members["when"].mapped(conditions) ?? [])
    }

    private func transforms(_ node: DocumentNode) throws(SharingError) -> [FieldNumber: Transform] {
        var transforms: [FieldNumber: Transform] = [:]
        for member in try node.members() {
            guard let field = catalogue[member.name] else {
                throw member.key.fail(.unknownField, "no field is called \(member.name)")
            }
            let code = try member.value.text()
            guard let transform = Transform(code: code), field.transforms.contains(transform) else {
                throw member.value.fail(
                    .unknownTransform,
                    "\(member.name) has no form \(code); one of: \(field.transforms.map(\.code).joined(separator: ", "))"
                )
            }
            transforms[field.number] = transform
        }
        return transforms
    }
}

extension RuleReader {
    /// Reads the conditions of `when`, in an order of their own, so that the order of writing never matters.
    func conditions(_ node: DocumentNode) throws(SharingError) -> [Condition] {
        var conditions: [Condition] = []
        for member in try node.members() { conditions += try condition(member.name, member.key, member.value) }
        return conditions.sorted { $0.sortKey < $1.sortKey }
    }

    private func condition(
        _ name: String, _ key: DocumentNode, _ value: DocumentNode
    ) throws(SharingError) -> [Condition] {
        if let fact = Condition.Fact(rawValue: name) {
            guard try value.flag() else {
                throw value.fail(.badValue, "only true can be asked; leave \(name) out where it does not matter")
            }
            return [.fact(fact)]
        }
        switch name {
        case "stage":
            let stages = try value.oneOrMore().mapped { (node) throws(SharingError) in
                try node.word("stage", Stage.init(rawValue:), Stage.allCases.map(\.rawValue))
            }
            guard !stages.isEmpty else { throw value.fail(.badValue, "a stage is expected here") }
            return [.stage(Set(stages))]
        case "hearingWithinDays": return [.hearingWithinDays(try value.number(0...3650))]
        case "ageUnder": return [.ageUnder(try value.number(1...120))]
        case "ageAtLeast": return [.ageAtLeast(try value.number(1...120))]
        case "inPopulation": return [.inPopulation(try value.code())]
        case "evidence": return [.evidence(try value.code())]
        case "reportOf":
            let code = try value.text()
            guard Condition.reports.contains(code) else {
                throw value.fail(.badValue, "one of: \(Condition.reports.joined(separator: ", "))")
            }
            return [.reportOf(code)]
        default:
            throw key.fail(.unknownCondition, "no condition is called \(name); the vocabulary is in docs/sharing.md")
        }
    }

    /// Reads obligations: words, and `retain-days` and `review-in-hours` with a number.
    func obligations(_ node: DocumentNode) throws(SharingError) -> ObligationSet {
        var set = ObligationSet()
        for element in try node.elements() {
            if element.isMapping {
                for member in try element.members() {
                    switch member.name {
                    case "retain-days": set.retain(days: UInt16(try member.value.number(1...36_500)))
                    case "review-in-hours": set.review(hours: UInt16(try member.value.number(1...8760)))
                    default: throw member.key.fail(.unknownObligation, "no obligation is called \(member.name)")
                    }
                }
                continue
            }
            let code = try element.text()
            guard let flag = ObligationSet.Flag.allCases.first(where: { $0.code == code }) else {
                throw element.fail(.unknownObligation, "no obligation is called \(code)")
            }
            set.insert(flag)
        }
        return set
    }
}

extension Condition {
    /// Orders conditions by name, then by value.
    var sortKey: String { name + " " + valueText }

    /// The value as text; empty for a yes-or-no fact.
    var valueText: String {
        switch self {
        case .stage(let stages): stages.map(\.rawValue).sorted().joined(separator: ",")
        case .fact: ""
        case .hearingWithinDays(let limit), .ageUnder(let limit), .ageAtLeast(let limit): String(limit)
        case .inPopulation(let code), .evidence(let code), .reportOf(let code): code
        }
    }
}

extension DocumentNode {
    /// A word of a closed list.
    func word<Word>(
        _ what: String, _ make: (String) -> Word?, _ words: [String]
    ) throws(SharingError) -> Word {
        let code = try text()
        guard let word = make(code) else {
            throw fail(.badValue, "no \(what) is called \(code); one of: \(words.joined(separator: ", "))")
        }
        return word
    }

    /// A code of the deployment: 1 to 80 of the letters a-z, digits, dots and hyphens.
    func code() throws(SharingError) -> String {
        let code = try text()
        let allowed = code.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        }
        guard allowed, (1...80).contains(code.utf8.count) else {
            throw fail(.badValue, "a code is 1 to 80 of a-z, 0-9, dot and hyphen")
        }
        return code
    }
}

extension Sequence {
    /// `map` that keeps the type of the error.
    func mapped<Value>(_ transform: (Element) throws(SharingError) -> Value) throws(SharingError) -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try transform(element)) }
        return values
    }
}

extension Optional {
    /// `map` that keeps the type of the error.
    func mapped<Value>(_ transform: (Wrapped) throws(SharingError) -> Value) throws(SharingError) -> Value? {
        guard let self else { return nil }
        return try transform(self)
    }
}
