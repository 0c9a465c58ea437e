/// A reply of a mail server: one code, one or several lines (RFC 5321, 4.2).
struct SMTPReply: Hashable, Sendable {
    var code: Int
    /// The text of each line, without the code.
    var lines: [String]

    /// Whether it is of the hundred `2`, `3`, `4` or `5`.
    var kind: Int { code / 100 }

    /// What a server offers after `EHLO`, by keyword in upper case; what follows the keyword is its value.
    var capabilities: [String: [String]] {
        var found: [String: [String]] = [:]
        for line in lines.dropFirst() {
            let words = line.split(separator: " ").map { $0.uppercased() }
            if let first = words.first { found[first, default: []] += words.dropFirst() }
        }
        return found
    }
}

/// Puts a reply together from bytes as they come. A server that talks without end is broken off.
struct SMTPReplyReader: Sendable {
    struct Malformed: Error {}

    private static let longestLine = 4096
    private static let mostLines = 128
    private var rest: [UInt8] = []
    private var lines: [String] = []
    private var code: Int?

    /// Whether bytes are there that belong to no reply that was taken.
    var hasMore: Bool { !rest.isEmpty || code != nil }

    mutating func add(_ bytes: some Sequence<UInt8>) { rest += bytes }

    /// The next whole reply; nil when more bytes are needed.
    mutating func next() throws(Malformed) -> SMTPReply? {
        while let end = rest.firstIndex(of: 0x0A) {
            var line = rest[..<end]
            if line.last == 0x0D { line.removeLast() }
            let text = String(decoding: line, as: UTF8.self)
            rest.removeSubrange(...end)
            guard line.count <= Self.longestLine, lines.count < Self.mostLines, let number = Int(text.prefix(3)),
                (200...599).contains(number), code == nil || code == number
            else { throw Malformed() }
            let mark = text.dropFirst(3).first
            guard mark == nil || mark == " " || mark == "-" else { throw Malformed() }
            lines.append(String(text.dropFirst(4)))
            code = number
            guard mark == "-" else {
                defer {
                    lines = []
                    code = nil
                }
                return SMTPReply(code: number, lines: lines)
            }
        }
        guard rest.count <= Self.longestLine else { throw Malformed() }
        return nil
    }
}
