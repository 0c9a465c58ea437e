/// A table with its blocks, worked on by several threads.
struct LinkageWork: Sendable {
    let table: PersonTable
    let blocks: [BlockIndex]
    let lanes: Int

    /// Puts rows into the blocks of every pass, some passes on each thread.
    init(_ table: PersonTable, _ model: LinkageModel, indexed rows: Range<Int>, lanes: Int) async {
        self.table = table
        let threads = max(1, lanes)
        self.lanes = threads
        let passes = model.blocking.enumerated().map { ($0, BlockIndex($1, table.layout)) }
        blocks = await withTaskGroup(of: (Int, BlockIndex).self) { group in
            var waiting = passes[...]
            func begin() {
                guard let (place, empty) = waiting.popFirst() else { return }
                group.addTask {
                    var block = empty
                    table.withRows { view in for row in rows { block.insert(row, view) } }
                    return (place, block)
                }
            }
            for _ in 0..<threads { begin() }
            var done = passes.map(\.1)
            for await (place, block) in group {
                done[place] = block
                begin()
            }
            return done
        }
    }

    /// What was done.
    func counts(compared: Int, repeated: Int) -> LinkageCounts {
        var counts = LinkageCounts()
        counts.compared = compared
        counts.repeated = repeated
        for block in blocks {
            let sizes = block.sizes
            counts.blocks += sizes.keys
            counts.split += sizes.split
            counts.uncut += block.uncut
            counts.leftOut += block.leftOut
        }
        return counts
    }

    /// The model with shares learned from random pairs and from a sample of the rows.
    func trained(
        _ model: LinkageModel, _ left: Range<Int>, _ right: Range<Int>, prior: Double, seed: UInt64
    ) async -> LinkageModel {
        let start = LinkageTraining(model, prior: prior).withRandomPairs(table, left, right, seed: seed)
        let plan = ScoringPlan(start)
        let step = max(1, left.count / LinkageTraining.sampleRows)
        let sample = Swift.stride(from: left.lowerBound, to: left.upperBound, by: step).map { $0 }
        let floor = Float(-prior - 10)
        let takings = await inLanes { lane -> LinkageTraining in
            var training = LinkageTraining(start, prior: prior)
            var search = CandidateSearch(rows: table.count, passes: blocks)
            var found: [CandidateSearch.Found] = []
            table.withRows { view in
                table.withScorer(plan) { scorer in
                    for place in Swift.stride(from: lane, to: sample.count, by: lanes) {
                        let row = sample[place]
                        search.search(row, blocks, view, scorer, floor: floor, accepts: { $0 != row }, into: &found)
                        training.take(row, found, scorer)
                    }
                }
            }
            return training
        }
        var training = LinkageTraining(start, prior: prior)
        training.take(takings)
        return training.maximised(start)
    }

    /// The pairs of the rows with the blocks' rows, of each row the `kept` heaviest of at least `floor`.
    ///
    /// - Parameter onlyLater: a row is paired with rows behind it only (one list).
    func pairs(
        _ model: LinkageModel, _ rows: Range<Int>, floor: Float, kept: Int, onlyLater: Bool
    ) async -> ([ScoredPair], compared: Int, repeated: Int) {
        let plan = ScoringPlan(model)
        let parts = await inLanes { lane -> ([ScoredPair], Int, Int) in
            var search = CandidateSearch(rows: table.count, passes: blocks)
            var found: [CandidateSearch.Found] = []
            var pairs: [ScoredPair] = []
            table.withRows { view in
                table.withScorer(plan) { scorer in
                    for row in Swift.stride(from: rows.lowerBound + lane, to: rows.upperBound, by: lanes) {
                        search.search(
                            row, blocks, view, scorer, floor: floor, accepts: { !onlyLater || $0 > row }, into: &found)
                        if found.count > kept {
                            found.sort { $0.weight > $1.weight }
                            found.removeLast(found.count - kept)
                        }
                        for other in found {
                            pairs.append(
                                ScoredPair(
                                    left: UInt32(row), right: other.row, weight: other.weight,
                                    isDoubted: other.isDoubted))
                        }
                    }
                }
            }
            return (pairs, search.compared, search.repeated)
        }
        return (parts.flatMap(\.0), parts.reduce(0) { $0 + $1.1 }, parts.reduce(0) { $0 + $1.2 })
    }

    private func inLanes<Part: Sendable>(_ work: @escaping @Sendable (Int) -> Part) async -> [Part] {
        await withTaskGroup(of: (Int, Part).self) { group in
            for lane in 0..<lanes { group.addTask { (lane, work(lane)) } }
            var parts: [(Int, Part)] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
