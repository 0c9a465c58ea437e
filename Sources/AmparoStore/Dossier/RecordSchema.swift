public import AmparoModel

/// What an anchor is: the subject of one source, before anybody has said whether two of them are the same child.
public enum AnchorKind: Int64, Sendable, CaseIterable {
    /// A child of a care feed, by the sender's `child_id`.
    case child = 1
    /// A sponsor of a care feed, by `sponsor_id`.
    case sponsor = 2
    /// An A-number of which notices or agency results speak.
    case aNumber = 3
    /// A court case, by `IDNCASE`.
    case courtCase = 4

    /// The kind of the subject of a table's rows.
    public init(_ subject: RowSubject) {
        switch subject {
        case .child: self = .child
        case .sponsor: self = .sponsor
        case .aNumber: self = .aNumber
        case .courtCase: self = .courtCase
        }
    }

    /// Whose key seals the rows of an anchor of this kind.
    public var personClass: PersonClass {
        switch self {
        case .child, .aNumber: .child
        case .sponsor: .sponsor
        case .courtCase: .courtCase
        }
    }
}

/// What an identifier's blind index stands for. The number is in the database: never reused.
public enum IdentifierKind: Int64, Sendable, CaseIterable {
    /// The sender's number of a child.
    case childNumber = 1
    /// The sender's number of a sponsor.
    case sponsorNumber = 2
    /// The A-number that a care record tells of a child.
    case aNumberOfChild = 3
    /// The A-number by which a notice or an agency result is known.
    case aNumberOfNotice = 4
    /// The A-number of a court case (agency profile).
    case aNumberOfCase = 5
    /// A surname of a child, folded.
    case surname = 6
    /// A given name of a child, folded.
    case givenName = 7

    /// Whether it is a word of a name, which many people share.
    var isName: Bool { self == .surname || self == .givenName }
}

/// The tables derived from the journal by `RecordProjection`, and the intake's own working table.
public enum RecordSchema {
    /// Who and what the record knows of: the anchor's kind, the child it belongs to now, and the entry that opened it.
    public static let anchor = TableDefinition(
        "anchor", primaryKey: ["anchor"],
        columns: [.integer("anchor"), .integer("kind"), .integer("child"), .integer("opened")])

    /// To which child an anchor belonged from an entry on; one row at the opening, one for each change.
    public static let link = TableDefinition(
        "anchor_link", primaryKey: ["anchor", "seq"], columns: [.integer("anchor"), .integer("seq"), .integer("child")])

    /// Keyed blind indexes of identifiers (ARCHITECTURE law 5).
    public static let identifier = TableDefinition(
        "identifier", primaryKey: ["blind", "kind", "anchor"],
        columns: [.blob("blind"), .integer("kind"), .integer("anchor")])

    /// The same by whom they are of, in the order in which anchors come.
    public static let anchorIdentifier = TableDefinition(
        "anchor_identifier", primaryKey: ["anchor", "kind", "blind"],
        columns: [.integer("anchor"), .integer("kind"), .blob("blind")])

    /// Rows of `identifier` and `address_key` that wait for their places (`WaitingIndexes`); empty but during an ingest or
    /// after one that was broken off.
    static let blindWaiting = TableDefinition(
        "blind_waiting", primaryKey: ["seq", "part"],
        columns: [.integer("seq"), .integer("part"), .integer("what"), .integer("value"), .blob("blind")])

    /// Keyed blind indexes of the words of children's names, by child: for "a surname in common".
    public static let nameWord = TableDefinition(
        "name_word", primaryKey: ["anchor", "kind", "blind"],
        columns: [.integer("anchor"), .integer("kind"), .blob("blind")])

    /// The court's own case numbers, which are public.
    public static let courtCase = TableDefinition(
        "court_case", primaryKey: ["idncase"], columns: [.integer("idncase"), .integer("anchor")])

    /// Everything the sources said of a child, packed (`DossierWriter`), one row for each of its anchors.
    public static let dossier = TableDefinition(
        "dossier", primaryKey: ["child", "anchor"],
        columns: [.integer("child"), .integer("anchor"), .integer("kind"), .integer("last_seq"), .blob("facts")])

    /// The same of a sponsor, with household and checks.
    public static let sponsorDossier = TableDefinition(
        "sponsor_dossier", primaryKey: ["sponsor"],
        columns: [.integer("sponsor"), .integer("last_seq"), .blob("facts")])

    /// Surrogates of standardised addresses (`scope` 1) and buildings (`scope` 2) by keyed blind index.
    public static let addressKey = TableDefinition(
        "address_key", primaryKey: ["blind", "scope"],
        columns: [.blob("blind"), .integer("scope"), .integer("surrogate")])

    /// The highest surrogate ever given, so that none is given twice, not even after an erasure.
    public static let highWater = TableDefinition(
        "high_water", primaryKey: ["name"], columns: [.text("name"), .integer("value")])

    /// Snapshots taken.
    public static let snapshot = TableDefinition(
        "snapshot", primaryKey: ["snapshot"],
        columns: [
            .integer("snapshot"), .integer("feed"), .text("issuer"), .text("name"), .integer("dated"),
            .integer("begun"), TableDefinition.Column.integer("completed").orNull,
            TableDefinition.Column.integer("withdrawn").orNull, .text("report"),
        ])

    /// Disputes: two sources that cannot both be right of one person.
    public static let dispute = TableDefinition(
        "dispute", primaryKey: ["dispute"],
        columns: [
            .integer("dispute"), .integer("kind"), TableDefinition.Column.integer("adopted").orNull,
            .integer("adopted_child"),
        ])

    /// The anchors in a dispute.
    public static let disputeHolder = TableDefinition(
        "dispute_holder", primaryKey: ["anchor", "dispute"], columns: [.integer("anchor"), .integer("dispute")])

    /// Records in quarantine; their bytes are sealed in the journal.
    public static let quarantine = TableDefinition(
        "quarantine", primaryKey: ["quarantine"],
        columns: [
            .integer("quarantine"), .integer("snapshot"), .text("file"), .integer("line"), .text("reason"),
            .text("column_name"), .integer("length"), .integer("fingerprint"),
            TableDefinition.Column.integer("primary_key").orNull, .integer("state"), .integer("settled"),
        ])

    /// The public census by day.
    public static let census = TableDefinition(
        "census_day", primaryKey: ["dated"],
        columns: [
            .integer("dated"), TableDefinition.Column.integer("apprehended").orNull,
            TableDefinition.Column.integer("in_cbp").orNull, TableDefinition.Column.integer("transferred").orNull,
            TableDefinition.Column.integer("in_care").orNull, TableDefinition.Column.integer("discharged").orNull,
            .integer("seq"),
        ])

    /// Not derived and not in the journal: keyed hashes of the A-numbers of cases that were read past, so that a child who
    /// enters the care record later is found when the release is taken again (MISSED-HEARING.md).
    public static let readPast = TableDefinition("read_past", primaryKey: ["hash"], columns: [.integer("hash")])

    /// Anchors of erased records, by the entry that erased them: their dossiers stand, and nothing is added to them.
    public static let erasedAnchor = TableDefinition(
        "erased_anchor", primaryKey: ["anchor"], columns: [.integer("anchor"), .integer("seq")])

    /// Persons, and quarantines of releases, whose keys an erasure destroys.
    public static let erasedPerson = TableDefinition(
        "erased_person", primaryKey: ["person"], columns: [.integer("person"), .integer("seq")])

    /// "Do not take again": a keyed mark for each number by which an erased record was known (ARCHITECTURE law 5). It does
    /// not say whose it was.
    public static let erasedMark = TableDefinition("erased_mark", primaryKey: ["blind"], columns: [.blob("blind")])

    private static let firstTables = [
        anchor, link, identifier, nameWord, courtCase, dossier, sponsorDossier, addressKey, highWater, snapshot,
        dispute, disputeHolder, quarantine, census,
    ]

    private static let erasureTables = [erasedAnchor, erasedPerson, erasedMark]

    /// The tables that `rebuild` throws away and makes again.
    public static let derived = firstTables + erasureTables + orderTables + LinkTables.all

    private static let orderTables = [anchorIdentifier, blindWaiting]

    private static let identifierByAnchor = IndexDefinition(
        "identifier_by_anchor", on: "identifier", columns: ["anchor", "kind"])

    private static let laterIndexes = [
        IndexDefinition("quarantine_by_snapshot", on: "quarantine", columns: ["snapshot", "fingerprint"]),
        IndexDefinition("dispute_holder_by_dispute", on: "dispute_holder", columns: ["dispute", "anchor"]),
    ]

    private static let caseByAnchor = IndexDefinition("court_case_by_anchor", on: "court_case", columns: ["anchor"])

    static let indexes = laterIndexes + [caseByAnchor] + LinkTables.indexes

    /// The schema's migrations.
    public static let schema = Schema(
        component: "record",
        migrations: [
            Migration(
                1, "dossiers, identities, snapshots, quarantine",
                steps: firstTables.map { .createTable($0) } + [.createTable(readPast)]
                    + ([identifierByAnchor] + laterIndexes).map { .createIndex($0) }),
            Migration(
                2, "erasures, cases by anchor",
                steps: erasureTables.map { .createTable($0) } + [.createIndex(caseByAnchor)]),
            Migration(
                3, "identifiers in two orders, indexes that wait for their places",
                steps: orderTables.map { .createTable($0) } + [
                    .statement(
                        "INSERT INTO anchor_identifier (anchor, kind, blind) SELECT anchor, kind, blind FROM identifier"
                    ),
                    .dropIndex(identifierByAnchor),
                ]),
            Migration(
                4, "links, and what recurs at sponsors",
                steps: LinkTables.all.map { .createTable($0) } + LinkTables.indexes.map { .createIndex($0) }),
        ])
}

extension EntryKind {
    /// A row of a feed, new or changed. Payload: row key (8 bytes, little-endian), then the plain payload. The raw value is
    /// that of the `RecordKind`, 1 to 99.
    public static func row(_ kind: RecordKind) -> EntryKind { EntryKind(rawValue: kind.rawValue) }

    /// The kind of record that an entry's row is of, nil for other entries.
    public var recordKind: RecordKind? { rawValue < 100 ? RecordKind(rawValue: rawValue) : nil }

    /// The field group of the sealed part of an entry of this kind.
    public var sealedField: FieldGroup {
        switch self {
        case .quarantined: .quarantine
        case .disputeAdopted, .quarantineDismissed: .freeText
        default: (160...249).contains(rawValue) ? .sharing : .row
        }
    }

    /// A row that a snapshot no longer has. Payload: record kind (1 byte), row key (8 bytes).
    public static let rowVanished = EntryKind(rawValue: 100)
    /// A row that is back, unchanged. Payload as for `rowVanished`.
    public static let rowReappeared = EntryKind(rawValue: 101)
    /// A snapshot is being taken. Payload: feed (1 byte), day (varint zigzag), issuer, name (each varint length and text).
    public static let snapshotBegun = EntryKind(rawValue: 110)
    /// A snapshot was taken to its end. Payload: the report as JSON.
    public static let snapshotCompleted = EntryKind(rawValue: 111)
    /// A snapshot was taken back: nothing it said counts from here on. `replaces` names the entry that began it.
    public static let snapshotWithdrawn = EntryKind(rawValue: 112)
    /// An anchor belongs to a child from here on. Header: anchor, child. Payload: reason (1 byte, `LinkReason`).
    public static let anchorLinked = EntryKind(rawValue: 120)
    /// Two sources cannot both be right. Payload: dispute kind (1 byte), number of anchors and anchors (varints).
    public static let disputeOpened = EntryKind(rawValue: 121)
    /// A dispute is settled; `replaces` names the entry that opened it; header: the child adopted. The reason is sealed.
    public static let disputeAdopted = EntryKind(rawValue: 122)
    /// A record in quarantine. Payload: `QuarantinePayload`; its bytes are sealed to the release's quarantine.
    public static let quarantined = EntryKind(rawValue: 130)
    /// A record left quarantine because it could be read after all; `replaces` names it.
    public static let quarantineRetried = EntryKind(rawValue: 131)
    /// A record in quarantine was looked at and needs nothing more; `replaces` names it; the reason is sealed.
    public static let quarantineDismissed = EntryKind(rawValue: 132)
    /// A day of the public census. Payload: `PayloadWriter` fields 1 to 6.
    public static let censusDay = EntryKind(rawValue: 140)
}
