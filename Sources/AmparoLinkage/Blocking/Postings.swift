/// Rows by key: for each key the rows that have it, one behind the other, however they come in.
struct Postings: Sendable {
    /// What a key has.
    private struct Slot {
        var key: UInt64 = 0
        /// The row, where there is one; else where its rows begin.
        var start: UInt32 = 0
        /// How many rows; `split` once the key is split.
        var count: UInt32 = 0
    }

    static let split = UInt32.max

    private var slots: [Slot] = Array(repeating: Slot(), count: 1 << 8)
    private var used = 0
    private var rows: [UInt32] = []

    /// Where a key has its slot: found, or free.
    @inline(__always)
    private func place(_ key: UInt64) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: key &>> 8) & mask
        while slots[place].count != 0, slots[place].key != key { place = (place + 1) & mask }
        return place
    }

    /// Adds a row to a key that is not split, and returns how many it has now.
    mutating func add(_ row: UInt32, to key: UInt64) -> UInt32 {
        let place = place(key)
        let count = slots[place].count
        switch count {
        case Postings.split: return count
        case 0:
            slots[place] = Slot(key: key, start: row, count: 1)
            used += 1
            if used * 10 > slots.count * 7 { grow() }
            return 1
        case 1:
            rows.append(slots[place].start)
            rows.append(row)
            slots[place].start = UInt32(rows.count - 2)
        case _ where count.nonzeroBitCount == 1:
            // Full: the rows move to twice the room at the end.
            let start = Int(slots[place].start)
            slots[place].start = UInt32(rows.count)
            for offset in 0..<Int(count) { rows.append(rows[start + offset]) }
            rows.append(row)
            rows.append(contentsOf: repeatElement(0, count: Int(count) - 1))
        default:
            rows[Int(slots[place].start) + Int(count)] = row
        }
        slots[place].count = count + 1
        return count + 1
    }

    /// Splits a key: it has no rows any more, those it had are returned.
    mutating func divide(_ key: UInt64) -> [UInt32] {
        let place = place(key)
        var taken: [UInt32] = []
        _ = withRows(key) { taken = Array($0) }
        slots[place].count = Postings.split
        return taken
    }

    /// Lends the rows of a key; where it is split nothing is lent and the answer is true.
    @inline(__always)
    func withRows(_ key: UInt64, _ body: (Slice<UnsafeBufferPointer<UInt32>>) -> Void) -> Bool {
        let slot = slots[place(key)]
        if slot.count == 1 {
            withUnsafePointer(to: slot.start) { body(UnsafeBufferPointer(start: $0, count: 1)[...]) }
        } else if slot.count == Postings.split {
            return true
        } else if slot.count != 0 {
            rows.withUnsafeBufferPointer { body($0[Int(slot.start)..<Int(slot.start) + Int(slot.count)]) }
        }
        return false
    }

    /// Reads where a key begins, so that it is at hand when it is asked for: of several keys, all at once.
    @inline(__always)
    func touch(_ key: UInt64) -> UInt32 { slots[Int(truncatingIfNeeded: key &>> 8) & (slots.count - 1)].count }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        for slot in old where slot.count != 0 { slots[place(slot.key)] = slot }
    }

    /// How many keys there are, and how many of them are split.
    var sizes: (keys: Int, split: Int) {
        var split = 0
        for slot in slots where slot.count == Postings.split { split += 1 }
        return (used, split)
    }
}
