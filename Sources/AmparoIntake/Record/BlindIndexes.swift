internal import AmparoModel
internal import AmparoStore

/// The keyed look-ups of the intake: one domain for each kind of identifier, so that equal texts of different kinds
/// have nothing in common.
struct BlindIndexes: Sendable {
    let childNumber: BlindIndex
    let sponsorNumber: BlindIndex
    let aNumber: BlindIndex
    let surname: BlindIndex
    let givenName: BlindIndex
    let address: BlindIndex
    let building: BlindIndex

    init(_ secrets: StoreSecrets, issuer: String) {
        func index(_ name: String) -> BlindIndex { secrets.blindIndex(IdentifierType(rawValue: name)) }
        childNumber = index("child-number/" + issuer)
        sponsorNumber = index("sponsor-number/" + issuer)
        aNumber = index("a-number")
        surname = index("surname")
        givenName = index("given-name")
        address = index("address")
        building = index("building")
    }
}

/// A 128-bit name of a text inside one process, under keys drawn for it: for caches, never stored.
struct CacheKey: Hashable, Sendable {
    let high: UInt64
    let low: UInt64
}

/// Makes cache keys.
struct CacheKeys: Sendable {
    private let first: SipHash24
    private let second: SipHash24

    init(random: RandomSource) throws {
        let bytes = try random.bytes(32)
        let made: (SipHash24?, SipHash24?) = bytes.withUnsafeBytes {
            (
                SipHash24(key: UnsafeRawBufferPointer(rebasing: $0[0..<16])),
                SipHash24(key: UnsafeRawBufferPointer(rebasing: $0[16..<32]))
            )
        }
        guard let first = made.0, let second = made.1 else { throw StoreError(.noRandomness) }
        self.first = first
        self.second = second
    }

    func key(_ bytes: UnsafeRawBufferPointer) -> CacheKey {
        CacheKey(high: first.hash(bytes), low: second.hash(bytes))
    }
}
