import AmparoLinkage
import AmparoModel
import Foundation

/// Links invented feeds and the FEBRL sets and says how well, how fast and in how much memory, one line of JSON for each.
///
/// `linkage-benchmark generate DIR LEFT RIGHT SEED MIX`, then `linkage-benchmark link DIR`; `febrl4 DIR`, `febrl3 DIR`;
/// `index COUNT SEED`; `addresses COUNT SEED`; `explain DIR`, which prints docs/linkage-explained.md. Times are of the whole work, reading the files included.
@main
struct LinkageBenchmark {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        func number(_ index: Int, _ usual: Int) -> Int { words.count > index ? Int(words[index]) ?? usual : usual }
        switch words.first {
        case "generate" where words.count > 1:
            let mix = ErrorMix.all.first { $0.name == (words.count > 5 ? words[5] : "tuned") } ?? ErrorMix.all[0]
            try generate(words[1], number(2, 100_000), number(3, 95_000), UInt64(number(4, 7)), mix)
        case "link" where words.count > 1: try await link(words[1], trace: words.contains("--trace"))
        case "explain" where words.count > 1: try await Explained.print(words[1])
        case "febrl4" where words.count > 1: try await FebrlRun.four(words[1])
        case "febrl3" where words.count > 1: try await FebrlRun.three(words[1])
        case "addresses": AddressRun.measure(number(1, 1_000_000), seed: UInt64(number(2, 7)))
        case "index": IndexRun.measure(number(1, 500_000), seed: UInt64(number(2, 7)))
        default:
            print(
                "generate DIR LEFT RIGHT SEED MIX | link DIR | explain DIR | febrl4 DIR | febrl3 DIR | index COUNT SEED "
                    + "| addresses COUNT SEED"
            )
        }
    }

    private static func generate(_ folder: String, _ left: Int, _ right: Int, _ seed: UInt64, _ mix: ErrorMix) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let feeds = InventedFeeds(left: left, right: right, mix: mix, seed: seed)
        try FeedFile.write(feeds.left, to: folder + "/left.csv")
        try FeedFile.write(feeds.right, to: folder + "/right.csv")
        try FeedFile.write(feeds.truth, to: folder + "/truth.csv")
        print(
            "\(feeds.left.count) x \(feeds.right.count) rows, \(feeds.truth.count) links, seed \(seed), mix \(mix.name)"
        )
    }

    private static func link(_ folder: String, trace: Bool) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var table = PersonTable(.shipped)
        try FeedFile.read(folder + "/left.csv", into: &table)
        let left = 0..<table.count
        try FeedFile.read(folder + "/right.csv", into: &table)
        let right = left.upperBound..<table.count
        let read = start.duration(to: clock.now)
        let result = await Linker(.shipped).link(table, left, right)
        let all = start.duration(to: clock.now)
        var score = Score(try FeedFile.truth(folder + "/truth.csv").map { ($0.0, $0.1 + right.lowerBound) })
        for link in result.links { score.add(link.left, link.right, isAutomatic: link.outcome == .automatic) }
        let peak = Memory.peak()
        // Behind the clock: how many of the true links were compared at all.
        let reached = await Linker(.shipped).reached(
            table, left, right, known: score.truth.map { (left: $0 >> 32, right: $0 & 0xFFFF_FFFF) })
        score.print(
            "link", seconds: all, reading: read, peak: peak,
            more: [
                ("blockingRecall", String(format: "%.5f", Double(reached) / Double(max(1, score.truth.count)))),
                ("compared", "\(result.counts.compared)"), ("repeated", "\(result.counts.repeated)"),
                ("blocks", "\(result.counts.blocks)"), ("split", "\(result.counts.split)"),
                ("uncut", "\(result.counts.uncut)"), ("leftOut", "\(result.counts.leftOut)"),
            ])
        try Fairness(score, left: folder + "/left.csv").print()
        if trace { Explained.misses(result, table, score) }
    }
}

/// Links against the truth.
struct Score {
    private(set) var truth: Set<Int> = []
    private(set) var found: Set<Int> = []
    private var right = 0
    private var automatic = 0
    private var automaticRight = 0

    init(_ truth: [(Int, Int)]) { self.truth = Set(truth.map { Score.key($0.0, $0.1) }) }

    static func key(_ left: Int, _ right: Int) -> Int { left << 32 | right }

    mutating func add(_ left: Int, _ right: Int, isAutomatic: Bool) {
        let key = Score.key(left, right)
        let isRight = truth.contains(key)
        found.insert(key)
        self.right += isRight ? 1 : 0
        automatic += isAutomatic ? 1 : 0
        automaticRight += isAutomatic && isRight ? 1 : 0
    }

    func print(
        _ what: String, seconds: Duration, reading: Duration, peak: Int = Memory.peak(), more: [(String, String)] = []
    ) {
        func share(_ a: Int, _ b: Int) -> Double { b == 0 ? 0 : Double(a) / Double(b) }
        let (precision, recall) = (share(right, found.count), share(right, truth.count))
        let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        func text(_ value: Double) -> String { String(format: "%.5f", value) }
        func text(_ value: Duration) -> String {
            String(format: "%.3f", Double(value.components.seconds) + Double(value.components.attoseconds) / 1e18)
        }
        let parts =
            [
                ("f1", text(f1)), ("precision", text(precision)), ("recall", text(recall)),
                ("automatic", text(share(automatic, truth.count))),
                ("automaticPrecision", text(share(automaticRight, automatic))),
                ("automaticWrong", "\(automatic - automaticRight)"),
                ("seconds", text(seconds)), ("reading", text(reading)), ("peakMiB", "\(peak >> 20)"),
            ] + more
        Swift.print(
            "{\"what\": \"\(what)\", " + parts.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
    }
}

/// The memory of this process.
enum Memory {
    /// The most it ever had, in bytes (`VmHWM`); 0 where the system does not say.
    static func peak() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        for line in text.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "0") ?? 0) << 10
        }
        return 0
    }
}
