internal import AmparoIntake
internal import AmparoModel
internal import Foundation

// court-release-benchmark generate DIR [MEGABYTES] [CHILD-PERCENT] [agency]
// court-release-benchmark read DIR|ZIP [THREADS] [CHUNK-KIB] [--json]
//
// Prints megabytes per second over the bytes on disk with both passes included, and the peak of memory; with --json
// what was counted, for Benchmarks/run, which measures by itself.

func peakMegabytes() -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
        return (Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "0") ?? 0) / 1024
    }
    return 0
}

/// Processor time of all threads so far, in seconds.
func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

func seconds(_ work: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure { try work() }
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

let isJSON = CommandLine.arguments.contains("--json")
let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--json" }
guard arguments.count >= 2 else {
    print("usage: court-release-benchmark generate DIR [MB] [PERCENT] [agency] | read DIR|ZIP [THREADS] [KIB] [--json]")
    exit(2)
}
func number(_ index: Int, or standard: Int) -> Int {
    arguments.count > index ? Int(arguments[index]) ?? standard : standard
}

if arguments[0] == "generate" {
    var release = SyntheticRelease(
        bytes: number(2, or: 300) << 20, childPercent: number(3, or: 2), hasANumbers: arguments.contains("agency"))
    print("wrote \(try release.write(to: arguments[1]) >> 20) MB")
} else {
    let release = try CourtRelease(at: arguments[1])
    let reader = CourtReleaseReader(release, threads: number(2, or: 2), chunkBytes: number(3, or: 1024) << 10)
    var rows = 0
    var past = 0
    var quarantined = 0
    var bytes: Int64 = 0
    for kind in CourtRelease.kinds {
        bytes += (try release.files.file(named: kind.table.file))?.size ?? 0
    }
    var survey: CourtSurvey?
    let asking = CaseQuestions(isCareChild: { $0[8] == 0 && $0[7] == 0 })
    let first = try seconds { survey = try reader.survey(asking: asking) }
    let sink = CourtReleaseSink(
        rows: { rows += $0.rows.count }, quarantined: { _ in quarantined += 1 }, readPast: { _ in past += 1 })
    var reports: [FileReport] = []
    let second = try seconds { if let survey { reports = try reader.read(survey, asking: asking, into: sink) } }
    if isJSON {
        let records = reports.reduce(0) { $0 + $1.rows }
        print(
            "{\"records\":\(records),\"handedOver\":\(rows),\"quarantined\":\(quarantined),"
                + "\"cases\":\(survey?.caseCount ?? 0),\"childCases\":\(survey?.childCaseCount ?? 0),"
                + "\"addsUp\":\(reports.allSatisfy(\.addsUp))}")
        exit(0)
    }
    let megabytes = Double(bytes) / 1e6
    func rate(_ time: Double) -> Int { Int(megabytes / time) }
    print(
        "\(Int(megabytes)) MB on disk, \(survey?.caseCount ?? 0) cases, \(survey?.childCaseCount ?? 0) a child's; "
            + "\(rows) rows handed over, \(quarantined) quarantined, \(past) A-numbers past")
    print("processor time \(processorSeconds()) s in all: \(rate(processorSeconds())) MB/s for each core")
    print("pass 1 \(first) s, pass 2 \(second) s; both \(rate(first + second)) MB/s; peak \(peakMegabytes()) MiB")
    for report in reports where !report.addsUp { print("does not add up: \(report.file)") }
}
