internal import Foundation
internal import XMLCoder

/// Reads parts of an XLSX file: UTF-8 without document types, comments and marked sections, so that no entity can grow, and
/// long lists in slices, so that memory stays small.
struct PartReader {
    /// How many bytes of a list are decoded at a time.
    static let slice = 256 << 10

    let file: String

    private var decoder: XMLDecoder {
        let decoder = XMLDecoder(trimValueWhitespaces: false)
        decoder.shouldProcessNamespaces = true
        return decoder
    }

    /// A whole part. Throws `bad-spreadsheet`.
    func read<Part: Decodable>(_ type: Part.Type, _ bytes: [UInt8]) throws(IntakeError) -> Part {
        try refuseMarks(bytes)
        return try decode(type, Data(bytes))
    }

    private func decode<Part: Decodable>(_ type: Part.Type, _ data: Data) throws(IntakeError) -> Part {
        // What the decoder says holds pieces of the file, which may be a person's.
        do { return try decoder.decode(type, from: data) } catch { throw damaged }
    }

    /// The elements `name` of a part, in slices that are decoded as the children of one element. Throws `bad-spreadsheet`, and
    /// what `body` throws.
    func each<Part: Decodable>(
        _ name: String, of bytes: [UInt8], as type: Part.Type, _ body: (Part) throws -> Void
    ) throws {
        try refuseMarks(bytes)
        let prefix = try Self.prefix(bytes, damaged)
        let tag = prefix.isEmpty ? name : "\(prefix):\(name)"
        var slice: [UInt8] = []
        var place = 0
        func hand() throws {
            guard !slice.isEmpty else { return }
            let space = prefix.isEmpty ? "" : " xmlns:\(prefix)=\"urn:sheet\""
            // Names with another prefix, such as x14ac:dyDescent, are attributes nobody reads; the parser may not know them.
            let data = Data("<slice\(space)>".utf8) + slice + Data("</slice>".utf8)
            try body(try decode(type, data))
            slice.removeAll(keepingCapacity: true)
        }
        while let element = try next(tag, in: bytes, from: place) {
            slice += bytes[element]
            place = element.upperBound
            if slice.count >= Self.slice { try hand() }
        }
        try hand()
    }

    /// The first element of a name, with its content; nil when there is none.
    func element<Part: Decodable>(_ name: String, of bytes: [UInt8], as type: Part.Type) throws -> Part? {
        let prefix = try Self.prefix(bytes, damaged)
        let tag = prefix.isEmpty ? name : "\(prefix):\(name)"
        guard let element = try next(tag, in: bytes, from: 0) else { return nil }
        let space = prefix.isEmpty ? "" : " xmlns:\(prefix)=\"urn:sheet\""
        return try decode(
            ContentPart<Part>.self, Data("<slice\(space)>".utf8) + bytes[element] + Data("</slice>".utf8)
        ).content
    }

    /// Where the next element of a name stands, from its `<` to behind its end. Elements of these names hold none of their own.
    private func next(_ tag: String, in bytes: [UInt8], from start: Int) throws(IntakeError) -> Range<Int>? {
        let open = Array("<\(tag)".utf8)
        let close = Array("</\(tag)>".utf8)
        guard let first = Self.find(open, in: bytes, from: start, isName: true) else { return nil }
        // A `>` inside an attribute's value ends nothing.
        var quote: UInt8 = 0
        var place = first + open.count
        while place < bytes.count {
            let byte = bytes[place]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                break
            }
            place += 1
        }
        guard place < bytes.count else { throw damaged }
        if bytes[place - 1] == 0x2F { return first..<(place + 1) }
        guard let end = Self.find(close, in: bytes, from: place, isName: false) else { throw damaged }
        return first..<(end + close.count)
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int, isName: Bool) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var place = start
            while place + pattern.count <= bytes.count {
                guard bytes[place] == 0x3C else {
                    place += 1
                    continue
                }
                var length = 1
                while length < pattern.count, bytes[place + length] == pattern[length] { length += 1 }
                if length == pattern.count {
                    guard isName else { return place }
                    let after = place + length < bytes.count ? bytes[place + length] : 0
                    if after == 0x3E || after == 0x2F || CSVByte.isBlank(after) { return place }
                }
                place += 1
            }
            return nil
        }
    }

    /// The prefix of the root element's name; empty when it has none.
    private static func prefix(_ bytes: [UInt8], _ damaged: IntakeError) throws(IntakeError) -> String {
        var place = 0
        while place + 1 < bytes.count {
            if bytes[place] == 0x3C, bytes[place + 1] != 0x3F { break }
            place += 1
        }
        let name = bytes[min(place + 1, bytes.count)...].prefix(100).prefix {
            !CSVByte.isBlank($0) && $0 != 0x3E && $0 != 0x2F
        }
        guard let colon = name.firstIndex(of: 0x3A) else { return "" }
        let prefix = name[..<colon]
        guard !prefix.isEmpty,
            prefix.allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x30 && $0 <= 0x39 })
        else { throw damaged }
        return String(decoding: prefix, as: UTF8.self)
    }

    private func refuseMarks(_ bytes: [UInt8]) throws(IntakeError) {
        let isPlain = bytes.withUnsafeBytes { FieldText.isUTF8($0) } && !bytes.contains(0)
        guard isPlain, !zip(bytes, bytes.dropFirst()).contains(where: { $0 == 0x3C && $1 == 0x21 }) else {
            throw damaged
        }
    }

    private var damaged: IntakeError {
        IntakeError(
            .badSpreadsheet, file: file,
            "is no spreadsheet that can be read; open it in a spreadsheet program and save it anew as .xlsx or CSV (UTF-8)"
        )
    }
}

/// The one element inside another.
private struct ContentPart<Content: Decodable>: Decodable {
    let content: Content

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: XMLName.self)
        guard let key = container.allKeys.first else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: ""))
        }
        content = try container.decode(Content.self, forKey: key)
    }
}

/// Any element's name.
private struct XMLName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
