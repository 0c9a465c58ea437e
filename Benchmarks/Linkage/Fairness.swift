import AmparoLinkage
import Foundation

/// Whether linking is as good for children of one country or language as of another: recall and precision for each, as the
/// left feed tells them.
struct Fairness {
    private struct Part {
        var known = 0
        var found = 0
        var right = 0
    }

    private var parts: [String: Part] = [:]

    /// - Parameter left: the path of the left feed.
    init(_ score: Score, left: String) throws {
        var groups: [[String]] = []
        try FeedFile.read(left) { fields in
            let (country, language) = (FeedFile.string(fields[5]), FeedFile.string(fields[6]))
            groups.append([
                "country \(country.isEmpty ? "none" : country)", "language \(language.isEmpty ? "none" : language)",
            ])
        }
        for key in score.truth {
            for group in groups[key >> 32] {
                parts[group, default: Part()].known += 1
                if score.found.contains(key) { parts[group, default: Part()].right += 1 }
            }
        }
        for key in score.found {
            for group in groups[key >> 32] { parts[group, default: Part()].found += 1 }
        }
    }

    /// One line of JSON for each, in the order of their names.
    func print() {
        func text(_ a: Int, _ b: Int) -> String { String(format: "%.5f", b == 0 ? 0 : Double(a) / Double(b)) }
        for (name, part) in parts.sorted(by: { $0.key < $1.key }) {
            Swift.print(
                """
                {"what": "\(name)", "links": \(part.known), "recall": \(text(part.right, part.known)), \
                "precision": \(text(part.right, part.found))}
                """)
        }
    }
}
