internal import AmparoModel

/// What a file holds, told by the names in its header. Every feed has columns of its own, so a file that was given to the
/// wrong command is known before one of its rows is read.
enum HeaderContent {
    /// A table of a feed.
    case table(FeedTable)
    /// The public daily census.
    case census

    /// What a header is of when it is not of `kind`: the table, of those that have all the columns they require, that knows
    /// the most of the names, and more of them than `kind` does (than one, where it is to be of no table). Nil when nobody
    /// knows so many.
    init?(_ names: [String], otherThan kind: RecordKind?) {
        if CensusFile.hasColumns(names) {
            self = .census
            return
        }
        var most = kind.map { HeaderContent.known(names, to: $0.table).count } ?? 1
        var found: FeedTable?
        for table in FeedTable.all.values.sorted(by: { $0.kind.rawValue < $1.kind.rawValue }) where table.kind != kind {
            let known = HeaderContent.known(names, to: table)
            let isWhole = table.fields.indices.allSatisfy { !table.fields[$0].columnRequired || known.contains($0) }
            guard isWhole, known.count > most else { continue }
            most = known.count
            found = table
        }
        guard let found else { return nil }
        self = .table(found)
    }

    private static func known(_ names: [String], to table: FeedTable) -> Set<Int> {
        Set(names.compactMap { table.index(ofColumn: $0) })
    }

    /// What the file is and what to do with it.
    var advice: String {
        switch self {
        case .census: "by its columns this is the daily census of HHS; take it with `amparo ingest census`"
        case .table(let table): "by its columns this is \(HeaderContent.place(of: table))"
        }
    }

    /// What a table's file is, and how it is taken.
    static func place(of table: FeedTable) -> String {
        switch table.feed {
        case .care:
            "\(table.file) of the care feed; put it under that name into the folder that `amparo ingest care` takes"
        case .notices: "a file of notices; take it with `amparo ingest notices`"
        case .results: "a file of agency results; take it with `amparo ingest results`"
        case .mail:
            "mail.csv; put it under that name beside the tables of the release that `amparo ingest court` takes"
        case .court: "\(table.file) of a court release; give the release's folder to `amparo ingest court`"
        case .census: "the daily census of HHS; take it with `amparo ingest census`"
        case .hearingEvents: "the court's live events; take them as JSON with `amparo ingest events`"
        }
    }

    /// The error for a file that holds this instead of what it was given as.
    func refusal(of file: String, line: Int?) -> IntakeError {
        IntakeError(.wrongFeed, file: file, line: line, "\(advice). Nothing was taken")
    }
}
