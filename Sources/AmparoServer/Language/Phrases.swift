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
    /// Days and instants, for what writes hundreds of them.
    let times: TimeForms
    /// The words of the script, which has none of its own, as data in the head of a page.
    let scriptWords: Markup
    /// The words of rows of a record, for the same.
    let rows: RowForms

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
        let entries = entries
        func texts(_ key: String) -> (one: String, other: String) {
            switch entries[key] {
            case .text(let text): (text, text)
            case .counted(let one, let other): (one, other)
            case nil: (key, key)
            }
        }
        times = TimeForms(texts)
        rows = RowForms(texts)
        scriptWords = Self.scriptKeys.reduce(into: Markup()) { markup, word in
            markup += void("meta", ["name": "amparo-\(word)", "content": texts("script.\(word)").other])
        }
    }

    private static let scriptKeys = [
        "changed", "reload", "filter", "filter.none", "help", "help.filter", "help.overview", "help.ingests",
        "help.help", "help.on", "help.close", "help.search", "help.today", "help.week", "help.handoffs",
        "help.send", "help.hide", "newer", "ended",
    ]

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
        // By bytes: braces are ASCII, and every page fills hundreds of blanks.
        guard !blanks.isEmpty, text.utf8.contains(0x7B) else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.utf8.firstIndex(of: 0x7B) {
            filled += rest[..<open]
            rest = rest[rest.utf8.index(after: open)...]
            guard let close = rest.utf8.firstIndex(of: 0x7D) else { return filled + "{" + rest }
            filled += blanks[String(rest[..<close])] ?? "{\(rest[..<close])}"
            rest = rest[rest.utf8.index(after: close)...]
        }
        return filled + rest
    }
}
