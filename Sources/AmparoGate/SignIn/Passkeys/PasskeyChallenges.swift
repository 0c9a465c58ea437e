internal import AmparoModel
public import AmparoStore
internal import Crypto
internal import Synchronization

/// What a passkey is asked for.
public enum PasskeyUse: String, Sendable {
    /// To be made.
    case made = "create"
    /// To sign in.
    case signIn = "sign-in"
    /// To prove that the holder still sits there.
    case stepUp = "step-up"
}

/// Challenges: good for one browser, one use, five minutes, once.
///
/// One that was given out is kept nowhere: it says its own end and a code of this process over that, the use and the token of the
/// browser's visit or session. So a flood of visitors pushes nobody's out. What was used is kept until it has ended.
public final class PasskeyChallenges: Sendable {
    private static let seconds: Int64 = 300
    private static let length = 16 + 8 + 32

    private let random: RandomSource
    private let key: [UInt8]
    private let used = Mutex<[[UInt8]: Int64]>([:])

    /// Challenges of a new process.
    public init(random: RandomSource) throws {
        self.random = random
        key = try random.bytes(32)
    }

    /// A new challenge, as base64url.
    func make(_ use: PasskeyUse, for token: String, at now: Instant) throws -> String {
        let end = now.microseconds / 1_000_000 + Self.seconds
        let head = try random.bytes(16) + (0..<8).map { UInt8(truncatingIfNeeded: end >> (56 - 8 * $0)) }
        return Base64URL.text(head + code(head, use, token))
    }

    /// Whether a challenge was given for this and has not ended.
    func isGood(_ text: String, _ use: PasskeyUse, for token: String, at now: Instant) -> Bool {
        guard let bytes = Base64URL.bytes(text), bytes.count == Self.length else { return false }
        let head = Array(bytes[..<24])
        let end = head[16...].reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return constantTimeEqual(Array(bytes[24...]), code(head, use, token)) && end > now.microseconds / 1_000_000
            && used.withLock { $0[head] == nil }
    }

    /// Uses a good challenge up; false when it was used meanwhile.
    func use(_ text: String, at now: Instant) -> Bool {
        guard let bytes = Base64URL.bytes(text), bytes.count == Self.length else { return false }
        let seconds = now.microseconds / 1_000_000
        return used.withLock { used in
            if used.count > 1024 { used = used.filter { $0.value > seconds } }
            return used.updateValue(seconds + Self.seconds, forKey: Array(bytes[..<24])) == nil
        }
    }

    private func code(_ head: [UInt8], _ use: PasskeyUse, _ token: String) -> [UInt8] {
        let message = Array("amparo passkey \(use.rawValue) \(token) ".utf8) + head
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}

/// Bytes as text (RFC 4648, 5, without padding).
enum Base64URL {
    private static let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, sign) in signs.enumerated() { values[Int(sign)] = UInt8(value) }
        return values
    }()

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (held, bits): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            (held, bits) = (held << 8 | UInt32(byte), bits + 8)
            while bits >= 6 {
                bits -= 6
                text.append(signs[Int(held >> bits & 63)])
            }
        }
        if bits > 0 { text.append(signs[Int(held << (6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil for a text that `text` does not write.
    static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 131_072 else { return nil }
        var bytes: [UInt8] = []
        var (held, bits): (UInt32, UInt32) = (0, 0)
        for sign in text.utf8 {
            let value = values[Int(sign)]
            guard value != 0xFF else { return nil }
            (held, bits) = (held << 6 | UInt32(value), bits + 6)
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> bits))
            }
        }
        guard bits < 6, held & ((1 << bits) - 1) == 0 else { return nil }
        return bytes
    }
}
