/// Writes a JSON text straight into bytes, in the form of `JSON.description`: for answers that are made thousands of times a
/// second, without a value of each part before.
///
/// Whoever writes sees to commas and brackets; texts and numbers are always well formed.
public struct JSONWriter: Sendable {
    /// What was written, UTF-8.
    public private(set) var bytes: [UInt8] = []

    /// A writer with room for so many bytes.
    public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Adds what stands in the program's own source: brackets, commas, names of members.
    public mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Adds a text in quotation marks, with as few escapes as JSON allows (RFC 8785, 3.2.2.2).
    public mutating func write(_ text: String) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(0x22)
    }

    /// Adds a text, or `null`.
    public mutating func write(_ text: String?) {
        if let text { write(text) } else { raw("null") }
    }

    /// Adds a whole number.
    public mutating func write(_ number: some BinaryInteger) { bytes.append(contentsOf: String(number).utf8) }

    /// Adds a list, of which each element is written by `each`.
    public mutating func list<Element>(
        _ elements: some Sequence<Element>, _ each: (Element, inout JSONWriter) -> Void
    ) {
        bytes.append(0x5B)
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(0x2C) }
            isFirst = false
            each(element, &self)
        }
        bytes.append(0x5D)
    }

    /// Adds a value.
    public mutating func write(_ json: JSON) {
        switch json {
        case .null: raw("null")
        case .bool(let value): raw(value ? "true" : "false")
        case .number(let number): bytes.append(contentsOf: number.utf8)
        case .string(let text): write(text)
        case .array(let elements): list(elements) { $1.write($0) }
        case .object(let members):
            bytes.append(0x7B)
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                write(member.name)
                bytes.append(0x3A)
                write(member.value)
            }
            bytes.append(0x7D)
        }
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        // What needs no escape is copied in runs.
        var start = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            start = index + 1
            switch byte {
            case 0x22: raw("\\\"")
            case 0x5C: raw("\\\\")
            case 0x08: raw("\\b")
            case 0x09: raw("\\t")
            case 0x0A: raw("\\n")
            case 0x0C: raw("\\f")
            case 0x0D: raw("\\r")
            default:
                raw(byte < 0x10 ? "\\u000" : "\\u001")
                let digit = byte & 15
                bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
}
