internal import Crypto

/// What an authenticator says (WebAuthn 6.1), read to its end.
struct AuthenticatorData: Sendable {
    /// A passkey that was made.
    struct Made: Sendable {
        var id: [UInt8]
        var key: PasskeyKey
    }

    /// The SHA-256 of the name of the site that it thinks it speaks to.
    var site: [UInt8]
    /// Whether somebody touched it.
    var isPresent: Bool
    /// Whether it made sure who that was: by a code or a finger.
    var isVerified: Bool
    /// How often it has signed; 0 where it does not count.
    var count: UInt32
    /// The passkey that was made; nil in a sign-in.
    var made: Made?

    /// The longest id of a passkey (WebAuthn 4).
    static let longestID = 1023

    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 37, bytes.count <= 65_536 else { return nil }
        let flags = bytes[32]
        site = Array(bytes[..<32])
        isPresent = flags & 0x01 != 0
        isVerified = flags & 0x04 != 0
        // Backed up, and not of a kind that can be: no authenticator says so (WebAuthn 6.1.3).
        if flags & 0x10 != 0, flags & 0x08 == 0 { return nil }
        count = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var place = 37
        if flags & 0x40 != 0 {
            guard bytes.count >= 55 else { return nil }
            let length = Int(bytes[53]) << 8 | Int(bytes[54])
            guard (16...Self.longestID).contains(length), bytes.count >= 55 + length else { return nil }
            var reader = CBORReader(bytes[(55 + length)...])
            guard let key = reader.value().flatMap(PasskeyKey.init) else { return nil }
            made = Made(id: Array(bytes[55..<(55 + length)]), key: key)
            place = reader.place
        }
        if flags & 0x80 != 0 {
            var reader = CBORReader(bytes[place...])
            guard case .map? = reader.value() else { return nil }
            place = reader.place
        }
        guard place == bytes.count else { return nil }
    }

    /// What a browser answers when a passkey was made (WebAuthn 6.5.4): nil unless it is of the format `none`, because nobody asks
    /// by whom an authenticator was built.
    init?(attestation bytes: [UInt8]) {
        guard bytes.count <= 65_536, let object = CBORReader.value(bytes), object["fmt"]?.text == "none",
            object["attStmt"] == .map([]), let data = object["authData"]?.bytes, let read = AuthenticatorData(data),
            read.made != nil
        else { return nil }
        self = read
    }

    /// Whether it was said to the site of this name.
    func isFor(_ name: String) -> Bool { constantTimeEqual(site, [UInt8](SHA256.hash(data: Array(name.utf8)))) }
}
