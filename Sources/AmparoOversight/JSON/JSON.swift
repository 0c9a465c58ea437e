/// A JSON text as a value: what figures are written in and definitions are read from. Members keep their order.
public indirect enum JSON: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number, as it is written.
    case number(String)
    /// A text.
    case string(String)
    /// A list.
    case array([JSON])
    /// Names and values, in the order they are written.
    case object([Member])

    /// A name with its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: JSON

        /// A member.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// A whole number.
    public static func count(_ number: Int) -> JSON { .number(String(number)) }

    /// A whole number, or `null`.
    public static func count(_ number: Int?) -> JSON { number.map { .number(String($0)) } ?? .null }

    /// A text, or `null`.
    public static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

    /// An object whose members stand in the order of their names' bytes.
    public static func sorted(_ members: [String: JSON]) -> JSON {
        .object(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { Member($0.key, $0.value) })
    }

    /// The value of a member; nil when this is no object or has none of that name.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The members of an object; empty otherwise.
    public var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The elements of an array; empty otherwise.
    public var elements: [JSON] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    /// The text of a string; nil otherwise.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The whole number; nil otherwise.
    public var int: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }
}

extension JSON: CustomStringConvertible {
    /// The text without blanks, members in their order, as few escapes as JSON allows (RFC 8785, 3.2.2.2): the same value
    /// gives the same bytes.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The same text as UTF-8.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }
}
