/// Why a simulation could not be written.
public struct SimulatorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable, Hashable {
        /// A folder or file could not be made or written.
        case cannotWrite
        /// There are more court cases than a release has numbers for.
        case tooManyCases
    }

    /// What went wrong.
    public let code: Code
    /// What went wrong and what to do next, for people.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Errors are equal when their codes are.
    public static func == (a: SimulatorError, b: SimulatorError) -> Bool { a.code == b.code }

    /// Hashes the code only.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
