/// A JSON text whose bytes depend on the value alone: members by the bytes of their names, no blanks, whole numbers, as few
/// escapes as JSON allows (RFC 8785). Content hashes are taken over it.
public indirect enum CanonicalJSON: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case flag(Bool)
    /// A whole number.
    case number(Int)
    /// A text.
    case text(String)
    /// A list, in its order.
    case list([CanonicalJSON])
    /// Names and values.
    case object([String: CanonicalJSON])

    /// A list of texts.
    public static func texts(_ texts: some Sequence<String>) -> CanonicalJSON { .list(texts.map(CanonicalJSON.text)) }

    /// A text, or `null`.
    public static func optional(_ text: String?) -> CanonicalJSON { text.map(CanonicalJSON.text) ?? .null }
}

extension CanonicalJSON: CustomStringConvertible {
    /// The text.
    public var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .flag(let value): text += value ? "true" : "false"
        case .number(let number): text += String(number)
        case .text(let string): CanonicalJSON.write(string, to: &text)
        case .list(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { text += "," }
                CanonicalJSON.write(member.key, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}":
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
