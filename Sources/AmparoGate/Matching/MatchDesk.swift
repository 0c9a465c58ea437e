internal import AmparoLinkage
internal import AmparoModel
public import AmparoSharing
internal import AmparoStore

/// Private matching, as the house does it that holds the records: it gives out a table of keyed words, and evaluates blinded
/// words for others, so many a day under one agreement, each with an entry.
///
/// Whoever asks learns of each of its own people whether this house may know them, and nothing of anybody else; this house learns
/// how often it was asked, and nothing of whom. A match is a question to be asked of people, never a link.
public struct MatchDesk: Sendable {
    /// At most so many probes are answered under one agreement in 24 hours, whoever asks. At this pace all A-numbers of nine
    /// digits take thirteen thousand years.
    public static let dailyQuota = 200

    private let gate: Gate
    private let store: GovernanceStore
    private let terms: SharingTerms
    private let quota: Int

    /// The matching of a store. `gate` is the store's own.
    public init(_ gate: Gate, _ store: GovernanceStore, terms: SharingTerms, quota: Int = dailyQuota) {
        (self.gate, self.store, self.terms, self.quota) = (gate, store, terms, quota)
    }

    // MARK: The table

    /// Makes the table for an agreement, of all records of the house. `request` names the account, which must be one that may see
    /// what is compared of every record (as for `LinkDesk.compare`), and the purpose.
    ///
    /// Throws `GateError` when the account may not; `notFound`, `state` when the agreement is no matching agreement in force.
    public func table(_ request: GateRequest, agreement name: String, of subject: MatchSubject) throws -> MatchTable {
        let item = try store.read { try matching(name, $0) }
        var asked = request
        asked.operation = .aggregate
        asked.fields = .named(LinkDesk.comparedFields)
        _ = try gate.aggregate(asked, query: "match \(name) \(subject.word)", size: 0, ofOwnRecords: true)
        let words = try words(of: subject)
        let (seed, matter) = (try store.keys.matchSeed(), Self.matter(item, subject))
        let pieces = (words.count + 63) / 64
        var tags = try Workers(2).map(pieces) { piece in
            let key = try MatchKey(seed: seed, matter: matter)
            return try words[(piece * 64)..<min(piece * 64 + 64, words.count)].map { try key.tag(of: $0) }
        }.flatMap(\.self)
        let size = (tags.count / MatchTable.pad + 1) * MatchTable.pad
        while tags.count < size { tags.append(try store.random.bytes(MatchTable.tagLength)) }
        let table = MatchTable(
            agreement: name, subject: subject, key: try MatchKey(seed: seed, matter: matter).publicBytes, tags: tags)
        try store.append { moment in
            var draft = GovernanceDraft(
                kind: .matchTableMade, actor: try moment.actor(request.account).number, occurred: .at(moment.now))
            draft.payload[text: .name] = name
            draft.payload[number: .word] = subject.rawValue
            draft.payload[number: .count] = Int64(size)
            draft.payload[bytes: .hash] = Statement.digest(Array(table.text.utf8))
            return [draft]
        }
        return table
    }

    /// Every word of the people of the house, each once, in order.
    private func words(of subject: MatchSubject) throws -> [String] {
        var reader = try PersonReader(gate.journal.database, keys: gate.keys)
        let people =
            switch subject {
            case .children: try reader.read().children.map(\.description)
            case .sponsors: try reader.read().sponsors.map(\.description)
            case .households: try reader.households()
            }
        return Set(people.flatMap(MatchKeys.words)).sorted()
    }

    /// What a key is bound to: another text of the agreement has another key.
    private static func matter(_ item: AgreementShelf.Item, _ subject: MatchSubject) -> String {
        "\(item.history.name)#\(Hexadecimal.text(item.history.contentHash)) \(subject.word)"
    }

    /// The matching agreement of that name, which must be in force.
    private func matching(_ name: String, _ moment: GovernanceMoment) throws -> AgreementShelf.Item {
        let shelf = try AgreementDesk(store, terms: terms).shelf(moment)
        let item = try AgreementDesk.item(name, shelf)
        guard item.agreement.kind == .matching else {
            throw GovernanceError(
                .state, "\(name) is no matching agreement (5 USC 552a(o)); nothing is matched under it.")
        }
        guard shelf.calendar.state(item.history.id, at: moment.now) == .inForce else {
            throw GovernanceError(.state, "\(name) is not in force; nothing is matched under it.")
        }
        return item
    }

    // MARK: Answering

    /// Evaluates another house's blinded words. The account that asks is one of this store and has signed the question; the rules
    /// must permit what a match tells, by clauses of the agreement it names; and the quota must have room for all of it. An entry
    /// for each probe is durable before anything is evaluated; a refusal is an entry too.
    ///
    /// Throws `GateError.nothingPermitted` when nothing permits it, or when the table is of another text of the agreement; other
    /// `GateError`s when the account or the clock is refused; `signature`; `capped` beyond the quota; `state` when the agreement
    /// is not in force or the question was answered before; `file` for words that are no points of the curve.
    public func answer(_ probe: MatchProbe) throws -> MatchAnswer {
        guard !probe.words.isEmpty, Set(probe.words).count == probe.words.count else {
            throw GovernanceError(.file, "The question says the same twice, or nothing; ask for it again.")
        }
        var refusal: (any Error)?
        var matter = ""
        try store.append { moment in
            refusal = nil
            let account = try moment.actor(probe.account)
            guard probe.statement.isSigned(probe.signature, by: account.signingKey) else {
                throw GovernanceError(.signature, "The question is not signed by the account \(account.id).")
            }
            do {
                let item = try matching(probe.agreement, moment)
                let rule = try clause(permitting: probe, item, moment)
                try requireRoom(for: probe, item, moment)
                matter = Self.matter(item, probe.subject)
                return probe.words.map { Self.receipt(of: $0, probe, item, rule, account, moment) }
            } catch {
                refusal = error
                return [Self.refused(probe, account, error, moment)]
            }
        }
        if let refusal { throw refusal }
        let key = try MatchKey(seed: store.keys.matchSeed(), matter: matter)
        return MatchAnswer(
            probe: probe.digest,
            evaluations: try probe.words.map { word in
                guard let evaluation = key.evaluate(word) else {
                    throw GovernanceError(.file, "A word of the question is no point of P-384; ask for it again.")
                }
                return evaluation
            })
    }

    private func clause(
        permitting probe: MatchProbe, _ item: AgreementShelf.Item, _ moment: GovernanceMoment
    ) throws -> String {
        let request = GateRequest(
            account: probe.account, purpose: probe.purpose, operation: .searchHit,
            id: "match-" + Hexadecimal.text(probe.digest.prefix(8)))
        let asker: Asker
        do {
            asker = try gate.asker(request, on: moment.connection)
        } catch let refused as RefusedRequest {
            throw GateError(refused.code)
        }
        let decided = DecisionRequest(
            id: request.id, at: asker.at, position: asker.position,
            requester: asker.standing.requester, purpose: probe.purpose, operation: .searchHit, subject: .child,
            facts: SubjectFacts(), fields: [], lacksQuorum: asker.lacksQuorum)
        let key = try MatchKey(seed: store.keys.matchSeed(), matter: Self.matter(item, probe.subject))
        guard key.publicBytes == probe.key,
            let rule = MatchRule.clause(
                permitting: probe.subject, under: item.agreement.name, decided, asker.book)
        else { throw GateError(.nothingPermitted) }
        return rule
    }

    /// Refuses a question that was answered, and one that goes beyond what the agreement has left of the last 24 hours.
    private func requireRoom(
        for probe: MatchProbe, _ item: AgreementShelf.Item, _ moment: GovernanceMoment
    ) throws {
        let name = Hexadecimal.text(probe.digest)
        let row = try moment.connection.statement(
            "SELECT COUNT(*) FROM governance_fact WHERE topic = ? AND subject = ? AND kind = ? AND name = ?")
        defer { row.reset() }
        row.bind(GovernanceTopic.match.rawValue, at: 1)
        row.bind(item.history.id, at: 2)
        row.bind(Int64(EntryKind.matchAnswered.rawValue), at: 3)
        row.bind(name, at: 4)
        if try row.step(), row.int64(0) > 0 {
            throw GovernanceError(.state, "This question was answered; whoever lost the answer asks anew.")
        }
        let spent = try moment.connection.statement(
            "SELECT COUNT(*) FROM governance_fact WHERE topic = ? AND subject = ? AND kind = ? AND recorded > ?")
        defer { spent.reset() }
        spent.bind(GovernanceTopic.match.rawValue, at: 1)
        spent.bind(item.history.id, at: 2)
        spent.bind(Int64(EntryKind.matchAnswered.rawValue), at: 3)
        spent.bind(moment.now.microseconds - 86_400_000_000, at: 4)
        let used = try spent.step() ? Int(spent.int64(0)) : 0
        guard used + probe.words.count <= quota else {
            throw GovernanceError(
                .capped,
                "\(used) of \(quota) probes of 24 hours under \(probe.agreement) are spent; ask for fewer, or later.")
        }
    }

    private static func receipt(
        of word: [UInt8], _ probe: MatchProbe, _ item: AgreementShelf.Item, _ rule: String, _ account: Account,
        _ moment: GovernanceMoment
    ) -> GovernanceDraft {
        var draft = asked(.matchAnswered, probe, account, moment)
        draft.payload[number: .subject] = item.history.id
        draft.payload[bytes: .hash] = Statement.digest(word)
        draft.payload[text: .clause] = rule
        draft.payload[text: .text] = "\(probe.agreement)#\(Hexadecimal.text(item.history.contentHash))"
        return draft
    }

    private static func refused(
        _ probe: MatchProbe, _ account: Account, _ error: any Error, _ moment: GovernanceMoment
    ) -> GovernanceDraft {
        var draft = asked(.matchRefused, probe, account, moment)
        draft.payload[number: .count] = Int64(probe.words.count)
        draft.payload[text: .text] =
            (error as? GateError)?.code.rawValue ?? (error as? GovernanceError)?.code.rawValue ?? "fault"
        return draft
    }

    /// What an answer and a refusal say alike.
    private static func asked(
        _ kind: EntryKind, _ probe: MatchProbe, _ account: Account, _ moment: GovernanceMoment
    ) -> GovernanceDraft {
        var draft = GovernanceDraft(kind: kind, actor: account.number, occurred: .at(moment.now))
        draft.payload[text: .name] = Hexadecimal.text(probe.digest)
        draft.payload[number: .word] = probe.subject.rawValue
        draft.payload[text: .agency] = account.agency
        draft.payload[text: .homeAgency] = account.homeAgency
        draft.payload[text: .role] = account.role
        draft.payload[text: .office] = account.office
        draft.payload[text: .purposes] = code(probe.purpose)
        return draft
    }

    /// A purpose as it may stand in an entry: a word of the shipped tree's alphabet, or nothing.
    private static func code(_ purpose: String) -> String {
        let isCode = purpose.utf8.count <= 64 && purpose.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }
        return isCode ? purpose : ""
    }
}
