/// Why a question about the log's tree cannot be answered. Equality looks at the code only.
public struct TransparencyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs.
    public enum Code: String, Sendable {
        /// An index or size beyond the tree.
        case outOfRange = "out-of-range"
        /// The store does not hold a hash which the tree of that size must have.
        case missingHash = "missing-hash"
    }

    /// What went wrong, for programs.
    public let code: Code

    /// An error of this code.
    public init(_ code: Code) { self.code = code }

    /// What went wrong and what to do next, for people.
    public var description: String {
        switch code {
        case .outOfRange: "The log has no entry or size of that number; ask for one up to its present size."
        case .missingHash: "The log's stored tree is incomplete; run `amparo verify` to find the first broken place."
        }
    }
}
