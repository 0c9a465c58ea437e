internal import AmparoCourt
internal import AmparoModel
internal import AmparoStore

/// A row of a child's record as the dossiers hold it: where it came from and its plain payload. What is sealed of it still
/// lies sealed in its entry.
struct GatheredRow {
    var kind: RecordKind
    /// The anchor whose row it is: the child, a case, an A-number, a sponsor.
    var anchor: Int64
    /// The entry that says what is valid, and that holds the sealed part.
    var seq: Int64
    /// The row's lasting number: that of the entry that first told it.
    var number: Int64
    var snapshot: Int32
    var line: Int64
    var missingSince: Int32
    var rowKey: UInt64
    /// The place of its payload: which dossier, and where in it.
    var dossier: Int
    var payload: Range<Int>
    /// Whether a later version of the row has taken its place.
    var isReplaced = false
}

/// Everything the record holds of one child at a moment, before anybody has decided what of it may be shown: rows with
/// plain payloads, the typed files that facts are worked out from, and nothing that was sealed.
struct GatheredChild {
    let child: Int64
    /// Whether the record has anything under that number.
    private(set) var exists = false
    /// The number of the last entry that says something of the child or a sponsor: the version of the record shown.
    private(set) var version: Int64 = 0
    private(set) var rows: [GatheredRow] = []
    /// What rows said before they were changed, where that was asked for: told, and counted for no fact.
    private(set) var earlier: [GatheredRow] = []
    private let withHistory: Bool
    private(set) var dossiers: [(anchor: Int64, kind: AnchorKind, facts: [UInt8])] = []
    /// Sponsors that releases and applications name.
    private(set) var sponsors: [Int64] = []
    /// What recurs at its sponsors; nil where that is not looked up, as for a past place of the journal.
    var network: NetworkCounts?

    init(child: Int64, withHistory: Bool = false) {
        self.child = child
        self.withHistory = withHistory
    }

    /// Adds the rows of one dossier that are valid at the moment.
    mutating func add(_ facts: [UInt8], anchor: Int64, kind: AnchorKind, at knowledge: Knowledge) {
        let place = dossiers.count
        dossiers.append((anchor, kind, facts))
        facts.withUnsafeBytes { bytes in
            var effective = EffectiveRows()
            effective.load(bytes, asOf: knowledge.moment.asOf, asKnown: knowledge.moment.seq, dates: knowledge.dates)
            guard !effective.rows.isEmpty, let base = bytes.baseAddress else { return }
            exists = true
            version = max(version, effective.facts.last?.seq ?? 0)
            for row in effective.rows {
                let start = row.fact.payload.baseAddress.map { $0 - base } ?? 0
                rows.append(
                    GatheredRow(
                        kind: row.fact.kind, anchor: anchor, seq: row.fact.seq, number: row.firstSeq,
                        snapshot: row.fact.snapshot, line: row.fact.line, missingSince: row.missingSince,
                        rowKey: row.fact.rowKey, dossier: place, payload: start..<(start + row.fact.payload.count)))
                noteSponsor(row.fact)
            }
            if withHistory { addEarlier(effective, base, anchor: anchor, dossier: place, at: knowledge) }
        }
    }

    /// Adds the versions of rows that came before those that are valid.
    private mutating func addEarlier(
        _ effective: EffectiveRows, _ base: UnsafeRawPointer, anchor: Int64, dossier: Int, at knowledge: Knowledge
    ) {
        struct Key: Hashable {
            var kind: RecordKind
            var row: UInt64
        }
        let valid = Dictionary(
            effective.rows.map { (Key(kind: $0.fact.kind, row: $0.fact.rowKey), $0) }, uniquingKeysWith: { $1 })
        func place(_ fact: DossierFact) -> (Int32, Int64) {
            (knowledge.dates[Int(fact.snapshot)] ?? .max, fact.seq)
        }
        for fact in effective.facts where fact.action == .version {
            guard let row = valid[Key(kind: fact.kind, row: fact.rowKey)], place(fact) < place(row.fact) else {
                continue
            }
            let start = fact.payload.baseAddress.map { $0 - base } ?? 0
            earlier.append(
                GatheredRow(
                    kind: fact.kind, anchor: anchor, seq: fact.seq, number: row.firstSeq, snapshot: fact.snapshot,
                    line: fact.line, missingSince: 0, rowKey: fact.rowKey, dossier: dossier,
                    payload: start..<(start + fact.payload.count), isReplaced: true))
        }
    }

    private mutating func noteSponsor(_ fact: DossierFact) {
        guard fact.kind == .release || fact.kind == .application,
            let sponsor = Self.sponsor(namedBy: fact.payload), !sponsors.contains(sponsor)
        else { return }
        sponsors.append(sponsor)
    }

    private static func sponsor(namedBy payload: UnsafeRawBufferPointer) -> Int64? {
        var reader = PayloadReader(payload)
        while let field = reader.next() {
            if field.id == DerivedField.sponsor { return field.number == 0 ? nil : field.number }
        }
        return nil
    }

    /// The sponsor whose row it is, or whom it names.
    func sponsorsTold(by row: GatheredRow) -> [Int64] {
        if row.kind.subject == .sponsor { return [row.anchor] }
        return withPayload(of: row) { Self.sponsor(namedBy: $0) }.map { [$0] } ?? []
    }

    /// The child's file and cases as figures and findings see them: nothing in them names a person.
    func evaluated(at knowledge: Knowledge, secrets: StoreSecrets) -> ChildReader {
        var reader = ChildReader(knowledge.moment, secrets: secrets)
        let own = dossiers.filter { $0.kind != .sponsor }
        withEach(own[...], []) { reader.read(child, $0) }
        return reader
    }

    /// Calls `body` with dossiers whose bytes lie still, one inside the other.
    private func withEach(
        _ rest: ArraySlice<(anchor: Int64, kind: AnchorKind, facts: [UInt8])>, _ held: [ChildDossier],
        _ body: ([ChildDossier]) -> Void
    ) {
        guard let first = rest.first else { return body(held) }
        first.facts.withUnsafeBytes { bytes in
            withEach(
                rest.dropFirst(), held + [ChildDossier(anchor: first.anchor, kind: first.kind, facts: bytes)], body)
        }
    }

    /// Calls `body` with a row's plain payload.
    func withPayload<Result>(
        of row: GatheredRow, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try dossiers[row.dossier].facts.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[row.payload])) }
    }
}

/// A moment of the record and what is worked out from it once: shared by all disclosures until a snapshot is taken or taken
/// back.
struct Knowledge: Sendable {
    let moment: RecordMoment
    let dates: [Int32?]

    init(_ moment: RecordMoment) {
        self.moment = moment
        dates = moment.snapshots.dates(asKnown: moment.seq)
    }
}
