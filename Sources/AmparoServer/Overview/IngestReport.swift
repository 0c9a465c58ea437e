public import AmparoModel

/// What one ingest took and what was wrong with it (FEEDS.md, "What every ingest prints and records").
///
/// Counts are of records of a file. Names of feeds, issuers, releases and files are shown as they are, so a file must not be
/// named after a person.
public struct IngestReport: Sendable {
    /// Its number in addresses: `/ingests/{number}`; never reused.
    public var number: Int
    /// The feed, such as `court` or `care`.
    public var feed: String
    /// The sender, such as `hhs.orr`.
    public var issuer: String
    /// The name of the release.
    public var release: String
    /// The day the release is of; nil where the feed has none.
    public var releaseDate: Day?
    /// When it was taken.
    public var takenAt: Instant
    /// The files, in the order they were read.
    public var files: [IngestFile]
    /// Rows that are new since the last snapshot.
    public var added: Int
    /// Rows that differ from the last snapshot.
    public var changed: Int
    /// Rows of the last snapshot that are absent now.
    public var vanished: Int
    /// Rows that had vanished and are there again.
    public var reappeared: Int
    /// Rows that belong to no child of the record.
    public var unmatched: Int
    /// Entries written to the journal.
    public var entriesAppended: Int
    /// How long it took; nil where it was not measured.
    public var seconds: Double?
    /// Whether the release was withdrawn later (`ingest withdraw`).
    public var withdrawn: Bool

    /// A report.
    public init(
        number: Int, feed: String, issuer: String, release: String, releaseDate: Day? = nil, takenAt: Instant,
        files: [IngestFile], added: Int = 0, changed: Int = 0, vanished: Int = 0, reappeared: Int = 0,
        unmatched: Int = 0, entriesAppended: Int = 0, seconds: Double? = nil, withdrawn: Bool = false
    ) {
        self.number = number
        self.feed = feed
        self.issuer = issuer
        self.release = release
        self.releaseDate = releaseDate
        self.takenAt = takenAt
        self.files = files
        self.added = added
        self.changed = changed
        self.vanished = vanished
        self.reappeared = reappeared
        self.unmatched = unmatched
        self.entriesAppended = entriesAppended
        self.seconds = seconds
        self.withdrawn = withdrawn
    }
}

/// What became of one file of an ingest: `rows = taken + past + quarantined`.
public struct IngestFile: Sendable {
    /// The file, as it was named.
    public var name: String
    /// Its records.
    public var rows: Int
    /// Those that entered the record, unchanged ones too.
    public var taken: Int
    /// Those that are not needed, by reason (`not-a-child`, `duplicate`, `orphan`, `other-table`).
    public var past: [String: Int]
    /// Those that could not be read, by reason.
    public var quarantined: [String: Int]
    /// Defects that were repaired, by kind; a record may have several.
    public var repaired: [String: Int]

    /// A file's report.
    public init(
        name: String, rows: Int, taken: Int, past: [String: Int] = [:], quarantined: [String: Int] = [:],
        repaired: [String: Int] = [:]
    ) {
        self.name = name
        self.rows = rows
        self.taken = taken
        self.past = past
        self.quarantined = quarantined
        self.repaired = repaired
    }
}

extension IngestFile {
    var pastTotal: Int { past.values.reduce(0, &+) }
    var quarantinedTotal: Int { quarantined.values.reduce(0, &+) }
    var repairedTotal: Int { repaired.values.reduce(0, &+) }
    /// Whether every record is accounted for.
    var addsUp: Bool { rows == taken &+ pastTotal &+ quarantinedTotal }
}

extension IngestReport {
    var rows: Int { files.reduce(0) { $0 &+ $1.rows } }
    var taken: Int { files.reduce(0) { $0 &+ $1.taken } }
    var past: Int { files.reduce(0) { $0 &+ $1.pastTotal } }
    var quarantined: Int { files.reduce(0) { $0 &+ $1.quarantinedTotal } }
    var repaired: Int { files.reduce(0) { $0 &+ $1.repairedTotal } }
    var addsUp: Bool { files.allSatisfy(\.addsUp) }
}
