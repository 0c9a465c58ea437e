import AmparoTransparency
import Testing

/// Facts that the libraries of transparency.dev publish about the reference tree of Certificate Transparency and about
/// texts that are no checkpoint or proof, said again in this project's own words. An implementation that disagrees with any
/// of them cannot talk to others.
@Suite("Facts that other implementations publish")
struct PublishedVectorTests {
    private static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57], Array(0x60...0x6f),
    ]

    /// Root of the first 1, 2, ... 8 leaves.
    private static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].map(hash)

    struct Inclusion: Sendable, CustomTestStringConvertible {
        var index: UInt64
        var size: UInt64
        var proof: [String]
        var testDescription: String { "leaf \(index) of \(size)" }
    }

    struct Consistency: Sendable, CustomTestStringConvertible {
        var older: UInt64
        var newer: UInt64
        var proof: [String]
        var testDescription: String { "\(older) to \(newer)" }
    }

    // Nodes of the tree, by the leaves below them.
    private static let first = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    private static let second = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    private static let fifth = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    private static let seventh = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
    private static let firstTwo = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    private static let thirdAndFourth = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    private static let fifthAndSixth = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    private static let lastTwo = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    private static let firstFour = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    private static let lastFour = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

    static let inclusions = [
        Inclusion(index: 0, size: 1, proof: []),
        Inclusion(index: 0, size: 8, proof: [second, thirdAndFourth, lastFour]),
        Inclusion(index: 5, size: 8, proof: [fifth, lastTwo, firstFour]),
        Inclusion(index: 2, size: 3, proof: [firstTwo]),
        Inclusion(index: 1, size: 5, proof: [first, thirdAndFourth, fifth]),
    ]

    static let consistencies = [
        Consistency(older: 1, newer: 1, proof: []),
        Consistency(older: 1, newer: 8, proof: [second, thirdAndFourth, lastFour]),
        Consistency(older: 6, newer: 8, proof: [fifthAndSixth, lastTwo, firstFour]),
        Consistency(older: 2, newer: 5, proof: [thirdAndFourth, fifth]),
        Consistency(older: 6, newer: 7, proof: [fifthAndSixth, seventh, firstFour]),
    ]

    @Test("Leaves and the empty tree have their known hashes")
    func hashes() {
        #expect(RFC6962.emptyRoot == Self.empty)
        #expect([UInt8]().withUnsafeBytes { RFC6962.leafHash($0) } == Self.roots[0])
        #expect(
            Array("L123456".utf8).withUnsafeBytes { RFC6962.leafHash($0) }
                == hash("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"))
        #expect(
            RFC6962.nodeHash(Self.leafHash(0), Self.leafHash(1)) != RFC6962.nodeHash(Self.leafHash(1), Self.leafHash(0))
        )
    }

    @Test("Known inclusion proofs are those that are made here, and hold", arguments: inclusions)
    func inclusion(known: Inclusion) throws {
        let proof = known.proof.map(hash)
        let root = Self.roots[Int(known.size) - 1]
        let leaf = Self.leafHash(Int(known.index))
        let made = try Self.tree(known.size).inclusionProof(index: known.index, size: known.size)
        #expect(made == proof)
        func holds(
            _ index: UInt64, _ size: UInt64, _ proof: [TreeHash], leaf: TreeHash = leaf, root: TreeHash = root
        ) -> Bool {
            RFC6962.verifyInclusion(of: leaf, index: index, size: size, proof: proof, root: root)
        }
        #expect(holds(known.index, known.size, proof))
        // What is published to fail.
        #expect(!holds(known.index &- 1, known.size, proof) && !holds(known.index + 1, known.size, proof))
        #expect(!holds(known.index ^ 2, known.size, proof))
        #expect(!holds(known.index, known.size * 2, proof) && !holds(known.index, known.size / 2, proof))
        #expect(!holds(known.index, known.size, proof, leaf: Self.some))
        #expect(!holds(known.index, known.size, proof, root: Self.empty))
        #expect(!holds(known.index, known.size, proof, root: Self.some))
        #expect(!holds(known.index, known.size, proof + [root]) && !holds(known.index, known.size, [root] + proof))
        for place in proof.indices {
            #expect(!holds(known.index, known.size, Self.flipped(proof, at: place, bit: 3)))
        }
        if !proof.isEmpty { #expect(!holds(known.index, known.size, Array(proof.dropLast()))) }
        if proof.count > 1 {
            #expect(!holds(known.index, known.size, [proof[0], Self.some] + proof.dropFirst()))
        }
    }

    @Test(
        "Of an empty tree, and beyond a tree, nothing holds", arguments: [(0, 0), (1, 0), (2, 1)] as [(UInt64, UInt64)])
    func nothing(index: UInt64, size: UInt64) {
        for (leaf, root) in [(Self.some, Self.empty), (Self.empty, Self.empty), (Self.some, Self.some)] {
            #expect(!RFC6962.verifyInclusion(of: leaf, index: index, size: size, proof: [], root: root))
        }
    }

    @Test("Known consistency proofs are those that are made here, and hold", arguments: consistencies)
    func consistency(known: Consistency) throws {
        let proof = known.proof.map(hash)
        let (older, newer) = (Self.roots[Int(known.older) - 1], Self.roots[Int(known.newer) - 1])
        #expect(try Self.tree(known.newer).consistencyProof(from: known.older, to: known.newer) == proof)
        func holds(
            _ size1: UInt64, _ size2: UInt64, _ proof: [TreeHash], from older: TreeHash = older,
            to newer: TreeHash = newer
        ) -> Bool {
            RFC6962.verifyConsistency(older: size1, newer: size2, olderRoot: older, newerRoot: newer, proof: proof)
        }
        #expect(holds(known.older, known.newer, proof))
        guard !proof.isEmpty else { return }
        #expect(!holds(known.older &- 1, known.newer, proof) && !holds(known.older + 1, known.newer, proof))
        #expect(!holds(known.older ^ 2, known.newer, proof))
        #expect(!holds(known.older, known.newer * 2, proof) && !holds(known.older, known.newer / 2, proof))
        #expect(!holds(known.older, known.newer, proof, from: Self.some))
        #expect(!holds(known.older, known.newer, proof, to: Self.some))
        #expect(!holds(known.older, known.newer, proof, from: newer, to: older))
        #expect(!holds(known.older, known.newer, []))
        for added in [older, newer] {
            #expect(!holds(known.older, known.newer, proof + [added]))
            #expect(!holds(known.older, known.newer, [added] + proof))
        }
        #expect(!holds(known.older, known.newer, [proof[0]] + proof))
        #expect(!holds(known.older, known.newer, Array(proof.dropLast())))
        for place in proof.indices {
            #expect(!holds(known.older, known.newer, Self.flipped(proof, at: place, bit: 4)))
        }
    }

    @Test("Sizes that go back, and proofs where none is needed, do not hold")
    func trivialConsistency() {
        let (some, empty) = (Self.some, Self.empty)
        func holds(_ older: UInt64, _ newer: UInt64, _ root1: TreeHash, _ root2: TreeHash, _ proof: [TreeHash]) -> Bool
        {
            RFC6962.verifyConsistency(older: older, newer: newer, olderRoot: root1, newerRoot: root2, proof: proof)
        }
        #expect(holds(0, 0, empty, empty, []) && holds(0, 1, empty, some, []) && holds(1, 1, some, some, []))
        #expect(!holds(1, 0, some, empty, []) && !holds(2, 1, some, empty, []) && !holds(1, 2, some, empty, []))
        #expect(!holds(0, 0, empty, some, []) && !holds(1, 1, empty, some, []))
        for (older, newer) in [(0, 0), (0, 1), (1, 1)] as [(UInt64, UInt64)] {
            #expect(!holds(older, newer, empty, empty, [empty]))
        }
    }

    @Test(
        "Texts that are published as no checkpoint are none",
        arguments: [
            "Head\n9944\n", "\n9944\n\(root64)\n", "Log\n123\n\(root64)", "Log\nbananas\n\(root64)\n",
            "Log\n-34\n\(root64)\n", "Log\n3438945738945739845734895735\n\(root64)\n", "Log\n123\nThisIsn'tBase64\n",
            // A hash of any length is a checkpoint to those libraries; the specification has SHA-256 only.
            "Log\n123\nYmFuYW5hcw==\n",
        ])
    func noCheckpoint(text: String) {
        #expect(throws: TransparencyError.self) { try TlogCheckpoint(text: Array(text.utf8)) }
    }

    @Test("A checkpoint is origin, size and root, and keeps what else it says")
    func checkpoint() throws {
        let plain = try TlogCheckpoint(text: Array(("Banana\n9944\n\(Self.root64)\n").utf8))
        #expect(plain.origin == "Banana" && plain.size == 9944 && plain.root == Self.roots[7])
        let more = "Moon Log\n4027504\n\(Self.root64)\n6086d1a9\nWaxing gibbous\n"
        let moon = try TlogCheckpoint(text: Array(more.utf8))
        #expect(moon.origin == "Moon Log" && moon.size == 4_027_504)
    }

    @Test(
        "Texts that are published as no proof are none",
        arguments: [
            "wrong-header\nindex 0\n\ncheckpoint\n",
            "c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n",
            "c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n", "c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n",
            "c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n",
            "c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n",
            "c2sp.org/tlog-proof@v1\nindex 0\n" + String(repeating: "A", count: 86) + "==\n\ncheckpoint\n",
        ])
    func noProof(text: String) throws {
        let signer = try NoteSigner(name: "test", type: .ed25519, seed: [UInt8](repeating: 3, count: 32))
        let note = try TlogCheckpoint(origin: "test", size: 10, root: Self.some).signed(by: [signer])
        let sound = Array(text.utf8.dropLast("checkpoint\n".utf8.count)) + note.encoded
        #expect(throws: TransparencyError.self) { try TlogProof(parsing: sound) }
        #expect(throws: TransparencyError.self) { try TlogProof(parsing: Array(text.utf8)) }
    }

    // MARK: The reference tree

    static let root64 = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
    private static let empty = hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    private static let some = hash("abacaba000000000000000000000000000000000000000000060061e00123456")

    private static func leafHash(_ index: Int) -> TreeHash {
        leaves[index].withUnsafeBytes { RFC6962.leafHash($0) }
    }

    private static func tree(_ size: UInt64) -> StoredTree<ListedTiles> {
        StoredTree(reader: ListedTiles((0..<Int(size)).map(leafHash)), size: size)
    }

    private static func flipped(_ proof: [TreeHash], at place: Int, bit: Int) -> [TreeHash] {
        var changed = proof
        var bytes = changed[place].bytes
        bytes[0] ^= 1 << UInt8(bit)
        changed[place] = TreeHash(bytes) ?? .zero
        return changed
    }
}

private func hash(_ hexadecimal: String) -> TreeHash {
    let digits = Array(hexadecimal.utf8)
    func digit(_ code: UInt8) -> UInt8 { code < 0x3A ? code - 0x30 : code - 0x57 }
    return TreeHash(
        stride(from: 0, to: digits.count, by: 2).map { digit(digits[$0]) << 4 | digit(digits[$0 + 1]) }) ?? .zero
}
