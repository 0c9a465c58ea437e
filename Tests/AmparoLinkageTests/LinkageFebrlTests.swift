import AmparoLinkage
import Testing

/// FEBRL 3 and 4, if they are there: synthetic people with known duplicates. `soc_sec_id` is not looked at.
@Suite("FEBRL", .enabled(if: SharedData.isThere("linkage/febrl/dataset4a.csv")))
struct LinkageFebrlTests {
    private struct Rows {
        var table = PersonTable(.shippedForRegisters)
        var people: [Substring] = []

        mutating func read(_ name: String) throws {
            let text = String(decoding: try #require(try SharedData.read("linkage/febrl/" + name)), as: UTF8.self)
            for line in text.split(whereSeparator: \.isNewline).dropFirst() {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false).map {
                    String($0.drop { $0 == " " }.filter { $0 != "\r" })
                }
                var person = PersonDescription(given: fields[1], surnames: fields[2])
                person.others = [
                    .streetNumber: fields[3], .street: fields[4], .locality: fields[5], .city: fields[6],
                    .postcode: fields[7], .state: fields[8], .birthDigits: fields[9],
                ]
                table.append(person)
                people.append(fields[0].split(separator: "-")[1][...])
            }
        }
    }

    @Test("FEBRL4: F1 at least 0.995, no automatic link in a thousand is wrong")
    func four() async throws {
        var rows = Rows()
        try rows.read("dataset4a.csv")
        let left = rows.people.count
        try rows.read("dataset4b.csv")
        let links = await Linker(.shippedForRegisters).link(rows.table, 0..<left, left..<rows.people.count).links
        let right = links.filter { rows.people[$0.left] == rows.people[$0.right] }.count
        let f1 = 2 * Double(right) / Double(links.count + 5000)
        #expect(f1 >= 0.995, "F1 \(f1)")
        let automatic = links.filter { $0.outcome == .automatic }
        let wrong = automatic.filter { rows.people[$0.left] != rows.people[$0.right] }.count
        #expect(Double(wrong) <= 0.001 * Double(automatic.count))
        #expect(automatic.count > 4500)
    }

    @Test("FEBRL3: F1 over pairs at least 0.990")
    func three() async throws {
        var rows = Rows()
        try rows.read("dataset3.csv")
        let result = await Linker(.shippedForRegisters).duplicates(in: rows.table)
        var found = 0
        var right = 0
        for cluster in result.clusters {
            for i in cluster.indices {
                for j in cluster.indices where j > i {
                    found += 1
                    right += rows.people[cluster[i]] == rows.people[cluster[j]] ? 1 : 0
                }
            }
        }
        var sizes: [Substring: Int] = [:]
        for person in rows.people { sizes[person, default: 0] += 1 }
        let truth = sizes.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
        #expect(truth == 6538)
        let f1 = 2 * Double(right) / Double(found + truth)
        #expect(f1 >= 0.990, "F1 \(f1)")
    }
}
