/// Why the store refuses or fails. Equality looks at the code only; the message says what to do next and never holds
/// anything about a person (ARCHITECTURE.md, law 5).
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for programs; these names are stable.
    public enum Code: String, Sendable, CaseIterable {
        /// Another process holds the store longer than the time limit.
        case busy
        /// The disk, or the room given to the store, is full. Nothing of the transaction was kept.
        case diskFull = "disk-full"
        /// The store or its folder cannot be written.
        case readOnly = "read-only"
        /// The operating system failed to read or write.
        case inputOutput = "input-output"
        /// There is no store at that place.
        case notFound = "not-found"
        /// A folder or file is there already and would be overwritten.
        case folderNotEmpty = "folder-not-empty"
        /// A file is there and is no Amparo store, or is damaged beyond reading.
        case damaged
        /// The store was written by a newer program.
        case schemaNewer = "schema-newer"
        /// The store was written by an older program and has not been migrated.
        case schemaOlder = "schema-older"
        /// Another process migrated the store while this one had it open.
        case storeChanged = "store-changed"
        /// The projections are being made again.
        case rebuilding
        /// A statement was refused: a constraint, or wrong SQL.
        case refused
        /// A transaction must be tried again (conflict with another one).
        case conflict
        /// A payload, sealed part or batch above its limit.
        case tooLarge = "too-large"
        /// A number or moment outside the journal.
        case outOfRange = "out-of-range"
        /// A stored entry cannot be what was appended.
        case brokenEntry = "broken-entry"
        /// The key file lies in the data folder.
        case keyFileInsideData = "key-file-inside-data"
        /// The key file can be read by others.
        case keyFileMode = "key-file-mode"
        /// The key file is missing, or there already.
        case keyFile = "key-file"
        /// The key file does not belong to this store.
        case wrongKey = "wrong-key"
        /// A person's key was destroyed or never made.
        case noKey = "no-key"
        /// A sealed part does not open with this key, entry, person and field group.
        case sealBroken = "seal-broken"
        /// The operating system gives no random bytes.
        case noRandomness = "no-randomness"
        /// The journal is not what the log has signed before: it was rewritten or cut off.
        case logBroken = "log-broken"
        /// A witness has cosigned more entries than the journal has: an old copy was put in its place.
        case logBehind = "log-behind"
        /// The log has no published checkpoint yet, or not yet for that entry.
        case notPublished = "not-published"
        /// A folder holds the tree of another log, or something else.
        case foreignTree = "foreign-tree"
        /// The address of a database server cannot be read.
        case badAddress = "bad-address"
        /// The database server does not answer, or went away.
        case serverAway = "server-away"
        /// The database server refuses the user or the password.
        case accessRefused = "access-refused"
        /// The database server did not prove by a certificate that it is the one that was named.
        case serverUnproven = "server-unproven"
        /// The database server is older than the program needs.
        case serverTooOld = "server-too-old"
        /// The connection was lost during a commit: whether it was made is not known.
        case unconfirmed
        /// Another process took over what this one did alone, because it was silent for too long.
        case takenOver = "taken-over"
    }

    /// What went wrong, for programs.
    public let code: Code
    /// A table, path, number or engine message that helps; never anything about a person.
    public let detail: String

    /// An error of this code.
    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    /// Whether the codes are the same.
    public static func == (a: StoreError, b: StoreError) -> Bool { a.code == b.code }

    /// What went wrong and what to do next, for people.
    public var description: String { detail.isEmpty ? advice : "\(advice) (\(detail))" }

    private var advice: String {
        switch code {
        case .busy: "The store is busy with another program; wait for it to end and try again."
        case .diskFull: "The disk is full; nothing was half done. Free some room and run the command again."
        case .readOnly: "The store cannot be written; check the owner and mode of the data folder and its files."
        case .inputOutput: "Reading or writing the disk failed; check the disk, then run `amparo verify`."
        case .notFound: "There is no store here; name its folder with --data, or make one with `amparo init`."
        case .folderNotEmpty:
            "Something is there already and is never overwritten; name another place, or move it away."
        case .damaged: "This file is no sound Amparo store; run `amparo verify`, or restore a backup."
        case .schemaNewer: "The store was written by a newer program; use that version or a later one."
        case .schemaOlder: "The store was written by an older program; open it once for writing to migrate it."
        case .storeChanged: "Another program migrated the store; start this one again."
        case .rebuilding: "The views are being made again; wait, or run `amparo rebuild` if that was broken off."
        case .refused: "The store refused a statement; this is a fault of the program, please report it."
        case .conflict: "Another program changed the same rows; try again."
        case .tooLarge: "The entry is too large for the journal; split it."
        case .outOfRange: "The journal has no such entry or moment; ask for one up to its present size."
        case .brokenEntry: "A journal entry is damaged; run `amparo verify`, then restore a backup."
        case .keyFileInsideData: "The key file must not lie in the data folder; move it out and name it with --keys."
        case .keyFileMode: "The key file may be read by others; set its mode to 0600 and its owner to this user."
        case .keyFile: "The key file cannot be used; name the right one with --keys."
        case .wrongKey: "The key file does not belong to this store; name the right one with --keys."
        case .noKey: "There is no key for this person: it was destroyed or never made."
        case .sealBroken: "A sealed field does not open; run `amparo verify`."
        case .noRandomness: "The operating system gives no random bytes; nothing can be sealed."
        case .logBroken:
            "The journal is not what was signed before; nothing was signed. Run `amparo verify`, then restore a backup."
        case .logBehind:
            "A witness has seen more entries than there are here; nothing was published. Restore the newest backup."
        case .notPublished: "No checkpoint with this is published yet; run `amparo log checkpoint`."
        case .foreignTree: "The folder holds something else than this log's tree; name another one."
        case .badAddress:
            "This is no address of a database; write it as postgres://user@host/database, with %-signs for special characters."
        case .serverAway:
            "The database server does not answer; nothing was half done. Look whether it runs and can be reached, then try again."
        case .accessRefused:
            "The database server refuses this user; check the user, the password (PGPASSWORD or a password file) and its rules."
        case .serverUnproven:
            "The database server did not prove its name; check its certificate, sslrootcert and sslmode in AMPARO_DATABASE."
        case .serverTooOld: "The database server is too old; upgrade it."
        case .unconfirmed:
            "The database server was lost during a commit, or no standby confirmed it; run the command again, which finds what was kept."
        case .takenOver:
            "Another program has taken over, because this one was silent for too long; run the command again, which goes on from what was kept."
        }
    }
}
