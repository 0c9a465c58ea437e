/// Why governance refuses. Equality looks at the code only; the message says what to do next and never holds anything
/// about a person.
public struct GovernanceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs; these names are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// A word, code or number is not one that there is.
        case unknownWord = "unknown-word"
        /// There is no such account, agreement, order, consent, emergency, hold or record.
        case notFound = "not-found"
        /// There is one already.
        case exists
        /// The account is locked.
        case locked
        /// The account has not been attested for 90 days.
        case notAttested = "not-attested"
        /// The account's role or agency may not do this.
        case notEntitled = "not-entitled"
        /// A signature is missing, or is not that of the account's key over this statement.
        case signature
        /// Two different persons are needed.
        case secondPerson = "second-person"
        /// The approvals do not come from the agencies they must come from.
        case approvers
        /// The agreement is not what it says, or contradicts another.
        case agreement
        /// The thing is past the state in which this can be done.
        case state
        /// The cap of emergencies is reached, or a review is owed.
        case capped
        /// A legal hold or a retention schedule forbids it.
        case held
        /// A file cannot be used.
        case file
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

    static let twoMustSign = GovernanceError(
        .secondPerson, "Two people must sign: --as and --signing-key, and --second and --second-signing-key.")

    /// Equal codes.
    public static func == (a: GovernanceError, b: GovernanceError) -> Bool { a.code == b.code }
}
