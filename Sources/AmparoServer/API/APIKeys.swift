package import AmparoStore
internal import Crypto

/// Seals cursors and marks versions, with keys that are derived from a seed of the store, so that what was given out is good after
/// a restart and nobody else can make it.
package struct APIKeys: Sendable {
    private let sealing: SymmetricKey
    private let marking: SymmetricKey
    private let random: RandomSource

    /// The keys of a seed of 32 bytes, which is never used as a key itself.
    package init(seed: [UInt8], random: RandomSource) {
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: seed), info: Array("amparo api \(purpose)".utf8),
                outputByteCount: 32)
        }
        sealing = derived("cursor")
        marking = derived("mark")
        self.random = random
    }

    /// A text that only this server can open, and only with the same question.
    func seal(_ text: String, for question: String) throws -> String {
        let nonce = try ChaChaPoly.Nonce(data: random.bytes(12))
        // Filled up, so that its length tells nothing.
        let padded = Array(text.utf8) + [UInt8](repeating: 0, count: (64 - text.utf8.count % 64) % 64)
        let box = try ChaChaPoly.seal(padded, using: sealing, nonce: nonce, authenticating: Array(question.utf8))
        return Base64URL.text([UInt8](box.combined))
    }

    /// What was sealed; nil for anything else, and for another question.
    func open(_ text: String, for question: String) -> String? {
        guard let bytes = Base64URL.bytes(text), let box = try? ChaChaPoly.SealedBox(combined: bytes),
            let plain = try? ChaChaPoly.open(box, using: sealing, authenticating: Array(question.utf8))
        else { return nil }
        return String(decoding: plain.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A mark of a text that nobody else can make: 32 hexadecimal digits.
    package func mark(_ text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: marking)
        return String(fingerprint: code.prefix(16))
    }

    /// A mark of bytes.
    func mark(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        var code = HMAC<SHA256>(key: marking)
        code.update(data: Array("\(name.utf8.count) \(name) ".utf8))
        code.update(data: bytes)
        return [UInt8](code.finalize())
    }
}

extension String {
    /// Bytes as lower-case hexadecimal digits.
    fileprivate init(fingerprint bytes: some Sequence<UInt8>) {
        self = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
