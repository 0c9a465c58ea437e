internal import Foundation

/// The strings of one language, as data: `Resources/en.json` and `Resources/es.json`, the same keys in both.
///
/// A value is a text, or `{"one": …, "other": …}` where a number decides. `{name}` in a text is a blank to be filled.
struct Phrases: Sendable {
    /// A text, or two where a number decides.
    enum Entry: Decodable, Sendable {
        case text(String)
        case counted(one: String, other: String)

        private struct Counted: Decodable {
            var one: String
            var other: String
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                let counted = try container.decode(Counted.self)
                self = .counted(one: counted.one, other: counted.other)
            }
        }

        var texts: [String] {
            switch self {
            case .text(let text): [text]
            case .counted(let one, let other): [one, other]
            }
        }
    }

    /// The language.
    let language: Language
    /// The strings by key.
    let entries: [String: Entry]

    /// The strings that are shipped with the program.
    ///
    /// - Throws: `ServerError` `.badPhrases` when they cannot be read.
    init(_ language: Language) throws(ServerError) {
        let bytes =
            switch language {
            case .english: PackageResources.en_json
            case .spanish: PackageResources.es_json
            }
        do {
            entries = try JSONDecoder().decode([String: Entry].self, from: Data(bytes))
        } catch {
            throw ServerError(
                .badPhrases, "the strings for language `\(language.rawValue)` cannot be read; build the program again")
        }
        self.language = language
    }

    /// The text for a key with its blanks filled; the key itself where there is none, so that the fault can be seen.
    func say(_ key: String, _ blanks: [String: String] = [:]) -> String {
        find(key, blanks) ?? key
    }

    /// The text for a key in the form for `count`, with `{n}` filled by it.
    func say(_ key: String, count: Int, _ blanks: [String: String] = [:]) -> String {
        guard let entry = entries[key] else { return key }
        let text =
            switch entry {
            case .text(let text): text
            case .counted(let one, let other): count == 1 ? one : other
            }
        return fill(text, blanks.merging(["n": number(count)]) { given, _ in given })
    }

    /// The text for a key that need not exist, such as one made of a cell's name; nil where there is none.
    func find(_ key: String, _ blanks: [String: String] = [:]) -> String? {
        switch entries[key] {
        case .text(let text): fill(text, blanks)
        case .counted(_, let other): fill(other, blanks)
        case nil: nil
        }
    }

    private func fill(_ text: String, _ blanks: [String: String]) -> String {
        guard !blanks.isEmpty, text.contains("{") else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}") else { return filled + "{" + rest }
            filled += blanks[String(rest[..<close])] ?? "{\(rest[..<close])}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}
