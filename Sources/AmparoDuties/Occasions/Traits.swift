/// One side of an occasion on which procedures branch, and its words.
///
/// The order of the cases and of their words is the order of the bits of `Traits`; bits are stored, so words are only ever
/// added at the end of the last dimension or as a new dimension.
public enum TraitDimension: String, Hashable, Sendable, CaseIterable {
    /// What a hearing was (MISSED-HEARING.md, the first table).
    case finding
    /// How the order or closure stands; `none` where the finding rests on none.
    case status
    /// How the notice of a missed hearing stands; `none` where it was not missed.
    case notice
    /// The age at the occasion.
    case age
    /// Whether the child was represented that day.
    case counsel
    /// Whether the person consented to be contacted.
    case consent
    /// The kind of a concern (FEEDS.md, concerns).
    case concern
    /// How a safety call went (FEEDS.md, calls).
    case outcome
    /// The how manieth attempt it was since the last answer.
    case attempt
    /// Why no notice was served (FEEDS.md, notices).
    case reason
    /// Whether the court's rows that speak are still in its latest release.
    case source
    /// How a scheduled hearing was changed.
    case change
    /// Where the child is on the way (CONTRACT words of SHARING.md's conditions).
    case stage
    /// What was ended or missed of a check or a plan.
    case category
    /// Whether ORR or counsel has confirmed the finding.
    case confirmed

    /// The words, in the order of their bits.
    public var words: [String] {
        switch self {
        case .finding:
            [
                "attended", "heldPresenceUnknown", "notHeld", "notProduced", "excused", "defectiveNotice",
                "noticeContested", "absenceUnclear", "missedReset", "missedClosed", "missedOrdered", "rescinded",
                "recordedInError", "unknown",
            ]
        case .status: ["none", "rescinded", "stayed", "recalendared", "reopened", "standing"]
        case .notice: ["none", "mailed", "counsel", "oral", "in-person", "unproven"]
        case .age: ["under18", "18-20", "21+", "unknown"]
        case .counsel, .consent, .confirmed: ["no", "yes"]
        case .concern: ["trafficking", "labor", "abuse", "neglect", "missing", "self-harm", "other"]
        case .outcome: ["reached", "no-answer", "wrong-number", "disconnected", "refused"]
        case .attempt: ["first", "second", "third", "later"]
        case .reason: ["none-given", "awaiting-counsel", "uscis-relief", "backlog", "address-unknown", "other"]
        case .source: ["present", "vanished"]
        case .change: ["advanced", "postponed", "cancelled", "moved"]
        case .stage: ["in-custody-dhs", "in-care", "released", "aged-out", "closed"]
        case .category: ["1", "2A", "2B", "3", "4"]
        }
    }

    /// The bit of the dimension's first word.
    var firstBit: Int { TraitDimension.firstBits[TraitDimension.allCases.firstIndex(of: self) ?? 0] }

    private static let firstBits: [Int] = {
        var bits: [Int] = []
        var next = 0
        for dimension in allCases {
            bits.append(next)
            next += dimension.words.count
        }
        return bits
    }()
}

/// What is known of an occasion on the sides on which procedures branch: a set of words, at most 128, as bits.
public struct Traits: Hashable, Sendable {
    /// The first 64 bits.
    public let low: UInt64
    /// The others.
    public let high: UInt64

    /// Traits from stored bits.
    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// No word.
    public static let none = Traits(low: 0, high: 0)

    /// One word of a dimension; nil when the dimension has no such word.
    public init?(_ dimension: TraitDimension, _ word: String) {
        guard let index = dimension.words.firstIndex(of: word) else { return nil }
        self.init(bit: dimension.firstBit + index)
    }

    /// Every word of a dimension.
    public init(all dimension: TraitDimension) {
        var all = Traits.none
        for index in dimension.words.indices { all = all.union(Traits(bit: dimension.firstBit + index)) }
        self = all
    }

    init(bit: Int) {
        low = bit < 64 ? 1 << UInt64(bit) : 0
        high = bit < 64 ? 0 : 1 << UInt64(bit - 64)
    }

    /// The words of both.
    public func union(_ other: Traits) -> Traits { Traits(low: low | other.low, high: high | other.high) }

    /// The words in both.
    public func intersection(_ other: Traits) -> Traits { Traits(low: low & other.low, high: high & other.high) }

    /// Whether a word is in both.
    public func meets(_ other: Traits) -> Bool { (low & other.low) | (high & other.high) != 0 }

    /// The word of a dimension; nil when none is said.
    public func word(_ dimension: TraitDimension) -> String? {
        for (index, word) in dimension.words.enumerated() where meets(Traits(bit: dimension.firstBit + index)) {
            return word
        }
        return nil
    }
}

/// What an occasion must be for a rule to speak of it: in each dimension named, one of the words listed.
public struct TraitCondition: Hashable, Sendable {
    /// One set of words for each dimension named.
    public let masks: [Traits]

    /// The condition with these sets; without any it always holds.
    public init(_ masks: [Traits] = []) { self.masks = masks }

    /// Whether it holds. A dimension of which the occasion says nothing holds in no condition that names it.
    public func holds(_ traits: Traits) -> Bool {
        for mask in masks where !mask.meets(traits) { return false }
        return true
    }

    /// The words a condition lists of a dimension; nil when it does not name it.
    public func words(of dimension: TraitDimension) -> Traits? {
        let all = Traits(all: dimension)
        return masks.first { $0.meets(all) }
    }
}
