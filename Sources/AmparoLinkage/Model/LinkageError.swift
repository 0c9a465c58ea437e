/// What is wrong with a linkage model or with what was asked of it. Equal when the codes are equal.
public struct LinkageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A stable name of the fault.
    public let code: String
    /// What is wrong and what to do next. Never anything about a person.
    public let message: String

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Whether the codes are equal.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// Code and message.
    public var description: String { "\(code): \(message)" }
}
