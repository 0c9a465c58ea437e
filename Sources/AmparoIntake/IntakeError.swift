/// Why a feed, a release or one file of it is not taken, or a piece of work on the record is refused. Two errors are equal
/// when code, file, column and line are; the message is for people. It says what to do next and never holds a word of a
/// row, nor of a header that may in truth be a row.
public struct IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs; these names are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// The file holds the columns of another feed or table.
        case wrongFeed = "wrong-feed"
        /// The file has no header line.
        case emptyFile = "empty-file"
        /// The first line is no header: it is endless, holds values, is not UTF-8, or lines end with a bare carriage return.
        case badHeader = "bad-header"
        /// A required column is not in the header.
        case missingColumn = "missing-column"
        /// Two columns of the header are the same column.
        case duplicateColumn = "duplicate-column"
        /// The header is one field held together by tabs, semicolons or bars.
        case wrongDelimiter = "wrong-delimiter"
        /// A quotation mark is opened and never closed, and lines stand behind it.
        case unclosedQuote = "unclosed-quote"
        /// More than 5 % and more than 20 of a file's records cannot be read.
        case tooManyDefects = "too-many-defects"
        /// Numbers of cases or rows are so scattered, or repeated so often, that this is no court release.
        case implausibleKeys = "implausible-keys"
        /// The file changed while it was being read.
        case changedWhileReading = "changed-while-reading"
        /// A file or folder could not be opened or read to its end.
        case unreadable
        /// The archive cannot be opened, is cut off, encrypted or damaged.
        case badArchive = "bad-archive"
        /// Two files of the folder or release are the same table.
        case duplicateFile = "duplicate-file"
        /// The folder or archive holds no file of the feed.
        case emptyFolder = "empty-folder"
        /// The table is not one that comes as comma-separated values.
        case otherTable = "other-table"
        /// A message of the court's live feed is not whole, or is no JSON.
        case badMessage = "bad-message"
        /// The file is neither XLSX nor CSV that can be read, or one of its sheets is damaged.
        case badSpreadsheet = "bad-spreadsheet"
        /// Cells of the sheet are merged where its columns or rows stand.
        case mergedCells = "merged-cells"
        /// The mapping of a spreadsheet's columns cannot be read, or does not fit the sheet.
        case badMapping = "bad-mapping"
        /// The file is larger than is read.
        case tooLarge = "too-large"
        /// There is neither a RELEASE.txt nor a given date, or RELEASE.txt holds no date.
        case noReleaseDate = "no-release-date"
        /// The release's date is not the one it was taken with.
        case releaseDate = "release-date"
        /// A table that was there is absent, or has shrunk; the operator must say so by name.
        case shrunken
        /// The snapshot cannot be taken back.
        case cannotWithdraw = "cannot-withdraw"
        /// There is no such folder, archive, snapshot, quarantined record or dispute.
        case notFound = "not-found"
    }

    /// What went wrong, for programs.
    public let code: Code
    /// The file's name, without folders; nil when it concerns more than one file, or none.
    public let file: String?
    /// The column to blame, by its name in FEEDS.md, where there is one.
    public let column: String?
    /// The line to blame, from 1, where there is one.
    public let line: Int?
    /// What happened and what to do next, in a sentence or two.
    public let message: String

    /// An error of this code.
    init(_ code: Code, file: String? = nil, column: String? = nil, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.column = column
        self.line = line
        self.message = message
    }

    static func unclosedQuote(file: String, line: Int) -> IntakeError {
        IntakeError(
            .unclosedQuote, file: file, line: line,
            "a quotation mark in the record of line \(line) is never closed; correct it, or ask for the file again")
    }

    /// The file, the message and the code.
    public var description: String { (file.map { "\($0): " } ?? "") + "\(message) [\(code.rawValue)]" }

    /// Compares everything but the wording.
    public static func == (a: IntakeError, b: IntakeError) -> Bool {
        a.code == b.code && a.file == b.file && a.column == b.column && a.line == b.line
    }
}
