/// One stored hash of the tree at a multiple of eight levels: the root of a full tile of the level below.
///
/// C2SP `tlog-tiles` (<https://c2sp.org/tlog-tiles>) cuts the tree into tiles 256 hashes wide. The hash at
/// (`level`, `position`) covers the leaves from `position` × 256^`level`, and there are 256^`level` of them. Level 0 are
/// the leaf hashes.
public struct TileNode: Hashable, Sendable {
    /// Levels of the tree in one tile.
    public static let tileHeight = 8
    /// Hashes in one full tile.
    public static let tileWidth = 256
    /// Levels from the hashes of a tile to the nodes halfway up in it. They are not of C2SP: a store that keeps them
    /// proves an entry without hashing whole tiles.
    public static let halfHeight = 4
    /// Hashes under one node halfway up, and such nodes in a full tile.
    public static let halfWidth = 16

    /// The tile level, 0 for leaf hashes.
    public var level: Int
    /// The place of the hash in its level, from 0.
    public var position: UInt64
    /// The hash.
    public var hash: TreeHash

    /// A hash at its place.
    public init(level: Int, position: UInt64, hash: TreeHash) {
        self.level = level
        self.position = position
        self.hash = hash
    }
}

/// Where the hashes of a stored tree are read from: leaf hashes (level 0) and one hash per full tile (level 1 and up).
public protocol TileReader {
    /// `count` hashes of a tile level from `position` on, in order. Throws when one of them is not there.
    func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash]

    /// `count` nodes halfway up the tiles of a level, each over 16 of its hashes, in order. The default folds what
    /// `hashes` gives. Throws when one of them is not there.
    func halfway(level: Int, from position: UInt64, count: Int) throws -> [TreeHash]

    /// The root of the perfect subtree over 2^`above` hashes (up to 128) of a tile level; `position` counts such
    /// subtrees. The default folds what `hashes` gives.
    func perfect(level: Int, above: Int, position: UInt64) throws -> TreeHash
}

extension TileReader {
    /// Folds the hashes of the level, sixteen at a time.
    public func halfway(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
        let width = TileNode.halfWidth
        let hashes = try hashes(level: level, from: position * UInt64(width), count: count * width)
        let nodes = (0..<count).compactMap {
            hashes.count == count * width ? RFC6962.foldPerfect(Array(hashes[($0 * width)..<(($0 + 1) * width)])) : nil
        }
        guard nodes.count == count else { throw TransparencyError(.missingHash) }
        return nodes
    }

    /// Folds the hashes of the level.
    public func perfect(level: Int, above: Int, position: UInt64) throws -> TreeHash {
        let hashes = try hashes(level: level, from: position << UInt64(above), count: 1 << above)
        guard hashes.count == 1 << above, let root = RFC6962.foldPerfect(hashes) else {
            throw TransparencyError(.missingHash)
        }
        return root
    }
}
