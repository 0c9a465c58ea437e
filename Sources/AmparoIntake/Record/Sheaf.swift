internal import AmparoModel

/// Rows waiting to be recorded: several batches of any tables together, so that each dossier is read and written once
/// for all of them. Bounded by the recorder, which empties it when it is large.
struct Sheaf {
    /// One waiting row. Ranges are places in `bytes`.
    struct Row {
        var kind: RecordKind
        var line: Int64
        /// Whose dossier it goes to, and under which child that stands.
        var anchor: Int64
        var child: Int64
        /// The row's key: the court's number or the keyed hash of the sender's.
        var rowKey: UInt64
        /// The record's number of the sponsor it names, 0 for none.
        var sponsor: Int64
        var subject: Range<Int>
        var plain: Range<Int>
        var sealed: Range<Int>
    }

    private(set) var bytes: [UInt8] = []
    var rows: [Row] = []

    /// How many rows are enough: few at first, so that commits begin early; then as many as memory allows, because each
    /// sheaf writes the dossiers of nearly all children anew.
    private var limit = 100_000

    /// Whether it holds enough to be recorded.
    var isFull: Bool { bytes.count >= 192 << 20 || rows.count >= limit }

    /// Copies a run of bytes into the sheaf and answers its place.
    mutating func copy(_ run: UnsafeRawBufferPointer) -> Range<Int> {
        let start = bytes.count
        bytes.append(contentsOf: run)
        return start..<bytes.count
    }

    mutating func removeAll() {
        limit = min(limit * 2, 800_000)
        bytes.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
    }
}
