internal import AmparoModel

/// What was counted of a file, kept as numbers until the report is written.
struct FeedTally {
    /// Records behind us.
    private(set) var rows = 0
    /// Records with nothing in them, which are no records in the sense of `rows`.
    var blankRows = 0
    /// Well-formed rows equal to an earlier one.
    var duplicates = 0
    var unknownColumns: [String] = []
    /// Columns that go by another name of theirs.
    var aliases = 0

    private let table: FeedTable
    private var wellFormed = 0
    /// By kind and by field, the last place for those without a field.
    private var defects: [[Int]]
    private var unlisted: [Int]
    private var nul = 0
    private var padding = 0

    init(table: FeedTable) {
        self.table = table
        defects = FeedDefect.allCases.map { _ in [Int](repeating: 0, count: table.fields.count + 1) }
        unlisted = [Int](repeating: 0, count: table.fields.count)
    }

    /// One more record that cannot be taken, and the field to blame.
    mutating func add(_ defect: FeedDefect, _ field: Int?) {
        rows += 1
        defects[defect.rawValue][field ?? table.fields.count] += 1
    }

    /// One more record that is a row of the table.
    mutating func addRow(_ repairs: FeedRowRepairs) {
        rows += 1
        wellFormed += 1
        count(repairs, 1)
    }

    /// Rows that were added turned out to contradict earlier ones.
    mutating func contradicted(_ number: Int, _ repairs: [FeedRowRepairs]) {
        wellFormed -= number
        defects[FeedDefect.badKey.rawValue][table.fields.count] += number
        for repair in repairs { count(repair, -1) }
    }

    @inline(__always)
    private mutating func count(_ repairs: FeedRowRepairs, _ step: Int) {
        if repairs.nul { nul += step }
        if repairs.padding { padding += step }
        var bits = repairs.unlisted
        while bits != 0 {
            unlisted[bits.trailingZeroBitCount] += step
            bits &= bits - 1
        }
    }

    /// The report of the file.
    func report(file: String) -> FileReport {
        var report = FileReport(file: file)
        report.rows = rows
        report.taken = wellFormed - duplicates
        report.unknownColumns = unknownColumns
        if duplicates > 0 { report.past["duplicate"] = duplicates }
        if aliases > 0 { report.repaired["header-alias"] = aliases }
        if nul > 0 { report.repaired["nul"] = nul }
        if padding > 0 { report.repaired["padding"] = padding }
        for defect in FeedDefect.allCases {
            let counts = defects[defect.rawValue]
            let total = counts.reduce(0, +)
            if total > 0 { report.quarantined[defect.word] = total }
            for (index, field) in table.fields.enumerated() where counts[index] > 0 {
                report.notes.append("\(defect.word) in \(field.name): \(counts[index])")
            }
        }
        // A bad key without a column to blame is one that contradicts an earlier row.
        let contradictions = defects[FeedDefect.badKey.rawValue][table.fields.count]
        if contradictions > 0 { report.notes.append("keys given again with other content: \(contradictions)") }
        for (index, field) in table.fields.enumerated() where unlisted[index] > 0 {
            report.unknownCodes[field.name] = unlisted[index]
        }
        if blankRows > 0 { report.notes.append("blank rows read past: \(blankRows)") }
        return report
    }
}
