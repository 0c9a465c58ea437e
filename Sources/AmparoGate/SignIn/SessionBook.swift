public import AmparoModel
public import AmparoStore
internal import Crypto

/// How long a session stands.
public struct SessionLimits: Hashable, Sendable {
    /// After how many seconds without a request it ends.
    public var idle: Int64
    /// After how many seconds it ends however much it is used.
    public var longest: Int64
    /// How many seconds a step-up holds.
    public var steppedUp: Int64

    /// The standard is 20 minutes, 10 hours and 5 minutes.
    public init(idle: Int64 = 20 * 60, longest: Int64 = 10 * 3600, steppedUp: Int64 = 5 * 60) {
        self.idle = idle
        self.longest = longest
        self.steppedUp = steppedUp
    }
}

/// A session as it stands in the book.
public struct Session: Hashable, Sendable {
    /// The account's number.
    public var account: Int64
    /// The entry that gave it: of the password and codes, or of the link to a person of an OpenID provider.
    public var grant: Int64
    /// The purpose that was declared; empty before.
    public var purpose: String
    /// When it was opened.
    public var made: Instant
    /// When it was last used, to the minute.
    public var used: Instant
    /// When it ends however much it is used.
    public var ends: Instant
    /// Until when a step-up holds; at most `made` when there was none.
    public var steppedUntil: Instant
    /// How many wrong codes were given to it.
    var failures: Int64
}

/// The sessions that are open, known devices, and codes that were used. It is a database of its own, in no backup and in no
/// journal: if it is lost, everybody signs in again. Of a token only its SHA-256 is kept.
public struct SessionBook: Sendable {
    static let session = TableDefinition(
        "session", primaryKey: ["token"],
        columns: [
            .blob("token"), .integer("account"), .integer("granted"), .text("purpose"), .integer("made"),
            .integer("used"), .integer("ends"), .integer("stepped"), .integer("failures"),
        ])
    static let device = TableDefinition(
        "device", primaryKey: ["token"], columns: [.blob("token"), .integer("account"), .integer("used")])
    static let codeStep = TableDefinition(
        "code_step", primaryKey: ["account"], columns: [.integer("account"), .integer("step")])
    static let passkeyCount = TableDefinition(
        "passkey_count", primaryKey: ["passkey"], columns: [.integer("passkey"), .integer("last")])
    private static let byAccount = IndexDefinition("session_by_account", on: "session", columns: ["account", "token"])

    /// The schema of its database.
    public static let schema = Schema(
        component: "sessions",
        migrations: [
            Migration(
                1, "sessions, devices, codes",
                steps: [
                    .createTable(session), .createIndex(byAccount), .createTable(device), .createTable(codeStep),
                ]),
            Migration(2, "counts of passkeys", steps: [.createTable(passkeyCount)]),
        ])

    /// How many days a device is known after it was last used.
    static let deviceDays: Int64 = 180

    private let database: any Database
    private let random: RandomSource
    let limits: SessionLimits

    /// The book in `database`, which is made when it is not there.
    public init(_ database: any Database, random: RandomSource, limits: SessionLimits = SessionLimits()) throws {
        try Migrator([Self.schema]).migrate(database)
        self.database = database
        self.random = random
        self.limits = limits
    }

    /// What is kept of a token; nil for a text that is none.
    static func hash(_ token: String) -> [UInt8]? {
        guard token.utf8.count == 64, let bytes = Hexadecimal.bytes(token) else { return nil }
        return [UInt8](SHA256.hash(data: bytes))
    }

    private func token() throws -> String { Hexadecimal.text(try random.bytes(32)) }

    /// Opens a session and answers its token. Sessions and devices that have ended are forgotten.
    func open(account: Int64, grant: Int64, at now: Instant, steppedUp: Bool = false) throws -> String {
        let token = try token()
        let hash = Self.hash(token) ?? []
        let time = now.microseconds
        try database.write { connection in
            let ended = try connection.statement("DELETE FROM session WHERE ends < ? OR used < ?")
            ended.bind(time, at: 1)
            ended.bind(time - limits.idle * 1_000_000, at: 2)
            try ended.run()
            let unused = try connection.statement("DELETE FROM device WHERE used < ?")
            unused.bind(time - Self.deviceDays * 86_400_000_000, at: 1)
            try unused.run()
            let row = try connection.statement(
                """
                INSERT INTO session (token, account, granted, purpose, made, used, ends, stepped, failures)
                VALUES (?, ?, ?, '', ?, ?, ?, ?, 0)
                """)
            row.bind(hash, at: 1)
            row.bind(account, at: 2)
            row.bind(grant, at: 3)
            row.bind(time, at: 4)
            row.bind(time, at: 5)
            row.bind(time + limits.longest * 1_000_000, at: 6)
            row.bind(steppedUp ? time + limits.steppedUp * 1_000_000 : 0, at: 7)
            try row.run()
        }
        return token
    }

    /// The session of a token, used now unless it is only looked at; nil when there is none, or when it has ended.
    func find(_ token: String, at now: Instant, isUsing: Bool = true) throws -> Session? {
        guard let hash = Self.hash(token) else { return nil }
        let found = try database.read { connection in
            let row = try connection.statement("SELECT \(Self.columns) FROM session WHERE token = ?")
            defer { row.reset() }
            row.bind(hash, at: 1)
            return try row.step() ? Self.session(row) : nil
        }
        guard let found, now < found.ends, now.microseconds < found.used.microseconds + limits.idle * 1_000_000 else {
            return nil
        }
        // Written once a minute only: reading a page does not wait for the disk.
        if isUsing, now.microseconds - found.used.microseconds >= 60_000_000 {
            try change("UPDATE session SET used = ? WHERE token = ?") { row in
                row.bind(now.microseconds, at: 1)
                row.bind(hash, at: 2)
            }
        }
        return found
    }

    /// Gives a session another token, so that the former is worth nothing; with a grant or a step-up that it then has.
    /// Throws `SignInError` `ended` when there is no such session any more.
    func renew(_ token: String, grant: Int64? = nil, steppedUntil: Instant? = nil) throws -> String {
        let fresh = try self.token()
        guard let old = Self.hash(token), let new = Self.hash(fresh) else { throw SignInError(.ended) }
        try database.write { connection in
            let known = try connection.statement("SELECT 1 FROM session WHERE token = ?")
            defer { known.reset() }
            known.bind(old, at: 1)
            guard try known.step() else { throw SignInError(.ended) }
            let row = try connection.statement(
                "UPDATE session SET token = ?, granted = COALESCE(?, granted), stepped = COALESCE(?, stepped), failures = 0 WHERE token = ?"
            )
            row.bind(new, at: 1)
            if let grant { row.bind(grant, at: 2) } else { row.bindNull(at: 2) }
            if let steppedUntil { row.bind(steppedUntil.microseconds, at: 3) } else { row.bindNull(at: 3) }
            row.bind(old, at: 4)
            try row.run()
        }
        return fresh
    }

    /// The purpose of a session from now on.
    func declare(_ purpose: String, _ token: String) throws {
        try change("UPDATE session SET purpose = ? WHERE token = ?") { row in
            row.bind(purpose, at: 1)
            row.bind(Self.hash(token) ?? [], at: 2)
        }
    }

    /// Counts a wrong code.
    func fail(_ token: String) throws {
        try change("UPDATE session SET failures = failures + 1 WHERE token = ?") {
            $0.bind(Self.hash(token) ?? [], at: 1)
        }
    }

    /// Ends a session.
    func end(_ token: String) throws {
        try change("DELETE FROM session WHERE token = ?") { $0.bind(Self.hash(token) ?? [], at: 1) }
    }

    /// Ends every session of an account, but one.
    func endAll(ofAccount number: Int64, but token: String? = nil) throws {
        try change("DELETE FROM session WHERE account = ? AND token <> ?") { row in
            row.bind(number, at: 1)
            row.bind(token.flatMap(Self.hash) ?? [], at: 2)
        }
    }

    /// Ends the sessions of an account that an entry gave.
    func endAll(grantedBy seq: Int64, account: Int64) throws {
        try change("DELETE FROM session WHERE account = ? AND granted = ?") { row in
            row.bind(account, at: 1)
            row.bind(seq, at: 2)
        }
    }

    /// The sessions of an account that stand, the last used first.
    public func all(ofAccount number: Int64, at now: Instant) throws -> [Session] {
        try database.read { connection in
            let row = try connection.statement(
                "SELECT \(Self.columns) FROM session WHERE account = ? AND ends > ? AND used > ? ORDER BY used DESC, token"
            )
            defer { row.reset() }
            row.bind(number, at: 1)
            row.bind(now.microseconds, at: 2)
            row.bind(now.microseconds - limits.idle * 1_000_000, at: 3)
            var found: [Session] = []
            while try row.step() { found.append(Self.session(row)) }
            return found
        }
    }

    private static let columns = "account, granted, purpose, made, used, ends, stepped, failures"

    private static func session(_ row: any PreparedStatement) -> Session {
        Session(
            account: row.int64(0), grant: row.int64(1), purpose: row.text(2), made: Instant(microseconds: row.int64(3)),
            used: Instant(microseconds: row.int64(4)), ends: Instant(microseconds: row.int64(5)),
            steppedUntil: Instant(microseconds: row.int64(6)), failures: row.int64(7))
    }

    func change(_ sql: String, _ bind: (any PreparedStatement) -> Void) throws {
        try database.write { connection in
            let row = try connection.statement(sql)
            bind(row)
            try row.run()
        }
    }
}

// Devices, and codes that were used.
extension SessionBook {
    /// The hash of a device's token when the account was signed in to on it before; nil for any other.
    func device(_ token: String, account: Int64) throws -> [UInt8]? {
        guard let hash = Self.hash(token) else { return nil }
        return try database.read { connection in
            let row = try connection.statement("SELECT 1 FROM device WHERE token = ? AND account = ?")
            defer { row.reset() }
            row.bind(hash, at: 1)
            row.bind(account, at: 2)
            return try row.step() ? hash : nil
        }
    }

    /// Knows a device from now on, under a new token, and its former one no more.
    func know(_ former: String?, account: Int64, at now: Instant) throws -> String {
        let token = try token()
        try database.write { connection in
            if let former = former.flatMap(Self.hash) {
                let row = try connection.statement("DELETE FROM device WHERE token = ? AND account = ?")
                row.bind(former, at: 1)
                row.bind(account, at: 2)
                try row.run()
            }
            let row = try connection.statement(Self.device.insert)
            row.bind(Self.hash(token) ?? [], at: 1)
            row.bind(account, at: 2)
            row.bind(now.microseconds, at: 3)
            try row.run()
        }
        return token
    }

    /// Knows no device of an account any more.
    func forgetDevices(ofAccount number: Int64) throws {
        try change("DELETE FROM device WHERE account = ?") { $0.bind(number, at: 1) }
    }

    /// Uses a step of the account's codes; false when it, or a later one, was used before (RFC 6238, 5.2).
    func use(step: Int64, account: Int64) throws -> Bool {
        try database.write { connection in
            let last = try connection.statement("SELECT step FROM code_step WHERE account = ?")
            defer { last.reset() }
            last.bind(account, at: 1)
            if try last.step(), last.int64(0) >= step { return false }
            let row = try connection.statement(
                "INSERT INTO code_step (account, step) VALUES (?, ?) ON CONFLICT (account) DO UPDATE SET step = excluded.step"
            )
            row.bind(account, at: 1)
            row.bind(step, at: 2)
            try row.run()
            return true
        }
    }

    /// Uses a count of a passkey's authenticator; false when it does not rise, which that of a copy would not. An authenticator that
    /// does not count says 0 each time.
    func use(count: UInt32, passkey seq: Int64) throws -> Bool {
        try database.write { connection in
            let last = try connection.statement("SELECT last FROM passkey_count WHERE passkey = ?")
            defer { last.reset() }
            last.bind(seq, at: 1)
            if try last.step(), last.int64(0) > 0 || count > 0, last.int64(0) >= Int64(count) { return false }
            let row = try connection.statement(
                "INSERT INTO passkey_count (passkey, last) VALUES (?, ?) ON CONFLICT (passkey) DO UPDATE SET last = excluded.last"
            )
            row.bind(seq, at: 1)
            row.bind(Int64(count), at: 2)
            try row.run()
            return true
        }
    }
}
