internal import AmparoModel

/// A file that two houses exchange: a title, lines of `name: value`, a blank line, lines of hexadecimal digits.
struct MatchFile: Equatable {
    var title: String
    var fields: [(name: String, value: String)]
    var lines: [[UInt8]]

    /// The text, without a signature.
    var text: String {
        ([title] + fields.map { "\($0.name): \($0.value)" } + [""] + lines.map(Hexadecimal.text)).joined(
            separator: "\n")
            + "\n"
    }

    /// Reads a file of that title whose lines have so many bytes each. Throws `file`.
    init(_ text: String, title: String, names: [String], lineLength: Int) throws {
        func broken() -> GovernanceError {
            GovernanceError(.file, "That is no whole file of the kind `\(title)`; ask for it again.")
        }
        self.title = title
        var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard rest.popFirst() == title[...], rest.last == "" else { throw broken() }
        rest.removeLast()
        fields = []
        for name in names {
            guard let line = rest.popFirst(), line.hasPrefix(name + ": ") else { throw broken() }
            fields.append((name, String(line.dropFirst(name.utf8.count + 2))))
        }
        guard rest.popFirst() == "" else { throw broken() }
        lines = []
        for line in rest {
            guard let bytes = Hexadecimal.bytes(line), bytes.count == lineLength else { throw broken() }
            lines.append(bytes)
        }
    }

    init(title: String, fields: [(name: String, value: String)], lines: [[UInt8]]) {
        (self.title, self.fields, self.lines) = (title, fields, lines)
    }

    /// The value of a name; empty for none.
    subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    static func == (a: MatchFile, b: MatchFile) -> Bool { a.text == b.text }
}

/// What a house gives out before it is asked: the public half of its key, and a tag for each word of its records among tags of
/// nobody. Without the other half of the key no tag can be made, so it cannot be searched with numbers at will.
public struct MatchTable: Equatable, Sendable {
    static let title = "amparo match table 1"
    /// A tag's length in bytes: the first of the function's value. Two words of ten million share one by chance at 2^-82.
    static let tagLength = 16
    /// A table has a multiple of so many tags, so that its size tells little of how many people the house knows.
    static let pad = 1024

    /// Name and version of the agreement.
    public let agreement: String
    /// Of whom.
    public let subject: MatchSubject
    /// The public half of the key, 49 bytes.
    public let key: [UInt8]
    private let tags: Set<[UInt8]>

    init(agreement: String, subject: MatchSubject, key: [UInt8], tags: [[UInt8]]) {
        (self.agreement, self.subject, self.key) = (agreement, subject, key)
        self.tags = Set(tags)
    }

    /// Reads a table. Throws `GovernanceError` with code `file`.
    public init(text: String) throws {
        let file = try MatchFile(
            text, title: Self.title, names: ["agreement", "subject", "key"], lineLength: Self.tagLength)
        guard let subject = MatchSubject(word: file["subject"]), let key = Hexadecimal.bytes(file["key"]) else {
            throw GovernanceError(.file, "The table does not say of whom it is; ask for it again.")
        }
        self.init(agreement: file["agreement"], subject: subject, key: key, tags: file.lines)
    }

    /// The text of the file; tags in order, so that nothing tells which is whose.
    public var text: String {
        MatchFile(
            title: Self.title,
            fields: [
                ("agreement", agreement), ("subject", subject.word), ("key", Hexadecimal.text(key)),
            ], lines: tags.sorted { $0.lexicographicallyPrecedes($1) }
        ).text
    }

    /// How many tags it has, those of nobody too.
    public var count: Int { tags.count }

    func holds(_ output: [UInt8]) -> Bool { tags.contains(Self.tag(output)) }

    static func tag(_ output: [UInt8]) -> [UInt8] { Array(output.prefix(tagLength)) }
}

/// What is asked: blinded words and who asks, signed. It says nothing of whom.
public struct MatchProbe: Equatable, Sendable {
    static let title = "amparo match probe 1"
    private static let names = ["agreement", "subject", "account", "purpose", "key", "signature"]

    /// Name and version of the agreement.
    public var agreement: String
    /// Of whom.
    public var subject: MatchSubject
    /// The account that asks, in the store that is asked.
    public var account: String
    /// Its purpose.
    public var purpose: String
    /// The key of the table.
    public var key: [UInt8]
    /// The blinded words, 49 bytes each.
    public var words: [[UInt8]]
    /// The account's signature over `statement`, 64 bytes.
    public var signature: [UInt8] = []

    init(_ table: MatchTable, account: String, purpose: String, words: [[UInt8]]) {
        (agreement, subject, key) = (table.agreement, table.subject, table.key)
        (self.account, self.purpose, self.words) = (account, purpose, words)
    }

    /// Reads a file. Throws `GovernanceError` with code `file`.
    public init(text: String) throws {
        let file = try MatchFile(text, title: Self.title, names: Self.names, lineLength: 49)
        guard let subject = MatchSubject(word: file["subject"]), let key = Hexadecimal.bytes(file["key"]),
            let signature = Hexadecimal.bytes(file["signature"]), !file.lines.isEmpty
        else { throw GovernanceError(.file, "The question is not whole; ask for it again.") }
        (agreement, self.subject, account, purpose) = (file["agreement"], subject, file["account"], file["purpose"])
        (self.key, words, self.signature) = (key, file.lines, signature)
    }

    /// The text of the file.
    public var text: String { file(signature: Hexadecimal.text(signature)).text }

    private func file(signature: String) -> MatchFile {
        MatchFile(
            title: Self.title,
            fields: [
                ("agreement", agreement), ("subject", subject.word), ("account", account), ("purpose", purpose),
                ("key", Hexadecimal.text(key)), ("signature", signature),
            ], lines: words)
    }

    /// The hash of everything but the signature: by it an answer names its question.
    public var digest: [UInt8] { Statement.digest(Array(file(signature: "").text.utf8)) }

    /// What whoever asks signs.
    public var statement: Statement {
        Statement(
            act: "match-asked", account: account, about: "\(agreement), \(subject.word), \(words.count) probes",
            content: digest)
    }
}

/// What is answered: each blinded word evaluated, with its proof.
public struct MatchAnswer: Equatable, Sendable {
    static let title = "amparo match answer 1"

    /// The digest of the question.
    public var probe: [UInt8]
    /// The evaluations in the order of the question, 145 bytes each.
    public var evaluations: [[UInt8]]

    init(probe: [UInt8], evaluations: [[UInt8]]) { (self.probe, self.evaluations) = (probe, evaluations) }

    /// Reads a file. Throws `GovernanceError` with code `file`.
    public init(text: String) throws {
        let file = try MatchFile(text, title: Self.title, names: ["probe"], lineLength: 145)
        guard let probe = Hexadecimal.bytes(file["probe"]) else {
            throw GovernanceError(.file, "The answer does not say to what; ask for it again.")
        }
        self.init(probe: probe, evaluations: file.lines)
    }

    /// The text of the file.
    public var text: String {
        MatchFile(title: Self.title, fields: [("probe", Hexadecimal.text(probe))], lines: evaluations).text
    }
}
