// A model as text: one line for each thing, in the order of the model. Reading what was written gives the same model, and
// writing what was read gives the same text, so a model can be kept beside the links it made and compared byte by byte.
extension LinkageModel {
    /// The first line of a model's text.
    private static let head = "amparo-linkage-model 1"

    /// The model as canonical text:
    ///
    ///     amparo-linkage-model 1
    ///     name children
    ///     version 1
    ///     automatic 0.9995
    ///     review 0.5
    ///     compare surnames rarity 1.0
    ///     level different m 0.01 u 0.93 doubt
    ///     level same m 0.56 u 0.0002
    ///     block birth-day / any-name most 60
    public var text: String {
        var text = "\(LinkageModel.head)\nname \(name)\nversion \(version)\nautomatic \(automatic)\nreview \(review)\n"
        for comparison in comparisons {
            text += "compare \(comparison.field.rawValue) rarity \(comparison.frequencyShare)\n"
            for level in comparison.levels {
                text += "level \(level.level.rawValue) m \(level.m) u \(level.u)\(level.doubt ? " doubt" : "")\n"
            }
        }
        for pass in blocking {
            text += "block \(pass.parts.map(\.text).joined(separator: " / ")) most \(pass.most)\n"
        }
        return text
    }

    /// Reads what `text` writes.
    ///
    /// - Throws: `LinkageError` (`model-malformed`) with the line.
    public init(text: String) throws(LinkageError) {
        var lines = Lines(text)
        guard lines.next() == LinkageModel.head.split(separator: " ") else { throw lines.fault }
        let name = try lines.value(of: "name")
        guard let version = Int(try lines.value(of: "version")), version > 0,
            name.utf8.allSatisfy({ $0 == 0x2D || Lines.isPlain($0) }), name.count <= 64
        else { throw lines.fault }
        let automatic = try lines.share(of: "automatic")
        let review = try lines.share(of: "review")
        var comparisons: [Comparison] = []
        var blocking: [BlockingPass] = []
        while let words = lines.next() {
            switch words.first {
            case "compare": comparisons.append(try lines.comparison(words, known: comparisons))
            case "level":
                guard !comparisons.isEmpty, blocking.isEmpty else { throw lines.fault }
                comparisons[comparisons.count - 1].levels.append(try lines.level(words))
            case "block": blocking.append(try lines.pass(words))
            default: throw lines.fault
            }
        }
        guard !comparisons.isEmpty, comparisons.count <= 32, !blocking.isEmpty, review <= automatic,
            comparisons.allSatisfy({ !$0.levels.isEmpty })
        else { throw lines.fault }
        self.init(
            name: String(name), version: version, automatic: automatic, review: review, comparisons: comparisons,
            blocking: blocking)
    }
}

/// The lines of a model's text, read one by one.
private struct Lines {
    private let lines: [Substring]
    private var place = 0

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: true) }

    /// The words of the next line; nil at the end.
    mutating func next() -> [Substring]? {
        guard place < lines.count else { return nil }
        place += 1
        return lines[place - 1].split(separator: " ")
    }

    /// What is wrong with the line that was read last.
    var fault: LinkageError {
        LinkageError(
            "model-malformed",
            "line \(max(1, place)) of the linkage model cannot be read; write it as `amparo link --model` prints it.")
    }

    mutating func value(of name: Substring) throws(LinkageError) -> Substring {
        guard let words = next(), words.count == 2, words[0] == name else { throw fault }
        return words[1]
    }

    mutating func share(of name: Substring) throws(LinkageError) -> Double {
        try share(try value(of: name), most: 0.999_999_999)
    }

    private func share(_ text: Substring, most: Double = 1) throws(LinkageError) -> Double {
        guard let share = Double(text), share > 0, share <= most else { throw fault }
        return share
    }

    func comparison(
        _ words: [Substring], known: [LinkageModel.Comparison]
    ) throws(LinkageError) -> LinkageModel.Comparison {
        guard words.count == 4, words[2] == "rarity", let field = LinkageField(rawValue: String(words[1])),
            !known.contains(where: { $0.field == field }), let rarity = Double(words[3]), rarity >= 0, rarity <= 1
        else { throw fault }
        return LinkageModel.Comparison(field, frequencyShare: rarity, levels: [])
    }

    func level(_ words: [Substring]) throws(LinkageError) -> LinkageModel.Level {
        guard words.count == 6 || words.count == 7 && words[6] == "doubt", words[2] == "m", words[4] == "u",
            let level = ComparisonLevel(rawValue: String(words[1])), level != .notCompared
        else { throw fault }
        return LinkageModel.Level(level, m: try share(words[3]), u: try share(words[5]), doubt: words.count == 7)
    }

    func pass(_ words: [Substring]) throws(LinkageError) -> BlockingPass {
        guard words.count >= 4, words[words.count - 2] == "most", let most = Int(words[words.count - 1]),
            (2...10_000).contains(most)
        else { throw fault }
        var parts: [BlockingPart] = []
        for (place, word) in words[1..<(words.count - 2)].enumerated() {
            if place % 2 == 1 {
                guard word == "/" else { throw fault }
            } else if let part = BlockingPart(word) {
                parts.append(part)
            } else {
                throw fault
            }
        }
        guard !parts.isEmpty, parts.count <= 8, words.count == parts.count * 2 + 2 else { throw fault }
        return BlockingPass(parts: parts, most: most)
    }

    /// Whether a byte is a letter or digit of ASCII.
    static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
