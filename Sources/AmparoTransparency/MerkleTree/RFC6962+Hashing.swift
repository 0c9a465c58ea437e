/// The tree hashing of RFC 6962, section 2.1 (unchanged in RFC 9162, section 2.1.1), which C2SP `tlog-tiles` uses
/// (<https://c2sp.org/tlog-tiles>).
public enum RFC6962 {
    /// The root of the tree without leaves: SHA-256 of nothing.
    public static let emptyRoot = TreeHash(sha256: UnsafeRawBufferPointer(start: nil, count: 0))

    /// The hash of a leaf: SHA-256 of a zero byte and the log entry.
    public static func leafHash(_ entry: UnsafeRawBufferPointer) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: entry.count + 1, alignment: 8) { buffer in
            buffer[0] = 0
            UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: entry)
            return TreeHash(sha256: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The hash of a leaf whose log entry is itself a 32-byte commitment.
    public static func leafHash(_ commitment: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: TreeHash.byteCount + 1, alignment: 8) { buffer in
            buffer[0] = 0
            if let start = buffer.baseAddress { commitment.store(to: start + 1) }
            return TreeHash(sha256: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The hash of a node: SHA-256 of a one byte and its two children.
    public static func nodeHash(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 2 * TreeHash.byteCount + 1, alignment: 8) { buffer in
            buffer[0] = 1
            if let start = buffer.baseAddress {
                left.store(to: start + 1)
                right.store(to: start + 1 + TreeHash.byteCount)
            }
            return TreeHash(sha256: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The root of a tree whose leaf hashes are all at hand; the slow, obvious reference is `MTH` of RFC 6962.
    public static func root(ofLeafHashes leaves: some Collection<TreeHash>) -> TreeHash {
        var frontier = Frontier()
        for leaf in leaves { frontier.append(leaf) }
        return frontier.root
    }

    /// The root of a perfect subtree over `hashes`, whose count must be a power of two; nil otherwise.
    public static func foldPerfect(_ hashes: some Collection<TreeHash>) -> TreeHash? {
        guard !hashes.isEmpty, hashes.count & (hashes.count - 1) == 0 else { return nil }
        var row = Array(hashes)
        while row.count > 1 {
            for pair in 0..<(row.count / 2) { row[pair] = nodeHash(row[2 * pair], row[2 * pair + 1]) }
            row.removeLast(row.count / 2)
        }
        return row[0]
    }
}
