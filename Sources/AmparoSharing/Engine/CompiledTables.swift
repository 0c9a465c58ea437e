internal import AmparoModel

/// The rules of a book as words of bits.
///
/// Rules are laid out, for each party that they can reach, in blocks of 64 in the order in which they decide. A block holds one
/// word for each role, purpose, subject, operation and group of fields (class and holder), with a bit for each rule; a few
/// words for the moments at which rules begin and end; and a word for each condition that one of its rules asks for. So a
/// decision costs a few dozen word operations for 64 rules, however many agreements there are.
struct CompiledTables: Sendable {
    /// What a table is for. Rules of one layer and effect never mix.
    enum Purpose: Int, CaseIterable {
        case floorProhibits
        case orderProhibits
        case agreementProhibits
        case orderPermits
        case mandatePermits
        case agreementPermits
        case obliges

        init?(_ rule: Rule) {
            switch (rule.effect, rule.layer) {
            case (.oblige, _): self = .obliges
            case (.prohibit, .floor): self = .floorProhibits
            case (.prohibit, .order): self = .orderProhibits
            case (.prohibit, .agreement): self = .agreementProhibits
            case (.permit, .order): self = .orderPermits
            case (.permit, .mandate): self = .mandatePermits
            case (.permit, .agreement): self = .agreementPermits
            default: return nil
            }
        }
    }

    /// Where the parts of a block stand.
    struct Block {
        /// In `ruleNumbers`: the place of each rule in the book, by bit.
        var rules: Int32 = 0
        /// In `moments`, and in `words` the rules in force from that moment on; the first moment is the beginning of time.
        var moments: Int32 = 0
        var momentWords: Int32 = 0
        var momentCount: Int32 = 0
        /// In `words`: roles, purposes, subjects, operations, groups, in that order.
        var words: Int32 = 0
        /// In `conditions`, and in `words` the rules that ask for it.
        var conditions: Int32 = 0
        var conditionWords: Int32 = 0
        var conditionCount: Int32 = 0
        /// In `forms`.
        var forms: Int32 = 0
        var formCount: Int32 = 0
        /// In `exceptions`.
        var exceptions: Int32 = 0
        var exceptionCount: Int32 = 0
    }

    /// Rules that permit a field in a lesser form, and so permit no other form of it.
    struct Form {
        let field: UInt16
        let transform: Transform
        let rules: UInt64
    }

    /// A case in which a rule of a block does not hold.
    struct Exception {
        let rule: UInt64
        /// The roles it is for, one bit each.
        let roles: UInt64
        /// In `exceptionConditions`.
        let conditions: Range<Int>
    }

    /// The numbers of things that have a word each in a block, in its order.
    struct Widths {
        let roles: Int
        let purposes: Int
        let subjects = SubjectKind.allCases.count
        let operations = Operation.allCases.count
        let groups: Int
        var total: Int { roles + purposes + subjects + operations + groups }
    }

    let widths: Widths
    var blocks: [Block] = []
    /// For each purpose of a table and each party: its blocks.
    var tables: [Range<Int>] = []
    var words: [UInt64] = []
    var moments: [Int64] = []
    var ruleNumbers: [Int32] = []
    var conditions: [UInt16] = []
    var forms: [Form] = []
    var exceptions: [Exception] = []
    var exceptionConditions: [UInt16] = []
    /// The conditions of all rules, each once.
    var atoms: [Condition] = []
    /// The group of each field of the catalogue.
    let groupOfField: [UInt8]
    /// Whether any rule permits a lesser form of the field.
    var hasForms: [Bool]
    private let partyCount: Int

    func table(_ purpose: Purpose, party: Int) -> Range<Int> { tables[purpose.rawValue * partyCount + party] }

    /// Lays out the rules of a book, which stand in the order in which they decide.
    ///
    /// - Throws: `SharingError` with code `.tooMany` when there are more words than a decision can hold in bits.
    init(rules: [Rule], terms: SharingTerms) throws(SharingError) {
        let grouping = FieldGroups(terms.catalogue)
        let counts = [
            grouping.groups.count, terms.parties.roles.count, terms.parties.parties.count,
            terms.purposes.purposes.count,
        ]
        guard counts.allSatisfy({ (1...64).contains($0) }) else {
            throw SharingError(
                .tooMany, "at most 64 parties, roles, purposes, and pairs of a class and a holder, fit; use fewer")
        }
        widths = Widths(
            roles: terms.parties.roles.count, purposes: terms.purposes.purposes.count, groups: grouping.groups.count)
        groupOfField = grouping.groupOfField
        hasForms = Array(repeating: false, count: terms.catalogue.fields.count)
        partyCount = terms.parties.parties.count
        var builder = TableBuilder(terms: terms, groups: grouping.groups)
        for rule in rules { for field in rule.transforms.keys { hasForms[Int(field.rawValue)] = true } }
        let numbered = Array(rules.enumerated()).filter { $0.element.isInForce }
        for purpose in Purpose.allCases {
            let own = numbered.filter { Purpose($0.element) == purpose }
            for party in terms.parties.parties {
                let reaching = own.filter { rule in
                    rule.element.recipients.agency.map { terms.parties.covers($0, party.party) } ?? true
                }
                let start = blocks.count
                for offset in stride(from: 0, to: reaching.count, by: 64) {
                    builder.add(
                        Array(reaching[offset..<min(offset + 64, reaching.count)]), party: party.party, to: &self)
                }
                tables.append(start..<blocks.count)
            }
        }
        guard builder.atomNumbers.count <= Int(UInt16.max) else {
            throw SharingError(.tooMany, "more than 65,535 different conditions; use fewer")
        }
        atoms = builder.atoms
    }
}

/// The pairs of a class and a holder that fields have: what rules tell apart.
struct FieldGroups {
    struct Group: Hashable {
        let fieldClass: FieldClass
        let holder: Party
    }

    private(set) var groups: [Group] = []
    private(set) var groupOfField: [UInt8] = []

    init(_ catalogue: FieldCatalogue) {
        var numbers: [Group: Int] = [:]
        for field in catalogue.fields {
            let group = Group(fieldClass: field.fieldClass, holder: field.holder)
            let number = numbers[group] ?? groups.count
            if number == groups.count {
                numbers[group] = number
                groups.append(group)
            }
            groupOfField.append(UInt8(truncatingIfNeeded: number))
        }
    }
}
