/// The right edge of a growing tree: the roots of its maximal perfect subtrees, largest first.
///
/// It is all a log needs in order to go on: a size and at most 64 hashes (a compact range from zero). Appending costs
/// one node hash per leaf on average. Hashing rules: RFC 6962, section 2.1.
public struct Frontier: Hashable, Sendable {
    /// How many leaves the tree has.
    public private(set) var size: UInt64 = 0
    private var edge: [TreeHash] = []

    /// The edge of the tree without leaves.
    public init() {}

    /// The edge of the tree of `size` leaves whose perfect subtrees, largest first, have these roots; nil when their
    /// number does not fit the size.
    public init?(size: UInt64, subtreeRoots: [TreeHash]) {
        guard subtreeRoots.count == size.nonzeroBitCount else { return nil }
        self.size = size
        edge = subtreeRoots
    }

    /// The roots of the maximal perfect subtrees, largest first.
    public var subtreeRoots: [TreeHash] { edge }

    /// The root of the tree.
    public var root: TreeHash {
        guard var root = edge.last else { return RFC6962.emptyRoot }
        for left in edge.dropLast().reversed() { root = RFC6962.nodeHash(left, root) }
        return root
    }

    /// Adds one leaf by its leaf hash.
    public mutating func append(_ leafHash: TreeHash) { append(leafHash) { _ in } }

    /// Adds one leaf by its leaf hash and tells every full tile level that it completes, lowest first
    /// (C2SP `tlog-tiles`: one node for 256 of the level below), and every node halfway up a tile.
    public mutating func append(
        _ leafHash: TreeHash, completing: (TileNode) -> Void, halfway: (TileNode) -> Void = { _ in }
    ) {
        var node = leafHash
        var height = 0
        var rest = size
        while rest & 1 == 1, let left = edge.popLast() {
            node = RFC6962.nodeHash(left, node)
            height += 1
            if height % TileNode.tileHeight == 0 {
                completing(TileNode(level: height / TileNode.tileHeight, position: size >> UInt64(height), hash: node))
            } else if height % TileNode.tileHeight == TileNode.halfHeight {
                halfway(TileNode(level: height / TileNode.tileHeight, position: size >> UInt64(height), hash: node))
            }
            rest >>= 1
        }
        edge.append(node)
        size += 1
    }

    /// Adds the root of a perfect subtree of 2^`height` leaves; the size must be a multiple of 2^`height`, else
    /// nothing happens and the answer is false.
    public mutating func append(perfect root: TreeHash, height: Int) -> Bool {
        guard height >= 0, height < 63, size & ((1 << UInt64(height)) - 1) == 0 else { return false }
        var node = root
        var rest = size >> UInt64(height)
        while rest & 1 == 1, let left = edge.popLast() {
            node = RFC6962.nodeHash(left, node)
            rest >>= 1
        }
        edge.append(node)
        size += 1 << UInt64(height)
        return true
    }

    /// The serialised edge: the hashes one after another, largest subtree first. The size is kept beside it.
    public var serialized: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(edge.count * TreeHash.byteCount)
        for hash in edge { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// Reads what `serialized` wrote for a tree of `size` leaves; nil when the two do not fit.
    public init?(size: UInt64, serialized bytes: UnsafeRawBufferPointer) {
        guard bytes.count == size.nonzeroBitCount * TreeHash.byteCount else { return nil }
        var hashes: [TreeHash] = []
        for offset in stride(from: 0, to: bytes.count, by: TreeHash.byteCount) {
            let part = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + TreeHash.byteCount)])
            guard let hash = TreeHash(part) else { return nil }
            hashes.append(hash)
        }
        self.init(size: size, subtreeRoots: hashes)
    }
}
