internal import AmparoModel

/// The dossiers that the rows of a slice will be added to, read all together: on an engine at the other end of a line the
/// questions are on their way at once, instead of one for each dossier.
struct DossiersAhead {
    /// A dossier as it was before the slice; no kind when there was none.
    struct Known {
        var child: Int64
        var kind: Int64?
        var writer: DossierWriter
    }

    private var dossiers: [Int64: Known] = [:]
    private var sponsors: [Int64: DossierWriter] = [:]

    /// Reads what the rows of a slice touch.
    mutating func read(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        var wanted: [Int64: Int64] = [:]
        var wantedSponsors: Set<Int64> = []
        for index in entries.indices {
            let entry = entries[index]
            guard let kind = Self.kind(of: entry) else { continue }
            if kind.subject == .sponsor {
                wantedSponsors.insert(entry.anchor)
            } else if wanted[entry.anchor] == nil {
                wanted[entry.anchor] = entry.child
            }
        }
        try readDossiers(wanted.map { (child: $1, anchor: $0) }.sorted { $0 < $1 }, on: connection)
        try readSponsors(wantedSponsors.sorted(), on: connection)
    }

    /// The kind of row of which an entry speaks; nil for all others.
    private static func kind(of entry: EntryView) -> RecordKind? {
        if let kind = entry.kind.recordKind { return kind }
        guard entry.kind == .rowVanished || entry.kind == .rowReappeared else { return nil }
        return entry.payload.first.flatMap { RecordKind(rawValue: $0) }
    }

    private mutating func readDossiers(
        _ keys: [(child: Int64, anchor: Int64)], on connection: any DatabaseConnection
    ) throws {
        var found: [Int64: Known] = [:]
        for key in keys { found[key.anchor] = Known(child: key.child, kind: nil, writer: DossierWriter()) }
        try connection.ask(
            "SELECT last_seq, facts, kind FROM dossier WHERE child = ? AND anchor = ?", count: keys.count
        ) { index, statement in
            statement.bind(keys[index].child, at: 1)
            statement.bind(keys[index].anchor, at: 2)
        } each: { index, row in
            found[keys[index].anchor] = Known(
                child: keys[index].child, kind: row.int64(2),
                writer: DossierWriter([UInt8](row.bytes(1)), lastSeq: row.int64(0)))
        }
        dossiers = found
    }

    private mutating func readSponsors(_ anchors: [Int64], on connection: any DatabaseConnection) throws {
        var found: [Int64: DossierWriter] = [:]
        for anchor in anchors { found[anchor] = DossierWriter() }
        try connection.ask(
            "SELECT last_seq, facts FROM sponsor_dossier WHERE sponsor = ?", count: anchors.count
        ) { index, statement in
            statement.bind(anchors[index], at: 1)
        } each: { index, row in
            found[anchors[index]] = DossierWriter([UInt8](row.bytes(1)), lastSeq: row.int64(0))
        }
        sponsors = found
    }

    /// Hands a dossier over, once; nil when it was not read, or not under that child.
    mutating func take(child: Int64, anchor: Int64) -> Known? {
        guard let known = dossiers.removeValue(forKey: anchor), known.child == child else { return nil }
        return known
    }

    /// Hands a sponsor's dossier over, once.
    mutating func takeSponsor(_ anchor: Int64) -> DossierWriter? { sponsors.removeValue(forKey: anchor) }

    /// Forgets the dossiers of children and cases.
    mutating func removeDossiers() { dossiers.removeAll() }
}
