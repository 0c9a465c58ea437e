extension JSON {
    /// Reads a JSON text (RFC 8259) of at most 64 levels; a name may stand only once in an object.
    ///
    /// - Throws: `OversightError` with code `.notJSON` and the place where reading stopped.
    public init(utf8 bytes: [UInt8]) throws(OversightError) {
        var reader = JSONReader(bytes: bytes)
        self = try reader.document()
    }

    /// Reads a JSON text.
    ///
    /// - Throws: `OversightError` with code `.notJSON` and the place where reading stopped.
    public init(_ text: String) throws(OversightError) { try self.init(utf8: Array(text.utf8)) }
}

/// Reads one JSON text from front to back.
private struct JSONReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(OversightError) -> JSON {
        let value = try value(level: 0)
        skipBlanks()
        guard position == bytes.count else { throw stopped("something follows the value") }
        return value
    }

    private func stopped(_ why: String) -> OversightError {
        OversightError(.notJSON, "not a JSON text: \(why) at byte \(position); correct the file there")
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(OversightError) -> JSON {
        let length = word.utf8CodeUnitCount
        guard bytes.count - position >= length,
            (0..<length).allSatisfy({ word.utf8Start[$0] == bytes[position + $0] })
        else { throw stopped("an unknown word stands") }
        position += length
        return value
    }

    private mutating func value(level: Int) throws(OversightError) -> JSON {
        guard level <= 64 else { throw stopped("more than 64 levels stand") }
        skipBlanks()
        guard position < bytes.count else { throw stopped("a value is missing") }
        switch bytes[position] {
        case 0x22: return .string(try string())
        case 0x5B: return try array(level: level)
        case 0x7B: return try object(level: level)
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        case 0x74: return try word("true", .bool(true))
        default: return .number(try number())
        }
    }

    private mutating func array(level: Int) throws(OversightError) -> JSON {
        position += 1
        var elements: [JSON] = []
        skipBlanks()
        if take(0x5D) { return .array(elements) }
        while true {
            elements.append(try value(level: level + 1))
            skipBlanks()
            if take(0x5D) { return .array(elements) }
            guard take(0x2C) else { throw stopped("a comma is missing") }
        }
    }

    private mutating func object(level: Int) throws(OversightError) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        var names: Set<String> = []
        skipBlanks()
        if take(0x7D) { return .object(members) }
        while true {
            skipBlanks()
            guard position < bytes.count, bytes[position] == 0x22 else { throw stopped("a name is missing") }
            let name = try string()
            guard names.insert(name).inserted else { throw stopped("a name stands twice") }
            skipBlanks()
            guard take(0x3A) else { throw stopped("a colon is missing") }
            members.append(JSON.Member(name, try value(level: level + 1)))
            skipBlanks()
            if take(0x7D) { return .object(members) }
            guard take(0x2C) else { throw stopped("a comma is missing") }
        }
    }

    private mutating func number() throws(OversightError) -> String {
        let start = position
        func digits() -> Int {
            var count = 0
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
                position += 1
                count += 1
            }
            return count
        }
        _ = take(0x2D)
        let leadingZero = take(0x30)
        if !leadingZero, digits() == 0 { throw stopped("no value stands") }
        if take(0x2E), digits() == 0 { throw stopped("a digit is missing") }
        if take(0x65) || take(0x45) {
            if !take(0x2B) { _ = take(0x2D) }
            guard digits() > 0 else { throw stopped("a digit is missing") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func string() throws(OversightError) -> String {
        position += 1
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case 0x22:
                guard let string = String(validating: text, as: UTF8.self) else { throw stopped("bad UTF-8 stands") }
                return string
            case 0x5C: try escape(into: &text)
            case ..<0x20: throw stopped("a control character stands in a text")
            default: text.append(byte)
            }
        }
        throw stopped("a quote is missing")
    }

    private mutating func escape(into text: inout [UInt8]) throws(OversightError) {
        guard position < bytes.count else { throw stopped("an escape is cut off") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: text.append(byte)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75:
            var unit = try hex()
            if (0xD800..<0xDC00).contains(unit) {
                guard take(0x5C), take(0x75) else { throw stopped("half a character stands") }
                let low = try hex()
                guard (0xDC00..<0xE000).contains(low) else { throw stopped("half a character stands") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw stopped("half a character stands") }
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: throw stopped("an unknown escape stands")
        }
    }

    private mutating func hex() throws(OversightError) -> UInt32 {
        guard bytes.count - position >= 4,
            let value = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16),
            bytes[position] != 0x2B, bytes[position] != 0x2D
        else { throw stopped("four hexadecimal digits are missing") }
        position += 4
        return value
    }
}
