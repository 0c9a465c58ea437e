public import AmparoModel

/// A receiver of messages as it stands: for which posts, by which channel, with which settings. Its address is sealed in its
/// entry and not here.
public struct ReceiverRecord: Hashable, Sendable {
    /// How messages reach a receiver. The raw value is stored and never reused.
    public enum Channel: UInt8, Hashable, Sendable, CaseIterable {
        /// An HTTPS address that takes Standard Webhooks.
        case webhook = 1
        /// A mail address.
        case mail = 2
        /// Messages wait here until they are collected.
        case mailbox = 3
        /// Encrypted files in a folder.
        case drop = 4
    }

    /// Whether messages go there. The raw value is stored and never reused.
    public enum State: UInt8, Hashable, Sendable, CaseIterable {
        /// They do.
        case active = 1
        /// It was taken away.
        case removed = 2
        /// It said itself that it is gone (HTTP 410).
        case gone = 3
    }

    /// How webhooks are signed. The raw value is stored and never reused.
    public enum Signing: UInt8, Hashable, Sendable, CaseIterable {
        /// Ed25519: the receiver holds the public key only.
        case ed25519 = 1
        /// HMAC-SHA256: both sides hold the secret.
        case hmac = 2
    }

    /// In which languages a mail is written. The raw value is stored and never reused.
    public enum Language: UInt8, Hashable, Sendable, CaseIterable {
        /// English, then Spanish.
        case both = 1
        /// English.
        case english = 2
        /// Spanish.
        case spanish = 3
    }

    /// Its number, from 1.
    public var number: Int64
    /// Its name, a code of the deployment.
    public var name: String
    /// Which posts: `party`, `party@office`, `party/role` or `party/role@office`. The narrowest that fits is taken; one of a party
    /// stands for the parties below it, too.
    public var posts: String
    /// How messages reach it.
    public var channel: Channel
    /// Whether messages go there.
    public var state: State
    /// The account in whose name it is told, by which the gate decides.
    public var account: String
    /// How webhooks are signed.
    public var signing: Signing
    /// Which of its signing keys is in use, from 1.
    public var generation: Int64
    /// Until when the key before signs beside it; nil when there is none.
    public var overlapEnds: Instant?
    /// The receiver's own X25519 key, 32 bytes, to which files are encrypted; empty for other channels.
    public var recipientKey: [UInt8]
    /// In which languages it is written to.
    public var language: Language
    /// The most transmissions an hour; 0 for no limit.
    public var hourlyCap: Int64
    /// Messages that come within so many minutes of a transmission go together in the next one; 0 for each by itself.
    public var windowMinutes: Int64
    /// How many hours lie between two heartbeats; 0 for none.
    public var heartbeatHours: Int64
    /// The signature of whoever made it what it is, over the statement of that; empty where it changed by itself.
    public var signature: [UInt8]

    /// A receiver.
    public init(
        number: Int64, name: String, posts: String, channel: Channel, state: State = .active, account: String,
        signing: Signing = .ed25519, generation: Int64 = 1, overlapEnds: Instant? = nil, recipientKey: [UInt8] = [],
        language: Language = .both, hourlyCap: Int64 = 0, windowMinutes: Int64 = 0, heartbeatHours: Int64 = 24,
        signature: [UInt8] = []
    ) {
        self.number = number
        self.name = name
        self.posts = posts
        self.channel = channel
        self.state = state
        self.account = account
        self.signing = signing
        self.generation = generation
        self.overlapEnds = overlapEnds
        self.recipientKey = recipientKey
        self.language = language
        self.hourlyCap = hourlyCap
        self.windowMinutes = windowMinutes
        self.heartbeatHours = heartbeatHours
        self.signature = signature
    }

    /// Reads the payload of an entry; nil for bytes that no receiver was written as.
    public init?(_ payload: UnsafeRawBufferPointer) {
        var numbers = [Int64](repeating: 0, count: 64)
        var texts: [UInt8: [UInt8]] = [:]
        var reader = PayloadReader(payload)
        var overlapEnds: Instant?
        while let field = reader.next() {
            if field.id == 9 {
                overlapEnds = field.instant
            } else if field.form == 0 {
                numbers[Int(field.id)] = field.number
            } else if field.form == 2 {
                texts[field.id] = [UInt8](field.bytes)
            }
        }
        func text(_ id: UInt8) -> String { String(decoding: texts[id] ?? [], as: UTF8.self) }
        func word<Word: RawRepresentable<UInt8>>(_ id: Int) -> Word? {
            UInt8(exactly: numbers[id]).flatMap(Word.init(rawValue:))
        }
        guard numbers[1] > 0, let channel: Channel = word(4), let state: State = word(5),
            let signing: Signing = word(7), let language: Language = word(11)
        else { return nil }
        self.init(
            number: numbers[1], name: text(2), posts: text(3), channel: channel, state: state, account: text(6),
            signing: signing, generation: numbers[8], overlapEnds: overlapEnds, recipientKey: texts[10] ?? [],
            language: language, hourlyCap: numbers[12], windowMinutes: numbers[13], heartbeatHours: numbers[14],
            signature: texts[15] ?? [])
    }

    var payload: [UInt8] {
        var writer = PayloadWriter()
        func text(_ id: UInt8, _ bytes: [UInt8]) {
            if !bytes.isEmpty { bytes.withUnsafeBytes { writer.bytes(id, $0) } }
        }
        writer.number(1, number)
        text(2, Array(name.utf8))
        text(3, Array(posts.utf8))
        writer.number(4, Int64(channel.rawValue))
        writer.number(5, Int64(state.rawValue))
        text(6, Array(account.utf8))
        writer.number(7, Int64(signing.rawValue))
        writer.number(8, generation)
        if let overlapEnds { writer.instant(9, overlapEnds) }
        text(10, recipientKey)
        writer.number(11, Int64(language.rawValue))
        writer.number(12, hourlyCap)
        writer.number(13, windowMinutes)
        writer.number(14, heartbeatHours)
        text(15, signature)
        return writer.bytes
    }
}

/// Which receivers' `posts` cover a post, the narrowest first: its role at its place, its role, its place, its party; then the
/// same of the party above it.
struct PostPatterns {
    /// `party` and, where the pattern names them, `/role` and `@place`.
    let list: [String]

    init(covering name: String) {
        let halves = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = (halves.count > 1 ? halves[1] : "").split(separator: "@", maxSplits: 1)
        let role = rest.first.map { "/\($0)" } ?? ""
        let place = rest.count > 1 ? "@\(rest[1])" : ""
        var party = halves[0]
        var list: [String] = []
        while !party.isEmpty {
            for pattern in ["\(party)\(role)\(place)", "\(party)\(role)", "\(party)\(place)", "\(party)"]
            where list.last != pattern {
                list.append(pattern)
            }
            party = party.lastIndex(of: ".").map { party[..<$0] } ?? ""
        }
        self.list = list
    }

    /// Ranges of names of posts among which are all that a receiver for these posts covers; few others.
    static func ranges(coveredBy pattern: String) -> [(from: String, below: String)] {
        let party = pattern.prefix { $0 != "/" && $0 != "@" }
        // Codes are ASCII: `.` comes before `/`, `/` before `0`, `@` before `A`.
        let below = (from: "\(party).", below: "\(party)/")
        guard let slash = pattern.firstIndex(of: "/") else {
            return [below, (from: "\(party)/", below: "\(party)0")]
        }
        if pattern[slash...].contains("@") { return [below, (from: pattern, below: pattern + "\u{1}")] }
        return [below, (from: pattern, below: pattern + "\u{1}"), (from: pattern + "@", below: pattern + "A")]
    }
}
