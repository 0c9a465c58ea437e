internal import AmparoTransparency

/// Entries in one run of memory in their canonical encoding; what batches and readers share.
struct EntryArena: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var starts: [Int] = []
    private(set) var leaves: [TreeHash] = []

    var count: Int { starts.count }

    mutating func reserve(entries: Int, bytes count: Int) {
        starts.reserveCapacity(entries)
        leaves.reserveCapacity(entries)
        bytes.reserveCapacity(count)
    }

    /// Forgets the entries and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        leaves.removeAll(keepingCapacity: true)
    }

    /// Makes room for an entry and lets `fill` write everything but the tag and the two lengths. Nothing is kept when
    /// it throws.
    mutating func append(
        payloadLength: Int, sealedLength: Int, fill: (UnsafeMutableRawPointer) throws -> Void
    ) throws {
        guard payloadLength <= EntryLayout.partLimit, sealedLength <= EntryLayout.partLimit else {
            throw StoreError(.tooLarge, "at most \(EntryLayout.partLimit) bytes")
        }
        let start = bytes.count
        let length = EntryLayout.payloadOffset + payloadLength + EntryLayout.digestLength + sealedLength
        bytes.append(contentsOf: repeatElement(0, count: length))
        do {
            try bytes.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                let entry = base + start
                entry.copyMemory(from: EntryLayout.tag.utf8Start, byteCount: EntryLayout.tagLength)
                let header = entry + EntryLayout.headerOffset
                header.storeBytes(of: EntryLayout.format, as: UInt8.self)
                header.storeBigEndian(UInt32(payloadLength), at: EntryLayout.payloadLength)
                header.storeBigEndian(UInt32(sealedLength), at: EntryLayout.sealedLength)
                try fill(entry)
                if sealedLength > 0 {
                    let digest = entry + EntryLayout.payloadOffset + payloadLength
                    let sealed = UnsafeRawBufferPointer(
                        start: digest + EntryLayout.digestLength, count: sealedLength)
                    TreeHash(sha256: sealed).store(to: digest)
                }
            }
        } catch {
            bytes.removeLast(length)
            throw error
        }
        starts.append(start)
        leaves.append(.zero)
    }

    /// Adds the entries of another arena.
    mutating func append(_ other: EntryArena) {
        let offset = bytes.count
        bytes.append(contentsOf: other.bytes)
        for start in other.starts { starts.append(offset + start) }
        leaves.append(contentsOf: other.leaves)
    }

    /// Writes when the entries of a range were recorded and computes their leaves.
    mutating func stamp(_ range: Range<Int>, recorded: Int64) {
        bytes.withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            for index in range {
                let entry = base + starts[index]
                entry.storeBigEndian(recorded, at: EntryLayout.headerOffset + EntryLayout.recorded)
                leaves[index] = Self.leaf(of: UnsafeRawPointer(entry))
            }
        }
    }

    /// When an entry was recorded.
    func recorded(at index: Int) -> Int64 {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return base.bigEndian(Int64.self, at: starts[index] + EntryLayout.headerOffset + EntryLayout.recorded)
        }
    }

    /// Whether the leaf that was read is that of the entry's bytes.
    func leafFits(at index: Int) -> Bool {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return false }
            return Self.leaf(of: base + starts[index]) == leaves[index]
        }
    }

    /// Sets a leaf as it was read from the store.
    mutating func setLeaf(_ leaf: TreeHash, at index: Int) { leaves[index] = leaf }

    /// The leaf of the entry that lies at `entry` (`EntryLayout`).
    static func leaf(of entry: UnsafeRawPointer) -> TreeHash {
        let payload = Int(
            entry.bigEndian(UInt32.self, at: EntryLayout.headerOffset + EntryLayout.payloadLength))
        let length = EntryLayout.payloadOffset + payload + EntryLayout.digestLength
        return TreeHash(sha256: UnsafeRawBufferPointer(start: entry, count: length))
    }

    /// What the leaf of an entry is the hash of.
    func opening(at index: Int) -> [UInt8] {
        bytes.withUnsafeBytes { buffer in
            let payload = buffer.baseAddress.map {
                ($0 + starts[index]).bigEndian(
                    UInt32.self, at: EntryLayout.headerOffset + EntryLayout.payloadLength)
            }
            let length = EntryLayout.payloadOffset + Int(payload ?? 0) + EntryLayout.digestLength
            return Array(buffer[starts[index]..<(starts[index] + length)])
        }
    }

    /// Calls `body` with the entries of a range; the first of them has the number `firstSeq`.
    func withSlice<Result>(
        _ range: Range<Int>, firstSeq: Int64, _ body: (EntrySlice) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { buffer in
            try body(EntrySlice(arena: self, buffer: buffer, range: range, firstSeq: firstSeq))
        }
    }
}

/// Some entries of a batch in order, together with their numbers. Only valid inside the closure it is given to.
public struct EntrySlice: RandomAccessCollection {
    private let starts: [Int]
    private let leaves: [TreeHash]
    private let buffer: UnsafeRawBufferPointer

    /// The places of the slice's entries in their batch; the slice's own indices.
    public let range: Range<Int>
    /// The number of the first entry.
    public let firstSeq: Int64

    init(arena: EntryArena, buffer: UnsafeRawBufferPointer, range: Range<Int>, firstSeq: Int64) {
        starts = arena.starts
        leaves = arena.leaves
        self.buffer = buffer
        self.range = range
        self.firstSeq = firstSeq
    }

    private init(_ whole: EntrySlice, _ part: Range<Int>) {
        starts = whole.starts
        leaves = whole.leaves
        buffer = whole.buffer
        range = part
        firstSeq = whole.seq(of: part.lowerBound)
    }

    /// The entries at these places of the batch, with their numbers.
    func part(_ part: Range<Int>) -> EntrySlice {
        precondition(part.lowerBound >= range.lowerBound && part.upperBound <= range.upperBound, "not in the slice")
        return EntrySlice(self, part)
    }

    /// The place of the first entry in its batch.
    public var startIndex: Int { range.lowerBound }
    /// One after the place of the last entry in its batch.
    public var endIndex: Int { range.upperBound }

    /// The entry at a place in its batch.
    public subscript(index: Int) -> EntryView {
        precondition(range.contains(index), "no such entry in the slice")
        // The buffer is not empty when it holds an entry.
        return EntryView(seq: seq(of: index), leaf: leaves[index], start: buffer.baseAddress! + starts[index])
    }

    /// The number of the entry at a place in its batch.
    public func seq(of index: Int) -> Int64 { firstSeq + Int64(index - range.lowerBound) }
    /// The number of the last entry; one less than `firstSeq` when the slice is empty.
    public var lastSeq: Int64 { firstSeq + Int64(range.count) - 1 }
}
