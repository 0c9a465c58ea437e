/// A value of CBOR as authenticators write it (RFC 8949; WebAuthn 6.5.5 and CTAP2 allow the canonical form only): numbers in their
/// shortest form, definite lengths, no tag, no float, no member twice. Anything else is no value.
indirect enum CBORValue: Equatable, Sendable {
    /// A whole number from -2^63 to 2^63-1.
    case number(Int64)
    /// A string of bytes.
    case bytes([UInt8])
    /// A text in UTF-8.
    case text(String)
    /// A list.
    case array([CBORValue])
    /// Members in the order in which they stand, no name twice.
    case map([(name: CBORValue, value: CBORValue)])
    /// True or false.
    case flag(Bool)
    /// Null.
    case null

    static func == (left: CBORValue, right: CBORValue) -> Bool {
        switch (left, right) {
        case (.number(let a), .number(let b)): a == b
        case (.bytes(let a), .bytes(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.map(let a), .map(let b)): a.count == b.count && zip(a, b).allSatisfy { $0 == $1 }
        case (.flag(let a), .flag(let b)): a == b
        case (.null, .null): true
        default: false
        }
    }

    /// The member of a map with a name that is a text.
    subscript(_ name: String) -> CBORValue? { self[.text(name)] }

    /// The member of a map with a name that is a number.
    subscript(_ name: Int64) -> CBORValue? { self[.number(name)] }

    private subscript(_ name: CBORValue) -> CBORValue? {
        guard case .map(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The number; nil for anything else.
    var number: Int64? { if case .number(let number) = self { number } else { nil } }
    /// The bytes; nil for anything else.
    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    /// The text; nil for anything else.
    var text: String? { if case .text(let text) = self { text } else { nil } }
}

/// Reads CBOR. Work and memory are bounded by the bytes that there are, the depth by `deepest`.
struct CBORReader {
    /// The most lists and maps within each other: what authenticators send has three.
    static let deepest = 8
    /// The most members of one list or map.
    static let most = 256

    private let bytes: ArraySlice<UInt8>
    /// Where the next value begins.
    private(set) var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    /// The one value that bytes are; nil when they are not one, or more than one.
    static func value(_ bytes: [UInt8]) -> CBORValue? {
        var reader = CBORReader(bytes[...])
        guard let value = reader.value(), reader.place == bytes.count else { return nil }
        return value
    }

    /// The next value; nil when there is none.
    mutating func value() -> CBORValue? { value(depth: 0) }

    private mutating func value(depth: Int) -> CBORValue? {
        guard depth <= Self.deepest, let head = head() else { return nil }
        switch head.kind {
        case 0: return Int64(exactly: head.argument).map { .number($0) }
        case 1: return Int64(exactly: head.argument).map { .number(-1 - $0) }
        case 2: return take(head.argument).map { .bytes(Array($0)) }
        case 3: return take(head.argument).flatMap { String(validating: $0, as: UTF8.self) }.map { .text($0) }
        case 4: return array(head.argument, depth)
        case 5: return map(head.argument, depth)
        case 7:
            switch head.argument {
            case 20: return .flag(false)
            case 21: return .flag(true)
            case 22: return .null
            default: return nil
            }
        default: return nil
        }
    }

    /// The kind of the next value, and its number or length.
    private mutating func head() -> (kind: UInt8, argument: UInt64)? {
        guard place < bytes.endIndex else { return nil }
        let first = bytes[place]
        place += 1
        let (kind, short) = (first >> 5, first & 31)
        if short < 24 { return (kind, UInt64(short)) }
        // Longer lengths than these four are indefinite or none; a flag has no longer form.
        guard short < 28, kind != 7, let long = take(1 << UInt64(short - 24)) else { return nil }
        let argument = long.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let least: UInt64 = short == 24 ? 24 : 1 << (8 << UInt64(short - 25))
        return argument >= least ? (kind, argument) : nil
    }

    private mutating func take(_ count: UInt64) -> ArraySlice<UInt8>? {
        guard count <= UInt64(bytes.endIndex - place) else { return nil }
        defer { place += Int(count) }
        return bytes[place..<(place + Int(count))]
    }

    private mutating func array(_ count: UInt64, _ depth: Int) -> CBORValue? {
        guard count <= UInt64(Self.most) else { return nil }
        var values: [CBORValue] = []
        for _ in 0..<count {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        }
        return .array(values)
    }

    private mutating func map(_ count: UInt64, _ depth: Int) -> CBORValue? {
        guard count <= UInt64(Self.most) else { return nil }
        var members: [(name: CBORValue, value: CBORValue)] = []
        for _ in 0..<count {
            guard let name = value(depth: depth + 1), name.number != nil || name.text != nil,
                !members.contains(where: { $0.name == name }), let value = value(depth: depth + 1)
            else { return nil }
            members.append((name, value))
        }
        return .map(members)
    }
}
