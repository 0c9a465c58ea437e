internal import Synchronization

/// Tiles that were read, with everything folded that can be: a proof from warm tiles is a handful of look-ups.
///
/// Tiles never change, so nothing in it grows old. It holds at most `capacity` tiles of 16 KB and starts anew when it is
/// full. What it answers is as good as what was read first; whoever verifies a log reads past it.
public final class TileCache: Sendable {
    struct Key: Hashable {
        var level: Int
        var index: UInt64
        var width: Int
    }

    private let tiles = Mutex<[Key: FoldedTile]>([:])
    private let capacity: Int

    /// An empty cache.
    public init(capacity: Int = 1024) { self.capacity = max(capacity, 16) }

    /// The reader of a tree of that size, whose tiles are read once.
    public func reading<Reader: TileReader>(_ reader: Reader, size: UInt64) -> CachedTiles<Reader> {
        CachedTiles(cache: self, reader: reader, size: size)
    }

    func tile(_ key: Key, read: () throws -> [TreeHash]) throws -> FoldedTile {
        if let tile = tiles.withLock({ $0[key] }) { return tile }
        let tile = FoldedTile(try read())
        tiles.withLock { tiles in
            if tiles.count >= capacity { tiles.removeAll(keepingCapacity: true) }
            tiles[key] = tile
        }
        return tile
    }
}

/// A tile as a binary tree: the root at 1, the children of n at 2n and 2n + 1, the hashes from 256 on.
struct FoldedTile: Sendable {
    private var nodes: [TreeHash]
    private let width: Int

    init(_ hashes: [TreeHash]) {
        width = min(hashes.count, TileNode.tileWidth)
        nodes = Array(repeating: .zero, count: 2 * TileNode.tileWidth)
        for (place, hash) in hashes.prefix(width).enumerated() { nodes[TileNode.tileWidth + place] = hash }
        var first = TileNode.tileWidth
        var complete = width
        while first > 1 {
            first /= 2
            complete /= 2
            for node in first..<(first + complete) {
                nodes[node] = RFC6962.nodeHash(nodes[2 * node], nodes[2 * node + 1])
            }
        }
    }

    /// The root over 2^`above` hashes, the `place`th such subtree of the tile; nil when it is not complete.
    func perfect(above: Int, place: Int) -> TreeHash? {
        guard (place + 1) << above <= width else { return nil }
        return nodes[TileNode.tileWidth >> above + place]
    }

    func hashes(_ range: Range<Int>) -> [TreeHash]? {
        range.upperBound <= width
            ? Array(nodes[(TileNode.tileWidth + range.lowerBound)..<(TileNode.tileWidth + range.upperBound)]) : nil
    }
}

/// A reader behind a cache.
public struct CachedTiles<Reader: TileReader>: TileReader {
    let cache: TileCache
    let reader: Reader
    let size: UInt64

    /// Hashes of one tile. Throws `missingHash` beyond the tree, and what reading throws.
    public func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        let first = Int(position & 255)
        guard let hashes = try tile(level, position >> 8).hashes(first..<(first + count)) else {
            throw TransparencyError(.missingHash)
        }
        return hashes
    }

    /// The root of a perfect subtree, without hashing anything once its tile is warm.
    public func perfect(level: Int, above: Int, position: UInt64) throws -> TreeHash {
        let shift = UInt64(TileNode.tileHeight - above)
        let place = Int(position & (1 << shift - 1))
        guard let hash = try tile(level, position >> shift).perfect(above: above, place: place) else {
            throw TransparencyError(.missingHash)
        }
        return hash
    }

    private func tile(_ level: Int, _ index: UInt64) throws -> FoldedTile {
        let count = size >> UInt64(8 * level)
        guard index << 8 < count else { throw TransparencyError(.missingHash) }
        let width = Int(min(256, count - index << 8))
        return try cache.tile(TileCache.Key(level: level, index: index, width: width)) {
            try reader.hashes(level: level, from: index << 8, count: width)
        }
    }
}
