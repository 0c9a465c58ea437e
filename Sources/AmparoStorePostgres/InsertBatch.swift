#if Postgres
/// Rows of one `INSERT` that wait to be sent together.
final class InsertBatch {
    let shape: InsertShape
    let text: PreparedText
    let rows: ValueLists
    private var keys: Set<[UInt8]> = []
    /// The text for many rows at once.
    let many: PreparedText

    init(_ shape: InsertShape, _ text: PreparedText, types: [UInt32]) {
        self.shape = shape
        self.text = text
        rows = ValueLists(columns: types.count, types: types)
        many = PreparedText(many: shape.ofLists(types), parameters: types.count)
    }

    /// Whether its rows can be copied: nothing is said of rows that are there already.
    var isCopied: Bool { shape.ending.isEmpty }

    /// Whether no more should be added: enough to be worth a statement, and little enough that the server works on it while the
    /// next rows are made.
    var isFull: Bool { rows.count >= 512 || rows.rows.count >= 1 << 17 }

    /// Adds a row whose values have the right types. False when its key is in the batch already; then nothing was added.
    func add(types: [UInt32], values: [UnsafeRawPointer?], lengths: [Int32]) throws -> Bool {
        if !shape.distinct.isEmpty {
            var key: [UInt8] = []
            for column in shape.distinct { ValueLists.append(values[column], lengths[column], to: &key) }
            guard keys.insert(key).inserted else { return false }
        }
        try rows.add(types: types, values: values, lengths: lengths)
        return true
    }

    func removeAll() {
        rows.removeAll()
        keys.removeAll(keepingCapacity: true)
    }
}
#endif
