import AmparoModel
import Testing

@testable import AmparoIntake

@Suite("Rows waiting to be recorded")
struct SheafTests {
    /// A row as the test keeps it beside the sheaf.
    private struct Kept: Equatable {
        var child: Int64
        var anchor: Int64
        var kind: RecordKind
        var line: Int64
        var rowKey: UInt64
        var sponsor: Int64
        var texts: [[UInt8]]
    }

    private static func texts(_ line: Int64, _ random: inout some RandomNumberGenerator) -> [[UInt8]] {
        // One row is longer than a block, the others are of all small lengths, nothing among them.
        let long = line == 40 ? 5 << 20 : 0
        return [Int.random(in: 0...40, using: &random), long + Int.random(in: 0...90, using: &random), 0].map {
            [UInt8](repeating: UInt8(truncatingIfNeeded: line), count: $0)
        }
    }

    private static func fill(
        _ sheaf: Sheaf, rows: Int, _ random: inout some RandomNumberGenerator
    ) -> [Kept] {
        (0..<rows).map { index in
            let anchor = Int64.random(in: 1...60, using: &random)
            let row = Kept(
                child: anchor % 7, anchor: anchor, kind: index % 2 == 0 ? .schedule : .call, line: Int64(index),
                rowKey: random.next(), sponsor: Int64(index % 3), texts: texts(Int64(index), &random))
            row.texts[0].withUnsafeBytes { subject in
                row.texts[1].withUnsafeBytes { plain in
                    row.texts[2].withUnsafeBytes { sealed in
                        sheaf.add(
                            Sheaf.Row(
                                kind: row.kind, line: row.line, rowKey: row.rowKey, sponsor: row.sponsor,
                                subject: subject, plain: plain, sealed: sealed), anchor: row.anchor, child: row.child)
                    }
                }
            }
            return row
        }
    }

    private static func read(_ sheaf: Sheaf) -> [Kept] {
        sheaf.places.map { place in
            let row = sheaf.row(at: place)
            return Kept(
                child: place.child, anchor: place.anchor, kind: row.kind, line: row.line, rowKey: row.rowKey,
                sponsor: row.sponsor, texts: [row.subject, row.plain, row.sealed].map { [UInt8]($0) })
        }
    }

    @Test(
        "come out as they went in, dossier by dossier, in the order of the file within one",
        arguments: 1...5 as ClosedRange<UInt64>)
    func order(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sheaf = Sheaf()
        for rows in [400, 90, 700] {
            let kept = Self.fill(sheaf, rows: rows, &random)
            #expect(Self.read(sheaf) == kept, "seed \(seed)")
            sheaf.sort()
            let expected = kept.sorted { ($0.child, $0.anchor, $0.line) < ($1.child, $1.anchor, $1.line) }
            #expect(Self.read(sheaf) == expected, "seed \(seed)")
            sheaf.removeAll()
            #expect(sheaf.isEmpty && !sheaf.isFull)
        }
    }

    @Test("of an anchor that is put under another child go with it")
    func moved() {
        var random = SeededGenerator(seed: 9)
        let sheaf = Sheaf()
        var kept = Self.fill(sheaf, rows: 30, &random)
        sheaf.move([5: 100, 6: 101, 999: 102])
        for index in kept.indices { kept[index].child = [5: 100, 6: 101][kept[index].anchor] ?? kept[index].child }
        #expect(Self.read(sheaf) == kept)
    }

    @Test("are prepared in parts that end with a dossier, small ones first, and none is left out")
    func parts() {
        let sheaf = Sheaf()
        #expect(sheaf.parts().isEmpty)
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        for index in 0..<60_000 {
            // Dossiers of seven rows, and one of 5,000.
            let anchor = Int64(index < 30_000 ? index / 7 : index < 35_000 ? 90_000 : 90_000 + index / 7)
            sheaf.add(
                Sheaf.Row(
                    kind: .call, line: Int64(index), rowKey: 1, sponsor: 0, subject: nothing, plain: nothing,
                    sealed: nothing), anchor: anchor, child: 1)
        }
        sheaf.sort()
        let parts = sheaf.parts()
        #expect(parts.flatMap { $0.map { sheaf.row(at: $0).line } } == (0..<60_000).map { Int64($0) })
        for (part, next) in zip(parts, parts.dropFirst()) { #expect(part.last?.anchor != next.first?.anchor) }
        #expect((parts.first?.count ?? 0) < 5_000 && parts.allSatisfy { $0.count < 16_000 + 5_000 })
    }

    @Test("are enough sooner in the first sheaf than in the next")
    func limits() {
        let sheaf = Sheaf()
        func rowsUntilFull() -> Int {
            var count = 0
            let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
            while !sheaf.isFull {
                sheaf.add(
                    Sheaf.Row(
                        kind: .call, line: 1, rowKey: 1, sponsor: 0, subject: nothing, plain: nothing, sealed: nothing),
                    anchor: 1, child: 1)
                count += 1
            }
            sheaf.removeAll()
            return count
        }
        let counts = (0..<7).map { _ in rowsUntilFull() }
        #expect(counts == counts.sorted())
        #expect(counts[0] < 20_000 && counts[6] == counts[5])
    }
}
