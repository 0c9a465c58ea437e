public import AmparoLinkage
internal import AmparoModel
public import AmparoStore

/// A pair of records as somebody who must judge it sees it: what each says, and what speaks for and against, in plain words.
/// Made by the gate only.
public struct LinkReview: Sendable {
    /// One of the two.
    public struct Side: Sendable {
        /// The record's number: of the child, or of the sponsor.
        public let record: Int64
        /// The receipt of what is shown of it.
        public let receipt: Int64
        /// What it says of what was compared, as far as the account may see it.
        public let rows: [RecordRow]
    }

    /// The pair.
    public let pair: LinkPair
    /// The two.
    public let sides: [Side]
    /// How many people have accepted it.
    public let accepted: Int
    /// What speaks for it and against, the heaviest first.
    public let comparisons: [FieldComparison]

    /// What speaks for and against in sentences.
    public func sentences(_ language: LinkageLanguage) -> [String] { comparisons.map { $0.sentence(language) } }
}

extension LinkDesk {
    /// Of children, what was compared and what a case worker needs to tell two apart.
    private static let childFields = [
        "existence.record", "general.recordId", "identity.givenNames", "identity.surnames", "identity.dateOfBirth",
        "identity.sex", "identity.countryOfBirth", "identity.aNumber", "general.language", "placement.transferredAt",
        "general.apprehendedAt", "court.case", "identity.courtBirthMonth", "identity.courtSex", "court.caseNat",
    ]
    private static let sponsorFields = [
        "sponsor.identity.givenNames", "sponsor.identity.surnames", "sponsor.identity.dateOfBirth",
        "sponsor.contact.phone",
    ]

    /// Pairs in a state, as far as the account may see both records; each look at a record is a receipt. A pair of which one
    /// record may not be seen is not in the list.
    ///
    /// Throws `GateError` when the account itself is refused.
    public func review(
        _ request: GateRequest, state: LinkState = .open, limit: Int = 50
    ) throws -> [Disclosed<LinkReview>] {
        let pairs = try gate.journal.database.read { try LinkBook($0).pairs(state) }
        var shown: [Disclosed<LinkReview>] = []
        for pair in pairs where shown.count < limit {
            if let review = try show(pair, request) { shown.append(review) }
        }
        return shown
    }

    /// One pair by its number, as the account may see it; nil when there is none, or one of the records may not be seen: for
    /// who asks these are one answer. Throws `GateError` when the account itself is refused.
    public func review(of id: Int64, _ request: GateRequest) throws -> Disclosed<LinkReview>? {
        guard let pair = try gate.journal.database.read({ try LinkBook($0).pair(id) }) else { return nil }
        return try show(pair, request)
    }

    /// One pair as the account may see it; nil when one of the records may not be seen.
    func show(_ pair: LinkPair, _ request: GateRequest) throws -> Disclosed<LinkReview>? {
        var asked = request
        asked.fields = .named(pair.subject == .child ? Self.childFields : Self.sponsorFields)
        // Of a pair that was settled, those who accepted it before.
        let isOpen = pair.state == .open || pair.state == .needsMore
        let book = try gate.journal.database.read { connection in
            let book = LinkBook(connection)
            return (
                records: pair.subject == .child
                    ? [try book.child(of: pair.anchors.0), try book.child(of: pair.anchors.1)]
                    : [pair.anchors.0, pair.anchors.1],
                accepted: Set(
                    try book.judgements(of: pair.id).filter {
                        $0.judgement == .accept && ($0.seq > pair.settled) == isOpen
                    }.map(\.account)
                ).count
            )
        }
        var disclosed: [Disclosed<ChildRecord>] = []
        for record in Set(book.records).sorted() {
            guard let shown = try shown(record, pair.subject, asked) else { return nil }
            disclosed.append(shown)
        }
        guard let first = disclosed.first, disclosed.allSatisfy({ Self.isNamed($0, pair.subject) }) else { return nil }
        let sides = disclosed.map { one in
            LinkReview.Side(record: one.value.child, receipt: one.receipt, rows: one.value.rows)
        }
        return first.retold(
            LinkReview(
                pair: pair, sides: sides, accepted: book.accepted, comparisons: Self.comparisons(pair.comparisons)))
    }

    /// A record as the account may see it; nil when it may see nothing.
    private func shown(
        _ record: Int64, _ subject: LinkSubject, _ request: GateRequest
    ) throws -> Disclosed<ChildRecord>? {
        do {
            switch subject {
            case .child: return try gate.disclose(request, child: record)
            case .sponsor: return try gate.disclose(request, sponsor: record)
            }
        } catch {
            guard error.code == .nothingPermitted else { throw error }
            return nil
        }
    }

    /// Whether the account may see who it is: a court case has no name, its number will do.
    private static func isNamed(_ shown: Disclosed<ChildRecord>, _ subject: LinkSubject) -> Bool {
        let fields = Set(shown.groups.filter(\.isShown).flatMap(\.fields))
        let names =
            subject == .child
            ? ["identity.surnames", "court.case", "identity.courtBirthMonth"] : ["sponsor.identity.surnames"]
        return names.contains { fields.contains($0) }
    }

    private static func comparisons(_ text: String) -> [FieldComparison] {
        text.split(separator: " ").compactMap { part -> FieldComparison? in
            let words = part.split(separator: ":").map(String.init)
            guard words.count == 4, let field = LinkageField(rawValue: words[0]),
                let level = ComparisonLevel(rawValue: words[1]), let weight = Int64(words[2]),
                let rarity = Int64(words[3])
            else { return nil }
            return FieldComparison(
                field: field, level: level, weight: Double(weight) / 1000, frequencyAdjustment: Double(rarity) / 1000)
        }.sorted { abs($0.total) > abs($1.total) }
    }
}
