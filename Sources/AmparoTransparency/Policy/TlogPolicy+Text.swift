extension TlogPolicy {
    /// Reads a policy file. Throws `badPolicy` with the number of the line, counted from 1.
    ///
    /// The last line may lack its newline, as in other programs that read these files.
    public init(parsing bytes: [UInt8]) throws(TransparencyError) {
        self.init()
        guard bytes.count <= SignedNote.longest else { throw TransparencyError(.badPolicy, "longer than 1 MB") }
        var reading = PolicyReading()
        let lines = bytes.split(separator: Lines.newline, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            do {
                try reading.read(line, into: &self)
            } catch {
                throw TransparencyError(.badPolicy, "line \(index + 1): \(error.reason)")
            }
        }
        guard reading.hasQuorum else { throw TransparencyError(.badPolicy, "there must be one quorum line") }
    }

    /// The policy as a file: logs, witnesses, groups, quorum.
    public var encoded: [UInt8] {
        var lines = logs.map { "log \($0.key)" + ($0.url.map { " \($0)" } ?? "") }.map { Array($0.utf8) }
        func url(_ url: OctetText?) -> [UInt8] { url.map { [Lines.space] + $0.bytes } ?? [] }
        lines += witnesses.map { Array("witness ".utf8) + $0.name.bytes + Array(" \($0.key)".utf8) + url($0.url) }
        lines += groups.map { group in
            Array("group ".utf8) + group.name.bytes + Array(" \(group.threshold)".utf8)
                + group.members.flatMap { [Lines.space] + $0.bytes }
        }
        lines.append(Array("quorum ".utf8) + (quorum?.bytes ?? Array("none".utf8)))
        return lines.flatMap { $0 + [Lines.newline] }
    }
}

/// What the lines of a policy file must agree on.
private struct PolicyReading {
    struct Fault: Error {
        var reason: String
    }

    static let none: OctetText = "none"

    var hasQuorum = false
    private var defined: Set<OctetText> = []
    private var members: Set<OctetText> = []

    mutating func read(_ line: ArraySlice<UInt8>, into policy: inout TlogPolicy) throws(Fault) {
        guard line.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
            throw Fault(reason: "control characters")
        }
        let words = line.split { $0 == 0x20 || $0 == 0x09 }
        guard let keyword = words.first, keyword.first != UInt8(ascii: "#") else { return }
        let rest = Array(words.dropFirst())
        switch String(decoding: keyword, as: UTF8.self) {
        case "log": try readLog(rest, into: &policy)
        case "witness": try readWitness(rest, into: &policy)
        case "group": try readGroup(rest, into: &policy)
        case "quorum": try readQuorum(rest, into: &policy)
        default: throw Fault(reason: "begins with none of log, witness, group, quorum")
        }
    }

    private func readLog(_ words: [ArraySlice<UInt8>], into policy: inout TlogPolicy) throws(Fault) {
        guard (1...2).contains(words.count) else { throw Fault(reason: "log <key> [<url>]") }
        let key = try key(words[0], .ed25519)
        guard !policy.logs.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw Fault(reason: "two logs have the same key")
        }
        policy.logs.append(TlogPolicy.Log(key: key, url: words.count == 2 ? OctetText(words[1]) : nil))
    }

    private mutating func readWitness(_ words: [ArraySlice<UInt8>], into policy: inout TlogPolicy) throws(Fault) {
        guard (2...3).contains(words.count) else { throw Fault(reason: "witness <name> <key> [<url>]") }
        let name = try define(words[0])
        let key = try key(words[1], .cosignature)
        guard !policy.witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw Fault(reason: "two witnesses have the same key")
        }
        policy.witnesses.append(
            TlogPolicy.Witness(name: name, key: key, url: words.count == 3 ? OctetText(words[2]) : nil))
    }

    private mutating func readGroup(_ words: [ArraySlice<UInt8>], into policy: inout TlogPolicy) throws(Fault) {
        guard words.count >= 3 else { throw Fault(reason: "group <name> all|any|<number> <name>...") }
        let names = words.dropFirst(2).map { OctetText($0) }
        for name in names {
            guard defined.contains(name) else { throw Fault(reason: "a member is not defined above") }
            guard members.insert(name).inserted else { throw Fault(reason: "a name is a member twice") }
        }
        let threshold: Int
        switch String(decoding: words[1], as: UTF8.self) {
        case "all": threshold = names.count
        case "any": threshold = 1
        default:
            guard let number = Lines.decimal(words[1]), (1...UInt64(names.count)).contains(number) else {
                throw Fault(reason: "the number of a group is 1 to the number of its members")
            }
            threshold = Int(number)
        }
        policy.groups.append(TlogPolicy.Group(name: try define(words[0]), threshold: threshold, members: names))
    }

    private mutating func readQuorum(_ words: [ArraySlice<UInt8>], into policy: inout TlogPolicy) throws(Fault) {
        guard words.count == 1 else { throw Fault(reason: "quorum <name>") }
        guard !hasQuorum else { throw Fault(reason: "a second quorum line") }
        hasQuorum = true
        let name = OctetText(words[0])
        if name == Self.none { return }
        guard defined.contains(name) else { throw Fault(reason: "the quorum is not defined above") }
        policy.quorum = name
    }

    private mutating func define(_ word: ArraySlice<UInt8>) throws(Fault) -> OctetText {
        let name = OctetText(word)
        guard name != Self.none else { throw Fault(reason: "the name none is taken") }
        guard defined.insert(name).inserted else { throw Fault(reason: "a name is defined twice") }
        return name
    }

    private func key(_ word: ArraySlice<UInt8>, _ type: SignatureType) throws(Fault) -> VerifierKey {
        let key: VerifierKey
        do { key = try VerifierKey(word) } catch { throw Fault(reason: "\(error)") }
        guard key.type == type else {
            throw Fault(reason: type == .ed25519 ? "no key of a log" : "no key of cosignatures")
        }
        return key
    }
}
