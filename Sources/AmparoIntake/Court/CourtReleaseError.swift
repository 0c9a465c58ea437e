/// Why a court release, or one file of it, is not read. Two errors are equal when their codes are, so that a test
/// states exactly what it expects. The message says what to do next and never holds a value of a row.
public struct CourtReleaseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong; stable, for exit codes and tests.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no folder or archive of that name, or it may not be read.
        case notFound = "not-found"
        /// The archive cannot be opened, is cut off, encrypted or damaged.
        case badArchive = "bad-archive"
        /// A file could not be read to its end.
        case unreadable = "unreadable"
        /// Two files of the release have the same name.
        case ambiguousFile = "ambiguous-file"
        /// The folder holds no table of a court release at all.
        case noTables = "no-tables"
        /// There is neither a RELEASE.txt nor a given date, or RELEASE.txt holds no date.
        case noReleaseDate = "no-release-date"
        /// A table's file has no header line.
        case emptyFile = "empty-file"
        /// The first line is no header: it is endless, or lines end with a bare carriage return.
        case badHeader = "bad-header"
        /// A column that Amparo cannot do without is not in the header.
        case missingColumn = "missing-column"
        /// Two columns of the header are the same column.
        case duplicateColumn = "duplicate-column"
        /// More than 5 % and more than 20 of a file's records would be quarantined.
        case tooManyQuarantined = "too-many-quarantined"
        /// Numbers of cases or rows are so scattered, or repeated so often, that this is no court release.
        case implausibleKeys = "implausible-keys"
    }

    /// What went wrong.
    public let code: Code
    /// The file it happened in, without folders; nil when it concerns the whole release.
    public let file: String?
    /// What happened and what to do next, in a sentence or two.
    public let message: String

    init(_ code: Code, file: String? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.message = message
    }

    /// The file and the message.
    public var description: String { (file.map { "\($0): " } ?? "") + message }

    /// Equal when the codes are.
    public static func == (a: CourtReleaseError, b: CourtReleaseError) -> Bool { a.code == b.code }
}
