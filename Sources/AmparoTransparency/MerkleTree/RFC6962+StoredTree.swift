/// A tree of a known size whose hashes are read from a store: its root at any earlier size and its proofs.
///
/// Reads at most 255 hashes per tile level for each of them. Rules: RFC 6962, sections 2.1.1 and 2.1.2; RFC 9162,
/// sections 2.1.3 and 2.1.4.
public struct StoredTree<Reader: TileReader> {
    /// Where the hashes come from.
    public let reader: Reader
    /// How many leaves the tree has.
    public let size: UInt64

    /// The tree of `size` leaves which `reader` stores.
    public init(reader: Reader, size: UInt64) {
        self.reader = reader
        self.size = size
    }

    /// The edge of the tree when it had `size` leaves. Throws `TransparencyError.outOfRange` beyond the tree's size.
    public func frontier(at size: UInt64) throws -> Frontier {
        guard size <= self.size else { throw TransparencyError(.outOfRange) }
        var roots: [TreeHash] = []
        var start: UInt64 = 0
        for height in stride(from: 63, through: 0, by: -1) where size & (1 << UInt64(height)) != 0 {
            roots.append(try perfect(height: height, position: start >> UInt64(height)))
            start += 1 << UInt64(height)
        }
        guard let frontier = Frontier(size: size, subtreeRoots: roots) else { throw TransparencyError(.outOfRange) }
        return frontier
    }

    /// The root of the tree when it had `size` leaves.
    public func root(at size: UInt64) throws -> TreeHash { try frontier(at: size).root }

    /// The audit path of the leaf `index` (from 0) in the tree of `size` leaves, lowest sibling first.
    public func inclusionProof(index: UInt64, size: UInt64) throws -> [TreeHash] {
        guard size <= self.size, index < size else { throw TransparencyError(.outOfRange) }
        var proof: [TreeHash] = []
        var start: UInt64 = 0
        var end = size
        while end - start > 1 {
            let middle = start + Self.split(end - start)
            if index < middle {
                proof.append(try subtree(middle, end))
                end = middle
            } else {
                proof.append(try subtree(start, middle))
                start = middle
            }
        }
        return proof.reversed()
    }

    /// The proof that the tree of `newer` leaves begins with the tree of `older` leaves. Empty when either says
    /// nothing (`older` is 0 or equal to `newer`).
    public func consistencyProof(from older: UInt64, to newer: UInt64) throws -> [TreeHash] {
        guard older <= newer, newer <= size else { throw TransparencyError(.outOfRange) }
        guard older > 0, older < newer else { return [] }
        var proof: [TreeHash] = []
        var start: UInt64 = 0
        var end = newer
        var whole = true
        // SUBPROOF of RFC 6962, section 2.1.2, from the root downwards.
        while older != end {
            let middle = start + Self.split(end - start)
            if older <= middle {
                proof.append(try subtree(middle, end))
                end = middle
            } else {
                proof.append(try subtree(start, middle))
                start = middle
                whole = false
            }
        }
        if !whole { proof.append(try subtree(start, end)) }
        return proof.reversed()
    }

    /// The largest power of two smaller than `count`.
    private static func split(_ count: UInt64) -> UInt64 { 1 << UInt64(63 - (count - 1).leadingZeroBitCount) }

    /// The hash over the leaves `start..<end` as a node of the tree that is split as RFC 6962 says.
    private func subtree(_ start: UInt64, _ end: UInt64) throws -> TreeHash {
        let count = end - start
        if count.nonzeroBitCount == 1 {
            return try perfect(height: count.trailingZeroBitCount, position: start / count)
        }
        let middle = start + Self.split(count)
        return RFC6962.nodeHash(try subtree(start, middle), try subtree(middle, end))
    }

    private func perfect(height: Int, position: UInt64) throws -> TreeHash {
        try reader.perfect(
            level: height / TileNode.tileHeight, above: height % TileNode.tileHeight, position: position)
    }
}
