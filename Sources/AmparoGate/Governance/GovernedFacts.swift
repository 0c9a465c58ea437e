public import AmparoModel
public import AmparoSharing
public import AmparoStore
internal import Synchronization

/// What governance's own entries tell of a child for a requester: consent, courts' orders, an emergency, who acts for
/// the child, classes of people, evidence. Each is known for certain, yes or no: the entries are all there are.
///
/// A consent or order that is limited to some classes of fields answers the yes-or-no question with no, because the
/// question does not say for which class it is asked; such an order still speaks as a rule of its own
/// (`CourtPaper.rules`).
public final class GovernedFacts: FactSource, Sendable {
    private struct Papers {
        var version: Int64
        var all: [CourtPaper]
        var members: [Int64: Set<Int64>]
    }

    private let terms: SharingTerms
    private let kept = Mutex<Papers?>(nil)

    /// The facts of a store.
    public init(terms: SharingTerms) { self.terms = terms }

    /// Fills in what governance knows.
    public func addFacts(
        to facts: inout SubjectFacts, child: Int64, requester: AccountStanding, purpose: String, at instant: Instant,
        on connection: any DatabaseConnection
    ) throws {
        let known = GovernanceFacts(connection)
        let ones = try known.records(oneWith: child)
        let papers = try papers(known)
        let consents = try ones.flatMap { try known.about($0, .consent) }.bySubject().compactMap { Consent($0.facts) }
            .filter { $0.holds(at: instant) }
        let own = papers.all.filter { paper in
            paper.holds(at: instant) && ones.contains { papers.members[paper.id]?.contains($0) ?? false }
        }
        let agency = requester.requester.agency
        facts.consent = Self.tristate(
            consents.contains { $0.classes.isEmpty && $0.covers(recipient: agency, purpose: purpose, terms) })
        facts.ofRecord = Self.tristate(
            consents.contains { $0.representative == requester.number }
                || own.contains { $0.kind == .appointment && $0.appointee == requester.number })
        facts.courtOrder = Self.tristate(
            own.contains { order in
                order.kind == .order && order.classes.isEmpty
                    && order.recipients.contains { terms.parties.covers($0, agency) }
            })
        facts.evidence = Set(own.filter { $0.kind == .evidence }.map(\.population))
        facts.populations = Set(
            papers.all.filter { paper in
                guard paper.holds(at: instant), paper.kind == .order || paper.kind == .injunction else { return false }
                // A class whose members nobody has listed holds for everybody: a prohibition must not miss anyone.
                return own.contains { $0.id == paper.id } || paper.kind == .injunction && paper.records.isEmpty
            }.map(\.populationCode))
        facts.emergency = Self.tristate(
            try ones.flatMap { try known.about($0, .emergency) }.bySubject().compactMap { Emergency($0.facts) }
                .contains { emergency in
                    emergency.account == requester.number && terms.purposes.covers(emergency.purpose, purpose)
                        && emergency.holds(
                            at: instant, agency: agency.code, homeAgency: requester.requester.homeAgency.code)
                })
    }

    /// The statements of disagreement about a record, whichever of its anchors they were made about.
    public func disagreements(
        about record: Int64, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> [StatedDisagreement] {
        let known = GovernanceFacts(connection)
        let facts = try known.records(oneWith: record).flatMap { try known.about($0, .amendment) }
        return facts.recorded(by: instant).bySubject().flatMap { _, history in
            history.filter { $0.kind == .disagreementStated }.map { fact in
                StatedDisagreement(
                    entry: fact.seq, day: WashingtonTime.day(of: fact.recorded),
                    classes: Amendment(history)?.classes ?? [])
            }
        }.sorted { $0.entry < $1.entry }
    }

    /// The courts' papers of a state of the store, with the records that each names.
    private func papers(_ facts: GovernanceFacts) throws -> Papers {
        let version = try facts.version()
        if let known = kept.withLock({ $0 }), known.version == version { return known }
        let all = try facts.all(.order).bySubject().compactMap { CourtPaper($0.facts) }
        let papers = Papers(
            version: version, all: all,
            members: Dictionary(all.map { ($0.id, Set($0.records)) }) { first, _ in first })
        kept.withLock { $0 = papers }
        return papers
    }

    private static func tristate(_ answer: Bool) -> Tristate { answer ? .yes : .no }
}
