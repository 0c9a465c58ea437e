/// Why a procedure, a calendar or an act of a person could not be taken. Equal when the code is equal.
public struct DutiesError: Error, Hashable, Sendable {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A text that should be YAML is not.
        case notYAML = "not-yaml"
        /// A key that the form does not know.
        case unknownKey = "unknown-key"
        /// A key that the form demands is not there.
        case missingKey = "missing-key"
        /// A value of the wrong kind or outside of what the form allows.
        case badValue = "bad-value"
        /// A word that the vocabulary does not hold: an occasion, a condition, a party, a role, a purpose.
        case unknownWord = "unknown-word"
        /// Procedures that cannot stand beside each other in one book.
        case badBook = "bad-book"
    }

    /// What went wrong.
    public let code: Code
    /// What to do next; never anything about a person.
    public let message: String
    /// The file, as the caller named it; empty when there is none.
    public let file: String
    /// The line, from 1; nil when the fault has no place.
    public let line: Int?
    /// The column, from 1; nil when the fault has no place.
    public let column: Int?

    /// An error.
    public init(_ code: Code, _ message: String, file: String = "", line: Int? = nil, column: Int? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }

    /// Errors of the same code are equal.
    public static func == (a: DutiesError, b: DutiesError) -> Bool { a.code == b.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension DutiesError: CustomStringConvertible {
    /// `file:line:column: code: message`, without what is not known.
    public var description: String {
        var place = file
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        return (place.isEmpty ? "" : place + ": ") + "\(code.rawValue): \(message)"
    }
}
