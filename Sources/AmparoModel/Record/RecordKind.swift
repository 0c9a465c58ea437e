/// What a row of a feed is about. The raw value is written into entries: never reused, never renumbered.
public enum RecordKind: UInt8, CaseIterable, Sendable {
    // Care feed (FEEDS.md 2)
    case referral = 1
    case placement = 2
    case sponsor = 3
    case householdMember = 4
    case check = 5
    case release = 6
    case address = 7
    case call = 8
    case service = 9
    case application = 10
    case family = 11
    case concern = 12
    // Notices and agency results (FEEDS.md 3)
    case notice = 20
    case agencyResult = 21
    // Court release (FEEDS.md 1)
    case courtCase = 30
    case proceeding = 31
    case schedule = 32
    case juvenileHistory = 33
    case representation = 34
    case courtApplication = 35
    case motion = 36
    case charge = 37
    case custody = 38
    case leadRider = 39
    case caseIdentifier = 40
    case casePriority = 41
    case mailing = 42
    // The court's live feed (docs/hearing-events.md)
    case hearingEvent = 43

    /// The table that describes this kind's columns.
    public var table: FeedTable { FeedTable.all[self]! }

    /// Whose rows these are: the table's `subject`, without a look-up.
    public var subject: RowSubject {
        switch self {
        case .sponsor, .householdMember, .check: .sponsor
        case .notice, .agencyResult: .aNumber
        case .courtCase, .proceeding, .schedule, .juvenileHistory, .representation, .courtApplication, .motion, .charge,
            .custody, .leadRider, .caseIdentifier, .casePriority, .mailing, .hearingEvent:
            .courtCase
        case .referral, .placement, .release, .address, .call, .service, .application, .family, .concern: .child
        }
    }

    /// The feed it belongs to: the table's `feed`, without a look-up.
    public var feed: Feed {
        switch self {
        case .notice: .notices
        case .agencyResult: .results
        case .mailing: .mail
        case .hearingEvent: .hearingEvents
        default: subject == .courtCase ? .court : .care
        }
    }

    /// Whether a row that a later snapshot lacks has vanished: the table's `isSnapshot`, without a look-up.
    public var isSnapshot: Bool { self != .mailing && self != .hearingEvent }
}

/// A feed of one sender: snapshots of the same feed and sender are compared with each other.
public enum Feed: UInt8, CaseIterable, Sendable {
    case care = 1
    case notices = 2
    case results = 3
    case court = 4
    case mail = 5
    case census = 6
    case hearingEvents = 7

    /// The name used on the command line and in reports.
    public var name: String {
        switch self {
        case .care: "care"
        case .notices: "notices"
        case .results: "results"
        case .court: "court"
        case .mail: "mail"
        case .census: "census"
        case .hearingEvents: "hearing-events"
        }
    }

    /// Who sends it when `--issuer` is not given (FEEDS.md).
    public var defaultIssuer: String {
        switch self {
        case .care, .census: "hhs.orr"
        case .notices, .results: "dhs.ice"
        case .court, .mail, .hearingEvents: "doj.eoir"
        }
    }
}

/// Whose file a row belongs to: how the subject of a row is known.
public enum RowSubject: UInt8, Sendable {
    /// The sender's number of a child (`child_id`).
    case child
    /// The sender's number of a sponsor (`sponsor_id`).
    case sponsor
    /// An A-number that need not be a child of the record.
    case aNumber
    /// The court's case number (`IDNCASE`).
    case courtCase
}

/// A table of a feed: its file name, its columns, whose it is and what makes a row the same row.
public struct FeedTable: Sendable {
    /// What its rows are.
    public let kind: RecordKind
    /// The feed it belongs to.
    public let feed: Feed
    /// The file's name as FEEDS.md or the court writes it; matched without regard to case.
    public let file: String
    /// Whose rows these are.
    public let subject: RowSubject
    /// The column that names the subject, in lower case.
    public let subjectColumn: String
    /// The columns that, within a subject, make two rows the same row; empty where the row has an ordinal only.
    public let keyColumns: [String]
    /// Whether equal keys are told apart by counting them in file order (`addresses`: "ordinal among equals").
    public let keyHasOrdinal: Bool
    /// Whether a row that is absent from a later snapshot has vanished; false where rows accumulate (`mail.csv`).
    public let isSnapshot: Bool
    /// The columns, by rising id.
    public let fields: [Field]
    private let byName: [String: Int]
    private let byID: [UInt8: Int]

    init(
        _ kind: RecordKind, _ feed: Feed, _ file: String, _ subject: RowSubject, _ subjectColumn: String,
        key: [String], ordinal: Bool = false, snapshot: Bool = true, _ fields: [Field]
    ) {
        self.kind = kind
        self.feed = feed
        self.file = file
        self.subject = subject
        self.subjectColumn = subjectColumn
        keyColumns = key
        keyHasOrdinal = ordinal
        isSnapshot = snapshot
        self.fields = fields
        var names: [String: Int] = [:]
        var ids: [UInt8: Int] = [:]
        for (index, field) in fields.enumerated() {
            names[field.name] = index
            for alias in field.aliases { names[alias] = index }
            ids[field.id] = index
        }
        byName = names
        byID = ids
    }

    /// The place in `fields` of the column with this header name; the name is compared in lower case, with the court's
    /// `_Remove` ending taken off. Nil for a column nobody knows.
    public func index(ofColumn header: String) -> Int? {
        var name = header.lowercased()
        if let index = byName[name] { return index }
        if name.hasSuffix("_remove") {
            name.removeLast(7)
            return byName[name]
        }
        return nil
    }

    /// The column with this id.
    public func field(_ id: UInt8) -> Field? { byID[id].map { fields[$0] } }

    /// The id of a column known to exist in this table; for tables written in this package only.
    public func id(_ name: String) -> UInt8 { fields[byName[name]!].id }

    /// Every table, by kind.
    public static let all: [RecordKind: FeedTable] = Dictionary(
        uniqueKeysWithValues: (careTables + noticeTables + courtTables).map { ($0.kind, $0) })
}
