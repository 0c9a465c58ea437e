public import AmparoDuties
public import AmparoModel
internal import AmparoStore

/// The posts of a deployment as they stand, and what it decided of its duties: the sum of its entries.
public struct DutyOffice: Sendable {
    /// A post and what is known of it. Accounts are named by their ids.
    public struct Entry: Hashable, Sendable {
        /// The post with its courts, states, who accepted, and deputies.
        public var posting: Posting
        /// When somebody accepted, by name, that it holds duties; nil while nobody has.
        public var acceptedAt: Instant?
    }

    /// The posts, in the order in which they were placed.
    public private(set) var entries: [Entry] = []
    /// The account that accepted to hold what no other post has accepted, with its post; nil while nobody has: then no duty
    /// can begin.
    public private(set) var steward: ActingPerson?
    /// The first day of the duties: what was due before it is historic.
    public private(set) var liveFrom: Day
    /// Whether the first day was said; otherwise it is that of the store's first entry.
    public private(set) var isLiveFromSaid = false
    /// Procedures that the deployment turned on, by `code@version`.
    public private(set) var turnedOn: Set<String> = []
    /// Procedures that it turned off.
    public private(set) var turnedOff: Set<String> = []
    /// Spans of clocks that it chose, by `procedure/step`.
    public private(set) var spans: [String: ClockSpan] = [:]

    init(_ connection: any DatabaseConnection) throws {
        let accounts = Dictionary(
            try GovernanceFacts(connection).all(.account).bySubject().compactMap { Account($0.facts) }.map {
                ($0.number, $0)
            }, uniquingKeysWith: { first, _ in first })
        let first = try connection.statement("SELECT recorded FROM entry WHERE seq = 1")
        defer { first.reset() }
        let began = try first.step() ? first.int64(0) : 0
        liveFrom = Zone.washington.day(of: Instant(microseconds: began))
        let row = try connection.statement("SELECT kind, actor, recorded, payload FROM duty_office ORDER BY seq")
        defer { row.reset() }
        while try row.step() {
            let kind = EntryKind(rawValue: UInt8(truncatingIfNeeded: row.int64(0)))
            apply(
                kind, OfficeEntry(row.bytes(3)), actor: accounts[row.int64(1)],
                at: Instant(microseconds: row.int64(2)), accounts)
        }
    }

    private mutating func apply(
        _ kind: EntryKind, _ entry: OfficeEntry, actor: Account?, at: Instant, _ accounts: [Int64: Account]
    ) {
        switch kind {
        case .postChanged: changePost(entry, actor, at)
        case .deputyNamed:
            guard let post = entry.post, let deputy = accounts[entry.account], let from = entry.from else { return }
            let index = place(post)
            entries[index].posting.deputies.removeAll { $0.account == deputy.id }
            entries[index].posting.deputies.append(Posting.Deputy(account: deputy.id, from: from, to: entry.to))
        case .liveFrom:
            liveFrom = entry.day ?? liveFrom
            isLiveFromSaid = true
        case .procedureSet:
            if let isOn = entry.isOn {
                turnedOn.remove(entry.procedure)
                turnedOff.remove(entry.procedure)
                if isOn { turnedOn.insert(entry.procedure) } else { turnedOff.insert(entry.procedure) }
            }
            if !entry.step.isEmpty { spans[entry.step] = ClockSpan(entry.span) }
        default: break
        }
    }

    private mutating func changePost(_ entry: OfficeEntry, _ actor: Account?, _ at: Instant) {
        guard let post = entry.post else { return }
        switch entry.act {
        case .placed:
            let index = place(post)
            entries[index].posting.courts = Set(entry.courts.map { CourtCode($0) })
            entries[index].posting.states = Set(entry.states.map { StateCode($0) })
        case .accepted:
            let index = place(post)
            entries[index].posting.acceptedBy = actor?.id
            entries[index].acceptedAt = at
        case .released:
            let index = place(post)
            entries[index].posting.acceptedBy = nil
            entries[index].acceptedAt = nil
        case .steward: steward = actor.map { ActingPerson(account: $0.id, post: post) }
        case nil: break
        }
    }

    /// The place of a post, new at the end when it was not there.
    private mutating func place(_ post: Post) -> Int {
        if let index = entries.firstIndex(where: { $0.posting.post == post }) { return index }
        entries.append(Entry(posting: Posting(post, acceptedBy: nil)))
        return entries.count - 1
    }

    /// What stands for everything that decides of duties but who is in charge where.
    var rules: String {
        let chosen = spans.map { "\($0.key)=\($0.value)" }.sorted()
        let words = [String(ProcedureBook.shippedFingerprint, radix: 16), "\(liveFrom)"] + turnedOn.sorted() + ["-"]
        return (words + turnedOff.sorted() + ["-"] + chosen).joined(separator: " ")
    }

    /// The procedures under the deployment's settings.
    func book(_ procedures: [Procedure]) throws -> ProcedureBook {
        try ProcedureBook(
            procedures,
            settings: ProcedureSettings(turnedOn: turnedOn, turnedOff: turnedOff, spans: spans, start: liveFrom))
    }

    /// Who is in charge where; nil while nobody has accepted to hold what no other post has.
    public func posts() throws -> Posts? {
        guard let steward else { return nil }
        return try Posts(entries.map(\.posting), steward: steward)
    }
}

extension Account {
    /// The post that it belongs to.
    public var post: Post {
        Post(party: agency, role: role, place: office.isEmpty ? .headquarters : .office(office))
    }

    /// Whether it is an account of a post: of its role, of its agency or a part of it, and at its place.
    func belongs(to post: Post) -> Bool {
        role == post.role && Post.isPart(agency, of: post.party)
            && (post.place == .ofRecord || self.post.place == post.place)
    }
}
