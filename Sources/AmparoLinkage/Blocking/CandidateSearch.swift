/// Finds and scores the rows that a row may be, each once: one searcher for each thread.
struct CandidateSearch {
    /// A row that was found, with its weight.
    struct Found {
        let row: UInt32
        let weight: Float
        let isDoubted: Bool
    }

    /// Pairs that were compared, and that came up once more.
    private(set) var compared = 0
    private(set) var repeated = 0
    private var stamps: [UInt32]
    private var stamp: UInt32 = 0
    private var scratch: [[UInt64]]
    private var rows: [UInt32] = []
    /// Keeps the reading ahead from being taken away.
    private var touched: UInt32 = 0

    init(rows: Int, passes: [BlockIndex]) {
        stamps = Array(repeating: 0, count: rows)
        scratch = Array(repeating: [], count: passes.map { $0.pass.parts.count }.max() ?? 0)
    }

    /// The rows of the passes that a row may be, with a weight of at least `floor`, in no order.
    ///
    /// - Parameter accepts: which rows count at all.
    mutating func search(
        _ row: Int, _ passes: [BlockIndex], _ view: RowView, _ scorer: PairScorer, floor: Float,
        accepts: (Int) -> Bool, into found: inout [Found]
    ) {
        found.removeAll(keepingCapacity: true)
        gather(row, passes, view)
        scorer.prepare(row)
        for other in rows where accepts(Int(other)) {
            compared += 1
            guard let weight = scorer.weight(row, Int(other), floor: floor), weight >= floor else { continue }
            found.append(Found(row: other, weight: weight, isDoubted: scorer.isDoubted))
        }
    }

    /// Whether the passes bring two rows together.
    mutating func brings(_ row: Int, _ other: Int, _ passes: [BlockIndex], _ view: RowView) -> Bool {
        gather(row, passes, view)
        return rows.contains(UInt32(other))
    }

    /// Leaves the rows in `rows`, each once.
    private mutating func gather(_ row: Int, _ passes: [BlockIndex], _ view: RowView) {
        stamp += 1
        rows.removeAll(keepingCapacity: true)
        var scratch = self.scratch
        self.scratch = []
        var rows = self.rows
        self.rows = []
        let stamp = stamp
        var again = 0
        var touched = self.touched
        stamps.withUnsafeMutableBufferPointer { stamps in
            for pass in passes {
                pass.find(row, view, scratch: &scratch) { members in
                    for member in members {
                        if stamps[Int(member)] == stamp {
                            again += 1
                        } else {
                            stamps[Int(member)] = stamp
                            rows.append(member)
                            // Its cells are on their way while the others are gathered.
                            touched |= view.cells[Int(member) * view.stride]
                        }
                    }
                }
            }
        }
        repeated += again
        self.touched = touched
        self.rows = rows
        self.scratch = scratch
    }

    /// Makes room for rows that came in since.
    mutating func makeRoom(_ rows: Int) {
        if rows > stamps.count {
            stamps.append(contentsOf: repeatElement(0, count: max(rows, stamps.count * 2) - stamps.count))
        }
    }
}
