public import AmparoModel
public import AmparoSharing

/// What a field says, in the form in which it was disclosed.
public enum FieldValue: Hashable, Sendable {
    /// Text as the sender wrote it.
    case text(String)
    /// A civil day.
    case day(Day)
    /// A moment, in the offset it was written in.
    case instant(Instant)
    /// A whole number.
    case number(Int64)
    /// Yes or no.
    case flag(Bool)
    /// The sender wrote `unknown`.
    case unknown
    /// The sender wrote `refused`.
    case refused
    /// The person's key was destroyed: the record keeps that there was something, and nobody can read it.
    case erased

    /// The value as one text, the same in every language.
    public var text: String {
        switch self {
        case .text(let text): text
        case .day(let day): day.description
        case .instant(let instant): instant.description
        case .number(let number): String(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .unknown: "unknown"
        case .refused: "refused"
        case .erased: "erased"
        }
    }
}

/// One field of a row, named as in the catalogue.
public struct RecordField: Hashable, Sendable {
    /// The field's number in the catalogue.
    public let number: FieldNumber
    /// The field's name, such as `identity.givenNames`.
    public let name: String
    /// What it says.
    public let value: FieldValue
    /// The form it was shown in when that is not the field itself (`year`, `age-band`, `region`, `count`, `yes-no`).
    public let form: String?

    init(_ field: CatalogueField, value: FieldValue, form: String? = nil) {
        number = field.number
        name = field.name
        self.value = value
        self.form = form
    }
}

/// One row of a record, with the fields that were disclosed and no others. A row none of whose fields was disclosed is not
/// there at all.
public struct RecordRow: Hashable, Sendable {
    /// Where a row was read.
    public struct Source: Hashable, Sendable {
        /// The feed (`care`, `court`, …).
        public let feed: String
        /// The release or snapshot, by its name.
        public let release: String
        /// The file.
        public let file: String
        /// The line on which the record begins; 0 for a row the record worked out itself.
        public let line: Int64
        /// The first release that no longer had the row; nil while it is there.
        public let missingSince: String?

        init(feed: String, release: String, file: String, line: Int64, missingSince: String?) {
            self.feed = feed
            self.release = release
            self.file = file
            self.line = line
            self.missingSince = missingSince
        }
    }

    /// What the row is, as in FEEDS.md without the ending (`referrals`, `tbl_schedule`), or `findings`.
    public let table: String
    /// The row's lasting number within the store.
    public let number: Int64
    /// Where it was read.
    public let source: Source
    /// Its disclosed fields, in the catalogue's order.
    public let fields: [RecordField]
    /// The number of the entry that says it; 0 for a row the record worked out itself.
    public let entry: Int64
    /// When the record learned of it: the second clock (ARCHITECTURE law 1). Told where the history was asked for; nil
    /// otherwise, and for a row the record worked out itself.
    public let recorded: Instant?
    /// Whether a later version of the row has taken its place: there where the history was asked for.
    public let isReplaced: Bool

    init(
        table: String, number: Int64, source: Source, fields: [RecordField], entry: Int64 = 0, recorded: Instant? = nil,
        isReplaced: Bool = false
    ) {
        self.table = table
        self.number = number
        self.source = source
        self.fields = fields
        self.entry = entry
        self.recorded = recorded
        self.isReplaced = isReplaced
    }

    /// The value of a field; nil when it was not disclosed or not said.
    public subscript(_ name: String) -> FieldValue? { fields.first { $0.name == name }?.value }
}

/// One child's record, as far as it was disclosed. Made by the gate only.
public struct ChildRecord: Hashable, Sendable {
    /// The record's number of the child.
    public let child: Int64
    /// The day in the world of which it tells.
    public let asOf: Day
    /// The journal number up to which the record was looked at.
    public let asKnown: Int64
    /// Rows in the order of their tables, then of their numbers.
    public let rows: [RecordRow]
    /// Statements of disagreement with what is shown, in the order of the journal.
    public let disagreements: [Disagreement]

    init(child: Int64, asOf: Day, asKnown: Int64, rows: [RecordRow], disagreements: [Disagreement] = []) {
        self.child = child
        self.asOf = asOf
        self.asKnown = asKnown
        self.rows = rows
        self.disagreements = disagreements
    }

    /// The rows of a table as they stand.
    public func rows(of table: String) -> [RecordRow] { rows.filter { $0.table == table && !$0.isReplaced } }
}
