public import AmparoModel
public import AmparoStore

/// The parts of an open store that governance is written with, and its one way of appending.
public struct GovernanceStore: Sendable {
    /// The journal.
    public let journal: Journal
    /// Persons' keys.
    public let keys: KeyStore
    let random: RandomSource
    let now: @Sendable () -> Instant

    /// The parts of an open store. `now` is the clock.
    public init(journal: Journal, keys: KeyStore, random: RandomSource, now: @escaping @Sendable () -> Instant) {
        self.journal = journal
        self.keys = keys
        self.random = random
        self.now = now
    }

    /// Calls `body` on one state of the store.
    public func read<Result>(_ body: (GovernanceMoment) throws -> Result) throws -> Result {
        try journal.database.read { try body(GovernanceMoment($0, now: now())) }
    }

    /// Appends what `decide` makes of one state of the store, in one transaction, and answers the entries' numbers.
    ///
    /// When another governance entry came in between, `decide` is asked again: so nothing is appended on the strength
    /// of a state that no longer stands. Throws what `decide` throws, `busy` when it never comes to rest, `noKey` when
    /// somebody to whom a part is sealed was erased.
    @discardableResult
    func append(
        isMending: Bool = false, _ decide: (GovernanceMoment) throws -> [GovernanceDraft]
    ) throws -> [Int64] {
        for _ in 0..<16 {
            let (version, drafts) = try read { (try $0.facts.version(), try decide($0)) }
            guard !drafts.isEmpty else { return [] }
            var batch = EntryBatch(random: random)
            for draft in drafts { try add(draft, to: &batch) }
            do {
                let projecting: Sequencer.Projecting = { connection, entries in
                    guard try GovernanceFacts(connection).version() == version else { throw StoreError(.conflict) }
                    try GovernanceProjection().apply(entries, on: connection)
                }
                let appended =
                    isMending
                    ? try journal.sequencer.appendMended(&batch, projecting: projecting)
                    : try journal.sequencer.append(&batch, projecting: projecting)
                return Array(appended.firstSeq...appended.lastSeq)
            } catch let error as StoreError where error.code == .conflict {
                continue
            }
        }
        throw StoreError(.busy, "governance is being written")
    }

    private func add(_ draft: GovernanceDraft, to batch: inout EntryBatch) throws {
        try draft.payload.encoded().withUnsafeBytes { payload in
            guard let sealed = draft.sealed else {
                _ = try batch.append(
                    kind: draft.kind, child: draft.child, actor: draft.actor, occurred: draft.occurred, payload: payload
                )
                return
            }
            guard let key = try keys.key(for: sealed.person, creatingMissing: true) else { throw StoreError(.noKey) }
            try sealed.encoded.withUnsafeBytes { text in
                _ = try batch.append(
                    kind: draft.kind, child: draft.child, actor: draft.actor, occurred: draft.occurred,
                    payload: payload, sealing: EntryBatch.Sealing(text, to: key, field: .sharing))
            }
        }
    }

    /// The sealed part of an entry; nil when it has none, or when the person was erased. Not inside a read or write.
    func sealedText(of seq: Int64) throws -> SealedWords? {
        let found = try journal.withEntry(seq) { ($0.sealedPerson, $0.id, [UInt8]($0.sealed)) }
        guard case (let person?, let id, let sealed)? = found else { return nil }
        guard let key = try keys.key(for: person, creatingMissing: false) else { return nil }
        let text = try sealed.withUnsafeBytes { try Seal.open($0, with: key, entry: id, field: .sharing) }
        return SealedWords(person: person, encoded: text)
    }
}

/// One state of the store, and the present. The present is never before the journal's last entry, so a clock that jumps
/// back opens nothing that had expired.
public struct GovernanceMoment {
    /// The connection of the read.
    public let connection: any DatabaseConnection
    /// The facts in that state.
    public let facts: GovernanceFacts
    /// The present.
    public let now: Instant

    init(_ connection: any DatabaseConnection, now: Instant) throws {
        self.connection = connection
        facts = GovernanceFacts(connection)
        let last = try facts.lastRecorded()
        self.now = now.microseconds < last.microseconds ? last : now
    }
}

/// A governance entry that is to be appended.
struct GovernanceDraft {
    var kind: EntryKind
    var actor: Int64 = 0
    var child: Int64 = 0
    var occurred: Occurred = .unknown
    var payload = GovernancePayload()
    var sealed: SealedWords?
}

/// What names a person in a governance entry: words by number, sealed to that person.
struct SealedWords {
    /// What a word is. The number is inside the seal: never reused.
    enum Word: UInt8 {
        /// A person's name.
        case name = 1
        /// A person's postal address.
        case address = 2
        /// Why, in somebody's own words.
        case reason = 3
        /// What is to be changed, or what somebody says.
        case statement = 4
        /// The place where the paper itself is filed.
        case paper = 5
        /// What is kept of a password (`PasswordHash.text`).
        case password = 6
        /// The secret of an authenticator app (`OneTimeCode.text`).
        case codeSecret = 7
        /// The hashes of the recovery codes, in order, separated by commas.
        case recovery = 8
        /// The id of a passkey, in hexadecimal digits.
        case keyID = 9
        /// The public key of a passkey (`PasskeyKey.text`).
        case publicKey = 10
        /// The name of the site that a passkey is bound to.
        case site = 11
    }

    var person: Person
    var words: [Word: String]

    init(_ person: Person, _ words: [Word: String]) {
        self.person = person
        self.words = words
    }

    init(person: Person, encoded: [UInt8]) {
        self.person = person
        words = [:]
        encoded.withUnsafeBytes { bytes in
            var reader = SealedTextReader(bytes)
            while let field = reader.next() {
                guard let word = Word(rawValue: field.id) else { continue }
                words[word] = String(decoding: field.text, as: UTF8.self)
            }
        }
    }

    /// The words by rising number.
    var encoded: [UInt8] {
        var writer = SealedTextWriter()
        for (word, text) in words.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where !text.isEmpty {
            Array(text.utf8).withUnsafeBytes { writer.field(word.rawValue, $0) }
        }
        return writer.bytes
    }
}
