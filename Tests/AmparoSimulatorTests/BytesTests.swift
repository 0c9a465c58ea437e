import AmparoModel
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
