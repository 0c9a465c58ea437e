import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("The version of a row that is valid on a day")
struct EffectiveRowsTests {
    /// What an entry said of a row, as the obvious reference keeps it.
    struct Said {
        var kind: RecordKind
        var rowKey: UInt64
        var action: FactAction
        var seq: Int64
        var snapshot: Int32
    }

    @Test(
        "Rows, versions and presence are those that a search through all facts finds",
        arguments: 1...300 as ClosedRange<UInt64>)
    func reference(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let dates = (0...6).map { snapshot -> Int32? in
            snapshot == 0 || Int.random(in: 0..<6, using: &random) == 0 ? nil : Int32.random(in: 0..<8, using: &random)
        }
        let said = Self.facts(Int.random(in: 0...60, using: &random), &random)
        let asKnown = Int64.random(in: 0...70, using: &random)
        let asOf = Int32.random(in: -1...8, using: &random)
        var rows = EffectiveRows()
        // A bigger dossier was there before.
        Self.bytes(Self.facts(90, &random)).withUnsafeBytes {
            rows.load($0, asOf: nil, asKnown: .max, dates: Array(repeating: 1, count: 7))
        }
        Self.bytes(said).withUnsafeBytes { bytes in
            rows.load(bytes, asOf: Day(number: asOf), asKnown: asKnown, dates: dates)
            let found = rows.rows.map { [$0.fact.seq, $0.firstSeq, Int64($0.missingSince), $0.isDated ? 1 : 0] }
            #expect(found == Self.expected(said, asOf: asOf, asKnown: asKnown, dates), "seed \(seed)")
        }
    }

    private static func facts(_ count: Int, _ random: inout SeededGenerator) -> [Said] {
        var seq: Int64 = 0
        let rows = UInt64.random(in: 1...40, using: &random)
        return (0..<count).map { _ in
            seq += Int64.random(in: 1...2, using: &random)
            return Said(
                kind: [.call, .schedule, .proceeding].randomElement(using: &random) ?? .call,
                rowKey: UInt64.random(in: 0..<rows, using: &random) << 32,
                action: [.version, .version, .version, .vanished, .reappeared].randomElement(using: &random)
                    ?? .version,
                seq: seq, snapshot: Int32.random(in: 1...6, using: &random))
        }
    }

    private static func bytes(_ facts: [Said]) -> [UInt8] {
        var writer = DossierWriter()
        for fact in facts {
            [UInt8](repeating: 1, count: Int(fact.seq % 5)).withUnsafeBytes {
                writer.append(
                    kind: fact.kind, action: fact.action, seq: fact.seq, snapshot: fact.snapshot, line: 7,
                    rowKey: fact.rowKey, payload: $0)
            }
        }
        return writer.bytes
    }

    /// Of each row in order of first mention: the valid version, the first fact, the snapshot that misses it, whether dated.
    private static func expected(_ facts: [Said], asOf: Int32, asKnown: Int64, _ dates: [Int32?]) -> [[Int64]] {
        let counted = facts.filter { $0.seq <= asKnown && dates[Int($0.snapshot)] != nil }
        func date(_ fact: Said) -> Int32 { dates[Int(fact.snapshot)] ?? .max }
        var rows: [[Int64]] = []
        for (index, first) in counted.enumerated() {
            func isSame(_ fact: Said) -> Bool { fact.kind == first.kind && fact.rowKey == first.rowKey }
            guard !counted[..<index].contains(where: isSame) else { continue }
            let own = counted.filter(isSame)
            let versions = own.filter { $0.action == .version }
            guard let firstDate = versions.map(date).min() else { continue }
            let valid = versions.filter { date($0) <= asOf || date($0) == firstDate }
            guard let best = valid.max(by: { (date($0), $0.seq) < (date($1), $1.seq) }) else { continue }
            let last = own.filter { date($0) <= asOf }.max { (date($0), $0.seq) < (date($1), $1.seq) }
            let missing = last?.action == .vanished ? last?.snapshot ?? 0 : 0
            rows.append([best.seq, first.seq, Int64(missing), last == nil ? 0 : 1])
        }
        return rows
    }
}
