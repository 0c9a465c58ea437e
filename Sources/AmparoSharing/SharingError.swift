/// Why an agreement, a rule, a request or a corpus could not be read or enacted. Equal when the code is equal.
///
/// A decision never throws: whatever is wrong with a request is a denial with a rule of its own (`Layer.account`).
public struct SharingError: Error, Hashable, Sendable {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable {
        /// The text is neither YAML nor JSON, or has a name twice, an anchor or an alias, or is too large.
        case notReadable = "not-readable"
        /// A member is missing.
        case missing
        /// A member that nobody knows.
        case unknownMember = "unknown-member"
        /// A value of the wrong kind or outside its limits.
        case badValue = "bad-value"
        /// A class that is not in the list of SHARING.md.
        case unknownClass = "unknown-class"
        /// A purpose that is not in the tree.
        case unknownPurpose = "unknown-purpose"
        /// A party or group that is not in the tree.
        case unknownParty = "unknown-party"
        /// A role that is not in the list.
        case unknownRole = "unknown-role"
        /// A field that is not in the catalogue.
        case unknownField = "unknown-field"
        /// A form that the field does not have.
        case unknownTransform = "unknown-transform"
        /// A condition that is not in the closed vocabulary.
        case unknownCondition = "unknown-condition"
        /// An obligation that is not in the closed vocabulary.
        case unknownObligation = "unknown-obligation"
        /// Two rules with the same name, version and clause.
        case repeated
        /// More than the engine's tables hold.
        case tooMany = "too-many"
        /// An agreement that may not be enacted as it stands: the message says what is lacking.
        case notEnactable = "not-enactable"
    }

    /// What went wrong.
    public let code: Code
    /// What to do next; never anything about a person.
    public let message: String
    /// The file that was read, when there is one.
    public let file: String?
    /// The line of the place, counted from 1, when a text was read.
    public let line: Int?
    /// The column of the place in characters, counted from 1, when a text was read.
    public let column: Int?

    /// An error, with its place when a text was read.
    public init(_ code: Code, _ message: String, file: String? = nil, line: Int? = nil, column: Int? = nil) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }

    /// Errors of the same code are equal.
    public static func == (a: SharingError, b: SharingError) -> Bool { a.code == b.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension SharingError: CustomStringConvertible {
    /// `file:line:column: code: message`, as compilers write it.
    public var description: String {
        var place = file ?? ""
        if let line, let column { place += (place.isEmpty ? "" : ":") + "\(line):\(column)" }
        return (place.isEmpty ? "" : place + ": ") + "\(code.rawValue): \(message)"
    }
}
