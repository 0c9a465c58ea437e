internal import AmparoDuties
public import AmparoStore
internal import Crypto

/// The keys that messages are signed with, and the names of duties in them: each derived from the store's seed, so that none
/// has to be kept and each receiver and generation has its own.
public struct MessageKeys: Sendable {
    private let seed: SymmetricKey

    /// The keys of a store.
    public init(_ keys: KeyStore) throws { self.init(seed: try keys.deliverySeed()) }

    /// The keys of a seed of 32 bytes.
    init(seed: [UInt8]) { self.seed = SymmetricKey(data: seed) }

    private func derived(_ purpose: String, _ numbers: Int64...) -> [UInt8] {
        let info = "amparo \(purpose)" + numbers.map { " \($0)" }.joined()
        let key = HKDF<SHA256>.deriveKey(inputKeyMaterial: seed, info: Array(info.utf8), outputByteCount: 32)
        return key.withUnsafeBytes { Array($0) }
    }

    func signing(_ receiver: Int64, _ generation: Int64) throws -> Curve25519.Signing.PrivateKey {
        try Curve25519.Signing.PrivateKey(rawRepresentation: derived("ed25519", receiver, generation))
    }

    func secret(_ receiver: Int64, _ generation: Int64) -> SymmetricKey {
        SymmetricKey(data: derived("hmac", receiver, generation))
    }

    /// What a receiver needs to check signatures of the generation in use, in the form of Standard Webhooks: `whpk_` and the
    /// public key, or `whsec_` and the secret, which is for the receiver's eyes only.
    public func verification(of receiver: ReceiverRecord) throws -> String {
        switch receiver.signing {
        case .ed25519:
            return "whpk_"
                + Base64.text(
                    [UInt8](try signing(receiver.number, receiver.generation).publicKey.rawRepresentation))
        case .hmac: return "whsec_" + Base64.text(derived("hmac", receiver.number, receiver.generation))
        }
    }

    /// A name for a duty by which a receiver sees that two messages are about the same one, and nothing else. The duty's own id
    /// holds numbers of the record.
    func name(of duty: DutyID, _ subject: DutySubject) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(subject.rawValue) \(duty)".utf8), using: SymmetricKey(data: derived("duty")))
        return "D-" + Base64.hexadecimal(code.prefix(8))
    }
}

/// Bytes as text.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Base64 with padding (RFC 4648).
    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            var word: UInt32 = 0
            for (index, byte) in part.enumerated() { word |= UInt32(byte) << (16 - 8 * UInt32(index)) }
            for index in 0..<4 {
                text.append(
                    index <= part.count ? alphabet[Int(word >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of base64 with padding; nil for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard digits.count % 4 == 0, padding <= 2 else { return nil }
        var bytes: [UInt8] = []
        var word: UInt32 = 0
        for (index, digit) in digits.dropLast(padding).enumerated() {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            word = word << 6 | UInt32(value)
            if index % 4 == 3 {
                bytes += [UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255)]
                word = 0
            }
        }
        if padding == 1 { bytes += [UInt8(word >> 10 & 255), UInt8(word >> 2 & 255)] }
        if padding == 2 { bytes.append(UInt8(word >> 4 & 255)) }
        return bytes
    }

    /// Two lower-case hexadecimal digits for each byte.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
