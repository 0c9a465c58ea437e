public import AmparoModel
internal import AmparoStore

/// A request that the record be amended, with its decision and the statement of disagreement that travels with the
/// record (5 USC 552a(d)). What is asked, and why it was decided so, is sealed to the person it is about.
public struct Amendment: Hashable, Sendable {
    /// How a request was decided. The raw value is in the journal: never reused.
    public enum Decision: Int64, Sendable, CaseIterable {
        /// The record is amended.
        case granted = 1
        /// A part of it is.
        case partly = 2
        /// It is not; the person may state disagreement.
        case refused = 3

        /// The word for people and programs.
        public var word: String {
            switch self {
            case .granted: "granted"
            case .partly: "partly"
            case .refused: "refused"
            }
        }
    }

    /// Its number: that of the entry that asked for it.
    public var id: Int64
    /// The record.
    public var record: Int64
    /// In what capacity somebody asked.
    public var capacity: Consent.Capacity
    /// The classes of fields it is about.
    public var classes: [String]
    /// When it was asked for.
    public var requested: Instant
    /// How it was decided; nil while it is open.
    public var decision: Decision?
    /// When it was decided.
    public var decided: Instant?
    /// The entries of the statements of disagreement, in order.
    public var disagreements: [Int64]

    init?(_ history: [GovernanceFact]) {
        guard let first = history.first, first.kind == .amendmentRequested,
            let capacity = first.payload[number: .word].flatMap(Consent.Capacity.init)
        else { return nil }
        id = first.seq
        record = first.child
        self.capacity = capacity
        classes = first.payload[codes: .classes]
        requested = first.recorded
        disagreements = []
        for fact in history {
            if fact.kind == .amendmentDecided, decision == nil {
                decision = fact.payload[number: .word].flatMap(Decision.init)
                decided = fact.recorded
            }
            if fact.kind == .disagreementStated { disagreements.append(fact.seq) }
        }
    }
}
