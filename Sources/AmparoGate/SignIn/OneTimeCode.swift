internal import AmparoModel
public import AmparoStore
internal import Crypto

/// The secret of an authenticator app, and its codes: RFC 6238 with SHA-1, six digits and steps of 30 seconds, which is what
/// every such app can do.
public struct OneTimeCode: Hashable, Sendable {
    /// How long a code stands, in seconds.
    static let step: Int64 = 30
    /// How many steps a clock may be off, either way.
    static let drift: Int64 = 1

    let secret: [UInt8]

    /// A new secret of 160 bits (RFC 4226, requirement R6).
    public init(random: RandomSource) throws { secret = try random.bytes(20) }

    /// Reads `text`; nil for anything else.
    public init?(text: String) {
        guard let secret = Base32.bytes(text), secret.count >= 16 else { return nil }
        self.secret = secret
    }

    /// The secret as apps take it by hand: base 32 (RFC 4648), without padding.
    public var text: String { Base32.text(secret) }

    /// The link that an app takes (the key URI format of Google Authenticator). `account` names nobody.
    public func link(account: String) -> String {
        "otpauth://totp/Amparo:\(account)?secret=\(text)&issuer=Amparo&algorithm=SHA1&digits=6&period=30"
    }

    /// The code of a step.
    func code(step: Int64) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let place = Int(mac[19] & 15)
        let number = mac[place..<(place + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step at an instant, in seconds since 1970.
    static func step(at seconds: Int64) -> Int64 { seconds / step }

    /// The code at an instant.
    public func code(atSeconds seconds: Int64) -> String { code(step: Self.step(at: seconds)) }

    /// The step whose code this is, near an instant; nil when it is none. Blanks that people type in between do not count.
    func step(of typed: String, atSeconds seconds: Int64) -> Int64? {
        let digits = Array(typed.utf8.filter { $0 != 0x20 })
        let present = Self.step(at: seconds)
        var found: Int64?
        for step in (present - Self.drift)...(present + Self.drift)
        where constantTimeEqual(Array(code(step: step).utf8), digits) { found = step }
        return found
    }
}

/// Codes to be kept on paper, for the day on which the authenticator is lost. Each works once. Of each only a hash is kept: 80
/// random bits need no slow one.
public enum RecoveryCode {
    /// How many there are.
    public static let count = 10

    /// New codes, as they are shown: four times four signs.
    public static func make(random: RandomSource) throws -> [String] {
        try (0..<count).map { _ in
            let signs = Array(Base32.text(try random.bytes(10)).lowercased())
            return stride(from: 0, to: signs.count, by: 4).map { String(signs[$0..<min($0 + 4, signs.count)]) }
                .joined(separator: "-")
        }
    }

    /// What is kept of a code: SHA-256 of its signs, without what people put between them.
    static func hash(_ typed: String) -> [UInt8] {
        let signs = typed.lowercased().unicodeScalars.filter { $0 != "-" && $0 != " " }.map { $0.utf8 }.joined()
        return [UInt8](SHA256.hash(data: Array(signs)))
    }
}

/// Base 32 of RFC 4648, without padding.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[Int(bits >> UInt32(count) & 31)])
            }
            bits &= (1 << UInt32(count)) - 1
        }
        if count > 0 { text.append(alphabet[Int(bits << UInt32(5 - count) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text in either case; blanks, dashes and padding are passed over, and any other sign makes it nil.
    static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count) = (UInt32(0), 0)
        for sign in text.uppercased().utf8 where ![0x20, 0x2D, 0x3D].contains(sign) {
            guard let value = alphabet.firstIndex(of: sign) else { return nil }
            bits = bits << 5 | UInt32(value)
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
            bits &= (1 << UInt32(count)) - 1
        }
        return bytes
    }
}
