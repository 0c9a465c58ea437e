internal import AmparoDuties
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Whether a post may be told of something that concerns one child: the rule book, asked as if an account of the post asked
/// for the field that says it, to be notified.
///
/// It answers when a handoff is offered. The gate decides again, for the account that receives it, when it is sent and
/// whenever anything is shown. What nobody can tell is a no.
struct PostSharing: Sendable {
    /// What does not change from child to child.
    struct Rules: Sendable {
        let book: RuleBook
        let terms: SharingTerms
        /// The posts by party, role and place, for the courts and states they are in charge of.
        let postings: [Post: Posting]
        /// Who belongs to each post: accounts that are not locked.
        let people: [Post: [Requester]]
        /// Whether courts' papers are in force: which classes of people they speak of is not worked out here, so a
        /// prohibition of theirs holds for everybody.
        let hasPapers: Bool
        let today: Day

        init(
            _ book: RuleBook, terms: SharingTerms, postings: [Posting], accounts: [Account], hasPapers: Bool, today: Day
        ) {
            self.book = book
            self.terms = terms
            self.postings = Dictionary(postings.map { ($0.post, $0) }, uniquingKeysWith: { first, _ in first })
            let open = accounts.filter { !$0.isLocked }
            people = self.postings.mapValues { posting in
                open.filter { $0.belongs(to: posting.post) }.map(\.requester)
            }
            self.hasPapers = hasPapers
            self.today = today
        }
    }

    let rules: Rules
    /// The facts that are the same whoever asks.
    var facts: SubjectFacts
    var courts: Set<String>?
    var state: StateCode?
    /// The holders whose rows the record has of the child (parties' codes).
    var holders: Set<String>
    /// The consents about the child that hold now and are not limited to some classes.
    var consents: [Consent]

    /// What nobody is asked about: an account, an agreement, a release.
    static let noPerson = "no-person"

    /// Whether the post may be told.
    func answer(_ question: SharingQuestion) -> SharingAnswer {
        let party = Party(code: question.to.party)
        let posting = rules.postings[question.to]
        let requester = Requester(
            account: question.to.description, agency: party, homeAgency: party, role: question.to.role,
            attestedOn: rules.today)
        var facts = facts
        facts.ownDocket = docket(question, posting)
        facts.ownArea = area(question, posting)
        if let people = rules.people[question.to], !people.isEmpty {
            // The gate asks for the account that opens it, and knows nothing of postings: what it would say to nobody of the
            // post is not offered to the post.
            let each = people.map { requester in RecordFacts.places(of: requester, courts: courts, state: state?.text) }
            facts.ownDocket = each.map(\.docket).best
            facts.ownArea = each.map(\.area).best
        }
        facts.ofRecord = question.to.place == .ofRecord ? .yes : .no
        facts.holdsRecord = holders.contains { party.isPart(of: Party(code: $0)) } ? .yes : .no
        facts.consent =
            consents.contains { $0.covers(recipient: party, purpose: question.purpose, rules.terms) } ? .yes : .no
        let decision = rules.book.decide(
            DecisionRequest(
                id: "", at: question.at, position: 0, requester: requester, purpose: question.purpose,
                operation: .notify, subject: .child, facts: facts,
                fields: MessageFields.named(
                    of: question.occasion.key.kind, reason: question.reason,
                    isORR: Post.isPart(question.to.party, of: "hhs.orr")
                ).map { rules.terms.catalogue[$0]?.number ?? .unknown }))
        if let shown = decision.fields.first(where: { $0.outcome.measure > 0 }) {
            return .permit(rule: shown.rule.code)
        }
        return .refuse(rule: decision.fields.first?.rule.code ?? "no-rule")
    }

    /// Of a post to which no account belongs yet: whether the child's case is on its own docket: its office is the base city of one of the child's courts, or it is
    /// in charge of one, or of everything.
    private func docket(_ question: SharingQuestion, _ posting: Posting?) -> Tristate {
        guard let courts else { return .unknown }
        if case .office(let code) = question.to.place, courts.contains(code) { return .yes }
        guard let posting else { return .no }
        if posting.courts.isEmpty, posting.states.isEmpty { return .yes }
        return posting.courts.contains { courts.contains($0.description) } ? .yes : .no
    }

    private func area(_ question: SharingQuestion, _ posting: Posting?) -> Tristate {
        guard let state, let posting else { return .unknown }
        if posting.courts.isEmpty, posting.states.isEmpty { return .yes }
        return posting.states.contains(state) ? .yes : .no
    }
}

extension [Tristate] {
    /// Yes when one of them is; no when all are; else nobody can tell.
    fileprivate var best: Tristate { contains(.yes) ? .yes : allSatisfy { $0 == .no } ? .no : .unknown }
}
