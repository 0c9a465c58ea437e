package import AmparoModel

/// Takes spreadsheets for somebody at the import desk (SCREENS.md, "Import desk"). What it answers is made of what was handed in
/// and of counts of its own sender's rows; it tells nothing of the record.
package protocol ImportDesk: Sendable {
    /// The feeds that an account may take in, with their senders; none when it may not import.
    func feeds(of account: String) throws -> [ImportFeed]
    /// A look into a file: its sheets, and the first rows of one. Throws `ImportFault`.
    func look(_ file: MultipartBody.File, sheet: String?) throws -> SheetLook
    /// The mappings that were saved for feeds of the account, by name.
    func mappings(for account: String) throws -> [ImportMapping]
    /// Saves a mapping that was chosen column by column; one of the same name of the same sender is replaced. Answers its name.
    /// Throws `ImportFault`.
    func save(_ choices: ImportChoices, by account: String) throws -> String
    /// Takes a file with a saved mapping, or tries it out. Throws `ImportFault`.
    func take(_ file: MultipartBody.File, mapping: String, isDryRun: Bool, by account: String) throws -> ImportOutcome
    /// The batches of the account's feeds that stand, the last one first.
    func batches(for account: String) throws -> [ImportBatch]
    /// Takes a batch back. Throws `ImportFault`.
    func undo(_ batch: Int32, by account: String) throws
}

/// A feed that somebody may take in, with the tables a sheet can become.
package struct ImportFeed: Sendable {
    /// The feed's name and its sender.
    package var name: String
    /// See `name`.
    package var issuer: String
    /// The tables with their columns; required columns have a star.
    package var tables: [(file: String, columns: [(name: String, isRequired: Bool)])]

    /// A feed.
    package init(name: String, issuer: String, tables: [(file: String, columns: [(name: String, isRequired: Bool)])]) {
        self.name = name
        self.issuer = issuer
        self.tables = tables
    }
}

/// The first rows of a sheet, as they are shown.
package struct SheetLook: Sendable {
    /// The names of the file's sheets, and the one that is shown.
    package var sheets: [String]
    /// See `sheets`.
    package var sheet: String
    /// The rows by number.
    package var rows: [(number: Int, cells: [String])]

    /// A look.
    package init(sheets: [String], sheet: String, rows: [(number: Int, cells: [String])]) {
        self.sheets = sheets
        self.sheet = sheet
        self.rows = rows
    }
}

/// A saved mapping.
package struct ImportMapping: Sendable {
    /// Its name, its feed and its sender.
    package var name: String
    /// See `name`.
    package var feed: String
    /// See `name`.
    package var issuer: String

    /// A mapping.
    package init(name: String, feed: String, issuer: String) {
        self.name = name
        self.feed = feed
        self.issuer = issuer
    }
}

/// What somebody chose for the columns of a sheet.
package struct ImportChoices: Sendable {
    /// The mapping's name.
    package var name: String
    /// The sheet and the row of the headings.
    package var sheet: String
    /// See `sheet`.
    package var header: Int
    /// How dates are written as text: `m/d/y`, `d/m/y`, `y/m/d`; empty for days as `YYYY-MM-DD` only.
    package var dates: String
    /// A heading with the file and the column of FEEDS.md that it is.
    package var columns: [(heading: String, file: String, column: String)]

    /// Choices.
    package init(
        name: String, sheet: String, header: Int, dates: String,
        columns: [(heading: String, file: String, column: String)]
    ) {
        self.name = name
        self.sheet = sheet
        self.header = header
        self.dates = dates
        self.columns = columns
    }
}

/// What an import did, or would do.
package struct ImportOutcome: Sendable {
    /// The batch's name.
    package var batch: String
    /// Rows by what became of them: `added`, `changed`, `same`, `quarantined`.
    package var counts: [(word: String, count: Int)]
    /// The rows that cannot be taken: number, reason, and the table and column to blame.
    package var defects: [(row: Int, reason: String, place: String)]
    /// Whether the file would be refused for its defects.
    package var isRefused: Bool

    /// An outcome.
    package init(
        batch: String, counts: [(word: String, count: Int)], defects: [(row: Int, reason: String, place: String)],
        isRefused: Bool
    ) {
        self.batch = batch
        self.counts = counts
        self.defects = defects
        self.isRefused = isRefused
    }
}

/// A batch that stands.
package struct ImportBatch: Sendable {
    /// The snapshot's number and name.
    package var id: Int32
    /// See `id`.
    package var name: String
    /// Its feed and its date.
    package var feed: String
    /// See `feed`.
    package var date: Day
    /// Rows that were taken.
    package var rows: Int
    /// Whether it is the sender's last, so that it can be taken back now.
    package var canBeUndone: Bool

    /// A batch.
    package init(id: Int32, name: String, feed: String, date: Day, rows: Int, canBeUndone: Bool) {
        self.id = id
        self.name = name
        self.feed = feed
        self.date = date
        self.rows = rows
        self.canBeUndone = canBeUndone
    }
}

/// Why a spreadsheet is not taken.
package struct ImportFault: Error {
    /// The reason: `import.fault.<reason>` has its words.
    package var reason: String
    /// The row to blame; nil for none.
    package var row: Int?
    /// The column of the feed to blame; nil for none.
    package var column: String?

    /// A fault.
    package init(_ reason: String, row: Int? = nil, column: String? = nil) {
        self.reason = reason
        self.row = row
        self.column = column
    }
}
