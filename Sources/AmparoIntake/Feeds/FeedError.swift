/// Why a file of a feed was not taken. Two errors are equal when code, file, column and line are; the message is for
/// people. It never holds a word of the file's rows, nor of a header that may in truth be a row.
public struct FeedError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, stable over versions.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code as it stands in reports.
        public let description: String

        /// The file has no header line.
        public static let emptyFile = Code(description: "empty-file")
        /// A required column is not in the header.
        public static let missingColumn = Code(description: "missing-column")
        /// Two columns of the header are the same column.
        public static let duplicateColumn = Code(description: "duplicate-column")
        /// The header is one field held together by tabs, semicolons or bars.
        public static let wrongDelimiter = Code(description: "wrong-delimiter")
        /// The header is not UTF-8, is too long, or ends its line with a bare carriage return.
        public static let badHeader = Code(description: "bad-header")
        /// A quotation mark is opened and never closed, and lines stand behind it.
        public static let unclosedQuote = Code(description: "unclosed-quote")
        /// More than 5 % and more than 20 of the records could not be read.
        public static let tooManyDefects = Code(description: "too-many-defects")
        /// The file changed while it was being read.
        public static let changedWhileReading = Code(description: "changed-while-reading")
        /// The file or folder could not be opened or read.
        public static let unreadable = Code(description: "unreadable")
        /// Two files of the folder are the same table.
        public static let duplicateFile = Code(description: "duplicate-file")
        /// The folder holds no file of the feed.
        public static let emptyFolder = Code(description: "empty-folder")
        /// The table is not one that comes as comma-separated values.
        public static let otherTable = Code(description: "other-table")
    }

    /// What went wrong.
    public let code: Code
    /// The file's name, without folders.
    public let file: String
    /// The column to blame, by its name in FEEDS.md, where there is one.
    public let column: String?
    /// The line to blame, from 1, where there is one.
    public let line: Int?
    /// What happened and what to do next, in a sentence.
    public let message: String

    init(_ code: Code, file: String, column: String? = nil, line: Int? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.column = column
        self.line = line
        self.message = message
    }

    static func unclosedQuote(file: String, line: Int) -> FeedError {
        FeedError(
            .unclosedQuote, file: file, line: line,
            "a quotation mark in the record of line \(line) is never closed; correct it, or ask for the file again")
    }

    /// The file, the message and the code.
    public var description: String { "\(file): \(message) [\(code)]" }

    /// Compares everything but the wording.
    public static func == (a: FeedError, b: FeedError) -> Bool {
        a.code == b.code && a.file == b.file && a.column == b.column && a.line == b.line
    }
}
