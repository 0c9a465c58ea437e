import AmparoDelivery
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Foundation
import Synchronization
import Testing

@Suite("Killed couriers", .serialized)
struct KillTests {
    /// The exercise as a process of its own.
    final class Exercise {
        private let process = Process()
        private let output = Pipe()
        private let ended = DispatchSemaphore(value: 0)

        init(_ folder: String) throws {
            process.executableURL = URL(filePath: try #require(Exercise.path, "build the product DeliveryExercise"))
            process.arguments = [folder]
            process.standardOutput = output
            let ended = ended
            process.terminationHandler = { _ in ended.signal() }
            try process.run()
            // Its first line: what is killed is at work.
            _ = output.fileHandleForReading.availableData
        }

        private static let path: String? = {
            let beside =
                [CommandLine.arguments.first, Bundle.main.executablePath].compactMap(\.self)
                + Bundle.allBundles.map(\.bundlePath)
            for place in beside {
                var folder = URL(filePath: place)
                for _ in 0..<4 {
                    folder.deleteLastPathComponent()
                    let path = folder.appending(path: "DeliveryExercise").path
                    if FileManager.default.isExecutableFile(atPath: path) { return path }
                }
            }
            return nil
        }()

        /// Gives it this long, then ends it with signal 9; whether it had to.
        func kill(after milliseconds: Int) -> Bool {
            guard ended.wait(timeout: .now() + .milliseconds(milliseconds)) == .timedOut else { return false }
            Foundation.kill(process.processIdentifier, SIGKILL)
            ended.wait()
            return true
        }

        func finish() -> Int32 {
            ended.wait()
            return process.terminationStatus
        }
    }

    @Test("Whenever a courier is killed, every message arrives with one id, in order for each child, with one entry")
    func kills() async throws {
        let isLong = ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] != nil
        let seed = UInt64.random(in: 0...UInt64.max)
        let kills = isLong ? 200 : 6
        print("seed \(seed), \(kills) kills")
        let chances = Mutex(SeededGenerator(seed: seed))
        let receiver = try await LoopbackReceiver { _, _ in
            switch chances.withLock({ $0.next() % 100 }) {
            case 0..<1: .hangs
            case 1..<3: .closes
            case 3..<6: .takesSilently
            case 6..<8: .takesWithMuch
            case 8..<11: .answers(500)
            case 11..<13: .answers(422)
            case 13..<30: .takesSlowly
            default: .takes
            }
        }
        let store = try DeliveryStore(seed: seed)
        try store.addReceiver(at: receiver.url)
        var killed = 0
        var rounds = 0
        while killed < kills {
            rounds += 1
            try store.offer(children: 1...40, each: 3)
            let exercise = try Exercise(store.folder)
            let patience = Int(chances.withLock { $0.next() % 400 })
            if exercise.kill(after: patience) { killed += 1 }
        }
        #expect(try Exercise(store.folder).finish() == 0)

        var firsts: [Int64: [String]] = [:]
        var owners: [String: Int64] = [:]
        for child in 1...40 as ClosedRange<Int64> {
            #expect(store.numbers(of: child).count == rounds * 3)
            for number in store.numbers(of: child) { owners["msg_\(number)_1"] = child }
        }
        var seen: Set<String> = []
        for taken in receiver.taken where seen.insert(taken.id).inserted {
            firsts[try #require(owners[taken.id]), default: []].append(taken.id)
        }
        for child in 1...40 as ClosedRange<Int64> {
            #expect(firsts[child] == store.numbers(of: child).map { "msg_\($0)_1" }, "seed \(seed), child \(child)")
        }
        let bodies = Dictionary(grouping: receiver.taken, by: \.id).mapValues { Set($0.map(\.body)).count }
        #expect(bodies.values.allSatisfy { $0 == 1 }, "the same id never says two things")
        let entries = try store.entries(.messageDelivered, .messageFailed)
        #expect(entries.count == rounds * 120)
        #expect(entries.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        #expect(try store.differences().isEmpty)
        try await receiver.close()
    }
}
