internal import AmparoModel

/// What every story of one simulation shares.
struct Plan: Sendable {
    let simulation: Simulation
    let releaseDates: [Day]
    let years: [Int]
    let yearWeights: [Int]
    /// Court cases that one cluster may number.
    let casesPerCluster: Int

    /// Children are told in clusters of neighbours, who may share sponsors, buildings and numbers. A cluster depends
    /// on nothing outside it.
    static let clusterSize = 16

    init(_ simulation: Simulation) {
        self.simulation = simulation
        releaseDates = simulation.releaseDates
        years = Calendar.years(asOf: simulation.asOf)
        yearWeights = years.map(Calendar.transfers(fiscalYear:))
        casesPerCluster = Plan.clusterSize * (simulation.adultsPerChild + 3) + 8
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
