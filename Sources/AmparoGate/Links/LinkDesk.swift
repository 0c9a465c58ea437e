public import AmparoLinkage
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Who is who: compares records, links what is certain, proposes what somebody must look at, and takes what people say of it.
///
/// Names are opened inside the program for the comparison and nowhere else; what is written down is how well two records
/// agree, never in what. Two care records of children are only ever merged by two people; a court case that stands alone comes
/// under a child, and two records of a sponsor are joined, by the model alone above its threshold. Everything is an entry and
/// can be undone.
public struct LinkDesk: Sendable {
    /// What a comparison found.
    public struct Report: Hashable, Sendable {
        /// How many records were compared that were new or had changed.
        public var compared = 0
        /// Links that the model made alone.
        public var made = 0
        /// Pairs proposed to people.
        public var proposed = 0
        /// Things that recur above a threshold and did not, or did otherwise.
        public var alarms = 0
        /// The receipt of the comparison.
        public var receipt: Int64 = 0
    }

    /// The models that compare.
    public struct Models: Sendable {
        /// Children and cases.
        public var children: LinkageModel
        /// Sponsors.
        public var sponsors: LinkageModel

        /// These models.
        public init(children: LinkageModel = .shipped, sponsors: LinkageModel = .shippedForSponsors) {
            self.children = children
            self.sponsors = sponsors
        }

        /// Names and versions.
        var names: String { [children, sponsors].map(LinkDesk.name).joined(separator: ",") }
    }

    /// Whoever compares records must be one who may see all of these of every record of the house.
    static let comparedFields = [
        "identity.givenNames", "identity.surnames", "identity.dateOfBirth", "identity.aNumber",
        "sponsor.identity.givenNames", "sponsor.identity.surnames", "sponsor.contact.phone", "address.service.street",
    ]
    /// At most so many proposals for one record in one run: a record that is like everybody is like nobody.
    static let candidateLimit = 5

    let gate: Gate
    let store: GovernanceStore

    /// The links of a store. `gate` is the store's own.
    public init(_ gate: Gate, _ store: GovernanceStore) {
        self.gate = gate
        self.store = store
    }

    static func name(_ model: LinkageModel) -> String { "\(model.name)@\(model.version)" }

    /// Compares what is new or has changed since the last time with the whole record. `request` names the account and the
    /// purpose; the receipt is written before anything is opened.
    ///
    /// Throws `GateError` when the account may not; `StoreError.Code.conflict` when somebody judged a pair meanwhile: then
    /// what was found by then is kept, and another run goes on.
    @discardableResult
    public func compare(
        _ request: GateRequest, models: Models = Models(), thresholds: NetworkThresholds = .standard
    ) throws -> Report {
        var report = Report()
        let last = try gate.journal.lastSeq()
        let upTo = try gate.journal.database.read { try LinkBook($0).comparedUpTo() }
        var asked = request
        asked.operation = .aggregate
        asked.fields = .named(Self.comparedFields)
        report.receipt = try gate.aggregate(
            asked, query: "link \(models.names) entries \(upTo + 1)..\(last)", size: 0, ofOwnRecords: true)
        var reader = try PersonReader(gate.journal.database, keys: gate.keys)
        let (people, pairs, compared) = try find(&reader, models, after: upTo)
        report.compared = compared
        let actor = try account(request.account)
        for start in stride(from: 0, to: pairs.count, by: 200) {
            let part = Array(pairs[start..<min(start + 200, pairs.count)])
            try append(part, actor: actor)
            report.made += part.count { !$0.isProposal }
            report.proposed += part.count(where: \.isProposal)
        }
        report.alarms = try NetworkWatch(self, thresholds).note(people, actor: actor)
        try noteRun(upTo: last, compared: report.compared, models: models.names, actor: actor)
        return report
    }

    /// The pairs that are to be written down, and how many records were looked at; the indexes are gone when it returns.
    private func find(
        _ reader: inout PersonReader, _ models: Models, after: Int64
    ) throws -> (KnownPeople, [FoundPair], compared: Int) {
        var finder = PairFinder(models: models, after: after)
        let people = try reader.read { finder.insert($0) }
        let pairs = try gate.journal.database.read { try finder.find(among: people, on: $0) }
        return (people, pairs, finder.compared)
    }

    private func account(_ id: String) throws -> Int64 { try store.read { try $0.account(id).number } }

    private func append(_ pairs: [FoundPair], actor: Int64) throws {
        var batch = EntryBatch(random: store.random)
        for pair in pairs {
            try pair.payload.bytes.withUnsafeBytes {
                _ = try batch.append(
                    kind: pair.isProposal ? .linkProposed : .linkMade,
                    child: pair.payload.subject == .child ? pair.child : 0, anchor: pair.payload.anchors.0,
                    actor: actor,
                    payload: $0)
            }
            try Self.move(pair.payload.moves, .linked, in: &batch)
        }
        try project(&batch)
    }

    private func noteRun(upTo: Int64, compared: Int, models: String, actor: Int64) throws {
        var payload = PayloadWriter()
        payload.number(1, upTo)
        payload.number(2, Int64(compared))
        payload.text(3, models)
        var batch = EntryBatch(random: store.random)
        try payload.bytes.withUnsafeBytes { _ = try batch.append(kind: .linkRun, actor: actor, payload: $0) }
        try project(&batch)
    }

    /// The entries that move anchors to where they belong from here on.
    static func move(_ moves: [PairPayload.Move], _ reason: LinkReason, in batch: inout EntryBatch) throws {
        for move in moves {
            try [reason.rawValue].withUnsafeBytes {
                _ = try batch.append(kind: .anchorLinked, child: move.to, anchor: move.anchor, payload: $0)
            }
        }
    }

    /// Appends entries of links and derives the record's tables from them, in one transaction. `check` is asked on that
    /// transaction's own state first.
    func project(_ batch: inout EntryBatch, check: @escaping (any DatabaseConnection) throws -> Void = { _ in }) throws
    {
        let projection = RecordProjection(deriving: NoHints())
        try gate.journal.sequencer.append(&batch) { connection, entries in
            try check(connection)
            try projection.apply(entries, on: connection)
        }
    }
}

/// Entries of links have no blind index.
private struct NoHints: BlindDeriving {
    func hints(for entry: EntryView, index: Int, isFirst: Bool) throws -> BlindHints { BlindHints() }
}
