public import AmparoTransparency

extension PublishedLog {
    /// The log's resources as they are published: the newest published checkpoint, and the tiles of its size. What is
    /// appended but not published is not there.
    ///
    /// Reading a partial tile of an earlier size works too: it is the beginning of what is there now.
    public var source: TlogSource {
        TlogSource { resource in
            guard let latest = try latest() else { return nil }
            if resource == .checkpoint { return latest.note.encoded }
            guard resource.exists(atSize: latest.checkpoint.size) else { return nil }
            return try bytes(of: resource)
        }
    }

    private func bytes(of resource: TlogResource) throws -> [UInt8] {
        try database.read { connection in
            switch resource {
            case .checkpoint: return []
            case .tile(let level, let index, let width):
                let tiles = JournalTiles(connection: connection)
                return HashTile.encode(try tiles.hashes(level: level, from: index << 8, count: width))
            case .entries(let index, let width):
                return EntryBundle.encode(try Self.leaves(from: index << 8, count: width, on: connection))
            }
        }
    }

    /// The leaves of entries in a row; the leaf of index i is that of entry i + 1.
    static func leaves(from index: UInt64, count: Int, on connection: any DatabaseConnection) throws -> [TreeHash] {
        let rows = try connection.statement("SELECT leaf FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq")
        defer { rows.reset() }
        rows.bind(Int64(index) + 1, at: 1)
        rows.bind(Int64(index) + 1 + Int64(count), at: 2)
        var leaves: [TreeHash] = []
        leaves.reserveCapacity(count)
        while try rows.step() {
            guard let leaf = TreeHash(rows.bytes(0)) else { throw StoreError(.brokenEntry, "a leaf") }
            leaves.append(leaf)
        }
        guard leaves.count == count else { throw StoreError(.brokenEntry, "entry \(index + UInt64(leaves.count) + 1)") }
        return leaves
    }

    /// The proof that entry `seq` is in the newest published checkpoint, with the entry's leaf as extra data.
    ///
    /// Throws `notPublished` when no published checkpoint has the entry yet, `outOfRange` below 1.
    public func proof(seq: Int64) throws -> TlogProof {
        guard seq >= 1 else { throw StoreError(.outOfRange) }
        guard let latest = try latest(), UInt64(seq) <= latest.checkpoint.size else { throw StoreError(.notPublished) }
        let index = UInt64(seq - 1)
        return try database.read { connection in
            let tree = StoredTree(
                reader: cache.reading(JournalTiles(connection: connection), size: latest.checkpoint.size),
                size: latest.checkpoint.size)
            let leaf = try Self.leaves(from: index, count: 1, on: connection)[0]
            return TlogProof(
                extra: leaf.bytes, index: index,
                path: try tree.inclusionProof(index: index, size: latest.checkpoint.size), checkpoint: latest.note)
        }
    }

    /// What the leaves of a bundle are hashes of, for those entitled to it: tag, salt, header, payload and the hash of
    /// the sealed part of each entry. SHA-256 of it is the leaf (`docs/formats.md`).
    public func openings(index: UInt64, width: Int) throws -> [[UInt8]] {
        var arena = EntryArena()
        let first = Int64(index << 8) + 1
        try database.read { try Journal.read(first...(first + Int64(width) - 1), into: &arena, on: $0) }
        guard arena.count == width else { throw StoreError(.brokenEntry, "entry \(first + Int64(arena.count))") }
        return (0..<width).map { arena.opening(at: $0) }
    }
}
