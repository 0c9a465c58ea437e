/// The rows of a table by the keys of one pass, large blocks split.
struct BlockIndex: Sendable {
    let pass: BlockingPass
    private let keys: BlockKey
    private var postings = Postings()
    /// Keys of the row at hand, part by part.
    private var values: [[UInt64]]
    /// Rows that told nothing for the part by which their block was split.
    private(set) var leftOut = 0
    /// Blocks that stayed too large after the last part.
    private(set) var uncut = 0

    init(_ pass: BlockingPass, _ layout: RowLayout) {
        self.pass = pass
        keys = BlockKey(layout)
        values = Array(repeating: [], count: pass.parts.count)
    }

    /// What it holds, for the report.
    var sizes: (keys: Int, split: Int) { postings.sizes }

    /// Takes a row in.
    mutating func insert(_ row: Int, _ table: RowView) { insert(row, table, below: 0, part: 0) }

    private mutating func insert(_ row: Int, _ table: RowView, below key: UInt64, part: Int) {
        var values = self.values[part]
        self.values[part] = []
        keys.values(of: pass.parts[part], table.row(row), table.words, probing: false, into: &values)
        if values.isEmpty, part > 0 { leftOut += 1 }
        for value in values { insert(row, table, at: BlockKey.joined(key, value), part: part) }
        self.values[part] = values
    }

    private mutating func insert(_ row: Int, _ table: RowView, at key: UInt64, part: Int) {
        let isLast = part + 1 == pass.parts.count
        let count = postings.add(UInt32(row), to: key)
        if count == Postings.split {
            insert(row, table, below: key, part: part + 1)
        } else if count > pass.most {
            if isLast {
                if count == UInt32(pass.most) + 1 { uncut += 1 }
                return
            }
            for member in postings.divide(key) { insert(Int(member), table, below: key, part: part + 1) }
        }
    }

    /// The rows that share a block with a row that asks. A row may come more than once.
    ///
    /// - Parameter scratch: room for keys, one list for each part of the longest pass.
    func find(
        _ row: Int, _ table: RowView, scratch: inout [[UInt64]],
        _ found: (Slice<UnsafeBufferPointer<UInt32>>) -> Void
    ) {
        find(row, table, below: 0, part: 0, &scratch, found)
    }

    private func find(
        _ row: Int, _ table: RowView, below key: UInt64, part: Int,
        _ scratch: inout [[UInt64]], _ found: (Slice<UnsafeBufferPointer<UInt32>>) -> Void
    ) {
        var values = scratch[part]
        scratch[part] = []
        keys.values(of: pass.parts[part], table.row(row), table.words, probing: true, into: &values)
        var touched: UInt32 = 0
        for index in values.indices {
            values[index] = BlockKey.joined(key, values[index])
            touched |= postings.touch(values[index])
        }
        for next in values where touched != 0 {
            let isSplit = postings.withRows(next) { rows in
                if rows.count <= pass.most { return found(rows) }
                // Too large after the last part: a window of it, another one for each who asks.
                let room = rows.count - pass.most
                let start = rows.startIndex + Int(BlockKey.mixed(UInt64(row) ^ next) % UInt64(room + 1))
                found(rows[start..<(start + pass.most)])
            }
            if isSplit { find(row, table, below: next, part: part + 1, &scratch, found) }
        }
        scratch[part] = values
    }
}

/// The rows of a table and the facts of its words, lent.
struct RowView {
    let cells: UnsafeBufferPointer<UInt32>
    let words: UnsafeBufferPointer<WordFacts>
    let stride: Int

    @inline(__always)
    func row(_ row: Int) -> UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(rebasing: cells[row * stride..<(row + 1) * stride])
    }
}

extension PersonTable {
    /// Lends the rows.
    func withRows<Result>(_ body: (RowView) throws -> Result) rethrows -> Result {
        try book.withView { words in
            try cells.withUnsafeBufferPointer {
                try body(RowView(cells: $0, words: words.facts, stride: layout.stride))
            }
        }
    }
}
