/// Why delivery refuses or fails. Equality looks at the code only; the message says what to do next and never holds anything
/// about a person, nor the address of a receiver.
public struct DeliveryError: Error, Hashable, Sendable {
    /// What went wrong, for programs; these names are stable.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is no such receiver, message or file.
        case unknown
        /// A name is taken, or another receiver stands for the same posts.
        case taken
        /// A value that the form does not allow.
        case badValue = "bad-value"
        /// The receiver has no such channel.
        case wrongChannel = "wrong-channel"
        /// A file that is no drop, was changed, or is for somebody else.
        case notOpened = "not-opened"
        /// A file or folder that cannot be read or written.
        case file
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What to do next.
    public let message: String

    /// An error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the codes are the same.
    public static func == (a: DeliveryError, b: DeliveryError) -> Bool { a.code == b.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension DeliveryError: CustomStringConvertible {
    /// `code: message`.
    public var description: String { "\(code.rawValue): \(message)" }
}
