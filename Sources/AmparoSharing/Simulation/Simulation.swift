public import AmparoModel

/// A subject of the population as a simulation sees it: what the rules ask, and nothing that tells who it is.
public struct PopulationMember: Hashable, Sendable {
    /// The facts. What depends on the requester (own docket, of record, ...) is assumed by the simulation.
    public var facts: SubjectFacts
    /// How many sponsors are counted with this child; a sponsor of several children is counted with one of them.
    public var sponsors: Int
    /// How many members of their households.
    public var householdMembers: Int
    /// The classes of which the record holds anything about them.
    public var held: FieldClassSet

    /// A member of the population.
    public init(facts: SubjectFacts, sponsors: Int, householdMembers: Int, held: FieldClassSet) {
        self.facts = facts
        self.sponsors = sponsors
        self.householdMembers = householdMembers
        self.held = held
    }
}

/// A count as a simulation tells it.
public enum SimulatedCount: Hashable, Sendable {
    /// The count: 0, or more than ten.
    case exact(Int)
    /// From 1 to 10.
    case suppressed

    /// A count as it is told.
    public init(_ count: Int) { self = (1...10).contains(count) ? .suppressed : .exact(count) }
}

/// Who would newly see what, and who no longer, if one rule book took the place of another: over a population, or over past requests
/// (SHARING.md, "Simulation"). Counts only; cells of 1 to 10 are suppressed; no filter by area, category or subject.
///
/// Children of the same kind, as far as the rules can tell, are decided once: the time does not grow with their number.
public struct Simulation: Sendable {
    /// One line: for a recipient, a purpose and a class of fields.
    public struct Row: Hashable, Sendable {
        /// Who asks.
        public let agency: Party
        /// In which role.
        public let role: String
        /// For which purpose.
        public let purpose: String
        /// The class of the fields.
        public let fieldClass: FieldClass
        /// Whether they would see more, or less. What is only owed differently is not counted.
        public let direction: Disclosure.Change.Direction
        /// Children whose record it concerns; of a replay, requests.
        public let children: SimulatedCount
        /// Sponsors; 0 for classes that are not about sponsors, and of a replay.
        public let sponsors: SimulatedCount
        /// Members of households; 0 for classes that are not about them, and of a replay.
        public let householdMembers: SimulatedCount
    }

    fileprivate struct Counts {
        var children = 0
        var sponsors = 0
        var householdMembers = 0
    }

    private struct Key: Hashable {
        let ask: LintScope.Ask
        let fieldClass: FieldClass
        let more: Bool
    }

    private let before: RuleBook
    private let after: RuleBook
    private let moment: Instant
    private let projection: FactProjection
    private var kinds: [SubjectFacts: [Counts]] = [:]
    private var replayed: [Key: Counts] = [:]

    /// A simulation of the books at a moment.
    ///
    /// - Throws: `SharingError` with code `.badValue` when the books are not made of the same words.
    public init(before: RuleBook, after: RuleBook, at moment: Instant) throws(SharingError) {
        guard before.terms.parties.hash == after.terms.parties.hash,
            before.terms.purposes.hash == after.terms.purposes.hash
        else { throw SharingError(.badValue, "books can be compared only when they are made of the same words") }
        (self.before, self.after, self.moment) = (before, after, moment)
        projection = FactProjection(before.rules + after.rules)
    }

    /// Adds a child of the population, with sponsors and household.
    ///
    /// What depends on the requester is assumed as it would be for the requester whose child it is: own docket, own area, holding
    /// the record, of record; no consent, no court order, no emergency and no evidence.
    public mutating func add(_ member: PopulationMember) {
        var facts = member.facts
        for fact in [Condition.Fact.ownDocket, .ownArea, .holdsRecord, .ofRecord] { facts[fact] = .yes }
        for fact in [Condition.Fact.consent, .courtOrder, .emergency] { facts[fact] = .no }
        facts.evidence = []
        kinds[projection.project(facts), default: Array(repeating: Counts(), count: FieldClass.allCases.count)]
            .add(member)
    }

    /// Adds a request of the past: it is decided by both books at its own time.
    public mutating func replay(_ request: DecisionRequest) {
        guard case .mayAsk(let asker) = after.check(request) else { return }
        let ask = LintScope.Ask(agency: asker.agency, role: asker.role, purpose: asker.purpose)
        for (fieldClass, more) in changes(request) {
            replayed[Key(ask: ask, fieldClass: fieldClass, more: more), default: Counts()].children += 1
        }
    }

    /// The lines for the population, in the order of the trees; lines of nobody are left out.
    public func population() -> [Row] {
        var counts: [Key: Counts] = [:]
        let fields = before.distinctFields(with: after)
        for ask in LintScope.allAsks(before.terms) {
            for (facts, byClass) in kinds {
                for (fieldClass, more) in changes(request(ask, facts, fields)) {
                    counts[Key(ask: ask, fieldClass: fieldClass, more: more), default: Counts()]
                        .add(byClass[Int(fieldClass.rawValue)])
                }
            }
        }
        return rows(counts)
    }

    /// The lines for the requests that were replayed.
    public func replays() -> [Row] { rows(replayed) }

    private func rows(_ counts: [Key: Counts]) -> [Row] {
        func place(_ key: Key) -> (Int, Int, Int, UInt8, Int) {
            (key.ask.agency, key.ask.role, key.ask.purpose, key.fieldClass.rawValue, key.more ? 0 : 1)
        }
        let terms = before.terms
        return counts.filter { $0.value.children > 0 }.sorted { place($0.key) < place($1.key) }.map { key, counts in
            Row(
                agency: terms.parties.parties[key.ask.agency].party, role: terms.parties.roles[key.ask.role].code,
                purpose: terms.purposes.purposes[key.ask.purpose].code, fieldClass: key.fieldClass,
                direction: key.more ? .more : .less, children: SimulatedCount(counts.children),
                sponsors: SimulatedCount(counts.sponsors), householdMembers: SimulatedCount(counts.householdMembers))
        }
    }

    /// The classes of which a field changes, and whether to more; a class can change both ways.
    private func changes(_ request: DecisionRequest) -> [(FieldClass, more: Bool)] {
        var (more, less) = (FieldClassSet(), FieldClassSet())
        let (old, new) = (before.decide(request).fields, after.decide(request).fields)
        for (old, new) in zip(old, new) where old.outcome != new.outcome {
            guard let fieldClass = before.terms.catalogue[old.field]?.fieldClass else { continue }
            if new.outcome.measure > old.outcome.measure { more.bits |= 1 << UInt64(fieldClass.rawValue) }
            if new.outcome.measure < old.outcome.measure { less.bits |= 1 << UInt64(fieldClass.rawValue) }
        }
        return more.classes.map { ($0, true) } + less.classes.map { ($0, false) }
    }

    private func request(_ ask: LintScope.Ask, _ facts: SubjectFacts, _ fields: [FieldNumber]) -> DecisionRequest {
        let terms = before.terms
        let agency = terms.parties.parties[ask.agency].party
        return DecisionRequest(
            id: "simulation", at: moment, position: 0,
            requester: Requester(
                account: "simulation", agency: agency, homeAgency: agency, role: terms.parties.roles[ask.role].code,
                attestedOn: WashingtonTime.day(of: moment)), purpose: terms.purposes.purposes[ask.purpose].code,
            operation: .view, subject: .child, facts: facts, fields: fields)
    }
}

extension Simulation.Counts {
    fileprivate mutating func add(_ other: Simulation.Counts) {
        children += other.children
        sponsors += other.sponsors
        householdMembers += other.householdMembers
    }
}

extension [Simulation.Counts] {
    /// Counts a member with each class that is held of them.
    fileprivate mutating func add(_ member: PopulationMember) {
        for fieldClass in member.held.classes {
            let place = Int(fieldClass.rawValue)
            self[place].children += 1
            if fieldClass.isAboutSponsors { self[place].sponsors += member.sponsors }
            if fieldClass.isAboutHousehold { self[place].householdMembers += member.householdMembers }
        }
    }
}

extension FieldClass {
    /// Whether fields of the class are about sponsors.
    fileprivate var isAboutSponsors: Bool {
        switch self {
        case .sponsorIdentity, .sponsorContact, .sponsorNetwork: true
        default: isAboutSponsorsAndHousehold
        }
    }

    /// Whether fields of the class are about members of a household.
    fileprivate var isAboutHousehold: Bool { self == .household || isAboutSponsorsAndHousehold }

    private var isAboutSponsorsAndHousehold: Bool {
        switch self {
        case .biometric, .checkResult, .criminalHistory, .immigrationStatus: true
        default: false
        }
    }
}

extension RuleBook {
    /// One field of each class and holder, and every field of which a lesser form is permitted by this book or the other.
    func distinctFields(with other: RuleBook) -> [FieldNumber] {
        var seen: Set<UInt8> = []
        return terms.catalogue.fields.map(\.number).filter { number in
            let place = Int(number.rawValue)
            if tables.hasForms[place] || other.tables.hasForms[place] { return true }
            return seen.insert(tables.groupOfField[place]).inserted
        }
    }
}
