internal import Crypto

extension FieldGroup {
    /// All sealed fields of one row of a feed, as `SealedTextWriter` writes them.
    public static let row = FieldGroup(rawValue: 16)
}

extension PersonKey {
    /// A fingerprint of sealed text under the person's own key: equal texts, equal fingerprints; worth nothing to anybody
    /// once the key is destroyed.
    public func fingerprint(_ text: UnsafeRawBufferPointer) -> UInt64 { fingerprints.hash(text) }
}
