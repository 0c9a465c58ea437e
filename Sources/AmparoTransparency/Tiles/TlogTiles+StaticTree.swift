/// A log as a finite set of resources, wherever they lie: a folder, a web server, a store.
public struct TlogSource: Sendable {
    /// The bytes of a resource; nil when there is none. Throws what reading throws.
    public var read: @Sendable (TlogResource) throws -> [UInt8]?

    /// A source that reads so.
    public init(_ read: @escaping @Sendable (TlogResource) throws -> [UInt8]?) { self.read = read }

    /// The signed checkpoint as it stands. Throws `missingResource`, `badNote`.
    public func checkpoint() throws -> SignedNote {
        guard let bytes = try read(.checkpoint) else { throw TransparencyError(.missingResource, "checkpoint") }
        return try SignedNote(parsing: bytes)
    }

    /// A tile or bundle, or the beginning of the full one when the partial one is gone, as the specification allows.
    ///
    /// `prefix` cuts the full one to the width. Throws `missingResource`.
    func bytes(of resource: TlogResource, prefix: ([UInt8]) -> [UInt8]?) throws -> [UInt8] {
        if let bytes = try read(resource) { return bytes }
        if resource.full != resource, let full = try read(resource.full) {
            guard let bytes = prefix(full) else { throw TransparencyError(.brokenTile, "\(resource.full)") }
            return bytes
        }
        throw TransparencyError(.missingResource, "\(resource)")
    }

    /// The hashes of a tile. Throws `missingResource`, `brokenTile`.
    public func hashes(level: Int, index: UInt64, width: Int) throws -> [TreeHash] {
        let resource = TlogResource.tile(level: level, index: index, width: width)
        let length = width * TreeHash.byteCount
        let bytes = try bytes(of: resource) { $0.count >= length ? Array($0.prefix(length)) : nil }
        guard let hashes = HashTile.hashes(bytes), hashes.count == width else {
            throw TransparencyError(.brokenTile, "\(resource)")
        }
        return hashes
    }

    /// The 32-byte leaves of a bundle. Throws `missingResource`, `brokenTile`.
    public func leaves(index: UInt64, width: Int) throws -> [TreeHash] {
        let resource = TlogResource.entries(index: index, width: width)
        let length = width * (TreeHash.byteCount + 2)
        let bytes = try bytes(of: resource) { $0.count >= length ? Array($0.prefix(length)) : nil }
        guard let leaves = EntryBundle.leaves(bytes), leaves.count == width else {
            throw TransparencyError(.brokenTile, "\(resource)")
        }
        return leaves
    }

    /// The stored tree of that size: for roots and proofs. What it reads is not verified by itself; `verifyTree` does.
    public func tree(size: UInt64) -> StoredTree<SourceTiles> {
        StoredTree(reader: SourceTiles(source: self, size: size), size: size)
    }

    /// Reads every tile and entry bundle of the checkpoint's size and verifies them: each entry hashes to its place in
    /// its tile, each full tile to its place in the tile above, and all to the root.
    ///
    /// `progress` is told how many leaves are done. Throws `missingResource` or `brokenTile` with the first such place.
    public func verifyTree(_ checkpoint: TlogCheckpoint, progress: (UInt64) -> Void = { _ in }) throws {
        var row: [TreeHash] = []
        var frontier = Frontier()
        var done: UInt64 = 0
        while done < checkpoint.size {
            let index = done >> 8
            let width = Int(min(256, checkpoint.size - done))
            let hashes = try hashes(level: 0, index: index, width: width)
            let leaves = try leaves(index: index, width: width)
            for (leaf, hash) in zip(leaves, hashes) where RFC6962.leafHash(leaf) != hash {
                throw TransparencyError(.brokenTile, "\(TlogResource.entries(index: index, width: width))")
            }
            if width == 256, let root = RFC6962.foldPerfect(hashes) {
                row.append(root)
                _ = frontier.append(perfect: root, height: TileNode.tileHeight)
            } else {
                for hash in hashes { frontier.append(hash) }
            }
            done += UInt64(width)
            progress(done)
        }
        try verifyUpperLevels(row)
        guard frontier.root == checkpoint.root else { throw TransparencyError(.brokenTile, "root") }
    }

    private func verifyUpperLevels(_ lowest: [TreeHash]) throws {
        var row = lowest
        var level = 1
        while !row.isEmpty {
            var above: [TreeHash] = []
            for start in stride(from: 0, to: row.count, by: 256) {
                let computed = Array(row[start..<min(start + 256, row.count)])
                let index = UInt64(start / 256)
                guard try hashes(level: level, index: index, width: computed.count) == computed else {
                    let resource = TlogResource.tile(level: level, index: index, width: computed.count)
                    throw TransparencyError(.brokenTile, "\(resource)")
                }
                if computed.count == 256, let root = RFC6962.foldPerfect(computed) { above.append(root) }
            }
            row = above
            level += 1
        }
    }
}

/// The tiles of a source as the hashes of a stored tree.
public struct SourceTiles: TileReader {
    let source: TlogSource
    let size: UInt64

    /// Hashes of one tile, which never reach into the next one. Throws `missingResource`, `brokenTile`, `missingHash`.
    public func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        let index = position >> 8
        let first = Int(position & 255)
        let width = min(256, Int(min(256, (size >> UInt64(8 * level)) - index << 8)))
        guard first + count <= width else { throw TransparencyError(.missingHash) }
        return Array(try source.hashes(level: level, index: index, width: width)[first..<(first + count)])
    }
}
