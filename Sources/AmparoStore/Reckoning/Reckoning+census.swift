public import AmparoModel
internal import Synchronization

extension Reckoning {
    /// Children in care on each day from the first placement of the record to the moment's day: those with a placement begun
    /// by then and not ended by then (COUNTING.md, `children.in-care`). Empty without a placement.
    public func census(at moment: RecordMoment) throws -> [(day: Day, children: Int)] {
        let scan = RecordScan(database, at: moment)
        let totals = Mutex(CensusChanges())
        try inParallel(try scan.shards(workers * 32)) {
            (changes: CensusChanges(), reader: ChildReader(moment, secrets: secrets))
        } body: { work, shard in
            try scan.forEachChild(in: shard) { child, dossiers in
                work.reader.readCare(child, dossiers)
                work.changes.add(work.reader.child.placements, asOf: moment.asOf)
            }
        } finish: { work in
            totals.withLock { $0.merge(work.changes) }
        }
        return totals.withLock { $0 }.days(through: moment.asOf)
    }
}

/// Entries into care and ends of it by day; a child with several placements at once is counted once.
private struct CensusChanges {
    private var byDay: [Int32: Int] = [:]

    mutating func add(_ placements: [Placement], asOf: Day) {
        let known = placements.filter { $0.from <= asOf }.sorted { $0.from < $1.from }
        var current: (from: Day, to: Day?)?
        for placement in known {
            let to = placement.to.flatMap { $0 <= asOf ? max($0, placement.from) : nil }
            guard let open = current else {
                current = (placement.from, to)
                continue
            }
            if let end = open.to, placement.from > end {
                close(open)
                current = (placement.from, to)
            } else if let end = open.to {
                current?.to = to.map { max($0, end) }
            }
        }
        if let current { close(current) }
    }

    private mutating func close(_ stay: (from: Day, to: Day?)) {
        byDay[stay.from.number, default: 0] += 1
        if let to = stay.to { byDay[to.number, default: 0] -= 1 }
    }

    mutating func merge(_ other: CensusChanges) { byDay.merge(other.byDay, uniquingKeysWith: +) }

    func days(through last: Day) -> [(day: Day, children: Int)] {
        guard let first = byDay.keys.min(), first <= last.number else { return [] }
        var count = 0
        return (first...last.number).map { number in
            count += byDay[number] ?? 0
            return (Day(number: number), count)
        }
    }
}
