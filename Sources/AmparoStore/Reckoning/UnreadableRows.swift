internal import AmparoModel

/// Rows that the latest court release holds only in quarantine. They are few, and every row of a nation's cases is asked for:
/// a filter of bits answers nearly all without looking further.
struct UnreadableRows: Sendable {
    private let keys: [RecordKind: Set<Int64>]
    private var filter: [UInt64]

    /// These primary keys, by table.
    init(_ keys: [RecordKind: Set<Int64>] = [:]) {
        self.keys = keys
        var words = 1
        while words < keys.values.reduce(0, { $0 + $1.count }) { words *= 2 }
        filter = [UInt64](repeating: 0, count: keys.isEmpty ? 0 : words)
        for key in keys.values.joined() {
            let bit = bit(of: UInt64(bitPattern: key))
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    /// Whether the row of this key is among them.
    func contains(_ kind: RecordKind, _ rowKey: UInt64) -> Bool {
        guard !filter.isEmpty else { return false }
        let bit = bit(of: rowKey)
        guard filter[bit >> 6] & 1 << UInt64(bit & 63) != 0 else { return false }
        return keys[kind]?.contains(Int64(bitPattern: rowKey)) ?? false
    }

    private func bit(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (filter.count * 64 - 1)
    }
}
