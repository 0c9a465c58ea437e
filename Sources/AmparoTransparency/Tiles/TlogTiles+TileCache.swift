internal import Synchronization

/// Parts of tiles that were read, with everything folded that can be: a proof from warm parts is a handful of look-ups.
///
/// A part is sixteen hashes of a tile, or the nodes halfway up in it: a proof of an entry reads two parts of each tile
/// on its way, not the 256 hashes. Tiles never change, so nothing in it grows old. It holds at most 16 parts of 1 KB for
/// each of `capacity` tiles and starts anew when it is full. What it answers is as good as what was read first; whoever
/// verifies a log reads past it.
public final class TileCache: Sendable {
    /// A part of a tile; `part` is nil for the nodes halfway up.
    struct Key: Hashable {
        var level: Int
        var tile: UInt64
        var part: Int?
        var width: Int
    }

    private let parts = Mutex<[Key: FoldedPart]>([:])
    private let capacity: Int

    /// An empty cache.
    public init(capacity: Int = 1024) { self.capacity = max(capacity, 16) * TileNode.halfWidth }

    /// The reader of a tree of that size, whose tiles are read once.
    public func reading<Reader: TileReader>(_ reader: Reader, size: UInt64) -> CachedTiles<Reader> {
        CachedTiles(cache: self, reader: reader, size: size)
    }

    func part(_ key: Key, read: () throws -> [TreeHash]) throws -> FoldedPart {
        if let part = parts.withLock({ $0[key] }) { return part }
        let part = FoldedPart(try read())
        parts.withLock { parts in
            if parts.count >= capacity { parts.removeAll(keepingCapacity: true) }
            parts[key] = part
        }
        return part
    }
}

/// Sixteen hashes in a row as a binary tree: the root at 1, the children of n at 2n and 2n + 1, the hashes from 16 on.
struct FoldedPart: Sendable {
    private var nodes: [TreeHash]
    private let width: Int

    init(_ hashes: [TreeHash]) {
        width = min(hashes.count, TileNode.halfWidth)
        nodes = Array(repeating: .zero, count: 2 * TileNode.halfWidth)
        for (place, hash) in hashes.prefix(width).enumerated() { nodes[TileNode.halfWidth + place] = hash }
        var first = TileNode.halfWidth
        var complete = width
        while first > 1 {
            first /= 2
            complete /= 2
            for node in first..<(first + complete) {
                nodes[node] = RFC6962.nodeHash(nodes[2 * node], nodes[2 * node + 1])
            }
        }
    }

    /// The root over 2^`above` hashes, the `place`th such subtree of the part; nil when it is not complete.
    func perfect(above: Int, place: Int) -> TreeHash? {
        guard (place + 1) << above <= width else { return nil }
        return nodes[TileNode.halfWidth >> above + place]
    }
}

/// A reader behind a cache.
public struct CachedTiles<Reader: TileReader>: TileReader {
    let cache: TileCache
    let reader: Reader
    let size: UInt64

    /// Hashes of a level, as the reader has them. Throws what reading throws.
    public func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        try reader.hashes(level: level, from: position, count: count)
    }

    /// The root of a perfect subtree, without hashing anything once its part is warm. Throws `missingHash` beyond the
    /// tree, and what reading throws.
    public func perfect(level: Int, above: Int, position: UInt64) throws -> TreeHash {
        let isUpper = above >= TileNode.halfHeight
        let height = isUpper ? above - TileNode.halfHeight : above
        let shift = UInt64(TileNode.halfHeight - height)
        let part = try isUpper ? upper(level, tile: position >> shift) : lower(level, part: position >> shift)
        guard let hash = part.perfect(above: height, place: Int(position & (1 << shift - 1))) else {
            throw TransparencyError(.missingHash)
        }
        return hash
    }

    /// The nodes halfway up a tile.
    private func upper(_ level: Int, tile: UInt64) throws -> FoldedPart {
        let first = tile << UInt64(TileNode.halfHeight)
        let width = try width(from: first, of: size >> UInt64(8 * level + TileNode.halfHeight))
        return try cache.part(TileCache.Key(level: level, tile: tile, part: nil, width: width)) {
            try reader.halfway(level: level, from: first, count: width)
        }
    }

    /// Sixteen hashes of a level, the `part`th of them.
    private func lower(_ level: Int, part: UInt64) throws -> FoldedPart {
        let first = part << UInt64(TileNode.halfHeight)
        let width = try width(from: first, of: size >> UInt64(8 * level))
        let key = TileCache.Key(
            level: level, tile: part >> UInt64(TileNode.halfHeight), part: Int(part & UInt64(TileNode.halfWidth - 1)),
            width: width)
        return try cache.part(key) { try reader.hashes(level: level, from: first, count: width) }
    }

    private func width(from first: UInt64, of count: UInt64) throws -> Int {
        guard first < count else { throw TransparencyError(.missingHash) }
        return Int(min(UInt64(TileNode.halfWidth), count - first))
    }
}
