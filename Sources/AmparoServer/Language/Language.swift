/// A language that every page is complete in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// English, as in the United States.
    case english = "en"
    /// Spanish, as it is read by families from Central America in the United States.
    case spanish = "es"

    /// The language of a request: what the address says (`?lang=`), else the best of `Accept-Language`, else English.
    ///
    /// The header is read by RFC 9110 12.5.4: weights from 0 to 1, the first of equals, a range `es-GT` or `es` is Spanish, `*` is
    /// any language not named, a weight of 0 refuses. What cannot be read is skipped.
    static func negotiate(asked: String?, acceptLanguage: String?) -> Language {
        if let asked, let language = Language(rawValue: asked.lowercased()) { return language }
        var weights: [Language: Double] = [:]
        var order: [Language] = []
        var others: Double?
        for range in (acceptLanguage ?? "").prefix(1024).split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let tag = parts.first else { continue }
            var weight = 1.0
            if let text = parts.dropFirst().first(where: { $0.hasPrefix("q=") }) {
                guard let number = Double(text.dropFirst(2)), (0...1).contains(number) else { continue }
                weight = number
            }
            if tag == "*" {
                others = others ?? weight
            } else if let language = Language(rawValue: String(tag.prefix { $0 != "-" })),
                (weights[language] ?? -1) < weight
            {
                weights[language] = weight
                if !order.contains(language) { order.append(language) }
            }
        }
        if let others {
            for language in allCases where weights[language] == nil {
                weights[language] = others
                order.append(language)
            }
        }
        var best: Language?
        for language in order where (weights[language] ?? 0) > 0 {
            if let current = best, (weights[current] ?? 0) >= (weights[language] ?? 0) { continue }
            best = language
        }
        return best ?? .english
    }
}
