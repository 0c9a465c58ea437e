import struct AmparoModel.Day
import struct AmparoModel.Instant
import Foundation
import Testing

@testable import AmparoSimulator

/// Feeds in a folder of their own, removed afterwards.
func withFeeds<Result>(_ simulation: Simulation, threads: Int = 2, _ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/amparo-simulator-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try simulation.write(to: folder, threads: threads)
    return try body(folder)
}

/// Every file of a folder with its bytes, by path.
func contents(of folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
        guard let data = FileManager.default.contents(atPath: folder + "/" + path) else { continue }
        files[path] = data
    }
    return files
}

@Suite("The bytes of a simulation")
struct BytesTests {
    @Test("The same seed gives the same bytes, with one thread, two or five")
    func sameBytes() throws {
        let simulation = Simulation(children: 700, seed: 7, adultsPerChild: 1)
        let first = try withFeeds(simulation, threads: 1, contents(of:))
        let second = try withFeeds(simulation, threads: 2, contents(of:))
        let third = try withFeeds(simulation, threads: 5, contents(of:))
        #expect(first.count > 40)
        #expect(first == second)
        #expect(first == third)
    }
}

@Suite("Simulations at the edges")
struct EdgeTests {
    @Test(
        "Any size, number of releases, date and profile can be told",
        arguments: [
            Simulation(children: 1, seed: 0, releases: 1, profile: .public, adultsPerChild: 0),
            Simulation(children: 0, seed: 1, releases: 0, asOf: Day(number: -700_000), adultsPerChild: -1),
            Simulation(children: 33, seed: .max, releases: 24, profile: .agency, asOf: Day(number: 100_000)),
            Simulation(children: 150, seed: 3, releases: 14, profile: .public, adultsPerChild: 1),
        ])
    func edges(_ simulation: Simulation) throws {
        let files = try withFeeds(simulation, contents(of:))
        #expect(files["truth.json"]?.isEmpty == false)
        #expect(files["court/R\(simulation.releases)/RELEASE.txt"] == Data("\(simulation.asOf)\n".utf8))
        #expect(files.count == 14 + 4 + simulation.releases * (CourtTable.allCases.count + 3))
    }

    @Test(
        "No two rows of a court table have one number, however many adults there are", arguments: [0, 7, 30, 51, 1000])
    func numbers(_ adults: Int) throws {
        let simulation = Simulation(children: adults > 100 ? 40 : 500, seed: 1, releases: 1, adultsPerChild: adults)
        #expect(simulation.adultsPerChild == adults)
        let files = try withFeeds(simulation, contents(of:))
        for table in CourtTable.allCases {
            let bytes = files["court/R1/\(table.name).csv"] ?? Data()
            let numbers = bytes.split(separator: 0x0A).dropFirst().compactMap { line in
                Int(String(decoding: line.prefix { $0 != 0x09 }, as: UTF8.self))
            }
            // The feeds repeat a few rows on purpose: whole, or with other content.
            let repeated = numbers.count - Set(numbers).count
            #expect(repeated * 1000 <= max(numbers.count, 20_000), "\(table.name): \(repeated) of \(numbers.count)")
        }
    }

    @Test("More cases than a release has numbers for are refused before anything is written")
    func tooMany() {
        let folder = FileManager.default.temporaryDirectory.path + "/amparo-many-\(UUID().uuidString)"
        #expect(throws: SimulatorError(.tooManyCases, "")) {
            try Simulation(children: 2_000_000, seed: 1, adultsPerChild: 1000).write(to: folder)
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("A child_id is one child's, and who is told apart by birth years has a birth date", arguments: [1, 5, 7])
    func identities(seed: UInt64) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/amparo-identities-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var sink = KeepingSink()
        let simulation = Simulation(children: 5000, seed: seed, adultsPerChild: 0)
        try simulation.writeFeeds(to: folder, threads: 2, sink: &sink) { _ in }
        let care = sink.read.compactMap(\.care)
        let ids = care.flatMap(\.childIDs)
        #expect(Set(ids).count == ids.count)
        let disputed = sink.read.filter(\.numberIsDisputed)
        #expect(!disputed.isEmpty)
        #expect(disputed.allSatisfy { $0.care?.dateOfBirth != nil })
    }

    @Test("No cell of any comma-separated file would be a formula in a spreadsheet")
    func formulas() throws {
        let files = try withFeeds(Simulation(children: 300, seed: 9), contents(of:))
        for (path, bytes) in files where !path.hasPrefix("court/") && path.hasSuffix(".csv") {
            for line in bytes.split(separator: 0x0A) {
                for cell in line.split(separator: 0x2C, omittingEmptySubsequences: true) {
                    let first = cell.first { $0 != 0x22 }
                    #expect(!"=+-@\t\r".utf8.contains(first ?? 0), "\(path)")
                }
            }
        }
    }

    @Test("The public profile has no number, and no case is anybody's by it")
    func publicProfile() throws {
        let simulation = Simulation(children: 300, seed: 4, profile: .public, adultsPerChild: 0)
        let header = try withFeeds(simulation) { folder in
            let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/court/R1/A_TblCase.csv"))
            return String(decoding: data.prefix { $0 != 0x0A }, as: UTF8.self)
        }
        #expect(!header.contains("ALIEN_NUMBER"))
        var sink = KeepingSink()
        let folder = FileManager.default.temporaryDirectory.path + "/amparo-public-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try simulation.writeFeeds(to: folder, threads: 1, sink: &sink) { _ in }
        #expect(!sink.read.contains { $0.care != nil && !$0.cases.isEmpty })
        #expect(sink.read.contains { $0.care == nil && $0.cases.count == 1 })
        #expect(sink.world.contains { $0.record.care != nil && !$0.record.cases.isEmpty })
    }

    @Test("A folder that cannot be made is an error that says what to do")
    func noFolder() {
        #expect(throws: SimulatorError(.cannotWrite, "")) {
            try Simulation(children: 1, seed: 1).write(to: "/dev/null/feeds")
        }
    }
}
