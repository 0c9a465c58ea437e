import AmparoIntake
import AmparoModel

/// Any bytes at all as a file of any comma-separated feed: read or refused, and the counts add up. The first byte chooses
/// the table; with its highest bit the table's own header stands before the rest.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFeed(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let kinds = CareFolder.order + [.notice, .agencyResult, .mailing]
    let kind = kinds[Int(choice & 0x7F) % kinds.count]
    let header = choice < 0x80 ? [] : Array((kind.table.fields.map(\.name).joined(separator: ",") + "\n").utf8)
    let bytes = FeedBytes(header + input.dropFirst())
    do {
        let file = try FeedFile(kind: kind, name: "fuzz.csv", bytes: bytes) { kind, text in
            text.reduce(UInt64(kind.rawValue)) { $0 &* 31 &+ UInt64($1) }
        }
        var handedOut = 0
        let report = try file.take(rows: { handedOut += $0.rows.count }, quarantine: { _ in handedOut += 1 })
        precondition(report.addsUp)
        precondition(handedOut == report.rows - report.past.values.reduce(0, +))
    } catch {
        precondition(error is IntakeError)
    }
    if let census = try? CensusFile(name: "fuzz.csv", bytes: bytes).read() { precondition(census.report.addsUp) }
    return 0
}
