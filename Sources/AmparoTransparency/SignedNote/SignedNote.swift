/// A text with the signatures of one or more keys: C2SP `signed-note` (<https://c2sp.org/signed-note>).
///
/// The text says nothing as long as no signature by a trusted key was verified: use `verify`.
public struct SignedNote: Hashable, Sendable {
    /// One signature line.
    public struct Signature: Hashable, Sendable {
        /// The name of the key that made it.
        public var name: OctetText
        /// The id of that key.
        public var keyID: UInt32
        /// What the key made, in the encoding of its type.
        public var bytes: [UInt8]

        /// A signature by the key of that name and id.
        public init(name: OctetText, keyID: UInt32, bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }

        /// The line: em dash, space, name, space, base64 of id and signature, newline.
        public var line: [UInt8] {
            let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
            return SignedNote.dash + name.bytes + [Lines.space] + Base64.encode(id + bytes) + [Lines.newline]
        }

        /// Reads a line without its newline; nil when it is no signature line.
        init?(line: ArraySlice<UInt8>) {
            guard line.starts(with: SignedNote.dash) else { return nil }
            let parts = line.dropFirst(SignedNote.dash.count).split(
                separator: Lines.space, omittingEmptySubsequences: false)
            guard parts.count == 2, let decoded = Base64.decode(parts[1]), decoded.count > 4 else { return nil }
            name = OctetText(parts[0])
            guard name.isKeyName else { return nil }
            keyID = decoded.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
            bytes = Array(decoded.dropFirst(4))
        }
    }

    /// The longest note that is read, in bytes.
    public static let longest = 1_000_000
    /// The most signatures that are read; the specification asks for 16 at least.
    public static let mostSignatures = 100

    static let dash = Array("— ".utf8)

    /// The text that is signed, with its last newline.
    public private(set) var text: [UInt8]
    /// The signatures, in the order of their lines. Two of one key are kept as they stand.
    public var signatures: [Signature]

    /// A note that nobody has signed yet. Throws `badNote` for a text that ends without a newline, is no UTF-8 or has
    /// control characters.
    public init(text: [UInt8]) throws(TransparencyError) {
        guard text.last == Lines.newline, Self.isClean(text) else { throw TransparencyError(.badNote, "text") }
        self.text = text
        signatures = []
    }

    /// Reads a note. Throws `badNote`.
    public init(parsing bytes: [UInt8]) throws(TransparencyError) {
        guard bytes.count <= Self.longest else { throw TransparencyError(.badNote, "longer than 1 MB") }
        guard Self.isClean(bytes) else { throw TransparencyError(.badNote, "bytes that are no text") }
        guard bytes.last == Lines.newline, let gap = Self.lastEmptyLine(bytes) else {
            throw TransparencyError(.badNote, "no signatures")
        }
        text = Array(bytes[..<gap])
        signatures = try Self.parseSignatures(bytes[(gap + 1)...])
        guard !signatures.isEmpty else { throw TransparencyError(.badNote, "no signatures") }
    }

    /// Reads signature lines and nothing else; there may be none. Throws `badNote`.
    public static func parseSignatures(_ bytes: ArraySlice<UInt8>) throws(TransparencyError) -> [Signature] {
        guard bytes.count <= longest, isClean(bytes), let lines = Lines.split(bytes) else {
            throw TransparencyError(.badNote, "signature lines")
        }
        guard lines.count <= mostSignatures else { throw TransparencyError(.badNote, "too many signatures") }
        var signatures: [Signature] = []
        for line in lines {
            guard let signature = Signature(line: line) else { throw TransparencyError(.badNote, "signature line") }
            signatures.append(signature)
        }
        return signatures
    }

    /// The note as it is sent and stored.
    public var encoded: [UInt8] { text + [Lines.newline] + signatures.flatMap(\.line) }

    /// The signatures by the given keys, after each of them was verified; one for each key, others are ignored.
    ///
    /// Throws `badSignature` when one by a given key is wrong, `unsigned` when there is none.
    public func verify(by keys: some Collection<VerifierKey>) throws(TransparencyError) -> [Signature] {
        let verified = try verified(by: keys)
        guard !verified.isEmpty else { throw TransparencyError(.unsigned) }
        return verified
    }

    /// Like `verify`, but empty when none of the keys has signed.
    public func verified(by keys: some Collection<VerifierKey>) throws(TransparencyError) -> [Signature] {
        var verified: [Signature] = []
        var seen: Set<VerifierKey> = []
        for signature in signatures {
            for key in keys where key.name == signature.name && key.keyID == signature.keyID {
                guard seen.insert(key).inserted else { continue }
                guard key.verifies(signature.bytes, of: text) else {
                    throw TransparencyError(.badSignature, key.name.description)
                }
                verified.append(signature)
            }
        }
        return verified
    }

    /// Where the last empty line stands: the text is in front of it.
    private static func lastEmptyLine(_ bytes: [UInt8]) -> Int? {
        var index = bytes.count - 1
        while index > 0 {
            if bytes[index] == Lines.newline, bytes[index - 1] == Lines.newline { return index }
            index -= 1
        }
        return nil
    }

    /// Whether the bytes are UTF-8 without control characters but newlines.
    private static func isClean(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 || $0 == Lines.newline } && String(validating: bytes, as: UTF8.self) != nil
    }
}
