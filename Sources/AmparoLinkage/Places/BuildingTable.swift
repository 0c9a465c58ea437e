/// Buildings of which an address with a unit is known, and from whom: what `missing-unit-inferred` asks (COUNTING.md).
///
/// Learned from whatever addresses are at hand: those of a file, and lists that an operator has. A building is kept as 64
/// bits of its text, a child as 64 bits of its number: some thirty bytes for each, and no address.
public struct BuildingTable: Sendable {
    private enum Holder: Sendable {
        case one(UInt64)
        case several
    }

    private var holders: [UInt64: Holder] = [:]
    private var key: [UInt8] = []

    /// A table that knows of nothing.
    public init() {}

    /// How many buildings with units it knows.
    public var count: Int { holders.count }

    /// Learns from an address of somebody. Only one with a unit in a building teaches anything. `subject` is a name of theirs that
    /// is the same for the same person; nil for a list that is nobody's own.
    public mutating func learn(_ address: StandardAddress, of subject: [UInt8]?) {
        guard address.hasUnit, address.namesBuilding else { return }
        key.removeAll(keepingCapacity: true)
        address.buildingKey(into: &key)
        let building = PlaceHash.of(key)
        guard let subject else {
            holders[building] = .several
            return
        }
        let holder = PlaceHash.of(subject)
        switch holders[building] {
        case nil: holders[building] = .one(holder)
        case .one(let known) where known != holder: holders[building] = .several
        default: break
        }
    }

    /// Whether the building of an address is known with a unit of somebody else than `subject`.
    public func hasUnit(_ address: StandardAddress, besides subject: [UInt8]?) -> Bool {
        guard address.namesBuilding, !holders.isEmpty else { return false }
        var key: [UInt8] = []
        address.buildingKey(into: &key)
        switch holders[PlaceHash.of(key)] {
        case nil: return false
        case .several: return true
        case .one(let known): return subject.map { PlaceHash.of($0) != known } ?? true
        }
    }
}

/// 64 bits of a text, the same in every process.
enum PlaceHash {
    static func of(_ bytes: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        // FNV leaves the high bits of short texts poorly mixed.
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15
    }
}
