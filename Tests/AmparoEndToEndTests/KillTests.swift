import Foundation
import Testing

@Suite("Interrupted and simultaneous ingests")
struct KillTests {
    private static let isLong = ProcessInfo.processInfo.environment["AMPARO_TEST_LONG"] == "1"

    @Test(
        "An ingest that was killed anywhere is finished by the same command, and the figures are the truth",
        arguments: isLong ? 1...4 : 1...1)
    func killed(part: Int) throws {
        let kills = Self.isLong ? 25 : 5
        let seed = UInt64(Date().timeIntervalSince1970) + UInt64(part) * 1_000_003
        print("kills: seed \(seed)")
        var random = SplitMix(state: seed)
        var done = 0
        var round = 0
        while done < kills {
            round += 1
            let store = try TestStore()
            let feeds = try SimulatedFeeds(in: store, children: 150, seed: Int(seed % 1000) + round)
            let started = ContinuousClock.now
            try store.ingest(feeds.inOrder[0] + ["--dry-run"])
            let patience = ContinuousClock.now - started
            for words in feeds.inOrder {
                // One or two kills, then to the end.
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    let running = try store.start(words)
                    let isKilled = running.kill(after: patience * Double.random(in: 0...2, using: &random))
                    let run = try store.finish(running, killed: isKilled)
                    #expect(run.wasSignalled ? run.status == SIGKILL : run.status == 0, "\(run.message)")
                    if run.wasSignalled { done += 1 }
                }
                try store.ingest(words)
            }
            try store.expectTruth(of: feeds)
            for words in feeds.inOrder { #expect(try store.ingest(words).entriesAppended == 0) }
            try store.expectVerified()
        }
    }

    @Test(
        "Killed at any commit, too, an ingest is finished by the same command",
        .enabled(if: Strace.isThere && !TestStore.isOnServer, "needs strace, and commits of its own"),
        arguments: [false, true])
    func killedAtCommits(courtFirst: Bool) throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 60, seed: 41)
        let commands = courtFirst ? [feeds.inOrder[3], feeds.inOrder[4]] + feeds.inOrder : feeds.inOrder
        var kills = 0
        for words in commands {
            // Every commit in a long run, every fifth otherwise.
            let step = Self.isLong ? 1 : 5
            for commit in stride(from: 1, to: 1_000, by: step) {
                guard try store.killed(words, atSync: commit) else { break }
                kills += 1
            }
        }
        print("killed at \(kills) commits")
        #expect(kills >= 5)
        try store.expectTruth(of: feeds)
    }

    @Test(
        "Killed before it came to compare births, an ingest still opens the dispute when it is run again",
        .enabled(if: Strace.isThere && !TestStore.isOnServer, "needs strace, and commits of its own"))
    func killedBeforeDisputes() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 60, seed: 44)
        // Children whose court cases are of somebody born decades earlier: their numbers are disputed.
        var referrals = try CSV(path: feeds.care + "/referrals.csv")
        let birth = try #require(referrals.header.firstIndex { $0.lowercased() == "date_of_birth" })
        for row in referrals.rows.indices where !referrals.rows[row][birth].isEmpty {
            if row % 3 == 0 { referrals.rows[row][birth] = "1971-05-05" }
        }
        try referrals.text.write(toFile: feeds.care + "/referrals.csv", atomically: true, encoding: .utf8)
        try store.ingestAll(feeds.inOrder.prefix(3))
        let before = try store.figures()
        let saved = store.folder + "/saved"
        try FileManager.default.copyItem(atPath: store.data, toPath: saved)
        try store.ingest(feeds.inOrder[3])
        let undisturbed = try store.figures()
        #expect(undisturbed["notice.not-filed"] != before["notice.not-filed"], "disputed notices belong to no child")
        var kills = 0
        for commit in 1..<200 {
            try FileManager.default.removeItem(atPath: store.data)
            try FileManager.default.copyItem(atPath: saved, toPath: store.data)
            guard try store.killed(feeds.inOrder[3], atSync: commit) else { break }
            kills += 1
            try store.ingest(feeds.inOrder[3])
            expectEqual(try store.figures(), undisturbed)
        }
        #expect(kills > 3)
    }

    @Test("Two ingests at once both succeed, and nothing of either is lost")
    func together() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 42)
        let census = store.folder + "/census.csv"
        try """
        Date,Children apprehended and placed in CBP custody*,Children in CBP custody,Children transferred out of CBP custody,\
        Children in HHS Care,Children discharged from HHS Care
        "May 21, 2026",6,18,11,"2,484",14
        "May 20, 2026",11,50,6,"2,472",16

        """.write(toFile: census, atomically: true, encoding: .utf8)
        let pairs = [
            [feeds.inOrder[0], ["ingest", "census", census]], [feeds.inOrder[1], feeds.inOrder[2]],
            [feeds.inOrder[3], feeds.inOrder[1]], [feeds.inOrder[4], feeds.inOrder[4]],
        ]
        var appended = 0
        for pair in pairs {
            let runs = try pair.map { try store.start($0 + ["--json"]) }.map { try store.finish($0) }
            for (words, run) in zip(pair, runs) {
                #expect(run.status == 0, "\(words): \(run.message)")
                appended += try run.json(Report.self).entriesAppended
            }
        }
        try store.expectTruth(of: feeds)
        #expect(try store.takenEntries() == appended)
        for words in feeds.inOrder + [["ingest", "census", census]] {
            #expect(try store.ingest(words).entriesAppended == 0)
        }
    }

    @Test("Figures are answered while an ingest is under way")
    func askingMeanwhile() throws {
        let store = try TestStore()
        let feeds = try SimulatedFeeds(in: store, children: 200, seed: 43)
        let running = try store.start(feeds.inOrder[0])
        for _ in 0..<3 { #expect(try store.figures().figures.count == 20) }
        #expect(try store.finish(running).status == 0)
        try store.ingestAll(feeds.inOrder.dropFirst())
        try store.expectTruth(of: feeds)
    }
}

/// The tracer that tells each time a program asks the disk to keep what was written, and then holds it for a moment.
enum Strace {
    static let path = "/usr/bin/strace"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: path) }
}

extension TestStore {
    /// Runs a command that gets signal 9 when it has asked the disk for the nth time to keep what was written, which it does
    /// once for every commit. Answers whether it came that far.
    func killed(_ words: [String], atSync count: Int) throws -> Bool {
        let process = Process()
        let trace = Pipe()
        process.executableURL = URL(filePath: Strace.path)
        process.arguments =
            [
                "-f", "-qq", "-o", "/dev/stdout", "-e", "trace=fdatasync", "-e", "inject=fdatasync:delay_exit=50000",
                try #require(Program.path),
            ] + words + ["--data", data, "--keys", keys]
        process.environment = ["AMPARO_NOW": now]
        process.standardOutput = trace
        process.standardError = FileHandle.nullDevice
        try process.run()
        var said = Data()
        var wasKilled = false
        while case let more = trace.fileHandleForReading.availableData, !more.isEmpty {
            said += more
            let syncs = String(decoding: said, as: UTF8.self).split(separator: "\n").filter {
                $0.contains("fdatasync(")
            }
            guard !wasKilled, syncs.count >= count, let thread = syncs[count - 1].split(separator: " ").first,
                let number = Int32(thread)
            else { continue }
            wasKilled = kill(number, SIGKILL) == 0
        }
        process.waitUntilExit()
        #expect(wasKilled || process.terminationStatus == 0)
        return wasKilled
    }
}

/// Pseudo-random numbers from a seed that is printed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
