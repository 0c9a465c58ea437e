/// Why the intake refuses. Equality looks at the code only; the message says what to do next and never holds anything
/// about a person.
public struct IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs; these names are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// The release's date is missing, cannot be read, or is not the one it was taken with.
        case releaseDate = "release-date"
        /// A table that was there is absent, or has shrunk; the operator must say so by name.
        case shrunken
        /// The folder has none of the feed's files.
        case nothingToTake = "nothing-to-take"
        /// The snapshot cannot be taken back.
        case cannotWithdraw = "cannot-withdraw"
        /// There is no such snapshot, quarantined record or dispute.
        case notFound = "not-found"
        /// Another ingest is under way on this store.
        case underWay = "under-way"
    }

    /// What went wrong, for programs.
    public let code: Code
    /// What went wrong and what to do next, for people.
    public let description: String

    /// An error of this code.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Equal codes.
    public static func == (a: IntakeError, b: IntakeError) -> Bool { a.code == b.code }
}
