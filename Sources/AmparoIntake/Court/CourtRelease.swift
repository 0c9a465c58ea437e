public import AmparoModel

/// A court release that has been found and looked over, but not read: its date, its tables with their headers bound,
/// and what else lies beside them (FEEDS.md 1; court-data-format 1).
public struct CourtRelease: Sendable {
    /// The files of the folder or archive.
    public let files: ReleaseFiles
    /// The date of the release: RELEASE.txt, else the date given.
    public let date: Day
    /// The mailings beside the release, which another reader takes; nil when there are none.
    public let mail: ReleaseFile?
    /// The tables of the record that the release does not have.
    public let missingTables: [RecordKind]
    /// The tables that are refused because of their headers, with the reason.
    public let refused: [IntakeError]
    /// Rows per table as Count.txt declares them, by file name in lower case without its ending; empty without
    /// Count.txt.
    public let declaredRows: [String: Int]
    /// Tables and lookups that are read past.
    public let otherTables: [ReleaseFile]

    let tables: [RecordKind: TableFile]

    /// The tables of the record in the order in which they are handed over.
    public static let kinds: [RecordKind] = [
        .courtCase, .proceeding, .schedule, .juvenileHistory, .leadRider, .caseIdentifier, .casePriority, .charge,
        .courtApplication, .motion, .custody, .representation,
    ]

    /// Bytes that both passes together read, unpacked.
    public var bytesToRead: Int64 {
        let content = tables.values.reduce(0) { $0 + $1.file.size }
        let signals = SignalPass.kinds.compactMap { tables[$0]?.file.size }.reduce(0, +)
        return content + signals + otherTables.reduce(0) { $0 + $1.size }
    }

    /// Looks a release over: a folder, or a ZIP archive.
    ///
    /// `releaseDate` is used only when there is no RELEASE.txt. Throws `not-found`, `bad-archive`, `duplicate-file`,
    /// `no-release-date` and `empty-folder`; a single table that cannot be read is in `refused`.
    public init(at path: String, releaseDate: Day? = nil) throws(IntakeError) {
        try self.init(try ReleaseFiles(at: path), releaseDate: releaseDate)
    }

    /// Looks over files that have been listed.
    init(_ files: ReleaseFiles, releaseDate: Day?) throws(IntakeError) {
        self.files = files
        try CourtRelease.refuseCareFolder(files)
        date = try CourtRelease.date(in: files, given: releaseDate)
        mail = try files.file(named: RecordKind.mailing.table.file)
        var tables: [RecordKind: TableFile] = [:]
        var missing: [RecordKind] = []
        var refused: [IntakeError] = []
        var known: Set<String> = [RecordKind.mailing.table.file.lowercased()]
        for kind in CourtRelease.kinds {
            known.insert(kind.table.file.lowercased())
            guard let file = try files.file(named: kind.table.file) else {
                missing.append(kind)
                continue
            }
            do {
                tables[kind] = try TableFile(file, kind: kind, in: files)
            } catch {
                if error.code == .badArchive { throw error }
                refused.append(error)
            }
        }
        guard missing.count < CourtRelease.kinds.count else {
            throw IntakeError(
                .emptyFolder,
                "There is no table of a court release here. Name the folder or archive that holds A_TblCase.csv.")
        }
        self.tables = tables
        missingTables = missing
        self.refused = refused
        declaredRows = try CourtRelease.declaredRows(in: files)
        otherTables = files.files.filter { file in
            let name = file.name.lowercased()
            return name.hasSuffix(".csv") && !known.contains(name) && !name.hasPrefix(".")
        }
    }

    /// A folder of the care feed is told before anybody is asked for the date of a release.
    private static func refuseCareFolder(_ files: ReleaseFiles) throws(IntakeError) {
        let names = Set(files.files.map { $0.name.lowercased() })
        func holds(_ feed: Feed) -> Bool {
            FeedTable.all.values.contains { $0.feed == feed && names.contains($0.file.lowercased()) }
        }
        guard holds(.care), !holds(.court) else { return }
        throw IntakeError(
            .wrongFeed, "This holds files of the care feed and no table of a court release; take it with `ingest care`."
        )
    }

    private static func date(in files: ReleaseFiles, given: Day?) throws(IntakeError) -> Day {
        guard let file = try files.file(named: "RELEASE.txt") else {
            if let given { return given }
            throw IntakeError(
                .noReleaseDate,
                "The release has no RELEASE.txt. Give its date with --release-date YYYY-MM-DD, or add that file.")
        }
        var text = try files.text(of: file, limit: 4096)
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        let words = text.split { $0 <= Mark.blank }
        guard words.count == 1, let day = Day(String(decoding: words[0], as: UTF8.self)) else {
            throw IntakeError(
                .noReleaseDate, file: file.name, "It must hold one line with the date of the release, YYYY-MM-DD.")
        }
        return day
    }

    /// Count.txt: lines of table name, tab, number of rows.
    private static func declaredRows(in files: ReleaseFiles) throws(IntakeError) -> [String: Int] {
        guard let file = try files.file(named: "Count.txt") else { return [:] }
        var rows: [String: Int] = [:]
        for line in try files.text(of: file).filter({ $0 != 0 }).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let words = line.split(separator: Mark.tab)
            guard words.count == 2,
                let count = Int(String(decoding: words[1].filter { $0 > Mark.blank }, as: UTF8.self))
            else { continue }
            rows[tableName(String(decoding: words[0].filter { $0 > Mark.blank }, as: UTF8.self))] = count
        }
        return rows
    }

    /// A file's name as Count.txt would have it: lower case, without `.csv`.
    static func tableName(_ file: String) -> String {
        let name = file.lowercased()
        return name.hasSuffix(".csv") ? String(name.dropLast(4)) : name
    }
}
