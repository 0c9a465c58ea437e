public import AmparoModel

/// One row of a dossier as it stands at a day in the world and a place of the journal.
public struct EffectiveRow {
    /// The version that is valid: the last whose snapshot is dated on or before the day; the first version of a row is
    /// valid from the beginning (COUNTING.md: an *overwritten* value is valid from the release that first shows it).
    public var fact: DossierFact
    /// The snapshot from which the row has been absent, 0 when it is present.
    public var missingSince: Int32
    /// The journal number of the first fact about the row: its lasting number within the store.
    public var firstSeq: Int64
    /// Whether a snapshot dated on or before the day has said anything of the row. A first version is valid before its
    /// own snapshot's day, but that does not make the row present in an older one.
    public var isDated: Bool
}

/// Chooses, for each row of a dossier, the version that is valid. Reused from dossier to dossier, so that half a million
/// of them cost no allocation.
public struct EffectiveRows {
    /// The rows in the order in which the journal first named them. Payloads point into the dossier last loaded.
    public private(set) var rows: [EffectiveRow] = []
    /// Every fact that counts, in journal order: all versions ever seen, whatever the day in the world.
    public private(set) var facts: [DossierFact] = []
    private var rowOfFact: [Int32] = []
    private var slots: [Int32] = []

    /// Rows of nothing yet.
    public init() {}

    /// Reads a packed dossier.
    ///
    /// - Parameters:
    ///   - bytes: the packed facts; they must outlive the use of `rows` and `facts`.
    ///   - asOf: the day in the world, or nil for the latest of everything.
    ///   - asKnown: facts with a greater journal number are not looked at.
    ///   - dates: day numbers of the snapshots (`SnapshotBook.dates`); facts of a withdrawn snapshot do not count.
    public mutating func load(_ bytes: UnsafeRawBufferPointer, asOf: Day?, asKnown: Int64, dates: [Int32?]) {
        rows.removeAllKeepingRoom()
        facts.removeAllKeepingRoom()
        var reader = DossierReader(bytes)
        while let fact = reader.next(), fact.seq <= asKnown {
            guard Int(fact.snapshot) < dates.count, dates[Int(fact.snapshot)] != nil else { continue }
            facts.append(fact)
        }
        Self.group(facts, &rows, &rowOfFact, &slots)
        choose(asOf: asOf?.number ?? .max, dates: dates)
    }

    /// The place in `rows` of a row, or nil.
    public func index(of kind: RecordKind, _ rowKey: UInt64) -> Int? {
        rows.firstIndex { $0.fact.rowKey == rowKey && $0.fact.kind == kind }
    }

    /// Gives each fact the place of its row, in order of first mention. `slots` is a table of places by hashed key, kept for
    /// its room.
    private static func group(
        _ facts: [DossierFact], _ rows: inout [EffectiveRow], _ rowOfFact: inout [Int32], _ slots: inout [Int32]
    ) {
        var capacity = 16
        while capacity < facts.count * 2 { capacity *= 2 }
        if slots.count < capacity { slots = [Int32](repeating: -1, count: capacity) }
        rowOfFact.removeAllKeepingRoom()
        slots.withUnsafeMutableBufferPointer { slots in
            let slots = UnsafeMutableBufferPointer(rebasing: slots[..<capacity])
            slots.update(repeating: -1)
            for fact in facts {
                var slot = Self.slot(fact, capacity)
                while true {
                    let row = slots[slot]
                    if row < 0 {
                        slots[slot] = Int32(truncatingIfNeeded: rows.count)
                        rowOfFact.append(Int32(truncatingIfNeeded: rows.count))
                        rows.append(EffectiveRow(fact: fact, missingSince: 0, firstSeq: fact.seq, isDated: false))
                        break
                    }
                    if rows[Int(row)].fact.rowKey == fact.rowKey && rows[Int(row)].fact.kind == fact.kind {
                        rowOfFact.append(row)
                        break
                    }
                    slot = (slot + 1) & (capacity - 1)
                }
            }
        }
    }

    /// Where to look first in a table of `capacity` slots, a power of two.
    private static func slot(_ fact: DossierFact, _ capacity: Int) -> Int {
        let hash = (fact.rowKey ^ UInt64(fact.kind.rawValue) &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: hash >> 32) & (capacity - 1)
    }

    /// Chooses the valid version and the presence of each row. Versions order by their snapshot's date, then by the
    /// journal; of versions of one date the later entry corrects the earlier.
    private mutating func choose(asOf: Int32, dates: [Int32?]) {
        // A row that was mentioned once needs no choice: that is nearly every row.
        guard facts.count != rows.count else {
            var isVersions = true
            for index in rows.indices {
                rows[index].isDated = (dates[Int(rows[index].fact.snapshot)] ?? .max) <= asOf
                isVersions = isVersions && rows[index].fact.action == .version
            }
            if !isVersions { rows.removeAll { $0.fact.action != .version } }
            return
        }
        var firstDate = [Int32](repeating: Int32.max, count: rows.count)
        for (index, fact) in facts.enumerated() where fact.action == .version {
            let row = Int(rowOfFact[index])
            firstDate[row] = min(firstDate[row], dates[Int(fact.snapshot)] ?? .max)
        }
        var best = [(Int32, Int64)](repeating: (Int32.min, Int64.min), count: rows.count)
        var event = [(Int32, Int64)](repeating: (Int32.min, Int64.min), count: rows.count)
        var versions = [Int32](repeating: 0, count: rows.count)
        for (index, fact) in facts.enumerated() {
            let row = Int(rowOfFact[index])
            let date = dates[Int(fact.snapshot)] ?? .max
            let place = (date, fact.seq)
            if fact.action == .version {
                versions[row] += 1
                // The first date's versions are valid from the beginning, later ones from their own day.
                if (date <= asOf || date == firstDate[row]) && place > best[row] {
                    best[row] = place
                    rows[row].fact = fact
                }
            }
            if date <= asOf && place > event[row] {
                event[row] = place
                rows[row].isDated = true
                rows[row].missingSince = fact.action == .vanished ? fact.snapshot : 0
            }
        }
        var kept = 0
        for row in rows.indices where versions[row] > 0 {
            rows[kept] = rows[row]
            kept += 1
        }
        rows.removeLast(rows.count - kept)
    }
}
