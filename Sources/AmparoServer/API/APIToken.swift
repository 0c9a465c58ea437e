package import AmparoModel
internal import AmparoOversight
internal import Crypto
package import AmparoGate

/// A machine's signed token: a JSON Web Token (RFC 7519) with EdDSA (RFC 8037) by the account's own Ed25519 key. One algorithm
/// and no choice of it: what a token says of its algorithm is compared, never followed.
package struct APIToken: Sendable {
    /// The longest that a token may be good for, in seconds.
    static let longest: Int64 = 300
    /// How far a sender's clock may be ahead, in seconds.
    static let skew: Int64 = 30
    /// The longest text that is looked at, in bytes.
    private static let mostBytes = 4096

    /// The account.
    var account: String
    /// For which servers it was made.
    var audience: [String]
    /// From when, in seconds since 1970.
    var issued: Int64
    /// Until when, in seconds since 1970.
    var expires: Int64
    /// From when it counts; `issued` when it does not say.
    var notBefore: Int64
    /// Its own id, which is used once and stands in the receipt.
    var id: String
    /// The purpose.
    var purpose: String
    private var signed: [UInt8]
    private var signature: [UInt8]

    /// Reads a token; nothing of it is true before `isSigned` says so. Nil for anything that is not one.
    init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.mostBytes else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.json(parts[0]), let claims = Self.json(parts[1]),
            let signature = Base64URL.bytes(parts[2]), signature.count == 64,
            header["alg"]?.string == "EdDSA", header["crit"] == nil,
            header["typ"].map({ $0.string?.uppercased() == "JWT" }) ?? true,
            let issuer = claims["iss"]?.string, claims["sub"]?.string == issuer,
            let issued = claims["iat"]?.int, let expires = claims["exp"]?.int,
            let id = claims["jti"]?.string, Self.isID(id), let purpose = claims["purpose"]?.string
        else { return nil }
        let audience = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.elements.compactMap(\.string) ?? []
        account = issuer
        self.audience = audience
        self.issued = Int64(issued)
        self.expires = Int64(expires)
        notBefore = claims["nbf"]?.int.map(Int64.init) ?? Int64(issued)
        self.id = id
        self.purpose = purpose
        self.signature = signature
        signed = Array((parts[0] + "." + parts[1]).utf8)
    }

    private static func json(_ part: some StringProtocol) -> JSON? {
        Base64URL.bytes(part).flatMap { try? JSON(utf8: $0) }
    }

    /// An id is 8 to 64 letters, digits, `-`, `_`, `.` and `:`, so that it may stand in a receipt.
    private static func isID(_ text: String) -> Bool {
        (8...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F: true
                default: false
                }
            }
    }

    /// Whether it is signed by the key with this public part.
    func isSigned(by publicKey: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: signed)
    }

    /// What is wrong with a signed token at a moment; nil when it is good.
    func fault(for name: String, at now: Instant, since start: Instant) -> String? {
        let (now, start) = (now.microseconds / 1_000_000, start.microseconds / 1_000_000)
        if !audience.contains(name) {
            return "`aud` must be the name of this server, which its log's checkpoint begins with"
        }
        if expires <= issued || expires - issued > Self.longest {
            return "`exp` must be after `iat`, by \(Self.longest) seconds at most"
        }
        if issued > now + Self.skew || notBefore > now + Self.skew { return "`iat` or `nbf` is later than now" }
        if expires <= now { return "it has expired" }
        // What was used before the server started is not remembered.
        if issued < start { return "it was made before the server started; make a new one" }
        return nil
    }

    /// A token signed with a key.
    ///
    /// - Parameters:
    ///   - id: 8 to 64 letters, digits, `-`, `_`, `.` and `:`; never used before.
    ///   - seconds: for how long, at most 300.
    /// - Throws: `GovernanceError` `.signature` when the operating system gives no random bytes.
    package static func make(
        account: String, purpose: String, audience: String, id: String, at now: Instant, seconds: Int64, key: SigningKey
    ) throws -> String {
        let issued = now.microseconds / 1_000_000
        let header = JSON.object([.init("alg", .string("EdDSA")), .init("typ", .string("JWT"))])
        let claims = JSON.object([
            .init("iss", .string(account)), .init("sub", .string(account)), .init("aud", .string(audience)),
            .init("iat", .number(String(issued))), .init("exp", .number(String(issued + seconds))),
            .init("jti", .string(id)), .init("purpose", .string(purpose)),
        ])
        let signed = [header, claims].map { Base64URL.text(Array($0.description.utf8)) }.joined(separator: ".")
        return signed + "." + Base64URL.text(try key.sign(bytes: Array(signed.utf8)))
    }
}

/// Bytes as text that may stand in addresses and tokens (RFC 4648, 5), without padding.
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var (word, bits) = (UInt32(0), 0)
        for byte in bytes {
            word = word << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(word >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(word << UInt32(6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text; nil for anything that `text` would not have written.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var (word, bits) = (UInt32(0), 0)
        for digit in text.utf8 {
            guard let value = value(digit) else { return nil }
            word = word << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(word >> UInt32(bits) & 255))
            }
        }
        guard bits < 6, word & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x41...0x5A: digit - 0x41
        case 0x61...0x7A: digit - 0x47
        case 0x30...0x39: digit + 4
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }
}
