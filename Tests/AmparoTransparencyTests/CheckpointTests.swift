import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("Checkpoints and cosignatures")
struct CheckpointTests {
    private static let origin: OctetText = "example.com/behind-the-sofa"
    /// The example of C2SP `tlog-checkpoint`.
    private static let example =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

    @Test("The specification's example is read and written back")
    func example() throws {
        let checkpoint = try TlogCheckpoint(text: Array(Self.example.utf8))
        #expect(checkpoint.origin == Self.origin)
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.description == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
        #expect(checkpoint.text == Array(Self.example.utf8))
    }

    @Test("The specification's cosigned checkpoint is a note with two signatures, one of them of a known time")
    func cosignedExample() throws {
        let note = try SignedNote(
            parsing: Array(
                (Self.example + "\n"
                    + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
                    + "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
                    + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2"
                    + "oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n").utf8))
        #expect(note.signatures.map(\.name) == [Self.origin, "witness.example.com/w1"])
        #expect(TlogCosignature(note.signatures[0]) == nil)
        #expect(TlogCosignature(note.signatures[1])?.time == 1_679_315_147)
    }

    @Test(
        "Text that is no checkpoint is refused",
        arguments: [
            "", "a\n", "a\n1\n", "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
            "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
            "a\n1 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        ])
    func noCheckpoint(text: String) {
        #expect(throws: TransparencyError(.badCheckpoint)) { try TlogCheckpoint(text: Array(text.utf8)) }
    }

    @Test("Extension lines are kept and covered by signatures")
    func extensions() throws {
        let witness = try NoteSigner(name: "example.net/w", type: .cosignature, seed: seed(3))
        let text = Self.example + "Extendo\n"
        let checkpoint = try TlogCheckpoint(text: Array(text.utf8))
        #expect(checkpoint.extensions == ["Extendo"])
        var note = try SignedNote(text: checkpoint.text)
        note.signatures = [try witness.cosign(checkpoint, at: 1_700_000_000)]
        #expect(try note.verify(by: [witness.verifierKey]).count == 1)
        var other = try SignedNote(text: Array(text.dropLast(2).utf8) + Array("@\n".utf8))
        other.signatures = note.signatures
        #expect(throws: TransparencyError(.badSignature)) { try other.verify(by: [witness.verifierKey]) }
    }

    @Test("Only a key of the origin's name opens a checkpoint, and two keys may sign during a rotation")
    func keys() throws {
        let old = try NoteSigner(name: Self.origin, type: .ed25519, seed: seed(1))
        let new = try NoteSigner(name: Self.origin, type: .ed25519, seed: seed(2))
        let stranger = try NoteSigner(name: "example.com/other", type: .ed25519, seed: seed(1))
        let checkpoint = try TlogCheckpoint(text: Array(Self.example.utf8))
        let note = try checkpoint.signed(by: [old, new])
        #expect(try TlogCheckpoint.open(note, keys: [old.verifierKey]) == checkpoint)
        #expect(try TlogCheckpoint.open(note, keys: [new.verifierKey]) == checkpoint)
        #expect(throws: TransparencyError(.unsigned)) {
            try TlogCheckpoint.open(note, keys: [stranger.verifierKey])
        }
        #expect(throws: TransparencyError(.badName)) { try checkpoint.signed(by: [stranger]) }
        var foreign = try SignedNote(text: checkpoint.text)
        try stranger.sign(&foreign)
        #expect(throws: TransparencyError(.unsigned)) {
            try TlogCheckpoint.open(foreign, keys: [stranger.verifierKey])
        }
    }

    @Test("A cosignature holds for its own time and text only")
    func cosignature() throws {
        let witness = try NoteSigner(name: "example.net/w", type: .cosignature, seed: seed(3))
        let checkpoint = try TlogCheckpoint(text: Array(Self.example.utf8))
        let signature = try witness.cosign(checkpoint, at: 1_700_000_000)
        var note = try SignedNote(text: checkpoint.text)
        note.signatures = [signature]
        #expect(try note.verify(by: [witness.verifierKey]) == [signature])
        for place in signature.bytes.indices {
            note.signatures[0].bytes = signature.bytes
            note.signatures[0].bytes[place] ^= 0x10
            #expect(throws: TransparencyError(.badSignature)) { try note.verify(by: [witness.verifierKey]) }
        }
        #expect(throws: TransparencyError(.badKey)) { try witness.cosign(checkpoint, at: -1) }
        let log = try NoteSigner(name: Self.origin, type: .ed25519, seed: seed(3))
        #expect(throws: TransparencyError(.badKey)) { try log.cosign(checkpoint, at: 1) }
        #expect(throws: TransparencyError(.badKey)) {
            var note = note
            try witness.sign(&note)
        }
    }

    @Test("No random change of a checkpoint is taken for one of the log", arguments: 1...4 as ClosedRange<UInt64>)
    func mutations(number: UInt64) throws {
        print("seed \(number)")
        var generator = SeededGenerator(seed: number)
        let signer = try NoteSigner(name: Self.origin, type: .ed25519, seed: seed(1))
        let checkpoint = try TlogCheckpoint(text: Array(Self.example.utf8))
        let bytes = try checkpoint.signed(by: [signer]).encoded
        for _ in 0..<500 {
            let changed = mutated(bytes, using: &generator)
            guard let note = try? SignedNote(parsing: changed),
                let opened = try? TlogCheckpoint.open(note, keys: [signer.verifierKey])
            else { continue }
            #expect(opened == checkpoint)
        }
    }
}
