public import AmparoModel
public import AmparoSharing
public import AmparoStore
internal import Synchronization

/// The one way out (ARCHITECTURE law 4): finds the facts, asks the rules, redacts, writes the receipt, returns.
///
/// Safe to share between threads; receipts of several requests at once share one flush.
public final class Gate: Sendable {
    /// How far times may be apart, and how many records an account may be shown.
    public struct Limits: Hashable, Sendable {
        /// Later than now by more than this is a request from the future; earlier by more, one too old. Microseconds.
        public var skew: Int64
        /// A clock that shows a time this much after the last entry's has run ahead. Microseconds.
        public var leap: Int64
        /// How many records an account may be shown in an hour and in a day; nil for as many as it asks for.
        public var volume: VolumeLimits?

        /// One minute; a hundred days; the shipped limits of records.
        public static let standard = Limits(volume: try? .shipped())

        /// These limits.
        public init(skew: Int64 = 60_000_000, leap: Int64 = 100 * 86_400_000_000, volume: VolumeLimits?) {
            self.skew = skew
            self.leap = leap
            self.volume = volume
        }

        /// A clock that shows a time this much before the last entry's has gone back. Microseconds.
        private static let tolerance: Int64 = 2_000_000

        /// Whether the clock shows a time before the last entry's.
        func isBack(_ at: Instant, after recorded: Int64) -> Bool {
            recorded != .min && at.microseconds < recorded - Self.tolerance
        }

        /// Whether the clock shows a time so long after the last entry's that it may have run ahead.
        func isAhead(_ at: Instant, after recorded: Int64) -> Bool {
            recorded != .min && at.microseconds - recorded > leap
        }

        /// Either.
        func doubts(_ at: Instant, after recorded: Int64) -> Bool {
            isBack(at, after: recorded) || isAhead(at, after: recorded)
        }
    }

    /// Governance, as the gate asks it.
    public struct Sources: Sendable {
        /// Accounts.
        public var accounts: any AccountSource
        /// Rules in force.
        public var rules: any RuleSource
        /// Facts that governance knows.
        public var facts: any FactSource

        /// These sources.
        public init(accounts: any AccountSource, rules: any RuleSource, facts: any FactSource) {
            self.accounts = accounts
            self.rules = rules
            self.facts = facts
        }
    }

    let journal: Journal
    let keys: KeyStore
    let sources: Sources
    let record: RecordSource
    let plan: ColumnPlan
    let receipts: GroupCommit
    let limits: Limits
    let now: @Sendable () -> Instant
    let recipients = Mutex(RecipientBook())
    let redactions = Mutex(RedactionBook())
    let volume = ShownVolume()
    let named = NamedFields()

    /// A gate over a store.
    ///
    /// - Parameters:
    ///   - journal: the store's journal.
    ///   - keys: the persons' keys.
    ///   - random: where names, salts and nonces of receipts come from.
    ///   - sources: governance.
    ///   - catalogue: the fields that can leave.
    ///   - limits: how far a request's time may be from the gate's.
    ///   - now: the clock.
    public init(
        journal: Journal, keys: KeyStore, random: RandomSource, sources: Sources,
        catalogue: FieldCatalogue = .shipped, limits: Limits = .standard, now: @escaping @Sendable () -> Instant
    ) {
        self.journal = journal
        self.keys = keys
        self.sources = sources
        self.limits = limits
        self.now = now
        record = RecordSource(journal.database, secrets: keys.secrets)
        plan = ColumnPlan(catalogue)
        let rules = sources.rules
        receipts = GroupCommit(journal, random: random) { try rules.version(on: $0) }
    }

    /// One child's record, as far as this account may see it now for this purpose.
    ///
    /// - Parameters:
    ///   - child: the record's number of the child. Of a number that is nobody's, the answer is that of a record of which
    ///     nothing may be shown, unless it may be told whether there is a record.
    ///   - asOf: the day in the world; nil for the day of the request, Washington time.
    ///   - asKnown: the journal number up to which the record is looked at; nil for everything. Who may see it is decided
    ///     by today's rules and facts.
    ///   - withHistory: whether what rows said before they were changed is told too, each version decided about like any
    ///     other row, and when the record learned of each.
    /// - Throws: `GateError` when nothing is shown, with the number of the denial's receipt.
    public func disclose(
        _ request: GateRequest, child: Int64, asOf: Day? = nil, asKnown: Int64? = nil, withHistory: Bool = false
    ) throws(GateError) -> Disclosed<ChildRecord> {
        let shown = try attempt(
            request, Question(records: [child], asOf: asOf, asKnown: asKnown, withHistory: withHistory))
        return try only(shown)
    }

    /// What the record holds of a sponsor, as far as this account may see it now for this purpose: the sponsor's own access,
    /// and their counsel's. Rows of sponsor, household and checks; nothing of a child.
    ///
    /// - Parameter sponsor: the record's number of the sponsor.
    /// - Throws: as for a child.
    public func disclose(
        _ request: GateRequest, sponsor: Int64, asOf: Day? = nil, asKnown: Int64? = nil
    ) throws(GateError) -> Disclosed<ChildRecord> {
        try only(
            attempt(request, Question(records: [sponsor], subject: .sponsor, asOf: asOf, asKnown: asKnown)))
    }

    func only(_ shown: Answer) throws(GateError) -> Disclosed<ChildRecord> {
        guard let only = shown.disclosed.first else {
            throw GateError(shown.refusal ?? .nothingPermitted, receipt: shown.receipts.first)
        }
        return only
    }

    /// Rows of a list about several children, or hits of a search, in the order asked for: each is a disclosure (law 4). A
    /// child of whom nothing may be shown is not in the list; the denial has its receipt all the same.
    ///
    /// - Throws: `GateError` when the account itself is refused, or nothing could be read or written.
    public func discloseList(
        _ request: GateRequest, children: [Int64], asOf: Day? = nil, asKnown: Int64? = nil, withHistory: Bool = false
    ) throws(GateError) -> [Disclosed<ChildRecord>] {
        let shown = try attempt(
            request, Question(records: children, asOf: asOf, asKnown: asKnown, withHistory: withHistory))
        if let refusal = shown.refusal { throw GateError(refusal, receipt: shown.receipts.first) }
        return shown.disclosed
    }

    /// Whether the record of a child has changed since it was shown, as far as fields go that were shown: all that a live
    /// view is told without a new receipt (law 4).
    ///
    /// - Throws: `noSuchReceipt` when the receipt is not this account's.
    public func hasChanged(since receipt: Int64, account: String) throws(GateError) -> Bool {
        do {
            return try journal.database.read { connection in
                guard
                    let standing = try sources.accounts.standing(ofAccount: account, at: now(), on: connection),
                    !standing.isLocked, let shown = try ShownVersion(receipt, on: connection),
                    shown.account == standing.number, shown.isGranted
                else { throw GateError(.noSuchReceipt) }
                let knowledge = try record.present(
                    asOf: WashingtonTime.day(of: now()), RecordMark(on: connection), on: connection)
                return try record.gather(shown.child, at: knowledge, on: connection).version != shown.version
            }
        } catch let error as GateError {
            throw error
        } catch {
            throw GateError(.fault)
        }
    }
}

/// What the table of receipts says of one of them.
private struct ShownVersion {
    var child: Int64
    var account: Int64
    var version: Int64
    var isGranted: Bool

    init?(_ receipt: Int64, on connection: any DatabaseConnection) throws {
        let row = try connection.statement("SELECT child, account, version, granted FROM disclosure WHERE seq = ?")
        defer { row.reset() }
        row.bind(receipt, at: 1)
        guard try row.step() else { return nil }
        child = row.int64(0)
        account = row.int64(1)
        version = row.int64(2)
        isGranted = row.int64(3) != 0
    }
}
