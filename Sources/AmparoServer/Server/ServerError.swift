/// What can go wrong with the server. Equality looks at the code only.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault; their raw values are stable.
    public enum Code: String, Hashable, Sendable {
        /// The strings of a language cannot be read.
        case badPhrases = "server.bad-phrases"
        /// The port is not one from 0 to 65535, or a limit is out of range.
        case badConfiguration = "server.bad-configuration"
        /// The address or port is already in use, or may not be used.
        case cannotListen = "server.cannot-listen"
        /// The certificate or its key cannot be read.
        case badCertificate = "server.bad-certificate"
        /// The source did not answer in time.
        case sourceTooSlow = "server.source-too-slow"
        /// Another server answered with something else than it should.
        case badAnswer = "server.bad-answer"
    }

    /// The kind of fault.
    public let code: Code
    /// What happened and what to do next; never anything about a person.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }

    /// Whether two errors have the same code.
    public static func == (a: ServerError, b: ServerError) -> Bool { a.code == b.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
