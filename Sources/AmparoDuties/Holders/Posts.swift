public import AmparoModel

/// A post of the deployment, and who stands in for it.
public struct Posting: Hashable, Sendable {
    /// A time in which the post's people are away and a deputy acts.
    public struct Deputy: Hashable, Sendable {
        /// The account that acts.
        public var account: String
        /// The first moment.
        public var from: Instant
        /// The moment from which on it does not; nil while no end is set.
        public var to: Instant?

        /// A deputy.
        public init(account: String, from: Instant, to: Instant?) {
            self.account = account
            self.from = from
            self.to = to
        }
    }

    /// The post.
    public var post: Post
    /// The courts it is in charge of; with `states` empty too, everywhere.
    public var courts: Set<CourtCode>
    /// The states it is in charge of.
    public var states: Set<StateCode>
    /// Who accepted, by name, that the post holds duties; nil while nobody has.
    public var acceptedBy: String?
    /// Its deputies.
    public var deputies: [Deputy]

    /// A posting.
    public init(
        _ post: Post, courts: Set<CourtCode> = [], states: Set<StateCode> = [], acceptedBy: String?,
        deputies: [Deputy] = []
    ) {
        self.post = post
        self.courts = courts
        self.states = states
        self.acceptedBy = acceptedBy
        self.deputies = deputies
    }

    /// The deputy who acts for the post at a moment; nil when none does.
    public func deputy(at now: Instant) -> Deputy? {
        deputies.first {
            $0.from.microseconds <= now.microseconds && $0.to.map { now.microseconds < $0.microseconds } ?? true
        }
    }
}

/// A person who acts, and for which post.
public struct ActingPerson: Hashable, Sendable {
    /// The account, which belongs to one named person; never empty for a person.
    public var account: String
    /// The post the account belongs to.
    public var post: Post

    /// An actor.
    public init(account: String, post: Post) {
        self.account = account
        self.post = post
    }
}

/// The posts of a deployment: who is in charge where, and the one that holds what nobody else has accepted.
///
/// Nobody holds duties by default: a posting that no named person accepted gets offers but does not begin as the holder, and
/// the steward, who does, has to be a named person who accepted just that (part 3, item 6).
public struct Posts: Sendable {
    /// Who holds a duty whose own post nobody has accepted.
    public let steward: Post
    /// The person who accepted to be that.
    public let stewardAccount: String
    private let postings: [Key: [Posting]]

    private struct Key: Hashable {
        var party: String
        var role: String
    }

    /// The posts.
    ///
    /// - Parameter steward: the post, and the account of the named person who accepted it.
    /// - Throws: `DutiesError` with `.badValue` when nobody is named.
    public init(_ postings: [Posting], steward: ActingPerson) throws(DutiesError) {
        guard !steward.account.isEmpty else {
            throw DutiesError(.badValue, "name the person who accepts to hold what nobody else has accepted")
        }
        self.steward = steward.post
        stewardAccount = steward.account
        self.postings = Dictionary(grouping: postings) { Key(party: $0.post.party, role: $0.post.role) }
    }

    /// The post that a template means for an occasion, and whether somebody has accepted it.
    ///
    /// Of an area: the office in charge of the court, else of the state, else the office in charge of everything, else the
    /// agency's headquarters. Of record: whoever is of record for the child counts as accepted when the party has any posting
    /// of the role that somebody accepted. Of several equal ones the first by its place.
    public func resolve(_ template: PostTemplate, for occasion: Occasion) -> (post: Post, isAccepted: Bool) {
        let party = template.party.isEmpty ? occasion.party : template.party
        let role = template.role.isEmpty ? occasion.role : template.role
        let candidates = postings[Key(party: party, role: role)] ?? []
        switch template.place {
        case .ofRecord:
            let isAccepted = candidates.contains { $0.acceptedBy != nil }
            return (Post(party: party, role: role, place: .ofRecord), isAccepted)
        case .headquarters:
            let own = candidates.first { $0.post.place == .headquarters }
            return (Post(party: party, role: role), own?.acceptedBy != nil)
        case .area:
            let general = candidates.filter { $0.courts.isEmpty && $0.states.isEmpty }
            let own =
                candidates.first { $0.courts.contains(occasion.court) }
                ?? candidates.first { $0.states.contains(occasion.state) }
                ?? general.first { if case .office = $0.post.place { true } else { false } }
                ?? general.first
            return (own?.post ?? Post(party: party, role: role), own?.acceptedBy != nil)
        }
    }

    /// Whether a person may act for a post at a moment: it is their own, or they are its deputy then.
    public func mayAct(_ actor: ActingPerson, for post: Post, at now: Instant) -> Bool {
        guard !actor.account.isEmpty else { return false }
        if actor.post.role == post.role, Post.isPart(actor.post.party, of: post.party) {
            // Whether somebody is of record for the child is a fact of the case, checked where the account is known.
            if post.place == .ofRecord || actor.post.place == post.place { return true }
        }
        if post == steward, actor.account == stewardAccount { return true }
        let postings = postings[Key(party: post.party, role: post.role)] ?? []
        return postings.contains { $0.post == post && $0.deputy(at: now)?.account == actor.account }
    }

    /// The account that is addressed for a post at a moment when its people are away; nil when they are not.
    public func deputy(of post: Post, at now: Instant) -> String? {
        (postings[Key(party: post.party, role: post.role)] ?? []).first { $0.post == post }?.deputy(at: now)?.account
    }
}
