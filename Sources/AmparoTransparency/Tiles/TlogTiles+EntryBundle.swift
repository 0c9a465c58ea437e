/// Up to 256 log entries in a row: C2SP `tlog-tiles`, "Log entries" (<https://c2sp.org/tlog-tiles>).
///
/// Each is written as its length, 16 bits big-endian, and its bytes. Amparo's entries are 32-byte salted commitments
/// (ARCHITECTURE.md, law 6), so a bundle shows how many there are and nothing else.
public enum EntryBundle {
    /// The bundle of these leaves.
    public static func encode(_ leaves: some Collection<TreeHash>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(leaves.count * (TreeHash.byteCount + 2))
        for leaf in leaves {
            bytes.append(0)
            bytes.append(UInt8(TreeHash.byteCount))
            leaf.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// The leaf hashes of the entries of a bundle, whatever their lengths; nil when it is cut off.
    public static func leafHashes(_ bundle: [UInt8]) -> [TreeHash]? {
        bundle.withUnsafeBytes { buffer in
            var hashes: [TreeHash] = []
            hashes.reserveCapacity(TileNode.tileWidth)
            var place = 0
            while place < buffer.count {
                guard buffer.count - place >= 2 else { return nil }
                let length = Int(buffer[place]) << 8 | Int(buffer[place + 1])
                place += 2
                guard buffer.count - place >= length else { return nil }
                hashes.append(RFC6962.leafHash(UnsafeRawBufferPointer(rebasing: buffer[place..<(place + length)])))
                place += length
            }
            return hashes
        }
    }

    /// The entries of a bundle as 32-byte leaves; nil when it is cut off or has others.
    public static func leaves(_ bundle: [UInt8]) -> [TreeHash]? {
        let step = TreeHash.byteCount + 2
        guard bundle.count.isMultiple(of: step) else { return nil }
        return bundle.withUnsafeBytes { buffer in
            var leaves: [TreeHash] = []
            leaves.reserveCapacity(buffer.count / step)
            for start in stride(from: 0, to: buffer.count, by: step) {
                guard buffer[start] == 0, buffer[start + 1] == UInt8(TreeHash.byteCount),
                    let leaf = TreeHash(UnsafeRawBufferPointer(rebasing: buffer[(start + 2)..<(start + step)]))
                else { return nil }
                leaves.append(leaf)
            }
            return leaves
        }
    }
}

/// The hashes of a tile, one after another.
public enum HashTile {
    /// The tile of these hashes.
    public static func encode(_ hashes: some Collection<TreeHash>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * TreeHash.byteCount)
        for hash in hashes { hash.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        return bytes
    }

    /// The hashes of a tile; nil when its length is no multiple of 32.
    public static func hashes(_ tile: [UInt8]) -> [TreeHash]? {
        guard tile.count.isMultiple(of: TreeHash.byteCount) else { return nil }
        return tile.withUnsafeBytes { buffer in
            stride(from: 0, to: buffer.count, by: TreeHash.byteCount).compactMap {
                TreeHash(UnsafeRawBufferPointer(rebasing: buffer[$0..<($0 + TreeHash.byteCount)]))
            }
        }
    }
}
