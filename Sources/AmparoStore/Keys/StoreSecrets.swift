internal import Crypto

/// The keys of a store that belong to no person: random, wrapped in the key store, never in an ordinary backup.
public struct StoreSecrets: Sendable {
    static let names = ["blind-index", "row", "counting"]

    private let blindIndexSecret: SymmetricKey

    /// The key under which the key of a feed's row is hashed.
    public let row: SipHash24
    /// Hides days of birth.
    public let dayMask: DayMask

    init(_ secrets: [String: SymmetricKey]) throws {
        guard let blindIndex = secrets["blind-index"], let row = secrets["row"].flatMap(Self.sipHash),
            let counting = secrets["counting"]
        else { throw StoreError(.damaged, "key store secrets") }
        blindIndexSecret = blindIndex
        self.row = row
        dayMask = DayMask(secret: counting)
    }

    /// The blind index of a type of identifier.
    public func blindIndex(_ type: IdentifierType) -> BlindIndex { BlindIndex(secret: blindIndexSecret, type: type) }

    private static func sipHash(_ key: SymmetricKey) -> SipHash24? {
        key.withUnsafeBytes { SipHash24(key: UnsafeRawBufferPointer(rebasing: $0.prefix(16))) }
    }
}
