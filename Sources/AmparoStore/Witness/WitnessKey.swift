public import AmparoTransparency

/// The key of a witness, in a file of its own that only its owner can read: `witness.key` in the witness's folder.
///
/// One line, in the form that Go's `note` package has for secret keys, so that it can be moved to another program:
/// `PRIVATE+KEY+name+hash+key`.
public struct WitnessKey: Sendable {
    private let path: String

    /// The key in a folder. Nothing is read yet.
    public init(folder: String) { path = folder + "/witness.key" }

    /// The signer; the first time with a new key, durable when this returns, of that name or a random one.
    ///
    /// Throws `keyFile` for a file that is no such key, `keyFileMode` when others may read it, `refused` when it has
    /// another name than the wanted one.
    public func signer(name: OctetText?, random: RandomSource) throws -> NoteSigner {
        if let text = try DurableFile.readPrivate(path) {
            let signer = try Self.parse(text, path)
            if let name, name != signer.verifierKey.name {
                throw StoreError(.refused, "the witness's name is \(signer.verifierKey.name)")
            }
            return signer
        }
        let drawn = try random.bytes(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let seed = try random.bytes(32)
        let signer = try NoteSigner(name: name ?? OctetText("witness.example/\(drawn)"), type: .cosignature, seed: seed)
        let key = signer.verifierKey
        let hash = String(key.keyID, radix: 16)
        let line =
            "PRIVATE+KEY+\(key.name)+" + String(repeating: "0", count: 8 - hash.count) + hash + "+"
            + String(decoding: Base64.encode([key.type.rawValue] + seed), as: UTF8.self) + "\n"
        try DurableFile.write(Array(line.utf8), to: path, mode: 0o600, syncing: true)
        return signer
    }

    private static func parse(_ text: [UInt8], _ path: String) throws -> NoteSigner {
        let parts = text.dropLast().split(
            separator: UInt8(ascii: "+"), maxSplits: 4, omittingEmptySubsequences: false)
        guard text.last == 0x0A, parts.count == 5, parts[0] == Array("PRIVATE".utf8)[...],
            parts[1] == Array("KEY".utf8)[...], let key = Base64.decode(parts[4]),
            key.first == SignatureType.cosignature.rawValue,
            let signer = try? NoteSigner(
                name: OctetText(parts[2]), type: .cosignature, seed: Array(key.dropFirst())),
            UInt32(String(decoding: parts[3], as: UTF8.self), radix: 16) == signer.verifierKey.keyID
        else { throw StoreError(.keyFile, path) }
        return signer
    }
}
