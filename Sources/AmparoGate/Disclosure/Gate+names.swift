internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

extension Gate {
    /// How many candidates of a search by name are decided about: always so many.
    static let nameCandidates = 32
    /// The most hits of a search by name.
    public static let mostNameHits = 10

    /// The children who fit a name, as far as this account may see them, the best first; at most `mostNameHits`, and no count of
    /// others. Each hit is a disclosure (ARCHITECTURE law 4), and the search itself is an entry (`nameSearched`).
    ///
    /// Hidden children change nothing: a fixed number of candidates is decided about; a child is a hit only where every field
    /// that was typed may be seen whole; and what is compared and ranked is what is disclosed, with weights that hang on nobody
    /// else. A candidate that may not be seen leaves no denial: it counts neither as shown nor as refused.
    ///
    /// - Parameter request: its fields are those that a hit shows; those that were typed are added.
    /// - Throws: `GateError` when the account itself is refused, or nothing could be read or written.
    public func search(
        _ request: GateRequest, names query: NameQuery, in index: NameIndex
    ) throws(GateError) -> [Disclosed<NameHit>] {
        var request = request
        if case .named(let names) = request.fields {
            request.fields = .named(names + query.fields.filter { !names.contains($0) })
        }
        let asked = request
        return try attempting(asked, Question(records: [])) {
            let anchors = try index.candidates(for: query, count: Self.nameCandidates)
            // Nobody's number stands first: what it is refused for, everything is.
            let question = Question(records: [0] + (try journal.database.read { try children(of: anchors, on: $0) }))
            let found = try find(asked, question)
            if let refusal = found.prepared[0].refusal {
                throw RefusedRequest(
                    code: refusal, at: found.asker.at, position: found.asker.position, standing: found.asker.standing)
            }
            return try show(found.prepared.dropFirst(), query, asked, found.asker)
        }
    }

    /// The children that anchors belong to, each once, in the order of the anchors.
    private func children(of anchors: [Int64], on connection: any DatabaseConnection) throws -> [Int64] {
        var children: [Int64] = []
        try connection.ask("SELECT child FROM anchor WHERE anchor = ?", count: anchors.count) {
            $1.bind(anchors[$0], at: 1)
        } each: { _, row in
            if row.int64(0) != 0, !children.contains(row.int64(0)) { children.append(row.int64(0)) }
        }
        return children
    }

    private struct Fitting {
        var part: Prepared
        var record: ChildRecord
        var sponsors: [Int64]
        var match: NameMatch
    }

    private func show(
        _ candidates: ArraySlice<Prepared>, _ query: NameQuery, _ request: GateRequest, _ asker: Asker
    ) throws -> [Disclosed<NameHit>] {
        var hits = try settling(asker) { try candidates.compactMap { try fitting($0, query, asker) } }
        hits.sort { ($0.match.weight, $1.part.record) > ($1.match.weight, $0.part.record) }
        hits.removeLast(max(0, hits.count - Self.mostNameHits))
        if !hits.isEmpty {
            try settling(asker) {
                try journal.database.read {
                    try requireRoom(for: Set(hits.map(\.part.record)), asker, position: asker.position, on: $0)
                }
            }
        }
        let requester = asker.standing.requester
        let searched = NameSearched(
            request: request.recordedID, position: asker.position, agency: requester.agency.code, role: requester.role,
            purpose: request.recordedPurpose, ruleBook: asker.book.hash.hex, decided: Self.nameCandidates,
            shown: hits.count)
        let entry = ReceiptDraft(
            kind: .nameSearched, actor: asker.standing.number, occurred: .at(asker.at), payload: searched.bytes)
        let durable: DurableReceipts
        do {
            durable = try receipts.write(
                [entry] + hits.map { draft($0.part, sponsors: $0.sponsors, request, asker) }, version: asker.version)
        } catch let error as GroupCommit.Stale {
            throw error
        } catch {
            throw UnwrittenReceipt(error)
        }
        return Undisclosed.disclose(
            [nil]
                + hits.map {
                    Undisclosed(
                        NameHit(record: $0.record, comparisons: $0.match.comparisons), decided: $0.part.shown.decided,
                        permitted: $0.part.redaction.permitted.decided)
                }, with: durable)
    }

    /// A candidate of whom everything that was typed may be seen, and whom it fits.
    private func fitting(_ candidate: Prepared, _ query: NameQuery, _ asker: Asker) throws -> Fitting? {
        let whole = candidate.redaction.permitted.decided.groups.filter { $0.outcome == Outcome.disclose.code }
        guard candidate.gathered.exists,
            query.fields.allSatisfy({ name in whole.contains { $0.fields.contains(name) } })
        else { return nil }
        var part = candidate
        let (record, sponsors) = try assemble(part, for: asker.standing.requester)
        part.note(record)
        guard part.shown.isAny, let row = record.rows(of: "referrals").last, let match = NameMatch(query.person, row)
        else { return nil }
        return Fitting(part: part, record: record, sponsors: sponsors, match: match)
    }
}
