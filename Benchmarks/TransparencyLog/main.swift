import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTransparency
import Foundation

// Times the transparency log: appending, proving, verifying again. Prints one line for each.
//
//     swift run -c release transparency-log-benchmark [ENTRIES]

/// Runs a job some times and answers the median of its seconds.
func median(of runs: Int, _ job: () throws -> Void) rethrows -> Double {
    let seconds = try (0..<runs).map { _ in
        let started = DispatchTime.now().uptimeNanoseconds
        try job()
        return Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9
    }
    return seconds.sorted()[runs / 2]
}

func say(_ what: String, _ number: Double, _ unit: String, _ target: String) {
    let padded = what.padding(toLength: 58, withPad: " ", startingAt: 0)
    print(padded + String(format: "%14.1f %@", number, unit) + "   (\(target))")
}

/// A store in a temporary folder, with a log.
struct Bench {
    let folder: String
    let journal: Journal
    let log: PublishedLog
    let keys: KeyStore
    let now: @Sendable () -> Instant = { Instant(microseconds: 1_700_000_000_000_000) }
    let random = RandomSource.system()

    init() throws {
        let home = NSTemporaryDirectory() + "amparo-log-benchmark-\(getpid())"
        folder = home + "/data"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let options = SQLiteDatabase.Options(create: true)
        journal = try Journal(
            SQLiteDatabase(path: folder + "/journal.sqlite", options: options),
            schemas: [Projections.schema, LogSchema.schema], timing: .system(), now: now)
        let file = KeyFile(path: home + "/key", dataFolder: folder)
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: folder + "/keys.sqlite", options: options), file: file, random: random)
        log = PublishedLog(journal, keys: keys, now: now)
        try log.found()
    }

    func append(_ count: Int) throws {
        var batch = EntryBatch(random: random)
        batch.reserve(entries: count, bytes: count * 230)
        let payload = [UInt8](repeating: 7, count: 32)
        for number in 0..<count {
            try payload.withUnsafeBytes { bytes in
                _ = try batch.append(kind: EntryKind(rawValue: 240), child: Int64(number + 1), payload: bytes)
            }
        }
        try journal.sequencer.appendInSlices(&batch)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder + "/..") }
}

let entries = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 500_000
let leaves = (0..<entries).map { number in withUnsafeBytes(of: number) { TreeHash(sha256: $0) } }

let tree = median(of: 3) {
    var frontier = Frontier()
    for leaf in leaves { frontier.append(RFC6962.leafHash(leaf)) }
    precondition(frontier.size == UInt64(entries))
}
say("tree alone: leaf hash and edge, one thread", Double(entries) / tree, "leaves/s", "context")

let bench = try Bench()
defer { bench.remove() }
let append = try median(of: 1) { try bench.append(entries) }
say("journal: entries appended in durable slices", Double(entries) / append, "leaves/s", "at least 100,000")

let published = DispatchSemaphore(value: 0)
let log = bench.log
Task.detached {
    defer { published.signal() }
    do {
        let seconds = DispatchTime.now().uptimeNanoseconds
        _ = try await log.publish { _, _ in (404, []) }
        say(
            "checkpoint: reserve, sign, publish", Double(DispatchTime.now().uptimeNanoseconds - seconds) / 1e6, "ms",
            "context")
    } catch { print("publishing failed: \(error)") }
}
published.wait()

var times: [Double] = []
for step in 0..<2_000 {
    let seq = Int64(step * 7919 % entries + 1)
    times.append(try median(of: 1) { _ = try log.proof(seq: seq) })
}
say("proof, random entries, tiles warm or not, median", times.sorted()[times.count / 2] * 1e6, "µs", "at most 100")
say("proof, the same, 99th of 100", times.sorted()[times.count * 99 / 100] * 1e6, "µs", "context")
var cold: [Double] = []
for step in 0..<400 {
    // Opened anew each time, as whoever proves one entry does: no tile is at hand.
    let opened = PublishedLog(bench.journal, keys: bench.keys, now: bench.now)
    let seq = Int64(step * 7919 % entries + 1)
    cold.append(try median(of: 1) { _ = try opened.proof(seq: seq) })
}
say("proof, random entries, no tile warm, median", cold.sorted()[cold.count / 2] * 1e6, "µs", "at most 100")
let warm = try (0..<2_000).map { _ in try median(of: 1) { _ = try log.proof(seq: 4242) } }
say("proof, warm tile, median", warm.sorted()[warm.count / 2] * 1e6, "µs", "at most 100")

let folder = bench.folder + "/../tree"
let export = try median(of: 1) { _ = try StaticTree(folder: folder).write(log) }
say("export as a static tree", Double(entries) / export, "leaves/s", "context")

let monitor = LogMonitor(
    source: StaticTree(folder: folder).source, keys: try log.verifierKeys(), policy: TlogPolicy())
let look = try median(of: 3) { _ = try monitor.look() }
say("full verification of the static tree", Double(entries) / look, "leaves/s", "at least 500,000")

let verify = try median(of: 3) {
    let broken = try bench.journal.verify().broken
    precondition(broken == nil, "\(String(describing: broken))")
}
say("full verification of the journal, two threads", Double(entries) / verify, "entries/s", "at least 500,000")
