internal import AmparoModel
internal import AmparoStore

/// A row of a sheet that cannot be taken, and why.
public struct RowDefect: Sendable, Equatable {
    /// The table of the feed that it was to become.
    public let table: String
    /// The row's number in the sheet.
    public let row: Int
    /// The reason, a word of FEEDS.md.
    public let reason: String
    /// The column of the feed to blame, where there is one.
    public let column: String?
}

extension Ingest {
    /// The most rows whose defects are told one by one.
    public static let mostDefects = 500

    /// Takes a spreadsheet as a batch of its feed (FEEDS.md 5).
    ///
    /// Rows add up: what a batch does not show has not vanished. A batch is a snapshot with a name made of the mapping's and of
    /// the content's keyed digest, so the same file twice changes nothing, on whatever day; `Withdrawal` takes it back.
    ///
    /// - Parameter defects: told of the rows that cannot be taken, before anything is written and whether or not the file is
    ///   refused for them; at most `mostDefects`.
    public func spreadsheet(
        _ workbook: Workbook, mapping: SheetMapping, options: Options, defects: ([RowDefect]) -> Void
    ) throws -> IngestReport {
        let sheet = try workbook.sheet(mapping.sheet)
        var sources: [FeedSource] = []
        var found: [RowDefect] = []
        var digest: UInt64 = 0
        for table in mapping.tables {
            let mapped = try MappedSheet(sheet, mapping, table, file: workbook.name)
            let file = table.kind.table.file
            var source = try FeedSource(table.kind, name: file, bytes: FeedBytes(mapped.bytes), store)
            let checked = try source.file.check()
            source.checked = checked
            digest = digest &* 31 &+ checked.digest
            if !checked.report.quarantined.isEmpty {
                found += try source.file.defects(checked, limit: Self.mostDefects - found.count).map {
                    RowDefect(table: file, row: $0.line, reason: $0.reason, column: $0.column)
                }
            }
            sources.append(source)
        }
        defects(found)
        var options = options
        options.issuer = options.issuer ?? mapping.issuer
        options.mapping = mapping.name
        if options.release == nil { options.release = "\(mapping.name)-\(Self.hexadecimal(digest))" }
        options.date = try options.date ?? dateOfBatch(mapping.feed, options)
        return try take(mapping.feed, sources, others: [], options: options)
    }

    /// The date with which a batch of this name was taken before.
    private func dateOfBatch(_ feed: Feed, _ options: Options) throws -> Day? {
        try store.snapshots().find(
            feed: feed, issuer: options.issuer ?? feed.defaultIssuer, name: options.release ?? "")?.date
    }

    private static func hexadecimal(_ digest: UInt64) -> String {
        let digits = String(digest >> 16, radix: 16)
        return String(repeating: "0", count: 12 - digits.utf8.count) + digits
    }
}

extension FeedFile {
    /// The defective records of a checked file, at most `limit`; nothing is taken.
    func defects(_ checked: Checked, limit: Int) throws -> [QuarantinedRecord] {
        var found: [QuarantinedRecord] = []
        try readAgain(checked) { if found.count < limit { found.append($0) } }
        return found
    }
}
