import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("Witness policies")
struct PolicyTests {
    private let signers: [NoteSigner]
    private let keys: [String]
    private let log: NoteSigner
    private let twoLevels: String

    init() throws {
        signers = try (1...6).map { number in
            try NoteSigner(name: OctetText("example.net/w\(number)"), type: .cosignature, seed: seed(number))
        }
        keys = signers.map { "\($0.verifierKey)" }
        log = try NoteSigner(name: "example.org/log", type: .ed25519, seed: seed(99))
        twoLevels = """
            log \(log.verifierKey)

            witness X1 \(keys[0])
            witness X2 \(keys[1])
            witness X3 \(keys[2])
            group X-witnesses 2 X1 X2 X3

            witness Y1 \(keys[3]) https://y1.example.net/
            witness Y2 \(keys[4])
            witness Y3 \(keys[5])
            group Y-witnesses any Y1 Y2 Y3

            group X-and-Y all X-witnesses Y-witnesses
            quorum X-and-Y

            """
    }

    private func policy(_ text: String) throws -> TlogPolicy { try TlogPolicy(parsing: Array(text.utf8)) }

    @Test("The specification's example asks for two of one group and one of the other")
    func example() throws {
        let policy = try policy(twoLevels)
        #expect(policy.logKeys == [log.verifierKey])
        #expect(policy.witnesses[3].url == "https://y1.example.net/")
        for set in 0..<64 {
            let names = policy.witnesses.enumerated().filter { set >> $0.offset & 1 == 1 }.map(\.element.name)
            let (x, y) = ((set & 7).nonzeroBitCount, (set >> 3).nonzeroBitCount)
            #expect(policy.isQuorum(Set(names)) == (x >= 2 && y >= 1))
        }
        #expect(try TlogPolicy(parsing: policy.encoded) == policy)
    }

    @Test("Space, tabs, comments, empty lines and names of other alphabets are allowed")
    func lenient() throws {
        let text = "\n# comment\n\t # another\n\twitness \t w1  \(keys[0])   https://w1.example.com/  \n\n  quorum\tw1"
        #expect(try policy(text).quorum == "w1")
        let octets =
            Array("witness K\u{212A}".utf8) + [0x80] + Array(" \(keys[0])\nquorum K\u{212A}".utf8) + [0x80, 0x0A]
        #expect(try TlogPolicy(parsing: octets).isQuorum([OctetText(Array("K\u{212A}".utf8) + [0x80])]))
        let words = "witness all \(keys[0])\nwitness any \(keys[1])\ngroup group 2 all any\nquorum group\n"
        #expect(try policy(words).isQuorum(["all", "any"]))
        #expect(try policy("quorum none\n").isQuorum([]))
    }

    @Test("Everything else is refused, with its line")
    func refused() throws {
        let w1 = "witness w1 \(keys[0])\n"
        let w2 = "witness w2 \(keys[1])\n"
        let texts: [(String, Int?)] = [
            ("quorum none\n\u{1}", 2), ("quorum none\r\n", 1), ("quibble w1\nquorum none\n", 1),
            ("witness w1 \(keys[0]) https://a/ # comment\nquorum w1\n", 1), ("log\nquorum none\n", 1),
            ("log garbage\nquorum none\n", 1), ("log \(keys[0])\nquorum none\n", 1),
            ("log \(log.verifierKey)\nlog \(log.verifierKey) https://a/\nquorum none\n", 2),
            ("witness w1\nquorum none\n", 1), ("witness w1 \(log.verifierKey)\nquorum w1\n", 1),
            ("witness none \(keys[0])\nquorum none\n", 1), (w1 + w1 + "quorum w1\n", 2),
            (w1 + "witness w2 \(keys[0])\nquorum w1\n", 2), (w1 + "group w1 any w1\nquorum w1\n", 2),
            (w1 + "group g 1\nquorum w1\n", 2), (w1 + "group none any w1\nquorum none\n", 2),
            (w1 + "group g 0 w1\nquorum g\n", 2), (w1 + "group g -1 w1\nquorum g\n", 2),
            (w1 + "group g 2 w1\nquorum g\n", 2), (w1 + "group g any w2\nquorum g\n", 2),
            ("group g any w1\n" + w1 + "quorum g\n", 1), (w1 + "group g any none w1\nquorum g\n", 2),
            (w1 + "group g all w1 w1\nquorum g\n", 2), (w1 + "group g any g\nquorum w1\n", 2),
            (w1 + w2 + "group g any w1 w2\ngroup h any w1\nquorum g\n", 4), (w1, nil),
            (w1 + "quorum w1\nquorum w1\n", 3), ("quorum nobody\n", 1), ("quorum w1\n" + w1, 1), ("quorum\n", 1),
            ("", nil),
        ]
        for (text, line) in texts {
            let error = #expect(throws: TransparencyError(.badPolicy)) { try policy(text) }
            if let line { #expect(error?.detail.hasPrefix("line \(line):") == true, "\(text)") }
        }
    }

    @Test("Cosignatures make the quorum; a wrong one of a known witness spoils the note")
    func cosigned() throws {
        let policy = try policy(twoLevels)
        let checkpoint = try TlogCheckpoint(origin: "example.org/log", size: 0, root: RFC6962.emptyRoot)
        var note = try checkpoint.signed(by: [log])
        for signer in signers[1...2] { note.signatures.append(try signer.cosign(checkpoint, at: 1)) }
        #expect(throws: TransparencyError(.noQuorum)) { try policy.requireQuorum(note) }
        note.signatures.append(
            try NoteSigner(name: "example.net/w77", type: .cosignature, seed: seed(77)).cosign(checkpoint, at: 1))
        #expect(throws: TransparencyError(.noQuorum)) { try policy.requireQuorum(note) }
        note.signatures.append(try signers[5].cosign(checkpoint, at: 1))
        try policy.requireQuorum(note)
        #expect(try policy.cosigners(of: note) == ["X2", "X3", "Y3"])
        note.signatures[1].bytes[20] ^= 1
        #expect(throws: TransparencyError(.badSignature)) { try policy.requireQuorum(note) }
    }

    @Test("It is told whether a quorum needs somebody outside government")
    func outside() throws {
        let members = "witness a \(keys[0])\nwitness b \(keys[1])\nwitness c \(keys[2])\n"
        let needs = members + "group outside-government any b c\ngroup q all a outside-government\nquorum q\n"
        #expect(try policy(needs).needsMember(of: TlogPolicy.outsideGroup))
        #expect(try policy(needs).witnesses(in: TlogPolicy.outsideGroup) == ["b", "c"])
        let mere = members + "group outside-government any b c\ngroup q any a outside-government\nquorum q\n"
        #expect(try !policy(mere).needsMember(of: TlogPolicy.outsideGroup))
        #expect(try !policy(members + "quorum a\n").needsMember(of: TlogPolicy.outsideGroup))
        #expect(!TlogPolicy().needsMember(of: TlogPolicy.outsideGroup))
    }

    @Test("No random change of a policy ends the program", arguments: 1...2 as ClosedRange<UInt64>)
    func mutations(number: UInt64) throws {
        print("seed \(number)")
        var generator = SeededGenerator(seed: number)
        for _ in 0..<300 {
            if let read = try? TlogPolicy(parsing: mutated(Array(twoLevels.utf8), using: &generator)) {
                #expect(try TlogPolicy(parsing: read.encoded) == read)
            }
        }
    }
}
