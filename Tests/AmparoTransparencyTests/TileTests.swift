import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("Tiles and entry bundles")
struct TileTests {
    @Test("Paths are those of the specification")
    func paths() {
        let known: [(String, TlogResource)] = [
            ("checkpoint", .checkpoint), ("tile/0/000", .tile(level: 0, index: 0, width: 256)),
            ("tile/0/x001/x234/067", .tile(level: 0, index: 1_234_067, width: 256)),
            ("tile/entries/x001/x234/067.p/5", .entries(index: 1_234_067, width: 5)),
            ("tile/1/999.p/255", .tile(level: 1, index: 999, width: 255)),
            ("tile/63/x001/000", .tile(level: 63, index: 1000, width: 256)),
        ]
        for (path, resource) in known {
            #expect(resource.description == path)
            #expect(TlogResource(path: path) == resource)
        }
        for path in [
            "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000",
            "tile/0/x000/001", "tile/0/001/002", "tile/0/x001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
            "tile/0/000.p", "tile/0/000.p/", "tile/0/x001.p/5", "/tile/0/000", "tile/0/000/", "tile/0/../000",
            "tile/entries", "tile/data/000", "tile/0/x999/x999/x999/x999/x999/x999/999", "checkpoint/",
            "tile/0/０００", "tile/0/000.q/5",
        ] { #expect(TlogResource(path: path) == nil, "\(path)") }
    }

    @Test("A tree of 70,000 has the tiles that the specification counts")
    func seventyThousand() {
        let tiles = TlogResource.all(ofSize: 70_000)
        func count(_ level: Int, full: Bool) -> [Int] {
            tiles.compactMap {
                if case .tile(level, _, let width) = $0, (width == 256) == full { width } else { nil }
            }
        }
        #expect(count(0, full: true).count == 273)
        #expect(count(0, full: false) == [112])
        #expect(count(1, full: true).count == 1)
        #expect(count(1, full: false) == [17])
        #expect(count(2, full: false) == [1])
        #expect(TlogResource.all(ofSize: 256).contains(.tile(level: 1, index: 0, width: 1)))
        #expect(TlogResource.all(ofSize: 0).isEmpty)
    }

    @Test("What changes between two sizes is what the larger has and the smaller has not")
    func changes() {
        for newer in stride(from: 0, through: 140_000, by: 4_999) as StrideThrough<UInt64> {
            for older in stride(from: 0, through: newer, by: 13_001) {
                let before = Set(TlogResource.all(ofSize: older))
                let after = TlogResource.all(ofSize: newer)
                #expect(Set(TlogResource.changed(from: older, to: newer)) == Set(after).subtracting(before))
            }
        }
        for size in [1, 255, 256, 257, 65_536, 65_537] as [UInt64] {
            let all = TlogResource.all(ofSize: size)
            #expect(all.allSatisfy { $0.exists(atSize: size) })
            #expect(all.filter { $0.full != $0 }.allSatisfy { !$0.full.exists(atSize: size) })
        }
        #expect(!TlogResource.tile(level: 9, index: 0, width: 1).exists(atSize: .max >> 1))
    }

    @Test("A bundle is lengths and entries; a cut one is refused")
    func bundles() {
        let leaves = (0..<3).map { number in withUnsafeBytes(of: number) { TreeHash(sha256: $0) } }
        let bundle = EntryBundle.encode(leaves)
        #expect(bundle.count == 3 * 34 && bundle[0] == 0 && bundle[1] == 32)
        #expect(EntryBundle.leaves(bundle) == leaves)
        #expect(EntryBundle.leafHashes(bundle) == leaves.map { RFC6962.leafHash($0) })
        for length in 1..<bundle.count where length % 34 != 0 {
            #expect(EntryBundle.leaves(Array(bundle.prefix(length))) == nil)
            #expect(EntryBundle.leafHashes(Array(bundle.prefix(length))) == nil)
        }
        #expect(EntryBundle.leafHashes([0, 1, 7, 0, 0])?.count == 2)
        #expect(HashTile.hashes(HashTile.encode(leaves)) == leaves)
        #expect(HashTile.hashes([1]) == nil)
    }

    @Test("A tree in a source is verified at every size up to some hundreds")
    func everySize() throws {
        let leaves = (0..<600).map { number in withUnsafeBytes(of: number) { TreeHash(sha256: $0) } }
        for size in 0...600 {
            let tree = StaticResources(Array(leaves[..<size]))
            let checkpoint = try TlogCheckpoint(
                origin: "example.org/log", size: UInt64(size), root: RFC6962.root(ofLeafHashes: tree.hashes))
            try tree.source.verifyTree(checkpoint)
            let stored = tree.source.tree(size: UInt64(size))
            #expect(try stored.root(at: UInt64(size)) == checkpoint.root)
            guard size > 0 else { continue }
            let index = UInt64(size * 7 / 11)
            let older = UInt64(size * 5 / 9)
            #expect(
                RFC6962.verifyInclusion(
                    of: tree.hashes[Int(index)], index: index, size: UInt64(size),
                    proof: try stored.inclusionProof(index: index, size: UInt64(size)), root: checkpoint.root))
            #expect(
                RFC6962.verifyConsistency(
                    older: older, newer: UInt64(size),
                    olderRoot: RFC6962.root(ofLeafHashes: tree.hashes[..<Int(older)]), newerRoot: checkpoint.root,
                    proof: try stored.consistencyProof(from: older, to: UInt64(size))))
        }
    }

    @Test("An older tree is read from full tiles after its partial ones are gone")
    func partialTilesGone() throws {
        let leaves = (0..<600).map { number in withUnsafeBytes(of: number) { TreeHash(sha256: $0) } }
        let tree = StaticResources(leaves)
        let hashes = leaves.map { RFC6962.leafHash($0) }
        let older = try TlogCheckpoint(
            origin: "example.org/log", size: 300, root: RFC6962.root(ofLeafHashes: hashes[..<300]))
        // Level 1 has no full tile at this size, so its partial one of width 1 is still served.
        var resources = tree.resources
        resources["tile/1/000.p/1"] = resources["tile/1/000.p/2"].map { Array($0.prefix(32)) }
        try StaticResources.source(resources).verifyTree(older)
    }

    @Test("Every flipped bit and every missing part of a tree is found", arguments: 1...2 as ClosedRange<UInt64>)
    func flips(number: UInt64) throws {
        print("seed \(number)")
        var generator = SeededGenerator(seed: number)
        let leaves = (0..<600).map { number in withUnsafeBytes(of: number) { TreeHash(sha256: $0) } }
        let tree = StaticResources(leaves)
        let checkpoint = try TlogCheckpoint(
            origin: "example.org/log", size: 600, root: RFC6962.root(ofLeafHashes: tree.hashes))
        for (path, bytes) in tree.resources {
            var resources = tree.resources
            resources[path] = nil
            #expect(throws: TransparencyError(.missingResource)) {
                try StaticResources.source(resources).verifyTree(checkpoint)
            }
            for _ in 0..<20 {
                var changed = bytes
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                resources[path] = changed
                #expect(throws: TransparencyError(.brokenTile), "\(path), byte \(place)") {
                    try StaticResources.source(resources).verifyTree(checkpoint)
                }
            }
            resources[path] = bytes.dropLast()
            #expect(throws: TransparencyError(.brokenTile)) {
                try StaticResources.source(resources).verifyTree(checkpoint)
            }
        }
    }
}

/// The resources of a small log in memory, made from its leaves in the slowest way.
struct StaticResources {
    let hashes: [TreeHash]
    var resources: [String: [UInt8]] = [:]

    init(_ leaves: [TreeHash]) {
        hashes = leaves.map { RFC6962.leafHash($0) }
        let levels = ListedTiles(hashes).levels
        for resource in TlogResource.all(ofSize: UInt64(leaves.count)) {
            switch resource {
            case .checkpoint: continue
            case .tile(let level, let index, let width):
                resources["\(resource)"] = HashTile.encode(levels[level].dropFirst(Int(index) * 256).prefix(width))
            case .entries(let index, let width):
                resources["\(resource)"] = EntryBundle.encode(leaves.dropFirst(Int(index) * 256).prefix(width))
            }
        }
    }

    var source: TlogSource { Self.source(resources) }

    static func source(_ resources: [String: [UInt8]]) -> TlogSource { TlogSource { resources["\($0)"] } }
}
