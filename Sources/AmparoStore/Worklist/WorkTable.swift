internal import AmparoModel

/// Reads and writes the spans of one child, or of the record (child 0).
struct WorkTable {
    let connection: any DatabaseConnection
    /// Whether changes of blocks wait (`WaitingBlocks`).
    var gathering = false

    static let deleteBlock = """
        DELETE FROM work_block WHERE block = ? AND holder = ? AND deadline = ? AND kind = ? AND child = ?
        AND subject = ? AND opens = ?
        """

    /// The spans that stand of one child, by kind, subject and day.
    func spans(of child: Int64) throws -> [WorkSpan] { try spans(ofChildrenIn: child..<(child + 1))[child] ?? [] }

    /// The spans that stand of the children of a run of numbers, of each by kind, subject and day.
    func spans(ofChildrenIn range: Range<Int64>) throws -> [Int64: [WorkSpan]] {
        let statement = try connection.statement(
            """
            SELECT child, kind, subject, opens, closes, deadline, case_number, about, reason FROM work_item
            WHERE child >= ? AND child < ? ORDER BY child, kind, subject, opens
            """)
        defer { statement.reset() }
        statement.bind(range.lowerBound, at: 1)
        statement.bind(range.upperBound, at: 2)
        var spans: [Int64: [WorkSpan]] = [:]
        while try statement.step() {
            guard let kind = WorkKind(rawValue: statement.int64(1)) else { throw StoreError(.damaged, "work_item") }
            let child = statement.int64(0)
            spans[child, default: []].append(
                WorkSpan(
                    item: WorkItem(
                        kind: kind, child: child, subject: statement.int64(2), deadline: Self.day(statement.int64(5)),
                        caseNumber: statement.isNull(6) ? nil : statement.int64(6),
                        about: statement.isNull(7) ? nil : Self.day(statement.int64(7)), reason: statement.text(8)),
                    opens: Int32(truncatingIfNeeded: statement.int64(3)),
                    closes: Int32(truncatingIfNeeded: statement.int64(4))))
        }
        return spans
    }

    static func day(_ number: Int64) -> Day { Day(number: Int32(truncatingIfNeeded: number)) }

    /// Takes spans away.
    func delete(_ spans: [WorkSpan]) throws {
        let item = try connection.statement(
            "DELETE FROM work_item WHERE child = ? AND kind = ? AND subject = ? AND opens = ?")
        for span in spans {
            item.bind(span.item.child, at: 1)
            item.bind(span.item.kind.rawValue, at: 2)
            item.bind(span.item.subject, at: 3)
            item.bind(Int64(span.opens), at: 4)
            try item.run()
        }
        try write(spans, adding: false)
    }

    /// Adds spans that do not stand yet.
    func insert(_ spans: [WorkSpan]) throws {
        let item = try connection.statement(WorklistSchema.item.insert)
        for span in spans {
            item.bind(span.item.child, at: 1)
            item.bind(span.item.kind.rawValue, at: 2)
            item.bind(span.item.subject, at: 3)
            item.bind(Int64(span.opens), at: 4)
            item.bind(Int64(span.closes), at: 5)
            item.bind(Int64(span.item.deadline.number), at: 6)
            if let number = span.item.caseNumber { item.bind(number, at: 7) } else { item.bindNull(at: 7) }
            if let about = span.item.about { item.bind(Int64(about.number), at: 8) } else { item.bindNull(at: 8) }
            item.bind(span.item.reason, at: 9)
            try item.run()
        }
        try write(spans, adding: true)
    }

    /// Adds or takes away the blocks of some spans, or writes down that it is to be done.
    private func write(_ spans: [WorkSpan], adding: Bool) throws {
        guard gathering else {
            let row = try connection.statement(adding ? WorklistSchema.block.insert : Self.deleteBlock)
            for block in blocks(of: spans).sorted() {
                block.bind(to: row, from: 1)
                try row.run()
            }
            return
        }
        var number = try WaitingBlocks.count(on: connection)
        let row = try connection.statement(WorklistSchema.waiting.insert)
        for block in blocks(of: spans) {
            number += 1
            row.bind(number, at: 1)
            row.bind(adding ? 1 : 0, at: 2)
            block.bind(to: row, from: 3)
            try row.run()
        }
    }

    /// How many of the rows of `work_block` that some spans should have are there, and how many they should have.
    func blockRows(of spans: [WorkSpan]) throws -> (found: Int, wanted: Int) {
        let row = try connection.statement(
            """
            SELECT 1 FROM work_block WHERE block = ? AND holder = ? AND deadline = ? AND kind = ? AND child = ?
            AND subject = ? AND opens = ?
            """)
        let wanted = blocks(of: spans).sorted()
        var found = 0
        for block in wanted {
            block.bind(to: row, from: 1)
            if try row.step() { found += 1 }
            row.reset()
        }
        return (found, wanted.count)
    }

    private func blocks(of spans: [WorkSpan]) -> [BlockRow] {
        spans.flatMap { span in DayBlock.covering(span.opens, span.closes).map { BlockRow(span, in: $0) } }
    }
}
