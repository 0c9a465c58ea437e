extension RFC6962 {
    /// The root that an audit path leads to (RFC 9162, section 2.1.3.2); nil when the path cannot belong to that leaf
    /// and size.
    public static func root(fromInclusionOf leafHash: TreeHash, index: UInt64, size: UInt64, proof: [TreeHash])
        -> TreeHash?
    {
        guard index < size else { return nil }
        var node = index
        var last = size - 1
        var hash = leafHash
        for sibling in proof {
            guard last != 0 else { return nil }
            if node & 1 == 1 || node == last {
                hash = nodeHash(sibling, hash)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = nodeHash(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }

    /// Whether `proof` shows that the leaf `index` (from 0) with this leaf hash is in the tree of `size` leaves with
    /// this root.
    public static func verifyInclusion(
        of leafHash: TreeHash, index: UInt64, size: UInt64, proof: [TreeHash], root: TreeHash
    ) -> Bool { self.root(fromInclusionOf: leafHash, index: index, size: size, proof: proof) == root }

    /// Whether `proof` shows that the tree of `newer` leaves with root `newerRoot` begins with the tree of `older`
    /// leaves with root `olderRoot` (RFC 9162, section 2.1.4.2).
    public static func verifyConsistency(
        older: UInt64, newer: UInt64, olderRoot: TreeHash, newerRoot: TreeHash, proof: [TreeHash]
    ) -> Bool {
        guard older <= newer else { return false }
        if older == newer { return proof.isEmpty && olderRoot == newerRoot }
        if older == 0 { return proof.isEmpty && olderRoot == emptyRoot }
        // A tree that is a perfect subtree of the newer one is its own first node.
        var path = proof[...]
        if older.nonzeroBitCount == 1 { path = [olderRoot] + proof }
        guard let first = path.popFirst() else { return false }
        var node = older - 1
        var last = newer - 1
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var oldHash = first
        var newHash = first
        for sibling in path {
            guard last != 0 else { return false }
            if node & 1 == 1 || node == last {
                oldHash = nodeHash(sibling, oldHash)
                newHash = nodeHash(sibling, newHash)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                newHash = nodeHash(newHash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == olderRoot && newHash == newerRoot
    }
}
