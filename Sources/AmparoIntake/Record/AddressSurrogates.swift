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

    /// What is kept of an address; the parts are the sender's texts.
    mutating func facts(_ parts: AddressParts, on connection: any DatabaseConnection) throws -> Facts {
        let standard = standardiser.standardise(
            line1: parts.line1.letters.span, line2: parts.line2.letters.span, city: parts.city.letters.span,
            state: parts.state.letters.span, zip: parts.zip.letters.span)
        let own = AmparoLinkage.AddressDefect.classify(standard)
        let unit: UnitGiven = standard.hasUnit ? .given : own == .missingUnit ? .designatorOnly : .none
        var facts = Facts(defect: own.code, unit: unit, address: nil, building: nil)
        guard !standard.isBlank else { return facts }
        key.removeAll(keepingCapacity: true)
        standard.key(into: &key)
        (facts.address, facts.newAddress) = try surrogate(1, on: connection)
        key.removeAll(keepingCapacity: true)
        guard standard.namesBuilding else { return facts }
        standard.buildingKey(into: &key)
        (facts.building, facts.newBuilding) = try surrogate(2, on: connection)
        return facts
    }

    /// The surrogates given since the last call have been recorded.
    mutating func recorded() {
        for (key, surrogate) in given { cache[key] = surrogate }
        given.removeAll(keepingCapacity: true)
        if cache.count > Self.cacheLimit { cache.removeAll(keepingCapacity: true) }
    }

    private mutating func surrogate(
        _ scope: Int64, on connection: any DatabaseConnection
    ) throws -> (Int64, BlindIndex.Value?) {
        let (cacheKey, value): (CacheKey, BlindIndex.Value?) = key.withUnsafeBytes { bytes in
            let cacheKey = keys.key(bytes)
            let scoped = CacheKey(high: cacheKey.high ^ UInt64(scope), low: cacheKey.low)
            guard cache[scoped] == nil else { return (scoped, nil) }
            return (scoped, scope == 1 ? blind.address.value(of: bytes) : blind.building.value(of: bytes))
        }
        if let known = cache[cacheKey] { return (known, nil) }
        guard let value else { return (0, nil) }
        // Given in this sheaf but not recorded yet: every row that uses it carries the index, whichever comes first.
        if let known = given[cacheKey] { return (known, value) }
        let statement = try connection.statement("SELECT surrogate FROM address_key WHERE blind = ? AND scope = ?")
        defer { statement.reset() }
        statement.bind(value.bytes, at: 1)
        statement.bind(scope, at: 2)
        if try statement.step() {
            let known = statement.int64(0)
            cache[cacheKey] = known
            return (known, nil)
        }
        let surrogate = next
        next += 1
        given[cacheKey] = surrogate
        return (surrogate, value)
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
