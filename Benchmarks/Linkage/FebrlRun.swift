import AmparoLinkage

/// The FEBRL sets: another set of fields, the same engine.
enum FebrlRun {
    private static let model = LinkageModel.shippedForRegisters

    static func four(_ folder: String) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var table = PersonTable(model)
        var names: [String] = []
        try Febrl.read(folder + "/dataset4a.csv", into: &table, names: &names)
        let left = 0..<table.count
        try Febrl.read(folder + "/dataset4b.csv", into: &table, names: &names)
        let right = left.upperBound..<table.count
        let read = start.duration(to: clock.now)
        let result = await Linker(model).link(table, left, right)
        let all = start.duration(to: clock.now)
        var places: [String: Int] = [:]
        for row in left { places[Febrl.person(names[row])] = row }
        var score = Score(right.compactMap { row in places[Febrl.person(names[row])].map { ($0, row) } })
        for link in result.links { score.add(link.left, link.right, isAutomatic: link.outcome == .automatic) }
        score.print("febrl4", seconds: all, reading: read, more: [("compared", "\(result.counts.compared)")])
    }

    static func three(_ folder: String) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var table = PersonTable(model)
        var names: [String] = []
        try Febrl.read(folder + "/dataset3.csv", into: &table, names: &names)
        let read = start.duration(to: clock.now)
        let result = await Linker(model).duplicates(in: table)
        let all = start.duration(to: clock.now)
        var score = Score(pairs(Dictionary(grouping: names.indices, by: { Febrl.person(names[$0]) }).map(\.value)))
        let automatic = Set(result.links.filter { $0.outcome == .automatic }.map { Score.key($0.left, $0.right) })
        for (left, right) in pairs(result.clusters) {
            score.add(left, right, isAutomatic: automatic.contains(Score.key(left, right)))
        }
        score.print("febrl3", seconds: all, reading: read, more: [("compared", "\(result.counts.compared)")])
    }

    /// All pairs of each group, the earlier row first.
    private static func pairs(_ groups: [[Int]]) -> [(Int, Int)] {
        groups.flatMap { group in
            let sorted = group.sorted()
            return sorted.indices.flatMap { i in sorted[(i + 1)...].map { (sorted[i], $0) } }
        }
    }
}
