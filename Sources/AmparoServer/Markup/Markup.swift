/// HTML or SVG that is ready to be sent: every text in it has been escaped.
///
/// Written by hand, because escaping has to look at code points: an escape that goes by `Character` misses a quotation mark that
/// is followed by a combining one, and with it the end of an attribute.
struct Markup: Sendable {
    /// The markup.
    private(set) var text: String

    /// Nothing.
    init() { text = "" }

    /// Markup that stands in the program's own source.
    init(trusted text: StaticString) { self.text = text.description }

    /// A text, escaped.
    init(_ text: some StringProtocol) {
        self.text = ""
        Markup.escape(text, into: &self.text)
    }

    fileprivate init(raw text: String) { self.text = text }

    static func + (a: Markup, b: Markup) -> Markup { Markup(raw: a.text + b.text) }
    static func += (a: inout Markup, b: Markup) { a.text += b.text }

    /// Whether there is nothing.
    var isEmpty: Bool { text.isEmpty }

    /// Escapes by code points, for element content and quoted attributes alike. Control characters, which HTML forbids,
    /// and those that turn the direction of writing become U+FFFD.
    private static func escape(_ text: some StringProtocol, into out: inout String) {
        guard !isPlain(text) else {
            out += String(text)
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether nothing in a text is escaped, seen by bytes: 0xC2 and 0xE2 begin what the control characters and the turns of
    /// direction are written with.
    private static func isPlain(_ text: some StringProtocol) -> Bool {
        let isPlain = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { byte in
                switch byte {
                case 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x7F, 0xC2, 0xE2: false
                case 0x0A, 0x09: true
                default: byte >= 0x20
                }
            }
        }
        return isPlain ?? false
    }

    fileprivate mutating func attribute(_ name: StaticString, _ value: String) {
        text += " \(name)=\""
        Markup.escape(value, into: &text)
        text += "\""
    }
}

/// Attributes in order; one whose value is nil is left out.
typealias Attributes = KeyValuePairs<StaticString, String?>

/// An element with content.
func element(_ name: StaticString, _ attributes: Attributes = [:], @MarkupBuilder content: () -> Markup) -> Markup {
    var markup = Markup(raw: "<\(name)")
    for (name, value) in attributes {
        if let value { markup.attribute(name, value) }
    }
    return Markup(raw: markup.text + ">" + content().text + "</\(name)>")
}

/// An element with a text, escaped.
func element(_ name: StaticString, _ attributes: Attributes = [:], _ text: String) -> Markup {
    element(name, attributes) { text }
}

/// An HTML element without content or end tag, such as `meta`.
func void(_ name: StaticString, _ attributes: Attributes = [:]) -> Markup {
    var markup = Markup(raw: "<\(name)")
    for (name, value) in attributes {
        if let value { markup.attribute(name, value) }
    }
    return Markup(raw: markup.text + ">")
}

/// An SVG element without content.
func shape(_ name: StaticString, _ attributes: Attributes = [:]) -> Markup {
    element(name, attributes) {}
}

/// Lets markup be written as a list of elements and texts, with conditions and loops.
@resultBuilder
enum MarkupBuilder {
    static func buildExpression(_ markup: Markup) -> Markup { markup }
    static func buildExpression(_ markup: Markup?) -> Markup { markup ?? Markup() }
    static func buildExpression(_ text: String) -> Markup { Markup(text) }
    static func buildBlock(_ parts: Markup...) -> Markup { Markup(raw: parts.map(\.text).joined()) }
    static func buildOptional(_ part: Markup?) -> Markup { part ?? Markup() }
    static func buildEither(first part: Markup) -> Markup { part }
    static func buildEither(second part: Markup) -> Markup { part }
    static func buildArray(_ parts: [Markup]) -> Markup { Markup(raw: parts.map(\.text).joined()) }
}
