// What the gate costs: disclosures of a child's record per second from 32 clients, and one alone, beside what the disk can
// flush in the same run. Issue 3: at least 5,000 per second, at most 2 ms.
//
//     swift run -c release gate-benchmark [CHILDREN] [SECONDS] [FOLDER] [SCENARIO]
import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import Synchronization

let arguments = CommandLine.arguments
let children = arguments.count > 1 ? Int(arguments[1]) ?? 1000 : 1000
let seconds = arguments.count > 2 ? Double(arguments[2]) ?? 5 : 5
let folder = (arguments.count > 3 ? arguments[3] : NSTemporaryDirectory()) + "/amparo-gate-benchmark-\(getpid())"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }

/// Processor time of all threads so far, in seconds: what a load of other programs changes little.
func processor() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func elapsed(_ body: () throws -> Void) rethrows -> Double {
    let started = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9
}

/// Flushes of 4 KiB that the disk acknowledges in a second, one after another: the most receipts a program could write that
/// flushed each by itself.
func flushesPerSecond() throws -> Double {
    let path = folder + "/flush"
    let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    defer {
        close(file)
        unlink(path)
    }
    let page = [UInt8](repeating: 1, count: 4096)
    var count = 0
    let spent = elapsed {
        let until = DispatchTime.now().uptimeNanoseconds + 1_000_000_000
        while DispatchTime.now().uptimeNanoseconds < until {
            _ = page.withUnsafeBytes { pwrite(file, $0.baseAddress, 4096, off_t(count % 1024) * 4096) }
            fdatasync(file)
            count += 1
        }
    }
    return Double(count) / spent
}

let world = try BenchmarkStore(folder: folder, children: children)
let numbers = try world.children()
print("\(numbers.count) children, \(try world.journal.lastSeq()) entries")

/// Forty fields, as a trial attorney asks for them.
let forty = Array(
    FieldCatalogue.shipped.fields.filter { [.court, .notice, .addressService].contains($0.fieldClass) }.map(\.name)
        .prefix(40))

func ask(_ scenario: Scenario, _ index: Int) -> Bool {
    let request = GateRequest(
        account: scenario.account, purpose: scenario.purpose, operation: .view, id: "b\(index)",
        fields: scenario.fields.map(GateRequest.Selection.named) ?? .everything)
    return (try? world.gate.disclose(request, child: numbers[index % numbers.count])) != nil
}

struct Scenario: Sendable {
    var name: String
    var account: String
    var purpose: String
    var fields: [String]?
}

let scenarios = [
    Scenario(name: "40 fields, trial attorney", account: "attorney", purpose: "court-appearance", fields: forty),
    Scenario(name: "whole record, field specialist", account: "specialist", purpose: "safety-check", fields: nil),
    Scenario(name: "refused, enforcement officer", account: "officer", purpose: "removal", fields: forty),
]

print(String(format: "flush limit of the disk: %.0f a second, one after another", try flushesPerSecond()))
for scenario in scenarios where arguments.count < 5 || scenario.name.contains(arguments[4]) {
    for index in 0..<50 { _ = ask(scenario, index) }
    var alone: [Double] = []
    var shown = 0
    for index in 0..<400 {
        alone.append(elapsed { shown += ask(scenario, index) ? 1 : 0 })
    }
    alone.sort()
    let total = Atomic<Int>(0)
    let before = try world.journal.lastSeq()
    let processorBefore = processor()
    let spent = elapsed {
        let until = DispatchTime.now().uptimeNanoseconds + UInt64(seconds * 1e9)
        let threads = (0..<32).map { client in
            let thread = Thread {
                var index = client * 7919
                while DispatchTime.now().uptimeNanoseconds < until {
                    _ = ask(scenario, index)
                    index += 1
                    total.wrappingAdd(1, ordering: .relaxed)
                }
            }
            thread.stackSize = 1 << 20
            return thread
        }
        for thread in threads { thread.start() }
        while threads.contains(where: { !$0.isFinished }) { usleep(1000) }
    }
    let receipts = try world.journal.lastSeq() - before
    let each = (processor() - processorBefore) / max(1, Double(total.load(ordering: .relaxed)))
    print(
        scenario.name + ": "
            + String(
                format:
                    "alone %.2f ms median, %.2f ms p99 (%d of 400 shown); 32 clients %.0f a second, %d receipts, %.0f µs of processor each",
                alone[200] * 1e3, alone[395] * 1e3, shown, Double(total.load(ordering: .relaxed)) / spent,
                Int(receipts), each * 1e6))
}
print(String(format: "flush limit of the disk: %.0f a second, one after another", try flushesPerSecond()))
