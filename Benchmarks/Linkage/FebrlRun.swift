import AmparoLinkage

/// The FEBRL sets: another set of fields, the same engine.
enum FebrlRun {
    static let model: LinkageModel = {
        func text(_ field: LinkageField, _ m: Double, _ u: Double) -> LinkageModel.Comparison {
            LinkageModel.Comparison(
                field, frequencyShare: 1,
                levels: [
                    .init(.different, m: 0.9 - m, u: 0.98), .init(.someWords, m: 0.05, u: 0.02),
                    .init(.close, m: 0.05, u: 0.001), .init(.same, m: m, u: u),
                ])
        }
        func number(_ field: LinkageField, _ m: Double, _ u: Double) -> LinkageModel.Comparison {
            LinkageModel.Comparison(
                field, frequencyShare: 1,
                levels: [
                    .init(.different, m: 0.95 - m, u: 0.98), .init(.digitSlip, m: 0.05, u: 0.01),
                    .init(.same, m: m, u: u),
                ])
        }
        return LinkageModel(
            name: "febrl", version: 1, automatic: 0.999, review: 0.5,
            comparisons: [
                .init(
                    .givenNames, frequencyShare: 1,
                    levels: [
                        .init(.different, m: 0.1, u: 0.97), .init(.close, m: 0.12, u: 0.01),
                        .init(.soundsAlike, m: 0.04, u: 0.004), .init(.same, m: 0.73, u: 0.01),
                        .init(.exchanged, m: 0.01, u: 0.000_1),
                    ]),
                .init(
                    .surnames, frequencyShare: 1,
                    levels: [
                        .init(.different, m: 0.1, u: 0.97), .init(.close, m: 0.12, u: 0.01),
                        .init(.soundsAlike, m: 0.04, u: 0.002), .init(.same, m: 0.73, u: 0.005),
                        .init(.exchanged, m: 0.01, u: 0.000_1),
                    ]),
                number(.phone, 0.85, 0.000_1), number(.streetNumber, 0.8, 0.02), text(.street, 0.7, 0.001),
                text(.locality, 0.5, 0.001), text(.city, 0.75, 0.001), number(.postcode, 0.8, 0.001),
                .init(
                    .state, frequencyShare: 1,
                    levels: [.init(.different, m: 0.1, u: 0.8), .init(.same, m: 0.9, u: 0.2)]),
            ],
            blocking: [
                BlockingPass(.value(.phone), .anyName), BlockingPass(.value(.postcode), .anyName),
                BlockingPass(.twoNames, .value(.state)), BlockingPass(.word(.street), .value(.state), .value(.city)),
                BlockingPass(.value(.street)), BlockingPass(.value(.city), .anyName), BlockingPass(.value(.locality)),
                BlockingPass(.surname, .value(.state), .value(.city)), BlockingPass(.givenName, .value(.state)),
            ])
    }()

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
        for (left, right) in pairs(result.clusters) { score.add(left, right, isAutomatic: false) }
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
