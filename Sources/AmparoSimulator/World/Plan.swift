internal import AmparoModel

/// What every story of one simulation shares.
struct Plan: Sendable {
    let simulation: Simulation
    let releaseDates: [Day]
    let years: [Int]
    let yearWeights: [Int]
    /// Clusters that are told together before they are written: fewer where each has many cases, so that memory stays
    /// bounded.
    let batchSize: Int
    /// Court cases that one cluster may number.
    let casesPerCluster: Int

    /// Children are told in clusters of neighbours, who may share sponsors, buildings and numbers. A cluster depends
    /// on nothing outside it.
    static let clusterSize = 16
    /// How many children a cluster tells besides, of whom only the court knows.
    static let mostCourtOnly = 3
    /// Row numbers that a release has room for: readers keep a bit for each.
    private static let mostRowNumbers = 1 << 30

    init(_ simulation: Simulation) {
        self.simulation = simulation
        releaseDates = simulation.releaseDates
        years = Calendar.years(asOf: simulation.asOf)
        yearWeights = years.map(Calendar.transfers(fiscalYear:))
        batchSize = max(1, min(16, 816 / (simulation.adultsPerChild + 1)))
        // Each child has the cases of its adults and at most two more: its own and a second one, or that of the adult whom
        // it accompanies. Three stay free.
        casesPerCluster = (Plan.clusterSize + Plan.mostCourtOnly) * (simulation.adultsPerChild + 2) + 3
    }

    /// Whether the numbers of all cases and rows fit a release.
    var hasRoom: Bool {
        CaseStory.firstRow(ofCase: clusters * casesPerCluster + 1, in: .schedule) <= Plan.mostRowNumbers
    }

    var asOf: Day { simulation.asOf }

    var clusters: Int { (simulation.children + Plan.clusterSize - 1) / Plan.clusterSize }

    /// True in about six clusters, evenly spread, so that even a small simulation shows every rare defect; in the
    /// smallest ones every eighth cluster.
    func plants(_ defect: Int, in cluster: Int) -> Bool {
        let interval = max(8, clusters / 6)
        return (cluster + defect * 5) % interval == 0
    }
}
