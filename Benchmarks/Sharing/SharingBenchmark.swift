import AmparoModel
import AmparoSharing
import Foundation

/// Decisions on 40 fields with 10, 100 and 1,000 agreements: median, 99th percentile, memory.
///
/// `swift run -c release sharing-benchmark` ; `--export DIR` writes the rule sets and requests that cedar_timing.py reads.
@main
struct SharingBenchmark {
    static let clausesEach = 5

    static func main() throws {
        let arguments = CommandLine.arguments
        if let place = arguments.firstIndex(of: "--export"), place + 1 < arguments.count {
            return try AgreementSet.export(to: arguments[place + 1])
        }
        print("40-field decisions; \(clausesEach) clauses in each agreement; one core")
        print(
            "spread: clauses over all recipients; one recipient: every clause for the requester's own role and purpose")
        for set in [AgreementSet.Kind.spread, .oneRecipient] {
            for count in [10, 100, 1000] { try measure(set, count: count) }
        }
    }

    private static func measure(_ kind: AgreementSet.Kind, count: Int) throws {
        let before = residentBytes()
        let clock = ContinuousClock()
        var agreements: [Agreement] = []
        let reading = try clock.measure {
            agreements = try AgreementSet(kind, count: count).texts.map {
                try Agreement.parse(yaml: $0, file: "generated")
            }
        }
        var books: [RuleBook] = []
        let compiling = try clock.measure { books.append(try RuleBook.standard(agreements: agreements)) }
        let after = residentBytes()
        let requests = AgreementSet.requests(books[0].terms)
        var times: [Int64] = []
        var disclosed = 0
        for round in 0..<60 {
            for request in requests {
                let start = clock.now
                let decision = books[0].decide(request)
                let taken = start.duration(to: clock.now)
                if round >= 10 { times.append(taken.components.attoseconds / 1_000_000_000) }
                disclosed += decision.disclosesAnything ? 1 : 0
            }
        }
        times.sort()
        func microseconds(_ nanoseconds: Int64) -> String { String(format: "%.2f µs", Double(nanoseconds) / 1000) }
        print(
            "\(kind.rawValue) \(count) agreements: median \(microseconds(times[times.count / 2])), "
                + "p99 \(microseconds(times[times.count * 99 / 100])), "
                + "memory \((after - before) / 1024) KiB, reading \(reading), compiling \(compiling), "
                + "\(disclosed * 100 / (60 * requests.count)) % disclose something")
    }

    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * 4096
    }
}
