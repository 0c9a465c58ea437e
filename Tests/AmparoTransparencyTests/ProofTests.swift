import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("Proof files")
struct ProofTests {
    private let signer: NoteSigner
    private let leaves: [TreeHash]
    private let proof: TlogProof

    init() throws {
        signer = try NoteSigner(name: "example.org/log", type: .ed25519, seed: seed(1))
        leaves = (0..<300).map { number in withUnsafeBytes(of: number) { TreeHash(sha256: $0) } }
        let hashes = leaves.map { RFC6962.leafHash($0) }
        let tree = StoredTree(reader: ListedTiles(hashes), size: 300)
        let checkpoint = try TlogCheckpoint(origin: "example.org/log", size: 300, root: tree.root(at: 300))
        proof = TlogProof(
            extra: leaves[42].bytes, index: 42, path: try tree.inclusionProof(index: 42, size: 300),
            checkpoint: try checkpoint.signed(by: [signer]))
    }

    @Test("A proof is the lines that the specification says")
    func format() throws {
        let lines = String(decoding: proof.encoded, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "c2sp.org/tlog-proof@v1")
        #expect(lines[1].hasPrefix("extra "))
        #expect(lines[2] == "index 42")
        #expect(lines.count == 3 + proof.path.count + 1 + 3 + 1 + 1 + 1)
        #expect(lines[3 + proof.path.count] == "")
        #expect(lines[4 + proof.path.count] == "example.org/log")
        #expect(try TlogProof(parsing: proof.encoded) == proof)
        var plain = proof
        plain.extra = nil
        #expect(try TlogProof(parsing: plain.encoded) == plain)
        plain.extra = []
        #expect(try TlogProof(parsing: plain.encoded) == plain)
    }

    @Test("A proof holds for its own leaf, key and log only")
    func verification() throws {
        let keys = [signer.verifierKey]
        #expect(
            try proof.verify(leafHash: RFC6962.leafHash(leaves[42]), keys: keys, policy: TlogPolicy()).size == 300)
        #expect(throws: TransparencyError(.notIncluded)) {
            try proof.verify(leafHash: RFC6962.leafHash(leaves[43]), keys: keys, policy: TlogPolicy())
        }
        var moved = proof
        moved.index = 43
        #expect(throws: TransparencyError(.notIncluded)) {
            try moved.verify(leafHash: RFC6962.leafHash(leaves[42]), keys: keys, policy: TlogPolicy())
        }
        let other = try NoteSigner(name: "example.org/log", type: .ed25519, seed: seed(9))
        #expect(throws: TransparencyError(.unsigned)) {
            try proof.verify(leafHash: RFC6962.leafHash(leaves[42]), keys: [other.verifierKey], policy: TlogPolicy())
        }
    }

    @Test(
        "Text that is no proof is refused",
        arguments: [
            "wrong\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nextra !!\nindex 0\n\n", "c2sp.org/tlog-proof@v1\n\n\n",
            "c2sp.org/tlog-proof@v1\nindex x\n\n", "c2sp.org/tlog-proof@v1\nindex -5\n\n",
            "c2sp.org/tlog-proof@v1\nindex 05\n\n", "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
            "c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n", "c2sp.org/tlog-proof@v1\nindex 0", "",
        ])
    func noProof(text: String) {
        let tail = Array(String(decoding: proof.checkpoint.encoded, as: UTF8.self).utf8)
        #expect(throws: TransparencyError.self) { try TlogProof(parsing: Array(text.utf8)) }
        #expect(throws: TransparencyError.self) { try TlogProof(parsing: Array(text.utf8) + tail) }
    }

    @Test("No random change of a proof proves anything else", arguments: 1...4 as ClosedRange<UInt64>)
    func mutations(number: UInt64) throws {
        print("seed \(number)")
        var generator = SeededGenerator(seed: number)
        let leafHash = RFC6962.leafHash(leaves[42])
        for _ in 0..<500 {
            guard let read = try? TlogProof(parsing: mutated(proof.encoded, using: &generator)),
                (try? read.verify(leafHash: leafHash, keys: [signer.verifierKey], policy: TlogPolicy())) != nil
            else { continue }
            #expect(read.index == 42 && read.path == proof.path && read.checkpoint.text == proof.checkpoint.text)
        }
    }
}

/// Leaf hashes in a list, and what is folded from them.
struct ListedTiles: TileReader {
    let levels: [[TreeHash]]

    init(_ leafHashes: [TreeHash]) {
        var levels = [leafHashes]
        while let row = levels.last, row.count >= 256 {
            levels.append(
                stride(from: 0, to: row.count / 256 * 256, by: 256).compactMap {
                    RFC6962.foldPerfect(Array(row[$0..<($0 + 256)]))
                })
        }
        self.levels = levels
    }

    func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        guard level < levels.count, Int(position) + count <= levels[level].count else {
            throw TransparencyError(.missingHash)
        }
        return Array(levels[level][Int(position)..<(Int(position) + count)])
    }
}
