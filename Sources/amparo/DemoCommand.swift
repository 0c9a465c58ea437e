import AmparoCourt
import AmparoIntake
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSimulator
import AmparoStore
import ArgumentParser
import Foundation

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Invents a population, takes its feeds in, and shows what was found beside the truth; then serves it.",
        discussion: """
            No person in it is real. It needs no store: it makes one in a new temporary folder, or in the folder given.
            While it serves, two witnesses cosign its transparency log, one in the role of an outside organisation.
            With --no-serve it ends after the comparison, with exit code 1 if anything is not the truth.
            Examples:
              amparo demo
              amparo demo --children 20000 --seed 7 --no-serve --data ./demo-data
            """)

    @Option(help: "How many children the invented world has had in care.") var children = 5_000
    @Option(help: "Where the pseudo-random numbers start; the same seed gives the same world.") var seed: UInt64 = 1
    @Option(help: "The port to serve the overview on.") var port = 8_080
    @Flag(help: "End after the comparison instead of serving the overview.") var noServe = false
    @OptionGroup var store: StoreOptions

    func validate() throws {
        guard (1...2_000_000).contains(children) else { throw ValidationError("--children is 1 to 2000000.") }
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
    }

    func run() throws {
        let place = try DemoPlace(store)
        let simulation = Simulation(children: children, seed: seed)
        let steps = DemoSteps()
        let whole = steps.started
        let feeds = place.feeds
        // Before anything is written into them: what a demonstration invents is nobody else's either.
        try place.makeFolders()
        try steps.run("simulate", unit: "children") { line in
            try simulation.write(to: feeds) { line.show("simulating", Int64($0.bytes), 0) }
            return simulation.children
        }
        let clock = DemoClock()
        clock.play(simulation.releaseDates.first ?? simulation.asOf, hour: 8)
        let open = try place.options.create(now: clock.now)
        let accounts = DemoAccounts(open, keys: place.options.folder + "-signing-keys")
        try steps.run("accounts", unit: "accounts") { _ in try accounts.open() }
        let duties = try DemoDuties(open, accounts: accounts, clock: clock)
        try steps.run("posts", unit: "posts") { _ in try duties.open(simulation.asOf) }
        let story = try take(feeds, into: open, simulation, steps, duties)
        let day = simulation.asOf
        let reckoning = Reckoning(open.database, secrets: open.keys.secrets)
        let moment = try reckoning.moment(asOf: day, seq: try open.journal.lastSeq())
        var figures: [Figure] = []
        try steps.run("count", unit: "figures") { _ in
            figures = try reckoning.figures(at: moment)
            return figures.count
        }
        var findings = try FindingTruth(Self.text(feeds + "/truth-findings.csv"))
        var missed: [Int64] = []
        try steps.run("find", unit: "findings") { _ in
            try reckoning.forEachCase(at: moment) { evaluated in
                guard evaluated.findings.grading.grade.isCounted else { return }
                for finding in evaluated.findings.hearings {
                    findings.compare(finding)
                    if finding.failureToAppear { missed.append(finding.scheduleID) }
                }
            }
            return findings.found + findings.surplus
        }
        let (truth, world) = try Self.truths(feeds, duties.answers.notTold(missed, asOf: day))
        var links = DemoLinks()
        try steps.run("link", unit: "records") { _ in try links.make(in: open, feeds: feeds) }
        let linked = try reckoning.figures(at: reckoning.moment(asOf: day, seq: open.journal.lastSeq()))
        clock.stop()
        try accounts.attestAll()
        let signIns = DemoSignIns(store: open, keys: accounts.keys)
        try steps.run("sign-ins", unit: "accounts") { _ in try waiting { try await signIns.open() } }
        Terminal.print("An invented population of \(simulation.children) children, as of \(day):")
        Terminal.print("")
        for figure in figures { Terminal.print("  " + figure.sentence(truth: truth, world: world)) }
        Terminal.print("")
        let isTrue = Self.printVerdict(figures, truth, findings) && links.wrong == 0
        Terminal.print("")
        for line in links.lines(before: figures, after: linked) { Terminal.print(line) }
        Terminal.print("")
        for line in story { Terminal.print(line) }
        Terminal.print("")
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - whole) / 1e9
        Terminal.print(
            "  \(try open.journal.lastSeq()) entries in the journal" + String(format: ", %.1f s in all.", seconds))
        Terminal.print("")
        Terminal.print(
            "Accounts are named after their roles (amparo account list); their signing keys are in \(accounts.keys).")
        Terminal.print("Sign in as any of them (/sign-in): passwords and codes are in \(signIns.file).")
        Terminal.print("What is open, most urgent first: amparo worklist \(place.words) --as-of \(day)")
        guard !noServe else {
            Terminal.print("Serve it with: amparo serve \(place.words) --name-search --port \(port) --as-of \(day)")
            if !isTrue { throw Refusal("Not everything counted is the truth; see the lines marked NOT.") }
            return
        }
        try DemoWitnesses(folder: place.witnesses).start(for: try open.publishedLog())
        try ServeCommand.serve(
            open, ServerConfiguration(host: "127.0.0.1", port: port, tls: nil), asOf: day, keepsDuties: false,
            searchesNames: true)
    }

    /// Takes every feed, in the order of FEEDS.md, and brings worklist and duties up to date: between two releases people
    /// answer what they are asked. Answers the story of the missed hearings, before and after the last release.
    private func take(
        _ feeds: String, into store: OpenStore, _ simulation: Simulation, _ steps: DemoSteps, _ duties: DemoDuties
    ) throws -> [String] {
        func step(_ name: String, _ body: @escaping (Ingest) throws -> AmparoIntake.IngestReport) throws {
            try steps.run(name, unit: "rows") { line in
                let ingest = Ingest(store.record, today: simulation.asOf) { line.show($0, $1, $2) }
                let report = try store.whileIngesting { try body(ingest) }
                return report.files.reduce(0) { $0 + $1.rows }
            }
        }
        let options = Ingest.Options()
        try step("ingest care") { try $0.care(folder: feeds + "/care", options: options) }
        try step("ingest notices") { try $0.file(.notice, at: feeds + "/notices.csv", options: options) }
        try step("ingest results") { try $0.file(.agencyResult, at: feeds + "/results.csv", options: options) }
        var story: [String] = []
        for (index, date) in simulation.releaseDates.enumerated() {
            duties.arrive(on: date)
            let offered = store.now()
            let name = "R\(index + 1)"
            try step("ingest court \(name)") { try $0.court(at: feeds + "/court/\(name)", options: options) }
            let isLast = index == simulation.releases - 1
            let next = isLast ? date.adding(days: 2) : simulation.releaseDates[index + 1].adding(days: -1)
            try steps.run("duties after \(name)", unit: "events") { _ in try duties.play(from: date, through: next) }
            guard isLast || index == simulation.releases - 2 else { continue }
            story.append("\(isLast ? "After the last release" : "Before the last release"), of \(date):")
            story += try DemoStory(store).lines(since: isLast && index > 0 ? offered : nil)
        }
        try steps.run("worklist", unit: "children") { _ in
            try WorklistUpkeep(store.database, secrets: store.keys.secrets).bringUpToDate().children
        }
        return story
    }

    /// What the feeds and the world say, but for whom was told of missed hearings: that its people answered while it played.
    private static func truths(_ feeds: String, _ notTold: Figure) throws -> (feeds: FigureTruth, world: FigureTruth) {
        var truth = try FigureTruth(JSON(Self.text(feeds + "/truth.json")))
        var world = try FigureTruth(JSON(Self.text(feeds + "/truth-world.json")))
        let told = (truth.value(.hearingNotTold) ?? 0) - notTold.value
        truth.replace(with: notTold)
        world.replace(with: Figure(.hearingNotTold, value: max(0, (world.value(.hearingNotTold) ?? 0) - told)))
        return (truth, world)
    }

    private static func printVerdict(_ figures: [Figure], _ truth: FigureTruth, _ findings: FindingTruth) -> Bool {
        let equal = figures.count { truth.differences($0).isEmpty }
        Terminal.print(
            "  \(equal) of \(figures.count) figures are the truth of the feeds in every value, denominator, unknown and cell."
        )
        var line = "  \(findings.found) of \(findings.count) findings are the truth, hearing by hearing"
        if findings.surplus > 0 { line += "; \(findings.surplus) are NOT in it" }
        Terminal.print(line + ".")
        return equal == figures.count && findings.isEqual
    }

    /// A text file of the simulation.
    static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Refusal("A file of the simulation cannot be read; is somebody else writing into the folder?")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

/// Where a demonstration keeps its store, its key and its feeds.
private struct DemoPlace {
    let options: StoreOptions
    let feeds: String

    /// The folder given (`--data` or `AMPARO_DATA`), else a new temporary one that holds the key beside the data.
    init(_ given: StoreOptions) throws {
        var options = given
        if given.data == nil, ProcessInfo.processInfo.environment["AMPARO_DATA"] == nil {
            let folder = NSTemporaryDirectory() + "amparo-demo-" + UUID().uuidString.prefix(8).lowercased()
            options.data = folder + "/data"
            options.keys = given.keys ?? folder + "/amparo.key"
            feeds = folder + "/feeds"
        } else {
            feeds = given.folder + "/feeds"
        }
        self.options = options
        guard try !StoreEngine.chosen(folder: options.folder).isTaken() else {
            throw Refusal(
                "There is a store in this place already; name another folder with --data, or another database.")
        }
    }

    /// Makes the folders that are not there yet, for their owner alone.
    func makeFolders() throws {
        try DurableFile.makeFolder((feeds as NSString).deletingLastPathComponent, mode: 0o700)
        try DurableFile.makeFolder(options.folder, mode: 0o700)
        try DurableFile.makeFolder(feeds, mode: 0o700)
    }

    /// Where the witnesses of the log keep their books: beside the feeds, not in the store.
    var witnesses: String { (feeds as NSString).deletingLastPathComponent + "/witnesses" }

    /// The options with which other commands find the store.
    var words: String { "--data \(options.folder)" + (options.keys.map { " --keys \($0)" } ?? "") }
}

/// The steps of a demonstration: on a terminal each tells how long it took and how many of its units a second that is.
private final class DemoSteps {
    let started = DispatchTime.now().uptimeNanoseconds

    func run(_ name: String, unit: String, _ body: (ProgressLine) throws -> Int) throws {
        let line = ProgressLine()
        let began = DispatchTime.now().uptimeNanoseconds
        let count = try body(line)
        line.end()
        guard Terminal.isTerminal else { return }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        let rate = Int(Double(count) / max(seconds, 0.001))
        let padded = name.padding(toLength: 20, withPad: " ", startingAt: 0)
        Terminal.say(padded + String(format: "%7.1f s  ", seconds) + "\(count) \(unit), \(rate) \(unit)/s")
    }
}
