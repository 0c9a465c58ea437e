/// Why a figure, a definition or a public form could not be given. Equal when the code is equal.
public struct OversightError: Error, Hashable, Sendable {
    /// What went wrong.
    public enum Code: String, Hashable, Sendable {
        /// A text that should be JSON is not.
        case notJSON = "not-json"
        /// A definition or grid lacks something or has something of the wrong kind.
        case badDefinition = "bad-definition"
        /// A definition of a figure or version that this program does not count.
        case unknownDefinition = "unknown-definition"
        /// A public form that could not be shown to be safe; nothing is published.
        case unsafe
    }

    /// What went wrong.
    public let code: Code
    /// What to do next; never anything about a person.
    public let message: String

    /// An error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Errors of the same code are equal.
    public static func == (a: OversightError, b: OversightError) -> Bool { a.code == b.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension OversightError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code.rawValue): \(message)" }
}
