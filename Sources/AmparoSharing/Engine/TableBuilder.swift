internal import AmparoModel

/// Lays out blocks of rules.
struct TableBuilder {
    let terms: SharingTerms
    let groups: [FieldGroups.Group]
    private(set) var atoms: [Condition] = []
    private(set) var atomNumbers: [Condition: Int] = [:]

    init(terms: SharingTerms, groups: [FieldGroups.Group]) {
        self.terms = terms
        self.groups = groups
    }

    /// Adds a block of at most 64 rules for one party.
    mutating func add(_ rules: [(offset: Int, element: Rule)], party: Party, to tables: inout CompiledTables) {
        var block = CompiledTables.Block()
        block.rules = Int32(tables.ruleNumbers.count)
        tables.ruleNumbers += rules.map { Int32($0.offset) }
        let plain = rules.map(\.element)
        addMoments(plain, &block, &tables)
        block.words = Int32(tables.words.count)
        tables.words += bits(terms.parties.roles) { role, rule in
            rule.recipients.roles.isEmpty || rule.recipients.roles.contains(role.code)
        }(plain)
        tables.words += bits(terms.purposes.purposes) { [terms] purpose, rule in
            rule.purposes.isEmpty || rule.purposes.contains { terms.purposes.covers($0, purpose.code) }
        }(plain)
        tables.words += bits(SubjectKind.allCases) { $1.subjects.isEmpty || $1.subjects.contains($0) }(plain)
        tables.words += bits(Operation.allCases) { $1.operations.isEmpty || $1.operations.contains($0) }(plain)
        tables.words += bits(groups) { [terms] group, rule in
            rule.classes.contains(group.fieldClass)
                && (rule.holder.map { terms.parties.covers($0, group.holder) } ?? true)
        }(plain)
        addConditions(plain, &block, &tables)
        addForms(plain, &block, &tables)
        addExceptions(plain, party, &block, &tables)
        tables.blocks.append(block)
    }

    /// For each of some things a word with the bits of the rules that hold for it.
    private func bits<Thing>(_ things: [Thing], _ holds: @escaping (Thing, Rule) -> Bool) -> ([Rule]) -> [UInt64] {
        { rules in
            things.map { thing in
                rules.enumerated().reduce(0) { holds(thing, $1.element) ? $0 | 1 << UInt64($1.offset) : $0 }
            }
        }
    }

    private func addMoments(_ rules: [Rule], _ block: inout CompiledTables.Block, _ tables: inout CompiledTables) {
        var moments: Set<Int64> = [.min]
        for rule in rules {
            moments.insert(rule.span.from.microseconds)
            if let until = rule.span.until { moments.insert(until.microseconds) }
        }
        let sorted = moments.sorted()
        block.moments = Int32(tables.moments.count)
        block.momentWords = Int32(tables.words.count)
        block.momentCount = Int32(sorted.count)
        tables.moments += sorted
        tables.words += bits(sorted) { $1.span.contains(Instant(microseconds: $0)) }(rules)
    }

    private mutating func addConditions(
        _ rules: [Rule], _ block: inout CompiledTables.Block, _ tables: inout CompiledTables
    ) {
        var masks: [Int: UInt64] = [:]
        for (bit, rule) in rules.enumerated() {
            for condition in rule.conditions { masks[number(condition), default: 0] |= 1 << UInt64(bit) }
        }
        let sorted = masks.sorted { $0.key < $1.key }
        block.conditions = Int32(tables.conditions.count)
        block.conditionWords = Int32(tables.words.count)
        block.conditionCount = Int32(sorted.count)
        tables.conditions += sorted.map { UInt16(truncatingIfNeeded: $0.key) }
        tables.words += sorted.map(\.value)
    }

    private func addForms(_ rules: [Rule], _ block: inout CompiledTables.Block, _ tables: inout CompiledTables) {
        struct Key: Hashable {
            let field: FieldNumber
            let transform: Transform
        }
        var masks: [Key: UInt64] = [:]
        for (bit, rule) in rules.enumerated() {
            for (field, transform) in rule.transforms {
                guard let holder = terms.catalogue[field]?.holder,
                    rule.holder.map({ terms.parties.covers($0, holder) }) ?? true
                else { continue }
                masks[Key(field: field, transform: transform), default: 0] |= 1 << UInt64(bit)
            }
        }
        let sorted = masks.sorted { ($0.key.field, $0.key.transform) < ($1.key.field, $1.key.transform) }
        block.forms = Int32(tables.forms.count)
        block.formCount = Int32(sorted.count)
        tables.forms += sorted.map {
            CompiledTables.Form(field: $0.key.field.rawValue, transform: $0.key.transform, rules: $0.value)
        }
    }

    private mutating func addExceptions(
        _ rules: [Rule], _ party: Party, _ block: inout CompiledTables.Block, _ tables: inout CompiledTables
    ) {
        block.exceptions = Int32(tables.exceptions.count)
        for (bit, rule) in rules.enumerated() {
            for exception in rule.exceptions {
                if let agency = exception.to?.agency, !terms.parties.covers(agency, party) { continue }
                let named = exception.to?.roles ?? []
                let roles = terms.parties.roles.enumerated().reduce(UInt64(0)) {
                    named.isEmpty || named.contains($1.element.code) ? $0 | 1 << UInt64($1.offset) : $0
                }
                let start = tables.exceptionConditions.count
                tables.exceptionConditions += exception.conditions.map { UInt16(truncatingIfNeeded: number($0)) }
                tables.exceptions.append(
                    CompiledTables.Exception(
                        rule: 1 << UInt64(bit), roles: roles, conditions: start..<tables.exceptionConditions.count))
            }
        }
        block.exceptionCount = Int32(tables.exceptions.count) - block.exceptions
    }

    private mutating func number(_ condition: Condition) -> Int {
        if let number = atomNumbers[condition] { return number }
        atomNumbers[condition] = atoms.count
        atoms.append(condition)
        return atoms.count - 1
    }
}
