internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// Reads and opens names and dates of birth of children's last referrals, for the index in memory. Nothing of it is written
/// anywhere; of a child whose key was destroyed there is nothing.
struct NameReader {
    /// The names of one record.
    struct Named {
        var anchor: Int64
        var person: PersonDescription
    }

    private static let page = 2048
    private let database: any Database
    private let keys: KeyStore
    private let dates: [Int32?]

    init(_ database: any Database, keys: KeyStore) throws {
        self.database = database
        self.keys = keys
        dates = try database.read { try SnapshotBook(reading: $0) }.dates(asKnown: .max)
    }

    /// Calls `take` with everybody, page by page.
    func readAll(_ take: (Named) -> Void) throws {
        var place: (child: Int64, anchor: Int64) = (.min, .min)
        while true {
            let (found, count, last) = try database.read { connection in
                let row = try connection.statement(
                    """
                    SELECT child, anchor, facts FROM dossier WHERE kind = 1 AND child >= ? AND (child > ? OR anchor > ?)
                    ORDER BY child, anchor LIMIT ?
                    """)
                defer { row.reset() }
                row.bind(place.child, at: 1)
                row.bind(place.child, at: 2)
                row.bind(place.anchor, at: 3)
                row.bind(Int64(Self.page), at: 4)
                var (found, count, last) = (Referrals(), 0, place)
                while try row.step() {
                    last = (row.int64(0), row.int64(1))
                    found.note(row.bytes(2), anchor: last.anchor, dates)
                    count += 1
                }
                row.reset()
                try found.readSealed(on: connection)
                return (found, count, last)
            }
            try found.open(keys).forEach(take)
            guard count == Self.page else { return }
            place = last
        }
    }

    /// The names of these records; one that has none any more is not among them.
    func read(_ anchors: [Int64]) throws -> [Named] {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT d.facts FROM anchor a JOIN dossier d ON d.child = a.child AND d.anchor = a.anchor
                WHERE a.anchor = ? AND d.kind = 1
                """)
            var found = Referrals()
            for anchor in anchors {
                row.bind(anchor, at: 1)
                if try row.step() { found.note(row.bytes(0), anchor: anchor, dates) }
                row.reset()
            }
            try found.readSealed(on: connection)
            return found
        }.open(keys)
    }
}

/// The last referrals of some records.
private struct Referrals {
    private var entries: [(anchor: Int64, seq: Int64)] = []
    private var sealed = SealedParts()
    private var rows = EffectiveRows()

    /// Looks for the last referral in a packed dossier.
    mutating func note(_ facts: UnsafeRawBufferPointer, anchor: Int64, _ dates: [Int32?]) {
        rows.load(facts, asOf: nil, asKnown: .max, dates: dates)
        var last: (place: Int64, seq: Int64)?
        for row in rows.rows where row.fact.kind == .referral {
            var reader = PayloadReader(row.fact.payload)
            var transferred = Int64.min
            while let field = reader.next() {
                if field.id == CareColumn.Referral.transferred { transferred = field.instant?.microseconds ?? .min }
            }
            let place = (transferred, row.fact.seq)
            if last.map({ place > ($0.place, $0.seq) }) ?? true { last = place }
        }
        if let last { entries.append((anchor, last.seq)) }
    }

    mutating func readSealed(on connection: any DatabaseConnection) throws {
        try sealed.read(entries.map(\.seq), on: connection)
    }

    func open(_ keys: KeyStore) throws -> [NameReader.Named] {
        let opener = try Opener(sealed, keys: keys)
        return try entries.compactMap { entry in
            guard case .text(let text) = try opener.withText(of: entry.seq, PersonReader.texts) else { return nil }
            var person = PersonDescription(
                given: text[CareColumn.Referral.givenNames] ?? "", surnames: text[CareColumn.Referral.surnames] ?? "")
            person.birth = PersonReader.birth(text[CareColumn.Referral.birth] ?? "")
            return NameReader.Named(anchor: entry.anchor, person: person)
        }
    }
}
