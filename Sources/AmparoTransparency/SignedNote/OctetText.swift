/// A text as it stands in notes and policies: equal only when every byte is.
///
/// Swift's own strings are equal when they look the same, which a name that decides whom to trust must not be
/// (C2SP `tlog-policy`, "Character set": names are opaque octet strings).
public struct OctetText: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The bytes, most often UTF-8.
    public let bytes: [UInt8]

    /// The text of these bytes.
    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    /// The UTF-8 bytes of a string.
    public init(_ text: String) { bytes = Array(text.utf8) }
    /// The UTF-8 bytes of a literal.
    public init(stringLiteral text: String) { self.init(text) }

    /// The text as a string; bytes that are no UTF-8 are replaced.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether it can be the name of a key: valid UTF-8, not empty, no Unicode space, no plus sign, no control
    /// character (C2SP `signed-note`, "Format").
    public var isKeyName: Bool {
        guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace }
    }
}
