internal import AmparoModel

/// What was seen in a file, whoever's rows they were.
struct ScanTotals {
    var records = 0
    var emptyLines = 0
    /// Records that stay as they are, by reason.
    var rejected: [String: Int] = [:]
}

/// What a chunk hands to a pass, in the order of the file.
struct ScannedChunk<Visitor: RecordVisitor> {
    /// The chunk's visitor with what it took; the lines it noted are counted from 0.
    var visitor: Visitor
    /// The line of the file on which the chunk begins.
    let firstLine: Int
    /// The mended and the rejected records, by line.
    let mended: [MendedRecord]
    /// The chunk's bytes, valid until the pass returns.
    let chunk: LineChunk?
}

/// One scan of one file: chunks are walked through by several threads and handed over in the order of the file.
struct TableScan {
    let table: TableFile
    let files: ReleaseFiles
    let threads: Int
    let chunkBytes: Int
    /// Told how many bytes more have been read.
    let progress: (Int) -> Void

    /// Scans the file. `take` gets every chunk in order and says which of the mended records turned out to be
    /// unreadable after all, with the reason; those count as rejected.
    func run<Visitor: RecordVisitor>(
        making visitor: @escaping @Sendable () -> Visitor,
        take: (ScannedChunk<Visitor>, inout ScanTotals) throws -> Void
    ) throws -> ScanTotals {
        let chunks = try table.chunks(of: files, size: chunkBytes)
        let fieldCount = table.bound.fieldCount
        var mender = RecordMender(table.bound)
        var totals = ScanTotals()
        var line = 2
        func handOver(_ mended: [MendedRecord], _ yield: ChunkYield<Visitor>?) throws {
            totals.records += (yield?.taken ?? 0) + mended.count
            totals.emptyLines += yield?.emptyLines ?? 0
            for case .rejected(_, let reason, _) in mended { totals.rejected[reason, default: 0] += 1 }
            let scanned = ScannedChunk(
                visitor: yield?.visitor ?? visitor(), firstLine: line, mended: mended, chunk: yield?.chunk)
            try take(scanned, &totals)
        }
        try OrderedWork.run(
            threads: threads, next: { try chunks.next() },
            work: { chunk in scan(chunk, fieldCount: fieldCount, visitor: visitor()) },
            finish: { yield in
                let mended = mender.mend(yield.irregular, firstLine: line, lines: yield.lines)
                try handOver(mended, yield)
                line += yield.lines
                progress(chunks.takeProgress())
                chunks.recycle(yield.chunk)
            })
        progress(chunks.takeProgress())
        let rest = mender.finish()
        if !rest.isEmpty { try handOver(rest, nil) }
        return totals
    }
}
