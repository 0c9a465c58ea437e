public import AmparoModel
public import AmparoOversight

/// What an ingest did, as it is printed, recorded and shown on the overview (COMMANDS.md, `ingest …`).
public struct IngestReport: Sendable {
    /// The feed's name.
    public var feed: String
    /// Who sent it.
    public var issuer: String
    /// The release's name.
    public var release: String
    /// The release's date.
    public var date: Day
    /// Nothing was written.
    public var isDryRun: Bool
    /// The name of the mapping with which a spreadsheet was read; nil for every other feed.
    public var mapping: String?
    /// The account that handed the file in; nil for the operator.
    public var by: String?
    /// File by file.
    public var files: [FileReport] = []
    /// What recording did.
    public var changes = Recorder.Changes()
    /// Rows of A-numbers that no child of the care record has; court cases without a care record.
    public var unmatched = 0
    /// Children whose A-number belongs to a court case that was read past: take the court release again.
    public var waiting = 0
    /// Agency systems whose results were in the file.
    public var systems: [String] = []
    /// How long it took; 0 in the report that is recorded.
    public var seconds = 0.0
    /// The most memory the process used, in bytes; 0 in the report that is recorded.
    public var peakBytes = 0

    /// The report as JSON, with the names of COMMANDS.md.
    public var json: JSON {
        var members = [
            JSON.Member("feed", .string(feed)),
            JSON.Member("issuer", .string(issuer)),
            JSON.Member("release", .string(release)),
            JSON.Member("date", .string(date.description)),
            JSON.Member("dryRun", .bool(isDryRun)),
            JSON.Member("files", .array(files.map(Self.json))),
            JSON.Member("added", .count(changes.added)),
            JSON.Member("changed", .count(changes.changed)),
            JSON.Member("vanished", .count(changes.vanished)),
            JSON.Member("reappeared", .count(changes.reappeared)),
            JSON.Member("unmatched", .count(unmatched)),
            JSON.Member("waiting", .count(waiting)),
            JSON.Member("systems", .array(systems.map(JSON.string))),
            JSON.Member("entriesAppended", .count(changes.entries)),
            JSON.Member("seconds", .number(Self.decimal(seconds))),
            JSON.Member("peakBytes", .count(peakBytes)),
        ]
        if let by { members.insert(JSON.Member("by", .string(by)), at: 3) }
        if let mapping { members.insert(JSON.Member("mapping", .string(mapping)), at: 3) }
        return .object(members)
    }

    private static func json(_ file: FileReport) -> JSON {
        func counts(_ counts: [String: Int]) -> JSON { .sorted(counts.mapValues { .count($0) }) }
        return .object([
            JSON.Member("file", .string(file.file)),
            JSON.Member("rows", .count(file.rows)),
            JSON.Member("taken", .count(file.taken)),
            JSON.Member("past", counts(file.past)),
            JSON.Member("quarantined", counts(file.quarantined)),
            JSON.Member("repaired", counts(file.repaired)),
            JSON.Member("unknownColumns", .array(file.unknownColumns.map(JSON.string))),
            JSON.Member("unknownCodes", counts(file.unknownCodes)),
            JSON.Member("notes", .array(file.notes.map(JSON.string))),
        ])
    }

    private static func decimal(_ seconds: Double) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        let fraction = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
