internal import AmparoModel

/// A row of `work_block`: its columns, which are its key, in their order.
struct BlockRow: Equatable, Comparable {
    var block: Int64
    var holder: Int64
    var deadline: Int64
    var kind: Int64
    var child: Int64
    var subject: Int64
    var opens: Int64

    /// The row of a span in one of its blocks.
    init(_ span: WorkSpan, in block: Int64) {
        self.block = block
        holder = span.item.kind.holder.rawValue
        deadline = Int64(span.item.deadline.number)
        kind = span.item.kind.rawValue
        child = span.item.child
        subject = span.item.subject
        opens = Int64(span.opens)
    }

    /// The row that seven columns hold, the first of them `column`.
    init(_ row: any PreparedStatement, from column: Int) {
        block = row.int64(column)
        holder = row.int64(column + 1)
        deadline = row.int64(column + 2)
        kind = row.int64(column + 3)
        child = row.int64(column + 4)
        subject = row.int64(column + 5)
        opens = row.int64(column + 6)
    }

    /// In the order of the table's key.
    static func < (a: BlockRow, b: BlockRow) -> Bool {
        if a.block != b.block { return a.block < b.block }
        return (a.holder, a.deadline, a.kind, a.child, a.subject, a.opens)
            < (b.holder, b.deadline, b.kind, b.child, b.subject, b.opens)
    }

    /// Binds the seven values, the first as `parameter`.
    func bind(to row: any PreparedStatement, from parameter: Int) {
        row.bind(block, at: parameter)
        row.bind(holder, at: parameter + 1)
        row.bind(deadline, at: parameter + 2)
        row.bind(kind, at: parameter + 3)
        row.bind(child, at: parameter + 4)
        row.bind(subject, at: parameter + 5)
        row.bind(opens, at: parameter + 6)
    }
}
