internal import AmparoLinkage
public import AmparoModel
public import AmparoStore
internal import Synchronization

/// Children by name, in the memory of this process only: names are sealed fields, so the index is made of the record through the
/// keys, kept up to date by the journal's number, and written nowhere (ARCHITECTURE law 5).
///
/// It knows everybody, so what it finds leaves through `Gate.search` alone, which decides about a fixed number of candidates,
/// hides those that may not be seen, and says by what the others fit.
public final class NameIndex: Sendable {
    private struct State {
        var index = LinkIndex<Int64>(model: .names)
        /// The records in it, to draw from.
        var anchors: [Int64] = []
        /// The entry up to which it was brought.
        var seq: Int64 = 0
        var isReady = false
    }

    private let journal: Journal
    private let keys: KeyStore
    private let random: RandomSource
    private let state = Mutex(State())
    /// Whoever holds it reads the journal; nobody else need.
    private let updating = Mutex(())
    let pace = SearchPace()

    /// An index of a store's children; empty until `bringUpToDate`.
    ///
    /// - Parameter random: where the records come from that are decided about when too few fit.
    public init(_ journal: Journal, keys: KeyStore, random: RandomSource) {
        self.journal = journal
        self.keys = keys
        self.random = random
    }

    /// Whether everybody has been read once. Before that nothing is found.
    public var isReady: Bool { state.withLock { $0.isReady } }

    /// How many records it has.
    public var count: Int { state.withLock { $0.index.count } }

    /// Whether an account may search now: some dozens of searches at once, then one in two seconds. Nobody types faster.
    ///
    /// - Parameter at: the present.
    public func admits(_ account: String, at: Instant) -> Bool { pace.admits(account, at: at) }

    /// Takes in what was written since the last time; at the first time, and after a release was taken back or somebody was
    /// erased, reads everybody again, so that nothing stays that the record no longer has. Blocks.
    ///
    /// Throws what the store throws; the index is then as it was.
    public func bringUpToDate() throws { try updating.withLock { _ in try update(mayRemake: true) } }

    private func update(mayRemake: Bool) throws {
        let last = try journal.lastSeq()
        let (seq, isReady) = state.withLock { ($0.seq, $0.isReady) }
        guard isReady else { return try mayRemake ? remake(upTo: last) : () }
        guard last > seq else { return }
        let news = try changes(after: seq, upTo: last)
        if news.remakes { return try mayRemake ? remake(upTo: last) : () }
        let named = try news.anchors.isEmpty ? [] : NameReader(journal.database, keys: keys).read(news.anchors)
        let gone = Set(news.anchors).subtracting(named.map(\.anchor))
        state.withLock { state in
            for one in named {
                let count = state.index.count
                state.index.insert(one.person, id: one.anchor)
                if state.index.count > count { state.anchors.append(one.anchor) }
            }
            for anchor in gone { state.index.remove(anchor) }
            state.seq = last
        }
    }

    /// Reads everybody, beside the index that answers meanwhile.
    private func remake(upTo last: Int64) throws {
        var new = State()
        try NameReader(journal.database, keys: keys).readAll { one in
            new.index.insert(one.person, id: one.anchor)
            new.anchors.append(one.anchor)
        }
        (new.seq, new.isReady) = (last, true)
        let made = new
        state.withLock { $0 = made }
    }

    /// The records of whose referrals something was written, and whether everybody is to be read again.
    private func changes(after first: Int64, upTo last: Int64) throws -> (anchors: [Int64], remakes: Bool) {
        let remaking = [EntryKind.snapshotWithdrawn, .personErased].map { Int64($0.rawValue) }
        let kinds = [
            Int64(RecordKind.referral.rawValue), Int64(EntryKind.rowVanished.rawValue),
            Int64(EntryKind.rowReappeared.rawValue),
        ]
        return try journal.database.read { connection in
            let row = try connection.statement(
                "SELECT kind, anchor FROM entry WHERE seq > ? AND seq <= ? AND kind IN (?, ?, ?, ?, ?)")
            defer { row.reset() }
            row.bind(first, at: 1)
            row.bind(last, at: 2)
            for (place, kind) in (kinds + remaking).enumerated() { row.bind(kind, at: 3 + place) }
            var anchors: Set<Int64> = []
            while try row.step() {
                if remaking.contains(row.int64(0)) { return ([], true) }
                anchors.insert(row.int64(1))
            }
            return (anchors.sorted(), false)
        }
    }

    /// So many records to decide about, always: first those that fit best, then any others, so that nobody can tell by the work
    /// how many fit. Fewer only where the index has fewer.
    ///
    /// Anchors, which may be several of one child; the present is read first, unless another thread is doing so.
    func candidates(for query: NameQuery, count: Int) throws -> [Int64] {
        try updating.withLockIfAvailable { _ in try update(mayRemake: false) }
        let draws = try random.bytes(8 * 2 * count)
        return state.withLock { state in
            var found = state.index.candidates(for: query.person, limit: count).map(\.id)
            var known = Set(found)
            for place in 0..<(2 * count) where found.count < count && !state.anchors.isEmpty {
                var draw: UInt64 = 0
                for byte in draws[(8 * place)..<(8 * place + 8)] { draw = draw << 8 | UInt64(byte) }
                let anchor = state.anchors[Int(draw % UInt64(state.anchors.count))]
                if known.insert(anchor).inserted { found.append(anchor) }
            }
            return found
        }
    }
}

/// How often an account searches.
final class SearchPace: Sendable {
    private static let burst: Int64 = 30
    private static let each: Int64 = 2_000_000
    /// The time until which an account's searches are paid off. Accounts are few: what is past is forgotten.
    private let paid = Mutex<[String: Int64]>([:])

    func admits(_ account: String, at now: Instant) -> Bool {
        let now = now.microseconds
        return paid.withLock { paid in
            if paid.count > 4096 { paid = paid.filter { $0.value > now } }
            let next = max(paid[account] ?? .min, now) + Self.each
            guard next - now <= Self.burst * Self.each else { return false }
            paid[account] = next
            return true
        }
    }
}
