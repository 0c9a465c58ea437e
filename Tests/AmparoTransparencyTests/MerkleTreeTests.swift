import AmparoTestSupport
import AmparoTransparency
import Testing

/// The tree of RFC 6962, section 2.1, computed as the text says.
private func mth(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
    guard let first = leaves.first else { return RFC6962.emptyRoot }
    if leaves.count == 1 { return first }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return RFC6962.nodeHash(mth(leaves[..<middle]), mth(leaves[middle...]))
}

/// A tree in memory, with the nodes a log would store.
private struct MemoryTiles: TileReader {
    var levels: [[TreeHash]] = [[]]
    var halves: [[TreeHash]] = [[], []]
    var frontier = Frontier()

    mutating func append(_ leaf: TreeHash) {
        levels[0].append(leaf)
        var nodes: [TileNode] = []
        frontier.append(leaf, completing: { nodes.append($0) }, halfway: { halves[$0.level].append($0.hash) })
        for node in nodes {
            if node.level == levels.count { levels.append([]) }
            #expect(Int(node.position) == levels[node.level].count, "nodes come in order")
            levels[node.level].append(node.hash)
        }
    }

    /// What the default folds, asked for without it.
    func halfway(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        guard level < halves.count, Int(position) + count <= halves[level].count else {
            throw TransparencyError(.missingHash)
        }
        return Array(halves[level][Int(position)..<(Int(position) + count)])
    }

    func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        guard level < levels.count, Int(position) + count <= levels[level].count else {
            throw TransparencyError(.missingHash)
        }
        return Array(levels[level][Int(position)..<(Int(position) + count)])
    }
}

private func leaf(_ number: Int) -> TreeHash {
    withUnsafeBytes(of: number.bigEndian) { RFC6962.leafHash($0) }
}

private func hash(_ hexadecimal: String) -> TreeHash? {
    let digits = Array(hexadecimal)
    return TreeHash(
        stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) })
}

@Suite("The log's tree")
struct MerkleTreeTests {
    @Test("The reference tree of Certificate Transparency has its known roots")
    func referenceRoots() {
        let leaves: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
            [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57], Array(0x60...0x6f),
        ]
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var frontier = Frontier()
        #expect(frontier.root == hash(roots[0]))
        for (index, leaf) in leaves.enumerated() {
            frontier.append(leaf.withUnsafeBytes { RFC6962.leafHash($0) })
            #expect(frontier.root == hash(roots[index + 1]))
            #expect(frontier.root.description == roots[index + 1])
        }
    }

    @Test("Every root up to 1,100 leaves is the one the text of the RFC gives")
    func roots() throws {
        var tiles = MemoryTiles()
        for number in 0..<1100 {
            tiles.append(leaf(number))
            if number % 37 == 0 || number % 256 < 2 {
                #expect(tiles.frontier.root == mth(tiles.levels[0][...]), "\(number + 1) leaves")
            }
        }
        let tree = StoredTree(reader: tiles, size: 1100)
        for size in [0, 1, 2, 3, 255, 256, 257, 511, 512, 768, 1023, 1024, 1100] as [UInt64] {
            #expect(try tree.root(at: size) == mth(tiles.levels[0][..<Int(size)]))
        }
        #expect(throws: TransparencyError(.outOfRange)) { try tree.root(at: 1101) }
    }

    @Test("Every inclusion proof of a small tree holds, and no changed one does")
    func inclusion() throws {
        var tiles = MemoryTiles()
        for number in 0..<70 { tiles.append(leaf(number)) }
        let tree = StoredTree(reader: tiles, size: 70)
        for size in 1...70 as ClosedRange<UInt64> {
            let root = try tree.root(at: size)
            for index in 0..<size {
                let hash = tiles.levels[0][Int(index)]
                let proof = try tree.inclusionProof(index: index, size: size)
                func holds(_ hash: TreeHash, _ index: UInt64, _ size: UInt64, _ proof: [TreeHash]) -> Bool {
                    RFC6962.verifyInclusion(of: hash, index: index, size: size, proof: proof, root: root)
                }
                #expect(holds(hash, index, size, proof))
                #expect(!holds(leaf(1000), index, size, proof))
                #expect(!holds(hash, index, size, proof + [root]))
                #expect(!holds(hash, size, size, proof))
                if !proof.isEmpty {
                    #expect(!holds(hash, index, size, proof.dropLast()))
                    #expect(!holds(hash, index ^ 1, size, proof))
                }
            }
        }
    }

    @Test("Every consistency proof of a small tree holds, and no changed one does")
    func consistency() throws {
        var tiles = MemoryTiles()
        for number in 0..<70 { tiles.append(leaf(number)) }
        let tree = StoredTree(reader: tiles, size: 70)
        let roots = try (0...70).map { try tree.root(at: UInt64($0)) }
        for newer in 0...70 {
            for older in 0...newer {
                let proof = try tree.consistencyProof(from: UInt64(older), to: UInt64(newer))
                func holds(_ old: TreeHash, _ new: TreeHash, _ proof: [TreeHash]) -> Bool {
                    RFC6962.verifyConsistency(
                        older: UInt64(older), newer: UInt64(newer), olderRoot: old, newerRoot: new, proof: proof)
                }
                #expect(holds(roots[older], roots[newer], proof))
                #expect(!holds(roots[older], roots[newer], proof + [roots[newer]]))
                #expect(!holds(leaf(1000), roots[newer], proof))
                if older > 0 { #expect(!holds(roots[older], leaf(1000), proof)) }
                if !proof.isEmpty { #expect(!holds(roots[older], roots[newer], proof.dropLast())) }
            }
        }
    }

    @Test("Proofs that reach over several tile levels hold", arguments: [1, 2, 3] as [UInt64])
    func largeTree(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var tiles = MemoryTiles()
        let count = 65_536 + Int.random(in: 1...3000, using: &generator)
        for number in 0..<count { tiles.append(leaf(number)) }
        let tree = StoredTree(reader: tiles, size: UInt64(count))
        let folding = ListedTiles(tiles.levels[0])
        let cache = TileCache()
        for _ in 0..<20 {
            let size = UInt64.random(in: 1...UInt64(count), using: &generator)
            let older = UInt64.random(in: 1...size, using: &generator)
            let index = UInt64.random(in: 0..<size, using: &generator)
            let root = try tree.root(at: size)
            let path = try tree.inclusionProof(index: index, size: size)
            let cached = StoredTree(reader: cache.reading(tiles, size: size), size: size)
            #expect(try cached.inclusionProof(index: index, size: size) == path, "from stored nodes halfway up")
            let folded = StoredTree(reader: TileCache().reading(folding, size: size), size: size)
            #expect(try folded.inclusionProof(index: index, size: size) == path, "from folded ones")
            #expect(
                RFC6962.verifyInclusion(
                    of: tiles.levels[0][Int(index)], index: index, size: size, proof: path, root: root))
            #expect(
                RFC6962.verifyConsistency(
                    older: older, newer: size, olderRoot: try tree.root(at: older), newerRoot: root,
                    proof: try tree.consistencyProof(from: older, to: size)))
        }
        #expect(try tree.root(at: UInt64(count)) == tiles.frontier.root)
    }

    @Test("An edge is written and read back, and only with the size it belongs to")
    func serialization() throws {
        var frontier = Frontier()
        for number in 0..<300 {
            let bytes = frontier.serialized
            #expect(bytes.withUnsafeBytes { Frontier(size: UInt64(number), serialized: $0) } == frontier)
            if number > 0 {
                #expect(bytes.withUnsafeBytes { Frontier(size: UInt64(number) << 1 | 1, serialized: $0) } == nil)
            }
            frontier.append(leaf(number))
        }
    }

    @Test("Whole subtrees are appended where they fit and refused where they do not")
    func perfectSubtrees() throws {
        let leaves = (0..<1000).map(leaf)
        var frontier = Frontier()
        for start in stride(from: 0, to: 768, by: 256) {
            let tile = try #require(RFC6962.foldPerfect(Array(leaves[start..<(start + 256)])))
            let fits = frontier.append(perfect: tile, height: 8)
            #expect(fits)
        }
        for leaf in leaves[768...] { frontier.append(leaf) }
        #expect(frontier.root == RFC6962.root(ofLeafHashes: leaves))
        let fits = frontier.append(perfect: leaves[0], height: 8)
        #expect(!fits)
        #expect(RFC6962.foldPerfect(Array(leaves[0..<3])) == nil)
    }
}
