public import AmparoModel

/// What changes when one book takes the place of another, found by trying every request that the changed rules can tell apart:
/// the words are finite, so the answer is exact.
public enum Disclosure {
    /// One thing that becomes more, or less, than before: for an agency, a role, a purpose and a class of fields.
    public struct Change: Hashable, Sendable {
        /// What changes.
        public enum Direction: String, CaseIterable, Sendable {
            /// More leaves.
            case more
            /// As much leaves, and the recipient owes less for it.
            case freer
            /// Less leaves.
            case less
        }

        /// What changes.
        public let direction: Direction
        /// Who asks.
        public let agency: Party
        /// In which role.
        public let role: String
        /// For which purpose.
        public let purpose: String
        /// The class of the field.
        public let fieldClass: FieldClass
        /// A request that shows it, asking for one field.
        public let witness: DecisionRequest
        /// The decision of the old book on that field.
        public let before: FieldDecision
        /// The decision of the new book.
        public let after: FieldDecision
    }

    /// At most so many ways that facts can stand are tried for one way to ask.
    public static let limit = 4_000_000

    /// A request of which `b` discloses more than `a`; nil when there is none.
    ///
    /// - Parameter from: moments before it are not looked at.
    /// - Throws: `SharingError` with code `.badValue` when the books are not made of the same words, and `.tooMany` when there are
    ///   more ways than can be tried.
    public static func compare(
        _ a: RuleBook, _ b: RuleBook, from: Instant = Instant(microseconds: .min)
    ) throws(SharingError) -> Change? {
        var search = try ChangeSearch(a, b, from: from)
        search.stopsAtMore = true
        return try search.changes().first { $0.direction == .more }
    }

    /// Everything that changes from `a` to `b`: for each agency, role, purpose and class the first request found for each
    /// direction, in the order of the trees.
    ///
    /// - Parameter from: moments before it are not looked at.
    /// - Throws: as `compare`.
    public static func changes(
        _ a: RuleBook, _ b: RuleBook, from: Instant = Instant(microseconds: .min)
    ) throws(SharingError) -> [Change] {
        try ChangeSearch(a, b, from: from).changes()
    }
}

/// The search for changes.
struct ChangeSearch {
    private struct Reached {
        let rule: Rule
        let reach: RuleReach
    }

    let a: RuleBook
    let b: RuleBook
    let from: Instant
    var stopsAtMore = false
    private let grouping: FieldGroups
    private let oldRules: [Reached]
    private let newRules: [Reached]
    private let changed: [Reached]

    init(_ a: RuleBook, _ b: RuleBook, from: Instant) throws(SharingError) {
        guard a.terms.parties.hash == b.terms.parties.hash, a.terms.purposes.hash == b.terms.purposes.hash,
            a.terms.catalogue.fields == b.terms.catalogue.fields
        else { throw SharingError(.badValue, "books can be compared only when they are made of the same words") }
        (self.a, self.b, self.from) = (a, b, from)
        let grouping = FieldGroups(a.terms.catalogue)
        self.grouping = grouping
        func reached(_ rules: [Rule]) -> [Reached] {
            rules.filter(\.isInForce).map { Reached(rule: $0, reach: RuleReach($0, a.terms, grouping)) }
        }
        oldRules = reached(a.rules)
        newRules = reached(b.rules)
        let (old, new) = (Set(oldRules.map(\.rule)), Set(newRules.map(\.rule)))
        changed = oldRules.filter { !new.contains($0.rule) } + newRules.filter { !old.contains($0.rule) }
    }

    func changes() throws(SharingError) -> [Disclosure.Change] {
        var found: [Disclosure.Change] = []
        let moments = self.moments
        for ask in LintScope.allAsks(a.terms) {
            let near = Near(
                old: oldRules.filter { $0.reach.names(ask) }, new: newRules.filter { $0.reach.names(ask) },
                changed: changed.filter { $0.reach.names(ask) })
            guard near.changed.contains(where: { $0.rule.effect != .permit || $0.reach.contains(ask.agency) }) else {
                continue
            }
            var byClass: [FieldClass: Set<Disclosure.Change.Direction>] = [:]
            for home in homes(ask, near) {
                for moment in moments {
                    for change in try changes(ask, home: home, at: moment, near, known: byClass) {
                        guard byClass[change.fieldClass, default: []].insert(change.direction).inserted else {
                            continue
                        }
                        found.append(change)
                        if stopsAtMore, change.direction == .more { return found }
                    }
                }
            }
        }
        return found
    }

    private var wanted: Set<Disclosure.Change.Direction> {
        stopsAtMore ? [.more] : Set(Disclosure.Change.Direction.allCases)
    }

    /// The rules that name the role and purpose of one way to ask.
    private struct Near {
        let old: [Reached]
        let new: [Reached]
        let changed: [Reached]
    }

    /// The moments at which what is in force changes, as far as a changed rule is in force.
    private var moments: [Instant] {
        let all = (oldRules + newRules).flatMap { [$0.rule.span.from.microseconds, $0.rule.span.until?.microseconds] }
        let candidates = Set(all.compactMap { $0 }.map { max($0, from.microseconds) })
        return candidates.sorted().map { Instant(microseconds: $0) }.filter { moment in
            changed.contains { $0.rule.span.contains(moment) }
        }
    }

    /// The home agencies that rules tell apart, the agency itself first.
    private func homes(_ ask: LintScope.Ask, _ near: Near) -> [Int] {
        let rules = (near.old + near.new).filter { $0.rule.effect != .permit && !$0.reach.contains(ask.agency) }
        var signatures: Set<[Bool]> = []
        let parties = [ask.agency] + a.terms.parties.parties.indices.filter { $0 != ask.agency }
        return parties.filter { home in signatures.insert(rules.map { $0.reach.contains(home) }).inserted }
    }

    private func changes(
        _ ask: LintScope.Ask, home: Int, at moment: Instant, _ near: Near,
        known: [FieldClass: Set<Disclosure.Change.Direction>]
    ) throws(SharingError) -> [Disclosure.Change] {
        func live(_ rules: [Reached]) -> [Reached] {
            rules.filter {
                ($0.reach.contains(ask.agency) || $0.rule.effect != .permit && $0.reach.contains(home))
                    && $0.rule.span.contains(moment)
            }
        }
        let groups = live(near.changed).reduce(UInt64(0)) { $0 | $1.reach.groups }
        guard groups != 0 else { return [] }
        let (old, new) = (live(near.old), live(near.new))
        var found: [Disclosure.Change] = []
        for (number, group) in grouping.groups.enumerated() where groups & 1 << UInt64(number) != 0 {
            let relevant = (old + new).filter { $0.reach.groups & 1 << UInt64(number) != 0 }.map(\.rule)
            var directions = known[group.fieldClass] ?? []
            guard relevant.contains(where: { $0.effect == .permit }), !wanted.isSubset(of: directions) else { continue }
            let domain = FactDomain(relevant)
            guard let ways = domain.count, ways <= Disclosure.limit else {
                throw SharingError(
                    .tooMany, "these rules ask for more combinations of facts than can be tried; split them")
            }
            let fields = self.fields(of: number)
            var request = self.request(ask, home: home, at: moment, fields: fields)
            for way in 0..<ways where !wanted.isSubset(of: directions) {
                domain.set(way, &request)
                for (before, after) in zip(a.decide(request).fields, b.decide(request).fields) {
                    guard let direction = Disclosure.Change.Direction(before, after),
                        directions.insert(direction).inserted
                    else { continue }
                    var witness = request
                    witness.fields = [before.field]
                    found.append(
                        Disclosure.Change(
                            direction: direction, agency: request.requester.agency, role: request.requester.role,
                            purpose: request.purpose, fieldClass: group.fieldClass, witness: witness, before: before,
                            after: after))
                }
            }
        }
        return found
    }

    /// One field of the group, and every field of it of which a lesser form is permitted.
    private func fields(of group: Int) -> [FieldNumber] {
        let all = a.terms.catalogue.fields.map(\.number).filter {
            Int(grouping.groupOfField[Int($0.rawValue)]) == group
        }
        let special = all.filter { a.tables.hasForms[Int($0.rawValue)] || b.tables.hasForms[Int($0.rawValue)] }
        return special + all.filter { !special.contains($0) }.prefix(1)
    }

    private func request(
        _ ask: LintScope.Ask, home: Int, at moment: Instant, fields: [FieldNumber]
    ) -> DecisionRequest {
        let terms = a.terms
        return DecisionRequest(
            id: "comparison", at: moment, position: 0,
            requester: Requester(
                account: "comparison", agency: terms.parties.parties[ask.agency].party,
                homeAgency: terms.parties.parties[home].party, role: terms.parties.roles[ask.role].code,
                attestedOn: WashingtonTime.day(of: moment)), purpose: terms.purposes.purposes[ask.purpose].code,
            operation: .view, subject: .child, facts: SubjectFacts(), fields: fields)
    }
}

extension Disclosure.Change.Direction {
    /// What changed from one decision to another on the same field; nil when nothing that matters did.
    fileprivate init?(_ before: FieldDecision, _ after: FieldDecision) {
        if after.outcome.measure > before.outcome.measure {
            self = .more
        } else if after.outcome.measure < before.outcome.measure {
            self = .less
        } else if after.outcome.measure > 0, !before.obligations.isNoMore(than: after.obligations) {
            self = .freer
        } else {
            return nil
        }
    }
}
