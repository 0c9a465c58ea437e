internal import AmparoModel

extension WorklistUpkeep {
    /// How many rows of the worklist are not what the journal gives: what `verify` asks. Writes nothing. Entries that came
    /// since the worklist was last brought up to date count as differences.
    public func differences(progress: Progress = { _, _ in }) throws -> Int {
        let last = try database.read { try Self.state(on: $0).last }
        let moment = try database.read {
            try RecordMoment(asOf: Day(number: DayBlock.days.upperBound), seq: last, on: $0)
        }
        var scope = try database.read { try WorkScope(from: 1, to: last, on: $0) }
        scope.isAll = true
        let ranges = try self.ranges(scope)
        let total = ranges.last?.upperBound ?? 0
        var differences = 0
        var rows = 0
        var items = 0
        var next = 0
        func compare(_ child: Int64, _ spans: [WorkSpan], _ table: WorkTable) throws {
            let standing = try table.spans(of: child)
            differences += Set(standing).symmetricDifference(spans).count
            let blocks = try table.blockRows(of: spans)
            differences += blocks.wanted - blocks.found
            rows += blocks.wanted
            items += spans.count
        }
        try database.read { connection in
            try compare(0, try RecordWork.spans(upTo: last, on: connection), WorkTable(connection: connection))
        }
        while next < ranges.count {
            let together = Array(ranges[next..<min(ranges.count, next + workers * 4)])
            let work = try workOut(together, scope, moment) { $1 }
            try database.read { connection in
                let table = WorkTable(connection: connection)
                for (child, spans) in work { try compare(child, spans, table) }
            }
            next += together.count
            progress(together.last?.upperBound ?? 0, total)
        }
        // A row too many is in no span, or of nobody.
        func count(_ sql: String) throws -> Int {
            try database.read { connection in
                let statement = try connection.statement(sql)
                defer { statement.reset() }
                return try statement.step() ? Int(statement.int64(0)) : 0
            }
        }
        let tooMany = max(0, try count("SELECT COUNT(*) FROM work_block") - rows)
        return differences + (differences == 0 ? max(tooMany, try count("SELECT COUNT(*) FROM work_item") - items) : 0)
    }
}
