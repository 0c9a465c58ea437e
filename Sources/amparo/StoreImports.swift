import AmparoDuties
import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoServer
import AmparoSharing
import AmparoStore
import Foundation

/// The import desk of a store: spreadsheets of an account's own agency, read with mappings that are files of the data folder.
///
/// Who may hand in: the data steward of ORR the care feed, the trial attorney's office its agency's notices and results. Nobody
/// hands in for another sender.
struct StoreImports: ImportDesk {
    private static let roles: [Feed: Set<String>] = [
        .care: ["data-quality-steward"], .notices: ["trial-attorney-office"], .results: ["trial-attorney-office"],
    ]
    /// The rows of a sheet that are shown.
    private static let shownRows = 12
    private static let shownColumns = 40

    let store: OpenStore
    let accounts: AccountDirectory

    init(_ store: OpenStore) {
        self.store = store
        accounts = AccountDirectory(store.governance)
    }

    private var folder: URL { URL(fileURLWithPath: store.folder).appending(path: "mappings") }

    private func own(_ account: String) throws -> [Feed] {
        guard let account = try accounts.account(named: account), !account.isLocked,
            account.isAttested(on: WashingtonTime.day(of: store.now()))
        else { return [] }
        return SheetMapping.feeds.filter { feed in
            Self.roles[feed]?.contains(account.role) == true && Post.isPart(account.agency, of: feed.defaultIssuer)
        }
    }

    func feeds(of account: String) throws -> [ImportFeed] {
        try own(account).map { feed in
            let kinds = feed == .care ? CareFolder.order : RecordKind.allCases.filter { $0.feed == feed }
            return ImportFeed(
                name: feed.name, issuer: feed.defaultIssuer,
                tables: kinds.map { kind in
                    (kind.table.file, kind.table.fields.map { ($0.name, $0.columnRequired) })
                })
        }
    }

    func look(_ file: MultipartBody.File, sheet: String?) throws -> SheetLook {
        try telling {
            let workbook = try Workbook(file.bytes, name: "sheet")
            let sheet = try workbook.sheet(sheet)
            return SheetLook(
                sheets: workbook.sheetNames, sheet: sheet.name,
                rows: sheet.rows.prefix(Self.shownRows).map { row in
                    (row.number, row.cells.prefix(Self.shownColumns).map(\.shown))
                })
        }
    }

    // MARK: Mappings

    private func mapping(_ name: String, for account: String) throws -> SheetMapping {
        guard SheetMapping.isName(name),
            let text = try? String(contentsOf: folder.appending(path: name + ".yaml"), encoding: .utf8)
        else { throw ImportFault("mapping") }
        let mapping = try telling { try SheetMapping(yaml: text) }
        guard try owns(mapping, account) else { throw ImportFault("mapping") }
        return mapping
    }

    private func owns(_ mapping: SheetMapping, _ account: String) throws -> Bool {
        try own(account).contains(mapping.feed) && mapping.issuer == mapping.feed.defaultIssuer
    }

    func mappings(for account: String) throws -> [ImportMapping] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { file in
            (try? mapping(String(file.dropLast(5)), for: account)).map {
                ImportMapping(name: $0.name, feed: $0.feed.name, issuer: $0.issuer)
            }
        }
    }

    func save(_ choices: ImportChoices, by account: String) throws -> String {
        let yaml = SheetMapping.yaml(
            name: choices.name, sheet: choices.sheet, header: choices.header, issuer: nil,
            dates: choices.dates.isEmpty ? nil : choices.dates,
            choices.columns.map { SheetMapping.Choice(heading: $0.heading, file: $0.file, column: $0.column) })
        let mapping = try telling { try SheetMapping(yaml: yaml) }
        guard try owns(mapping, account) else { throw ImportFault("mapping") }
        let path = folder.appending(path: mapping.name + ".yaml")
        if FileManager.default.fileExists(atPath: path.path) {
            // A name that another agency's mapping has is taken.
            guard (try? self.mapping(mapping.name, for: account)) != nil else { throw ImportFault("name") }
        }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(yaml.utf8).write(to: path, options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path.path)
        } catch { throw ImportFault("disk") }
        return mapping.name
    }

    // MARK: Taking

    func take(
        _ file: MultipartBody.File, mapping name: String, isDryRun: Bool, by account: String
    ) throws -> ImportOutcome {
        let mapping = try mapping(name, for: account)
        var options = Ingest.Options()
        options.isDryRun = isDryRun
        options.by = account
        var outcome: ImportOutcome?
        try telling {
            let workbook = try Workbook(file.bytes, name: "sheet")
            try store.unlessIngesting {
                var told: [RowDefect] = []
                let report = try Ingest(store.record, today: WashingtonTime.day(of: store.now())).spreadsheet(
                    workbook, mapping: mapping, options: options
                ) { told = $0 }
                if !isDryRun { try store.followIngest() }
                outcome = ImportOutcome(report, told)
            }
        }
        guard let outcome else { throw ImportFault("busy") }
        return outcome
    }

    func batches(for account: String) throws -> [ImportBatch] {
        let feeds = try own(account)
        return try store.database.read { connection in
            let book = try SnapshotBook(reading: connection)
            var batches: [ImportBatch] = []
            for feed in feeds {
                let standing = book.all.filter {
                    $0.feed == feed && $0.issuer == feed.defaultIssuer && $0.withdrawnSeq == nil
                }
                let last = standing.max { ($0.date, $0.id) < ($1.date, $1.id) }
                for snapshot in standing.suffix(200) {
                    guard let report = try StoredReport(of: snapshot, on: connection), report.mapping != nil else {
                        continue
                    }
                    batches.append(
                        ImportBatch(
                            id: snapshot.id, name: snapshot.name, feed: feed.name, date: snapshot.date,
                            rows: report.files.reduce(0) { $0 + $1.taken }, canBeUndone: snapshot.id == last?.id))
                }
            }
            return batches.sorted { $0.id > $1.id }
        }
    }

    func undo(_ batch: Int32, by account: String) throws {
        guard let found = try batches(for: account).first(where: { $0.id == batch }),
            let feed = Feed.allCases.first(where: { $0.name == found.feed })
        else { throw ImportFault("batch") }
        var isDone = false
        try telling {
            try store.unlessIngesting {
                _ = try Withdrawal(store.record).withdraw(feed, issuer: feed.defaultIssuer, name: found.name)
                try store.followIngest()
                isDone = true
            }
        }
        guard isDone else { throw ImportFault("busy") }
    }

    /// Runs `body`; what the intake refuses is told by its code, row and column.
    private func telling<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as IntakeError {
            throw ImportFault(error.code.rawValue, row: error.line, column: error.column)
        }
    }
}

extension OpenStore {
    /// Draws the conclusions of what was taken or taken back: worklist, corrections, clauses that ended, duties.
    func followIngest() throws {
        try bringWorklistUpToDate()
        try oweCorrections()
        try endLapsedClauses()
        try bringDutiesUpToDate()
    }
}

extension ImportOutcome {
    /// The outcome of a report, with the rows that cannot be taken.
    fileprivate init(_ report: AmparoIntake.IngestReport, _ defects: [RowDefect]) {
        let taken = report.files.reduce(0) { $0 + $1.taken }
        let quarantined = report.files.reduce(0) { $0 + $1.quarantined.values.reduce(0, +) }
        let new = report.changes.added + report.changes.changed
        self.init(
            batch: report.release,
            counts: [
                ("added", report.changes.added), ("changed", report.changes.changed),
                ("same", max(0, taken - new - report.changes.reappeared)), ("quarantined", quarantined),
            ],
            defects: defects.map { defect in
                (defect.row, defect.reason, defect.table + (defect.column.map { " " + $0 } ?? ""))
            }, isRefused: report.files.contains { FeedFile.refusal(of: $0) != nil })
    }
}
