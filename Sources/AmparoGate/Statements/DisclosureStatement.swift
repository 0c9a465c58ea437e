public import AmparoModel

/// For whom a statement of disclosures is made. What stands in it differs (SHARING.md, "Statements").
public enum StatementAudience: Hashable, Sendable {
    /// The child. Reports to child protection, trafficking or labor authorities stand in it only when somebody has made sure
    /// that it reaches the child and nobody else.
    case child(deliveryChecked: Bool)
    /// Counsel of the child; the same.
    case counsel(deliveryChecked: Bool)
    /// A sponsor, by the record's number: what was shown of the sponsor and the household, never such a report.
    case sponsor(Int64)

    /// `child`, `counsel` or `sponsor`.
    public var code: String {
        switch self {
        case .child: "child"
        case .counsel: "counsel"
        case .sponsor: "sponsor"
        }
    }
}

/// The accounting of disclosures of one person (5 USC 552a(c)): complete up to a place of the journal, in plain words.
/// Made by the gate only.
public struct DisclosureStatement: Hashable, Sendable {
    /// One disclosure: date, nature and purpose, and name and address of the recipient.
    public struct Entry: Hashable, Sendable {
        /// The number of the receipt.
        public let receipt: Int64
        /// When it was.
        public let at: Instant
        /// The nature: the operation's code.
        public let operation: String
        /// The purpose's code.
        public let purpose: String
        /// The recipient's name; nil when it was erased.
        public let name: String?
        /// The recipient's address; nil when it was erased.
        public let address: String?
        /// The recipient's agency.
        public let agency: String
        /// The recipient's role.
        public let role: String
        /// What was shown, by the rule that allowed it; only what the statement may tell.
        public let groups: [Receipt.Group]
        /// The entry as a paragraph in the statement's language.
        public let words: String
    }

    /// The record's number of the child, or of the sponsor whose statement it is.
    public let subject: Int64
    /// `child`, `counsel` or `sponsor`.
    public let audience: String
    /// `en` or `es`.
    public let language: String
    /// The journal number up to which it is complete.
    public let position: Int64
    /// The root of the log at that place, lower-case hexadecimal: with it anybody can check that nothing was left out later.
    public let root: String
    /// The disclosures, earliest first.
    public let entries: [Entry]
    /// How many requests were refused.
    public let refusals: Int
    /// The person's statements of disagreement, which go with whatever of the record they dispute.
    public let disagreements: [Disagreement]
    /// The same as paragraphs in the statement's language.
    public let disputed: [String]
    /// The sentences before the entries.
    public let opening: String
    /// The sentences after the entries.
    public let closing: String

    /// The whole as text.
    public var text: String {
        ([opening] + entries.map(\.words) + disputed + [closing]).joined(separator: "\n\n")
    }
}
