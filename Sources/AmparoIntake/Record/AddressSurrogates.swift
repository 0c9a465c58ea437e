internal import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// Gives standardised addresses and buildings their surrogates: equal addresses, equal numbers, and nothing else can be
/// learnt from them without the store's keys.
struct AddressSurrogates {
    /// What the record keeps in plain of an address.
    struct Facts {
        var defect: AmparoModel.AddressDefect
        var unit: UnitGiven
        var address: Int64?
        var building: Int64?
        /// Blind indexes of surrogates given just now.
        var newAddress: BlindIndex.Value?
        var newBuilding: BlindIndex.Value?
    }

    private static let cacheLimit = 780_000
    private let blind: BlindIndexes
    private let keys: CacheKeys
    private var standardiser = AddressStandardiser()
    private var cache: [CacheKey: Int64] = [:]
    private var given: [CacheKey: Int64] = [:]
    private var next: Int64
    private var key: [UInt8] = []

    init(database: any Database, blind: BlindIndexes, keys: CacheKeys) throws {
        self.blind = blind
        self.keys = keys
        next = try database.read { connection in
            let statement = try connection.statement("SELECT value FROM high_water WHERE name = 'surrogate'")
            defer { statement.reset() }
            return try statement.step() ? statement.int64(0) + 1 : 1
        }
    }

    /// What is kept of each of some addresses, in their order; the parts are the sender's texts. The store is asked for all
    /// of them together.
    mutating func facts(_ addresses: [AddressParts], on connection: any DatabaseConnection) throws -> [Facts] {
        let keyed = addresses.map { standardised($0) }
        try lookUp(keyed, on: connection)
        return keyed.map { keyed in
            var facts = keyed.facts
            if let key = keyed.address { (facts.address, facts.newAddress) = surrogate(key) }
            if let key = keyed.building { (facts.building, facts.newBuilding) = surrogate(key) }
            return facts
        }
    }

    /// The surrogates given since the last call have been recorded.
    mutating func recorded() {
        for (key, surrogate) in given { cache[key] = surrogate }
        given.removeAll(keepingCapacity: true)
        if cache.count > Self.cacheLimit { cache.removeAll(keepingCapacity: true) }
    }

    /// What an address or building is looked up by; no blind index where the surrogate is known.
    private struct Key {
        var scope: Int64
        var cached: CacheKey
        var blind: BlindIndex.Value?
    }

    /// An address that has been standardised and has no surrogates yet.
    private struct Keyed {
        var facts: Facts
        var address: Key?
        var building: Key?
    }

    private mutating func standardised(_ parts: AddressParts) -> Keyed {
        let standard = standardiser.standardise(
            line1: parts.line1.letters.span, line2: parts.line2.letters.span, city: parts.city.letters.span,
            state: parts.state.letters.span, zip: parts.zip.letters.span)
        let own = AmparoLinkage.AddressDefect.classify(standard)
        let unit: UnitGiven = standard.hasUnit ? .given : own == .missingUnit ? .designatorOnly : .none
        var keyed = Keyed(facts: Facts(defect: own.code, unit: unit, address: nil, building: nil))
        guard !standard.isBlank else { return keyed }
        key.removeAll(keepingCapacity: true)
        standard.key(into: &key)
        keyed.address = lookUpKey(1)
        key.removeAll(keepingCapacity: true)
        guard standard.namesBuilding else { return keyed }
        standard.buildingKey(into: &key)
        keyed.building = lookUpKey(2)
        return keyed
    }

    private func lookUpKey(_ scope: Int64) -> Key {
        key.withUnsafeBytes { bytes in
            let plain = keys.key(bytes)
            let cached = CacheKey(high: plain.high ^ UInt64(scope), low: plain.low)
            guard cache[cached] == nil else { return Key(scope: scope, cached: cached) }
            return Key(
                scope: scope, cached: cached,
                blind: scope == 1 ? blind.address.value(of: bytes) : blind.building.value(of: bytes))
        }
    }

    /// Asks the store for the surrogates that nobody knows.
    private mutating func lookUp(_ keyed: [Keyed], on connection: any DatabaseConnection) throws {
        var unknown: [CacheKey: (blind: BlindIndex.Value, scope: Int64)] = [:]
        for key in keyed.flatMap({ [$0.address, $0.building] }) {
            guard let key, let blind = key.blind, given[key.cached] == nil else { continue }
            unknown[key.cached] = (blind, key.scope)
        }
        // In the table's order, so that neighbours are read together.
        let wanted = unknown.sorted { ($0.value.blind, $0.value.scope) < ($1.value.blind, $1.value.scope) }
        try connection.ask("SELECT surrogate FROM address_key WHERE blind = ? AND scope = ?", count: wanted.count) {
            $1.bind(wanted[$0].value.blind.bytes, at: 1)
            $1.bind(wanted[$0].value.scope, at: 2)
        } each: { index, row in
            cache[wanted[index].key] = row.int64(0)
        }
    }

    /// The surrogate of an address or building, given now if it has none, and the blind index while it is not recorded:
    /// every row of a sheaf that uses a new surrogate carries the index, whichever comes first.
    private mutating func surrogate(_ key: Key) -> (Int64, BlindIndex.Value?) {
        if let known = cache[key.cached] { return (known, nil) }
        if let known = given[key.cached] { return (known, key.blind) }
        let surrogate = next
        next += 1
        given[key.cached] = surrogate
        return (surrogate, key.blind)
    }
}

extension AmparoLinkage.AddressDefect? {
    /// The defect as the record keeps it; those that need other facts than the address are never kept.
    var code: AmparoModel.AddressDefect {
        switch self {
        case .blank: .blank
        case .undeliverable: .undeliverable
        case .missingUnit: .missingUnit
        case .notAResidence: .notAResidence
        case .missingUnitInferred, nil: .none
        }
    }
}
