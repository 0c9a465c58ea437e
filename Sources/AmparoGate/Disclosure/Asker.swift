internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import Synchronization

/// Who asks, when, under which rules: found out once for a request, on one state of the store.
struct Asker: Sendable {
    var standing: AccountStanding
    var at: Instant
    /// How far that state is.
    var mark: RecordMark
    var book: RuleBook
    /// What `RuleSource.version` told of that state.
    var version: Int64
    /// Whether the log has lacked its quorum for a day: asked for somebody of DHS only, whom alone it concerns.
    var lacksQuorum: Bool
    /// Whom the receipts name.
    var recipient: RecipientBook.Entry?

    /// The number of the last entry of that state.
    var position: Int64 { mark.seq }
}

extension Gate {
    /// The last entry of the connection's state.
    static func lastEntry(on connection: any DatabaseConnection) throws -> RecordMark {
        try RecordMark(on: connection)
    }

    /// Finds out who asks. Throws `RefusedRequest` for a clock that went back, a request of another time, an account that
    /// is unknown or locked.
    func asker(_ request: GateRequest, on connection: any DatabaseConnection) throws -> Asker {
        let last = try Self.lastEntry(on: connection)
        // Read after the state: no entry of it can be later than this, unless the clock went back.
        let at = now()
        let standing = try sources.accounts.standing(ofAccount: request.account, at: at, on: connection)
        func refuse(_ code: GateError.Code) -> RefusedRequest {
            RefusedRequest(code: code, at: at, position: last.seq, standing: standing)
        }
        if limits.isBack(at, after: last.recorded) { throw refuse(.clockWentBack) }
        if limits.isAhead(at, after: last.recorded) { throw refuse(.clockRanAhead) }
        if let asked = request.at {
            if asked.microseconds > at.microseconds + limits.skew { throw refuse(.requestFromTheFuture) }
            if asked.microseconds < at.microseconds - limits.skew { throw refuse(.requestTooOld) }
        }
        guard let standing else { throw refuse(.accountUnknown) }
        guard !standing.isLocked else { throw refuse(.accountLocked) }
        return try asker(standing, at: at, last, on: connection)
    }

    /// An account that may ask, with the rules of the connection's state, whose mark it is.
    func asker(
        _ standing: AccountStanding, at: Instant, _ mark: RecordMark, on connection: any DatabaseConnection
    ) throws -> Asker {
        Asker(
            standing: standing, at: at, mark: mark, book: try sources.rules.ruleBook(on: connection),
            version: try sources.rules.version(on: connection),
            lacksQuorum: try Self.lacksQuorum(for: standing.requester, at: at, on: connection))
    }

    private static func lacksQuorum(
        for requester: Requester, at: Instant, on connection: any DatabaseConnection
    ) throws -> Bool {
        let houses = [requester.agency.code, requester.homeAgency.code].map(Account.department)
        guard houses.contains("dhs"), let since = try LogOutage.waitingSince(on: connection) else { return false }
        return at.microseconds - since.microseconds >= LogOutage.patience
    }

    /// Name and address of the recipient, without which nothing can be accounted for; nil when they or their key are gone.
    /// With `version` they are remembered until governance changes.
    func recipient(_ account: Int64, version: Int64?) throws -> RecipientBook.Entry? {
        if let version, let known = knownRecipient(account, version: version) { return known }
        guard let recipient = try sources.accounts.recipient(ofAccount: account),
            let key = try keys.key(for: Person(.account, account), creatingMissing: false)
        else { return nil }
        let entry = RecipientBook.Entry(recipient, key: key)
        if let version { recipients.withLock { $0.keep(entry, of: account, version: version) } }
        return entry
    }

    /// Name and address of the recipient when they are at hand, without looking anything up.
    func knownRecipient(_ account: Int64, version: Int64) -> RecipientBook.Entry? {
        recipients.withLock { $0.entry(account, version: version) }
    }
}
