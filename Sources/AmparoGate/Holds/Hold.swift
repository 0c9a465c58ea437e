public import AmparoModel
internal import AmparoStore

/// What keeps a record from being erased: a legal hold on one record, or a retention schedule for all records of a
/// kind.
public struct Hold: Hashable, Sendable {
    /// The shortest schedule that one person sets: five years, as long as the accounting of disclosures is kept (5 USC
    /// 552a(c)(2)). Anything shorter takes two.
    public static let shortestAlone: Int64 = 1826

    /// Which of the two. The raw value is in the journal: never reused.
    public enum Kind: Int64, Sendable, CaseIterable {
        /// A legal hold.
        case legal = 1
        /// How long records of children are kept after the last that was recorded of them.
        case childRetention = 2
        /// The same of sponsors.
        case sponsorRetention = 3

        /// The word for people and programs.
        public var word: String {
            switch self {
            case .legal: "legal"
            case .childRetention: "child-retention"
            case .sponsorRetention: "sponsor-retention"
            }
        }
    }

    /// Its number: that of the entry that placed it.
    public var id: Int64
    /// Which it is.
    public var kind: Kind
    /// The record under a legal hold; 0 for a schedule.
    public var record: Int64
    /// The matter (a docket number) or the schedule's citation.
    public var matter: String
    /// How many days a schedule keeps a record.
    public var days: Int64
    /// When it was placed.
    public var placed: Instant
    /// The number of the account that placed it.
    public var account: Int64
    /// When it was lifted; nil while it stands.
    public var lifted: Instant?

    init?(_ history: [GovernanceFact]) {
        guard let first = history.first, first.kind == .holdPlaced,
            let kind = first.payload[number: .word].flatMap(Kind.init)
        else { return nil }
        id = first.seq
        self.kind = kind
        record = first.child
        matter = first.payload[text: .name]
        days = first.payload[number: .count] ?? 0
        placed = first.recorded
        account = first.actor
        lifted = history.first { $0.kind == .holdLifted }?.recorded
    }
}
