import AmparoModel
import AmparoSimulator
import ArgumentParser

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Writes the feeds of an invented population, defects included, and the truth about it.",
        discussion: """
            No person in it is real. The same seed gives the same bytes.
            Example: amparo simulate --children 5000 --seed 1 --out ./feeds --releases 2
            """)

    @Option(help: "How many children the world has had in care.") var children: Int
    @Option(help: "Where the pseudo-random numbers start.") var seed: UInt64 = 1
    @Option(help: "The folder to write; files of the same names are replaced.") var out: String
    @Option(help: "How many monthly court releases, 1 to 24.") var releases = 2
    @Option(help: "The court's layout: public (no identity at all) or agency.") var profile = "agency"
    @Option(name: .long, help: "The date of the last release, YYYY-MM-DD.") var asOf: Day?
    @Option(help: "Court cases of adults for every child, 0 to 1000.") var adultsPerChild = 5

    func validate() throws {
        guard (1...2_000_000).contains(children) else {
            throw ValidationError("--children must be 1 to 2000000.")
        }
        guard (1...24).contains(releases) else { throw ValidationError("--releases must be 1 to 24.") }
        guard Simulation.Profile(rawValue: profile) != nil else {
            throw ValidationError("--profile must be public or agency.")
        }
        guard (0...1000).contains(adultsPerChild) else {
            throw ValidationError("--adults-per-child must be 0 to 1000.")
        }
    }

    func run() throws {
        let kind = Simulation.Profile(rawValue: profile) ?? .agency
        let simulation =
            asOf.map {
                Simulation(
                    children: children, seed: seed, releases: releases, profile: kind, asOf: $0,
                    adultsPerChild: adultsPerChild)
            }
            ?? Simulation(
                children: children, seed: seed, releases: releases, profile: kind, adultsPerChild: adultsPerChild)
        let line = ProgressLine()
        try simulation.write(to: out) { line.show("simulating", Int64($0.bytes), 0) }
        line.end()
        Terminal.print(
            "Simulated \(simulation.children) children with \(simulation.releases) court releases in \(out).")
    }
}
