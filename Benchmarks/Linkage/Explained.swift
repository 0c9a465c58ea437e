import AmparoLinkage
import AmparoModel

/// Links and pairs that are none, explained comparison by comparison. The people are invented: here they may be shown.
enum Explained {
    /// Five links and five pairs that are not linked though they look alike: docs/linkage-explained.md.
    static func print(_ folder: String) async throws {
        var rows: [[String]] = []
        var table = PersonTable(.shipped)
        for name in ["left.csv", "right.csv"] {
            try FeedFile.read(folder + "/" + name, into: &table)
            try FeedFile.read(folder + "/" + name) { rows.append($0.dropFirst().map(FeedFile.string)) }
        }
        let left = 0..<(try FeedFile.truthCountOfRows(folder + "/left.csv"))
        let result = await Linker(.shipped).link(table, left, left.upperBound..<table.count)
        var partner: [Int: Int] = [:]
        for link in result.links { partner[link.left] = link.right }
        Swift.print(opening(left.count, table.count - left.count, result.links.count))
        let step = max(1, result.links.count / 6)
        for place in 1...5 where place * step < result.links.count {
            let link = result.links[place * step]
            let what = link.outcome == .automatic ? "linked by the program alone" : "for somebody to look at"
            Swift.print("\n## Link \(place): \(what), probability \(percent(link.probability))\n")
            tell(link.left, link.right, rows, result, table)
        }
        // Near misses: a row with the partner of its neighbour in the file, who is often its brother or sister.
        var shown = 0
        for row in left.dropLast() where shown < 5 {
            guard let other = partner[row + 1], partner[row] != other else { continue }
            let score = table.score(row, other, by: result.model)
            if score.weight < 8 { continue }
            shown += 1
            Swift.print("\n## No link \(shown): each has a better partner, or something speaks against it\n")
            tell(row, other, rows, result, table)
        }
    }

    private static func opening(_ left: Int, _ right: Int, _ links: Int) -> String {
        """
        # Five links and five pairs that are none, explained

        Printed by `linkage-benchmark explain DIR`; the people are invented (\(left) rows of one agency, \(right) of another, \
        \(links) links). Each line of an explanation is one comparison. **Bits** say how much it weighs: +1 makes it twice as \
        likely that the two are one child, -1 half as likely; they add up to the score. Rare agreements weigh more than common \
        ones. To the people who judge pairs the same sentences are shown, in English or Spanish, without the values.
        """
    }

    private static func percent(_ share: Double) -> String {
        share > 0.99995 ? "more than 99.99 %" : "\((share * 10_000).rounded() / 100) %"
    }

    private static let columns = [
        "given", "surnames", "born", "sex", "country", "language", "origin", "entered", "A-number",
    ]

    private static func tell(
        _ left: Int, _ right: Int, _ rows: [[String]], _ result: LinkageResult, _ table: PersonTable
    ) {
        let score = table.score(left, right, by: result.model)
        Swift.print("| | one agency | the other |\n|---|---|---|")
        for (place, name) in columns.enumerated() where !(rows[left][place] + rows[right][place]).isEmpty {
            Swift.print("| \(name) | \(rows[left][place]) | \(rows[right][place]) |")
        }
        Swift.print("\nTogether \((score.weight * 10).rounded() / 10) bits:\n")
        for comparison in score.comparisons where comparison.level != .notCompared {
            Swift.print("- \(comparison.sentence(.english))\n  *\(comparison.sentence(.spanish))*")
        }
    }

    /// For tuning: what kinds of true links were not made, and which wrong ones were.
    static func misses(_ result: LinkageResult, _ table: PersonTable, _ score: Score) {
        var kinds: [String: Int] = [:]
        for key in score.truth where !score.found.contains(key) {
            let explained = table.score(key >> 32, key & 0xFFFF_FFFF, by: result.model)
            let weight = Int(explained.weight / 5) * 5
            let levels = explained.comparisons.prefix(3).map(\.level.rawValue).joined(separator: ",")
            kinds["missed weight \(weight): \(levels)", default: 0] += 1
        }
        for link in result.links where !score.truth.contains(Score.key(link.left, link.right)) {
            let explained = table.score(link.left, link.right, by: result.model)
            let levels = explained.comparisons.prefix(3).map(\.level.rawValue).joined(separator: ",")
            kinds["wrong \(link.outcome.rawValue) weight \(Int(link.weight / 5) * 5): \(levels)", default: 0] += 1
        }
        for (kind, count) in kinds.sorted(by: { $0.value > $1.value }).prefix(40) { Swift.print(count, kind) }
        for comparison in result.model.comparisons {
            Swift.print(
                comparison.field.rawValue,
                comparison.levels.map { "\($0.level.rawValue) m=\(Float($0.m)) u=\(Float($0.u))" }.joined(
                    separator: "; "))
        }
    }
}

extension FeedFile {
    static func truthCountOfRows(_ path: String) throws -> Int {
        var count = 0
        try read(path) { _ in count += 1 }
        return count
    }
}
