/// HTML or SVG that is ready to be sent: every text in it has been escaped.
///
/// It is one growing row of bytes. Written by hand, because escaping has to look at code points: an escape that goes by
/// `Character` misses a quotation mark that is followed by a combining one, and with it the end of an attribute.
struct Markup: Sendable {
    /// The markup as UTF-8.
    private(set) var bytes: [UInt8] = []

    /// Nothing.
    init() {}

    /// Nothing yet, with room for so many bytes.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// Markup that stands in the program's own source.
    init(trusted text: StaticString) { raw(text) }

    /// A text, escaped.
    init(_ text: some StringProtocol) { write(text) }

    /// The markup as a text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether there is nothing.
    var isEmpty: Bool { bytes.isEmpty }

    static func + (a: consuming Markup, b: Markup) -> Markup {
        a.bytes.append(contentsOf: b.bytes)
        return a
    }
    static func += (a: inout Markup, b: Markup) { a.bytes.append(contentsOf: b.bytes) }
}

// What writes straight on: for what comes again hundreds of times on a page.
extension Markup {
    /// Adds markup that stands in the program's own source.
    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Adds a text, escaped.
    mutating func write(_ text: some StringProtocol) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { Markup.escape($0, into: &bytes) }
        guard isDone == nil else { return }
        var copy = String(text)
        copy.withUTF8 { Markup.escape($0, into: &bytes) }
    }

    /// Adds a whole number.
    mutating func write(_ number: some BinaryInteger) { bytes.append(contentsOf: String(number).utf8) }

    /// Adds markup.
    mutating func write(_ markup: Markup) { bytes.append(contentsOf: markup.bytes) }

    /// Adds an attribute with its value, escaped.
    mutating func attribute(_ name: StaticString, _ value: String) {
        raw(" ")
        raw(name)
        raw("=\"")
        write(value)
        raw("\"")
    }

    /// Adds the beginning of an element.
    fileprivate mutating func open(_ name: StaticString, _ attributes: Attributes) {
        raw("<")
        raw(name)
        for (name, value) in attributes {
            if let value { attribute(name, value) }
        }
        raw(">")
    }

    /// Adds the end of an element.
    fileprivate mutating func close(_ name: StaticString) {
        raw("</")
        raw(name)
        raw(">")
    }
}

extension Markup {
    /// Escapes by code points, for element content and quoted attributes alike. Control characters, which HTML forbids,
    /// and those that turn the direction of writing become U+FFFD.
    private static func escape(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        // What needs no escape is copied in runs.
        var start = 0
        var index = 0
        func flush(_ out: inout [UInt8]) {
            if start < index { out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index])) }
        }
        while index < text.count {
            let length: Int
            let escaped: StaticString
            switch text[index] {
            case 0x26: (length, escaped) = (1, "&amp;")
            case 0x3C: (length, escaped) = (1, "&lt;")
            case 0x3E: (length, escaped) = (1, "&gt;")
            case 0x22: (length, escaped) = (1, "&quot;")
            case 0x27: (length, escaped) = (1, "&#39;")
            case 0x09, 0x0A: (length, escaped) = (0, "")
            case 0...0x1F, 0x7F: (length, escaped) = (1, "\u{FFFD}")
            // U+0080 to U+009F.
            case 0xC2 where index + 1 < text.count && text[index + 1] < 0xA0: (length, escaped) = (2, "\u{FFFD}")
            case 0xE2 where turnsDirection(text, at: index): (length, escaped) = (3, "\u{FFFD}")
            default: (length, escaped) = (0, "")
            }
            guard length > 0 else {
                index += 1
                continue
            }
            flush(&out)
            escaped.withUTF8Buffer { out.append(contentsOf: $0) }
            index += length
            start = index
        }
        flush(&out)
    }

    /// Whether one of U+202A to U+202E, U+2066 to U+2069 begins here.
    private static func turnsDirection(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + 2 < text.count else { return false }
        return switch (text[index + 1], text[index + 2]) {
        case (0x80, 0xAA...0xAE), (0x81, 0xA6...0xA9): true
        default: false
        }
    }
}

/// Attributes in order; one whose value is nil is left out.
typealias Attributes = KeyValuePairs<StaticString, String?>

/// An element with content.
func element(_ name: StaticString, _ attributes: Attributes = [:], @MarkupBuilder content: () -> Markup) -> Markup {
    let content = content()
    var markup = Markup(capacity: content.bytes.count + 64 + attributes.count * 32)
    markup.open(name, attributes)
    markup.write(content)
    markup.close(name)
    return markup
}

/// An element with a text, escaped.
func element(_ name: StaticString, _ attributes: Attributes = [:], _ text: String) -> Markup {
    var markup = Markup(capacity: text.utf8.count + 64 + attributes.count * 32)
    markup.open(name, attributes)
    markup.write(text)
    markup.close(name)
    return markup
}

/// An HTML element without content or end tag, such as `meta`.
func void(_ name: StaticString, _ attributes: Attributes = [:]) -> Markup {
    var markup = Markup(capacity: 32 + attributes.count * 32)
    markup.open(name, attributes)
    return markup
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
    static func buildBlock() -> Markup { Markup() }
    static func buildPartialBlock(first: Markup) -> Markup { first }
    static func buildPartialBlock(accumulated: consuming Markup, next: Markup) -> Markup { accumulated + next }
    static func buildOptional(_ part: Markup?) -> Markup { part ?? Markup() }
    static func buildEither(first part: Markup) -> Markup { part }
    static func buildEither(second part: Markup) -> Markup { part }
    static func buildArray(_ parts: [Markup]) -> Markup {
        var all = Markup(capacity: parts.reduce(0) { $0 + $1.bytes.count })
        for part in parts { all.write(part) }
        return all
    }
}
