/// The rows of one table of one release in one batch, with where each record ends, so that they can be shuffled.
struct TableBuffer: Sendable {
    var bytes = Bytes()
    private(set) var ends: [Int] = []

    /// Where the record being written begins.
    var start: Int { ends.last ?? 0 }

    mutating func endRecord(crlf: Bool) {
        if crlf { bytes.byte(0x0D) }
        bytes.byte(0x0A)
        ends.append(bytes.count)
    }

    /// Puts other bytes in the place of the record being written.
    mutating func replaceRecord(with record: [UInt8]) {
        bytes.truncate(to: start)
        bytes.raw(record)
    }

    /// The record being written.
    var record: ArraySlice<UInt8> { bytes.storage[start...] }

    /// Puts the records into another order; nothing more can be written afterwards. A record that a newline splits
    /// stays together.
    mutating func shuffle(chance: inout Chance) {
        var order = Array(ends.indices)
        for at in stride(from: order.count - 1, to: 0, by: -1) { order.swapAt(at, chance.below(at + 1)) }
        var result = Bytes()
        result.reserve(bytes.count)
        for at in order { result.raw(bytes.storage[(at == 0 ? 0 : ends[at - 1])..<ends[at]]) }
        bytes = result
    }
}
