public import AmparoModel
internal import AmparoOversight
internal import AmparoStore

/// Takes feeds into the record: the work behind `amparo ingest`.
public struct Ingest {
    /// How an ingest is to be done.
    public struct Options: Sendable {
        /// Who sent the feed; nil for the feed's own default.
        public var issuer: String?
        /// The release's name; nil for its date.
        public var release: String?
        /// The release's date, where the feed does not say it itself.
        public var date: Day?
        /// Tell everything, write nothing.
        public var isDryRun = false
        /// Files that may be absent or smaller than before, by name; `all` lets every file.
        public var allowing: Set<String> = []
        /// The account that handed the file in; nil for the operator.
        public var by: String?
        /// The name of the mapping with which a spreadsheet is read: its rows add up, and the report says so.
        var mapping: String?

        /// The defaults.
        public init() {}
    }

    /// What is under way: the words to show, the part done and the whole, in bytes.
    public typealias Progress = (_ what: String, _ done: Int64, _ total: Int64) -> Void

    let store: RecordStore
    let today: Day
    let progress: Progress

    /// An intake into a store. `today` is the day on which feeds without a date of their own are taken.
    public init(_ store: RecordStore, today: Day, progress: @escaping Progress = { _, _, _ in }) {
        self.store = store
        self.today = today
        self.progress = progress
    }

    /// Takes the care feed in a folder (FEEDS.md 2).
    public func care(folder path: String, options: Options) throws -> IngestReport {
        let folder = try CareFolder(path)
        var files: [FeedSource] = []
        for entry in folder.entries {
            files.append(try FeedSource(entry.kind, name: entry.name, bytes: FeedBytes(file: entry.path), store))
        }
        return try take(
            .care, files, others: folder.otherReports, missing: folder.missing.filter { options.allows($0.table.file) },
            options: options)
    }

    /// Takes a file of notices or agency results (FEEDS.md 3).
    public func file(_ kind: RecordKind, at path: String, options: Options) throws -> IngestReport {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return try take(
            kind.feed, [try FeedSource(kind, name: name, bytes: FeedBytes(file: path), store)], others: [],
            options: options)
    }

    /// Takes the files of one feed as one snapshot. The rows of tables that are `missing` with leave have vanished.
    func take(
        _ feed: Feed, _ files: [FeedSource], others: [FileReport], missing: [RecordKind] = [], options: Options
    ) throws -> IngestReport {
        var files = files
        let issuer = options.issuer ?? feed.defaultIssuer
        let date = options.date ?? today
        // Every file is counted through before anything is taken, so that a refusal leaves nothing half done.
        for index in files.indices {
            files[index].checked = try files[index].file.check { step in
                progress("checking \(files[index].file.name)", Int64(step.bytes), 0)
            }
            if let refusal = files[index].checked?.refusal, !options.isDryRun { throw refusal }
        }
        let addsUp = options.mapping != nil
        if !addsUp {
            try refuseShrunken(
                feed, issuer, options: options, rows: files.map { ($0.file.name, $0.checked?.report.rows ?? 0) },
                before: date)
        }
        try store.database.requireFree(bytes: UInt64(files.reduce(0) { $0 + ($1.checked?.report.rows ?? 0) }) * 2_000)
        let session = try SnapshotSession(
            store: store, feed: feed, issuer: issuer, name: options.release ?? date.description, date: date,
            onlyIfChanged: true, isDryRun: options.isDryRun)
        var report = IngestReport(
            feed: feed.name, issuer: issuer, release: session.snapshot.name, date: date, isDryRun: options.isDryRun)
        (report.mapping, report.by) = (options.mapping, options.by)
        for source in files {
            let fileReport = try session.takingBackWhatIsRefused {
                try session.take(source) { progress(source.file.name, Int64($0.bytes), 0) }
            }
            report.files.append(fileReport)
        }
        report.files += others
        let tables = addsUp ? [] : Set(files.map(\.file.kind) + missing)
        report.changes = try session.finish(tables: tables) { changes in
            report.complete(session, changes)
            return report.json.description
        }
        report.complete(session, report.changes)
        return report
    }

    /// Takes a court release, a folder or a ZIP archive (FEEDS.md 1), and the mailings beside it.
    public func court(at path: String, options: Options) throws -> IngestReport {
        let release = try CourtRelease(at: path, releaseDate: options.date)
        let reader = CourtReleaseReader(release)
        let issuer = options.issuer ?? Feed.court.defaultIssuer
        let known = try KnownCases(store)
        let questions = CaseQuestions(
            isCareChild: { known.isCareChild($0) }, alreadyInRecord: { known.contains($0) })
        let survey = try reader.survey(asking: questions) { progress("finding children's cases", $0, $1) }
        if let refusal = survey.refused.first(where: { !options.allows($0.file ?? "") }) { throw refusal }
        let mail = try release.mail.flatMap { try checkedMail($0, release, options) }
        try refuseShrunken(
            .court, issuer, options: options, rows: release.countedRows(survey), before: release.date)
        try store.database.requireFree(bytes: UInt64(survey.childCaseCount) * 40_000)
        let name = options.release ?? release.date.description
        if !options.isDryRun, try store.snapshots().find(feed: .court, issuer: issuer, name: name)?.completedSeq != nil
        {
            // What stands completed is not taken back, so a copy that would be refused further on is read through first.
            _ = try reader.read(survey, asking: questions, leavingOutRefused: true, into: .nothing) {
                progress("checking the release", $0, $1)
            }
        }
        let session = try SnapshotSession(
            store: store, feed: .court, issuer: issuer, name: name, date: release.date, onlyIfChanged: false,
            isDryRun: options.isDryRun)
        var report = IngestReport(
            feed: Feed.court.name, issuer: issuer, release: session.snapshot.name, date: release.date,
            isDryRun: options.isDryRun)
        let past = ReadPastWriter(store, isDryRun: options.isDryRun)
        report.files = try session.takingBackWhatIsRefused {
            var passed: [RecordKind: [String: Int]] = [:]
            var files = try reader.read(
                survey, asking: questions, leavingOutRefused: true,
                into: CourtReleaseSink(
                    rows: { passed[$0.kind, default: [:]].merge(try session.recorder.add($0), uniquingKeysWith: +) },
                    quarantined: { try session.quarantine($0) },
                    readPast: { past.add($0) }),
                progress: { progress("taking the release", $0, $1) })
            for (kind, counts) in passed {
                let file = kind.table.file.lowercased()
                if let index = files.firstIndex(where: { $0.file.lowercased() == file }) { files[index].pass(counts) }
            }
            if let mail {
                let size = release.mail?.size ?? 0
                files.append(try session.take(mail) { progress(mail.file.name, Int64($0.bytes), size) })
            }
            return files
        }
        var tables = Set(CourtRelease.kinds).subtracting(release.missingTables)
        for kind in release.missingTables where options.allows(kind.table.file) { tables.insert(kind) }
        report.changes = try session.finish(tables: tables) { changes in
            report.complete(session, changes)
            return report.json.description
        }
        report.complete(session, report.changes)
        report.changes.entries += try past.finish()
        return report
    }

    /// `mail.csv` beside a release, counted through, so that it is refused before anything is taken; nil when it is to be
    /// refused and the operator let the release pass without it.
    private func checkedMail(_ mail: ReleaseFile, _ release: CourtRelease, _ options: Options) throws -> FeedSource? {
        let files = release.files
        var source = try FeedSource(.mailing, name: mail.name, bytes: files.bytes(of: mail), store)
        do {
            source.checked = try source.file.check { progress("checking \(mail.name)", Int64($0.bytes), mail.size) }
            if let refusal = source.checked?.refusal { throw refusal }
        } catch let refusal as IntakeError {
            guard options.allows(mail.name) else { throw refusal }
            return nil
        }
        return source
    }

    /// Refuses a snapshot that lacks a file the last one had, or has much less of it, unless the operator named it.
    private func refuseShrunken(
        _ feed: Feed, _ issuer: String, options: Options, rows: [(file: String, rows: Int)], before date: Day
    ) throws {
        // Notices and results are lists that their senders cut as they like; a snapshot of them may be short.
        guard feed == .care || feed == .court, !options.isDryRun,
            let last = try lastReport(feed, issuer, before: date)
        else { return }
        let snapshots = Set(
            FeedTable.all.values.filter { $0.feed == feed && $0.isSnapshot }.map { $0.file.lowercased() })
        var now: [String: Int] = [:]
        for (file, count) in rows { now[file.lowercased()] = count }
        for (file, before) in last.sorted(by: { $0.key < $1.key }) where !options.allows(file) {
            let key = file.lowercased()
            guard snapshots.contains(key) else { continue }
            guard let count = now[key] else {
                if before == 0 { continue }
                throw IntakeError(
                    .shrunken,
                    "\(file) was in the last release and is not in this one; nothing was taken. If that is meant,"
                        + " say so with --allow \(file)")
            }
            if before - count > 50, (before - count) * 50 > before {
                throw IntakeError(
                    .shrunken,
                    "\(file) has \(count) rows and had \(before) in the last release, a loss of more than 2 %;"
                        + " nothing was taken. If that is meant, say so with --allow \(file)")
            }
        }
    }

    /// The rows by file of the latest snapshot of this feed and sender that is not later than `date`.
    private func lastReport(_ feed: Feed, _ issuer: String, before date: Day) throws -> [String: Int]? {
        try store.database.read { connection in
            let book = try SnapshotBook(reading: connection)
            for last in book.completed(feed).reversed() where last.issuer == issuer && last.date <= date {
                // A batch of a spreadsheet is not all that the sender has.
                if let report = try StoredReport(of: last, on: connection), report.mapping == nil { return report.rows }
            }
            return nil
        }
    }
}

/// One file of a CSV feed, with the row keys of the store.
struct FeedSource {
    let file: FeedFile
    var checked: FeedFile.Checked?

    init(_ kind: RecordKind, name: String, bytes: FeedBytes, _ store: RecordStore) throws {
        let keys = RowKeys(store.secrets)
        file = try FeedFile(kind: kind, name: name, bytes: bytes) { keys.key($0, $1) }
    }
}

extension SnapshotSession {
    /// Takes the rows of one file; those of cases that are not in the record are read past.
    func take(_ source: FeedSource, progress: @escaping (FeedFile.Progress) -> Void) throws -> FileReport {
        var passed: [String: Int] = [:]
        var report = try source.file.take(
            checked: source.checked, progress: progress,
            rows: { passed.merge(try recorder.add($0), uniquingKeysWith: +) }, quarantine: { try quarantine($0) })
        report.pass(passed)
        return report
    }
}

extension Ingest.Options {
    /// Whether the operator let a file be absent or smaller.
    func allows(_ file: String) -> Bool {
        allowing.contains("all") || allowing.contains { $0.lowercased() == file.lowercased() }
    }
}

extension FileReport {
    /// Counts rows that were read well and then not needed.
    mutating func pass(_ passed: [String: Int]) {
        for (reason, count) in passed {
            taken -= count
            past[reason, default: 0] += count
        }
    }
}

extension IngestReport {
    /// Fills in what is known at the end of a snapshot.
    mutating func complete(_ session: SnapshotSession, _ changes: Recorder.Changes) {
        self.changes = changes
        unmatched = session.recorder.unmatched
        waiting = session.recorder.waiting
        systems = session.recorder.resultSystems.sorted().map { CareVocabulary.system.word($0) }
    }
}
