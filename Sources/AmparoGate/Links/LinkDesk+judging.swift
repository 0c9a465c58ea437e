internal import AmparoDuties
internal import AmparoModel
internal import AmparoSharing
public import AmparoStore

extension LinkDesk {
    /// How a pair stands after a judgement.
    public struct Judged: Hashable, Sendable {
        /// How it stands.
        public var state: LinkState
        /// How many more people must accept it before it is linked.
        public var missing: Int
        /// How many records were moved.
        public var moved: Int
    }

    /// What somebody who has seen both records says of a pair. Signed; the reason is sealed to the child or sponsor. A merge
    /// of two care records needs two people, everything else one; whoever rejects decides alone, because nothing is lost by it.
    ///
    /// The account must be ORR's, and the gate must show it the names of both; the receipts are written first.
    /// Throws `GateError` when it may not see them, `GovernanceError`: `notFound`, `state`, `notEntitled`, `secondPerson`,
    /// `signature`.
    public func judge(
        _ id: Int64, _ judgement: LinkJudgement, reason: Sensitive<String>, purpose: String, by signer: Signer
    ) throws -> Judged {
        try Self.requireWords(reason)
        let seen = try open(id, as: signer.account, purpose: purpose)
        return try retrying { moment, book in
            guard let pair = try book.pair(id), pair.state == .open || pair.state == .needsMore else {
                throw GovernanceError(
                    .state, "Pair \(id) is not open any more; `amparo link --review` shows those that are.")
            }
            guard pair.settled == seen.settled else {
                throw GovernanceError(.state, "Pair \(id) was judged meanwhile; look at it again.")
            }
            let account = try entitled(signer.account, moment)
            let said = try book.judgements(of: id).filter { $0.seq > pair.settled || pair.state == .open }
            let accepted = Set(said.filter { $0.judgement == .accept }.map(\.account))
            if judgement == .accept, accepted.contains(account.number) {
                throw GovernanceError(.secondPerson, "You have accepted pair \(id) already; somebody else must.")
            }
            var batch = EntryBatch(random: store.random)
            let place = try record(of: pair, book)
            try add(
                .linkJudged, pair, judgement: judgement, reason: reason, account, signer, at: place, moment, to: &batch)
            guard judgement == .accept else {
                return (batch, Judged(state: judgement == .reject ? .rejected : .needsMore, missing: 0, moved: 0))
            }
            let missing = pair.needs - accepted.count - 1
            guard missing <= 0 else { return (batch, Judged(state: pair.state, missing: missing, moved: 0)) }
            let moves = try merge(pair, book, moment)
            try make(pair, moves, account, place: place, in: &batch)
            return (batch, Judged(state: .made, missing: 0, moved: moves.count))
        }
    }

    /// Undoes a link: each record goes back to where it stood before, and nobody but a person links the two again until
    /// somebody tells new facts. One person is enough. Answers how many records went back.
    ///
    /// Whoever was shown the records together is told what no longer to rely on when corrections are next worked out.
    /// Throws as `judge` does; `state` when a record has been moved again since.
    public func undo(_ id: Int64, reason: Sensitive<String>, purpose: String, by signer: Signer) throws -> Int {
        try Self.requireWords(reason)
        _ = try open(id, as: signer.account, purpose: purpose)
        return try retrying { moment, book in
            guard let pair = try book.pair(id), pair.state == .made else {
                throw GovernanceError(.state, "Pair \(id) is not linked; there is nothing to undo.")
            }
            let account = try entitled(signer.account, moment)
            let moves = try book.moves(of: id)
            for move in moves where try book.child(of: move.anchor) != move.to {
                throw GovernanceError(
                    .state, "A record of pair \(id) has been moved again since; undo the later link first.")
            }
            var batch = EntryBatch(random: store.random)
            let place = try record(of: pair, book)
            try add(.linkUndone, pair, judgement: nil, reason: reason, account, signer, at: place, moment, to: &batch)
            let back = moves.map { PairPayload.Move(anchor: $0.anchor, from: $0.to, to: $0.from) }
            try Self.move(back, .unlinked, in: &batch)
            return (batch, back.count)
        }
    }

    // MARK: Parts

    private static func requireWords(_ text: Sensitive<String>) throws {
        guard text.exposed.contains(where: { !$0.isWhitespace }), text.exposed.utf8.count <= 10_000 else {
            throw GovernanceError(.unknownWord, "Say why, in words; they are sealed to the person they are about.")
        }
    }

    /// The pair, after both records were shown to the account.
    private func open(_ id: Int64, as account: String, purpose: String) throws -> LinkPair {
        let request = GateRequest(account: account, purpose: purpose, operation: .view, id: "link-\(id)")
        guard let pair = try gate.journal.database.read({ try LinkBook($0).pair(id) }) else {
            throw GovernanceError(.notFound, "There is no pair \(id); `amparo link --review` shows them.")
        }
        guard try show(pair, request) != nil else { throw GateError(.nothingPermitted) }
        return pair
    }

    /// The account, which must be of the house that keeps the record.
    private func entitled(_ id: String, _ moment: GovernanceMoment) throws -> Account {
        let account = try moment.actor(id)
        guard Post.isPart(account.agency, of: "hhs.orr"), Post.isPart(account.homeAgency, of: "hhs") else {
            throw GovernanceError(.notEntitled, "Who is who in the record is for ORR, whose record it is, to say.")
        }
        return account
    }

    /// The record that a pair's entries are about: the child, or the first sponsor.
    private func record(of pair: LinkPair, _ book: LinkBook) throws -> Int64 {
        guard pair.subject == .child else { return pair.anchors.0 }
        return try min(book.child(of: pair.anchors.0), book.child(of: pair.anchors.1))
    }

    /// Everything that stands under the one child, to be moved under the other, whose number is the smaller of two care
    /// records, and the care record's where the other is a case.
    private func merge(_ pair: LinkPair, _ book: LinkBook, _ moment: GovernanceMoment) throws -> [PairPayload.Move] {
        guard pair.subject == .child else { return [] }
        let (a, b) = (try book.child(of: pair.anchors.0), try book.child(of: pair.anchors.1))
        guard a != b else { throw GovernanceError(.state, "The two stand under one child already.") }
        let (keeps, goes) =
            try isCare(a, moment.connection) == isCare(b, moment.connection)
            ? (min(a, b), max(a, b)) : isCare(a, moment.connection) ? (a, b) : (b, a)
        return try Numbers(moment.connection).anchors(of: goes).map {
            PairPayload.Move(anchor: $0, from: goes, to: keeps)
        }
    }

    private func isCare(_ child: Int64, _ connection: any DatabaseConnection) throws -> Bool {
        let row = try connection.statement("SELECT 1 FROM dossier WHERE child = ? AND kind = 1 LIMIT 1")
        defer { row.reset() }
        row.bind(child, at: 1)
        return try row.step()
    }

    private func make(
        _ pair: LinkPair, _ moves: [PairPayload.Move], _ account: Account, place: Int64, in batch: inout EntryBatch
    ) throws {
        var payload = PairPayload()
        payload.subject = pair.subject
        payload.anchors = pair.anchors
        payload.weight = pair.weight
        payload.probability = pair.probability
        payload.model = pair.model
        payload.comparisons = pair.comparisons
        payload.seen = pair.seen
        payload.needs = Int64(pair.needs)
        payload.moves = moves
        try payload.bytes.withUnsafeBytes {
            _ = try batch.append(
                kind: .linkMade, child: pair.subject == .child ? moves.first?.to ?? place : 0, anchor: pair.anchors.0,
                actor: account.number, replaces: pair.id, payload: $0)
        }
        try Self.move(moves, .linked, in: &batch)
    }

    private func add(
        _ kind: EntryKind, _ pair: LinkPair, judgement: LinkJudgement?, reason: Sensitive<String>, _ account: Account,
        _ signer: Signer, at place: Int64, _ moment: GovernanceMoment, to batch: inout EntryBatch
    ) throws {
        var draft = GovernanceDraft(
            kind: kind, child: pair.subject == .child ? place : 0, occurred: .at(moment.now))
        draft.payload[number: .word] = judgement?.rawValue
        try moment.sign(&draft, by: account, signer.source, about: "link \(pair.id)")
        let words = SealedWords(try moment.person(ofRecord: place), [.reason: reason.exposed])
        guard let key = try store.keys.key(for: words.person, creatingMissing: true) else { throw StoreError(.noKey) }
        try draft.payload.encoded().withUnsafeBytes { payload in
            try words.encoded.withUnsafeBytes { text in
                _ = try batch.append(
                    kind: kind, child: draft.child, anchor: pair.anchors.0, actor: account.number,
                    occurred: draft.occurred, replaces: pair.id, payload: payload,
                    sealing: EntryBatch.Sealing(text, to: key, field: .sharing))
            }
        }
    }

    /// Decides on one state of the store and appends what was decided, if that state of links and accounts still stands; else
    /// decides again.
    private func retrying<Result>(
        _ decide: (GovernanceMoment, LinkBook) throws -> (EntryBatch, Result)
    ) throws -> Result {
        for _ in 0..<16 {
            let (versions, batch, result) = try store.read { moment in
                let book = LinkBook(moment.connection)
                let decided = try decide(moment, book)
                return ((try book.version(), try moment.facts.version()), decided.0, decided.1)
            }
            var appended = batch
            do {
                try project(&appended) { connection in
                    guard try LinkBook(connection).version() == versions.0,
                        try GovernanceFacts(connection).version() == versions.1
                    else { throw StoreError(.conflict) }
                }
                return result
            } catch let error as StoreError where error.code == .conflict {
                continue
            }
        }
        throw StoreError(.busy, "links are being written")
    }
}
