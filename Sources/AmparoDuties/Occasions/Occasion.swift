public import AmparoModel

/// Which occasion: its kind and the record it is about.
public struct OccasionKey: Hashable, Comparable, Sendable {
    /// The kind.
    public var kind: OccasionKind
    /// The number of the row, account, agreement or entry it is about, unique within the kind.
    public var about: Int64
    /// For the engine's own occasions the how manieth round of telling; otherwise 0.
    public var round: UInt16

    /// A key.
    public init(_ kind: OccasionKind, _ about: Int64, round: UInt16 = 0) {
        self.kind = kind
        self.about = about
        self.round = round
    }

    /// By kind, then by record, then by round.
    public static func < (a: OccasionKey, b: OccasionKey) -> Bool {
        (a.kind.rawValue, a.about, a.round) < (b.kind.rawValue, b.about, b.round)
    }
}

/// Something known of a subject that can begin, end or hold up a duty.
///
/// It names nobody: words, days and record numbers only.
public struct Occasion: Hashable, Sendable {
    /// Which.
    public var key: OccasionKey
    /// When it happened in the world.
    public var occurred: Moment
    /// When the record learned of it.
    public var known: Instant
    /// The record that it belongs to: of a call its release, of a dispute the hearing; 0 for none.
    public var related: Int64
    /// What is known of it.
    public var traits: Traits
    /// The court; none when there is none.
    public var court: CourtCode
    /// The state, for zone, office and jurisdiction.
    public var state: StateCode
    /// The day its result was known at the source: of a finding the release that first showed it.
    public var result: Day?
    /// The day of the order or closure it rests on.
    public var order: Day?
    /// The day it leads up to: the end of the verification window, a birthday, an expiry, the day of a hearing to come.
    public var ends: Day?
    /// Of a state of things (a dispute, exceptional circumstances): when it was over; nil while it lasts, and for all others.
    public var over: Instant?
    /// The party it concerns, where a procedure says `of-occasion`; empty otherwise.
    public var party: String
    /// The role there, where a procedure says `of-occasion`; empty otherwise.
    public var role: String

    /// An occasion.
    public init(
        _ key: OccasionKey, occurred: Moment, known: Instant, related: Int64 = 0, traits: Traits = .none,
        court: CourtCode = .none, state: StateCode = .notSaid, result: Day? = nil, order: Day? = nil, ends: Day? = nil,
        over: Instant? = nil, party: String = "", role: String = ""
    ) {
        self.key = key
        self.occurred = occurred
        self.known = known
        self.related = related
        self.traits = traits
        self.court = court
        self.state = state
        self.result = result
        self.order = order
        self.ends = ends
        self.over = over
        self.party = party
        self.role = role
    }

    /// The zone of the place where it counts.
    public var zone: Zone { Zone(court: court, state: state) }
}

/// Everything known of one subject (a child, an account, an agreement, a recipient) that duties can rest on.
public struct SubjectOccasions: Hashable, Sendable {
    /// The occasions, ordered by key; of two with one key the later one given speaks.
    public let occasions: [Occasion]

    /// The facts from occasions in any order.
    public init(_ occasions: [Occasion] = []) {
        var sorted = occasions
        var isSorted = true
        for index in sorted.indices.dropFirst() where !(sorted[index - 1].key < sorted[index].key) { isSorted = false }
        if !isSorted {
            let order = sorted.indices.sorted { (sorted[$0].key, $0) < (sorted[$1].key, $1) }
            sorted = []
            for index in order {
                if sorted.last?.key == occasions[index].key { sorted.removeLast() }
                sorted.append(occasions[index])
            }
        }
        self.occasions = sorted
    }

    /// The occasions of a kind.
    public func ofKind(_ kind: OccasionKind) -> ArraySlice<Occasion> {
        let first = firstIndex(from: OccasionKey(kind, .min))
        var end = first
        while end < occasions.count, occasions[end].key.kind == kind { end += 1 }
        return occasions[first..<end]
    }

    /// The occasion of a key; nil when it is not (or no longer) known.
    public subscript(_ key: OccasionKey) -> Occasion? {
        let index = firstIndex(from: key)
        return index < occasions.count && occasions[index].key == key ? occasions[index] : nil
    }

    private func firstIndex(from key: OccasionKey) -> Int {
        var low = 0
        var high = occasions.count
        while low < high {
            let middle = (low + high) / 2
            if occasions[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
