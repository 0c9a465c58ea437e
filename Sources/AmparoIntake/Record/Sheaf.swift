internal import AmparoModel

/// Rows waiting to be recorded: several batches of any tables together, so that each dossier is read and written once
/// for all of them. Bounded by the recorder, which empties it when it is large.
///
/// Rows lie packed in blocks of some MiB, so that a growing sheaf is never copied; the memory is kept for the next one.
final class Sheaf {
    /// Whose dossier a waiting row goes to, under which child that stands, and where the row lies.
    struct Place: Comparable {
        var child: Int64
        var anchor: Int64
        /// Block and place in it: rises in the order in which rows were added.
        fileprivate var position: Int64

        /// In the order of dossiers, and of rows as they came within one.
        static func < (a: Place, b: Place) -> Bool {
            (a.child, a.anchor, a.position) < (b.child, b.anchor, b.position)
        }
    }

    /// One waiting row. Its texts are valid until the sheaf is emptied.
    struct Row {
        var kind: RecordKind
        var line: Int64
        /// The row's key: the court's number or the keyed hash of the sender's.
        var rowKey: UInt64
        /// The record's number of the sponsor it names, 0 for none.
        var sponsor: Int64
        var subject: UnsafeRawBufferPointer
        var plain: UnsafeRawBufferPointer
        var sealed: UnsafeRawBufferPointer
    }

    /// How a row lies in its block: kind, line, key, sponsor, three lengths, three texts.
    private enum Layout {
        static let line = 1
        static let rowKey = 9
        static let sponsor = 17
        static let lengths = 25
        static let texts = 37
    }

    private final class Block {
        let memory: UnsafeMutableRawBufferPointer
        var count = 0

        init(_ size: Int) { memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16) }
        deinit { memory.deallocate() }
    }

    private static let blockSize = 4 << 20
    /// The most rows, and bytes, of a sheaf.
    private static let mostRows = 256_000
    private static let mostBytes = 96 << 20

    /// The waiting rows; in the order in which they were added until they are sorted.
    private(set) var places: [Place] = []
    private var blocks: [Block] = []
    private var last = 0
    private var bytes = 0
    /// How many rows are enough: few at first, so that commits begin early; then as many as memory allows, because each
    /// sheaf writes the dossiers of nearly all children anew.
    private var limit = 16_000

    /// Whether it holds enough to be recorded.
    var isFull: Bool { bytes >= Self.mostBytes || places.count >= limit }
    /// Whether nothing waits.
    var isEmpty: Bool { places.isEmpty }

    /// Copies a row into the sheaf.
    func add(_ row: Row, anchor: Int64, child: Int64) {
        let size = Layout.texts + row.subject.count + row.plain.count + row.sealed.count
        let block = block(for: size)
        let start = block.memory.baseAddress! + block.count
        start.storeBytes(of: row.kind.rawValue, as: UInt8.self)
        start.storeBytes(of: row.line, toByteOffset: Layout.line, as: Int64.self)
        start.storeBytes(of: row.rowKey, toByteOffset: Layout.rowKey, as: UInt64.self)
        start.storeBytes(of: row.sponsor, toByteOffset: Layout.sponsor, as: Int64.self)
        var text = start + Layout.texts
        for (index, run) in [row.subject, row.plain, row.sealed].enumerated() {
            start.storeBytes(of: UInt32(run.count), toByteOffset: Layout.lengths + 4 * index, as: UInt32.self)
            if let source = run.baseAddress { text.copyMemory(from: source, byteCount: run.count) }
            text += run.count
        }
        places.append(Place(child: child, anchor: anchor, position: Int64(last) << 32 | Int64(block.count)))
        block.count += size
        bytes += size
    }

    /// The row at a place.
    func row(at place: Place) -> Row {
        let start =
            UnsafeRawPointer(blocks[Int(place.position >> 32)].memory.baseAddress!)
            + Int(place.position & 0xFFFF_FFFF)
        var text = start + Layout.texts
        func next(_ index: Int) -> UnsafeRawBufferPointer {
            let count = Int(start.loadUnaligned(fromByteOffset: Layout.lengths + 4 * index, as: UInt32.self))
            defer { text += count }
            return UnsafeRawBufferPointer(start: text, count: count)
        }
        return Row(
            kind: RecordKind(rawValue: start.load(as: UInt8.self))!,
            line: start.loadUnaligned(fromByteOffset: Layout.line, as: Int64.self),
            rowKey: start.loadUnaligned(fromByteOffset: Layout.rowKey, as: UInt64.self),
            sponsor: start.loadUnaligned(fromByteOffset: Layout.sponsor, as: Int64.self), subject: next(0),
            plain: next(1), sealed: next(2))
    }

    /// Puts the rows of some anchors under other children.
    func move(_ moved: [Int64: Int64]) {
        guard !moved.isEmpty else { return }
        for index in places.indices {
            if let child = moved[places[index].anchor] { places[index].child = child }
        }
    }

    /// Rows of the first part, and of the largest.
    static let firstPart = 4_000
    private static let largestPart = 16_000

    /// The rows in the parts in which they are prepared: few at first, so that the first commits begin at once; a dossier
    /// whole, so that its rows are compared with each other too.
    func parts() -> [ArraySlice<Place>] {
        var parts: [ArraySlice<Place>] = []
        var start = 0
        var together = Self.firstPart
        while start < places.count {
            var end = min(places.count, start + together)
            while end < places.count, places[end].anchor == places[end - 1].anchor { end += 1 }
            parts.append(places[start..<end])
            start = end
            together = min(together * 2, Self.largestPart)
        }
        return parts
    }

    /// Brings the rows into the order of their dossiers, and into that in which they were added within one.
    func sort() { places.sort() }

    /// Empties it; the next may be larger.
    func removeAll() {
        limit = min(limit * 2, Self.mostRows)
        places.removeAll(keepingCapacity: true)
        // A block for one very long row is not kept.
        blocks.removeAll { $0.memory.count > Self.blockSize }
        for block in blocks { block.count = 0 }
        (last, bytes) = (0, 0)
    }

    private func block(for size: Int) -> Block {
        while last < blocks.count {
            if blocks[last].memory.count - blocks[last].count >= size { return blocks[last] }
            last += 1
        }
        let block = Block(max(size, Self.blockSize))
        blocks.append(block)
        return block
    }
}
