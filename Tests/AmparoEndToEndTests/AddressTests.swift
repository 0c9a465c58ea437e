import Foundation
import Testing

@Suite("Checking addresses")
struct AddressTests {
    private struct Counts: Decodable {
        var checked: Int
        var grades: [String: Int]
        var defects: [String: Int]
    }

    private struct Line: Decodable {
        var file: String
        var line: Int
        var grade: String
        var defect: String?
        var reasons: [String]
        var standard: [String: String?]
    }

    private func lines(_ run: Program.Run) -> [Substring] { run.text.split(separator: "\n") }

    private func counts(_ run: Program.Run) throws -> Counts {
        try JSONDecoder().decode(Counts.self, from: Data(try #require(lines(run).last).utf8))
    }

    @Test(
        "The demonstration's releases have the defects that the truth tells, with what the record knows beside the file"
    )
    func truth() throws {
        let store = try TestStore(isMade: false)
        try store.expect(
            "demo", "--children", "400", "--seed", "5", "--no-serve", "--data", store.data, "--keys", store.keys)
        let feeds = SimulatedFeeds(at: store.data + "/feeds")
        let truth = try #require(try feeds.truth()["address.defective"])
        let run = try store.run(
            "address", "check", feeds.care + "/releases.csv", "--as", "data-quality-steward", "--purpose",
            "data-quality", "--json", "--data", store.data, "--keys", store.keys)
        #expect(run.status == 0, "\(run.message)")
        let counts = try counts(run)
        #expect(counts.checked == truth.denominator)
        #expect(counts.defects == (truth.by["defect"] ?? [:]).merging(counts.defects.mapValues { _ in 0 }) { $0 + $1 })
        for line in lines(run).dropLast() {
            let read = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            #expect((read.grade == "deliverable") == read.reasons.isEmpty && read.file == "releases.csv")
        }
        // The file alone knows everything but which letters came back.
        let alone = try self.counts(
            store.run(
                "address", "check", feeds.care + "/releases.csv", "--buildings", feeds.care + "/addresses.csv", "--json"
            ))
        for kind in ["blank", "missing-unit", "not-a-residence"] {
            #expect(try alone.defects[kind] ?? 0 >= #require(counts.defects[kind]))
        }
        #expect(try #require(alone.defects["undeliverable"]) <= counts.defects["undeliverable"] ?? 0)
        #expect(try store.expect("verify").text.contains("verified: "))
        // The registers that differ before a hearing; what welfare work told is not for DHS.
        func registers(_ account: String) throws -> [[String: Any]] {
            let run = try store.run(
                "address", "registers", "--as", account, "--purpose", "court-appearance", "--json", "--data",
                store.data,
                "--keys", store.keys)
            let answer = try? JSONSerialization.jsonObject(with: run.output) as? [String: Any]
            return answer?["children"] as? [[String: Any]] ?? []
        }
        func fields(_ child: [String: Any], _ name: String) -> [String] {
            (child["rows"] as? [[String: Any]] ?? []).flatMap { $0["fields"] as? [[String: Any]] ?? [] }
                .filter { ($0["field"] as? String)?.hasSuffix(name) ?? false }.compactMap { $0["value"] as? String }
        }
        let children = try registers("case-manager")
        #expect(!children.isEmpty)
        for child in children { #expect(Set(fields(child, ".registerGroup")).count > 1) }
        for child in try registers("juvenile-coordinator") {
            #expect(fields(child, "address.residence.register").isEmpty)
        }
        // Whoever may not see every address is told nothing of the record.
        for (account, purpose) in [("juvenile-coordinator", "court-appearance"), ("clinician", "medical")] {
            let refused = try store.run(
                "address", "check", feeds.care + "/releases.csv", "--as", account, "--purpose", purpose, "--data",
                store.data, "--keys", store.keys)
            #expect(refused.status == 1 && refused.output.isEmpty)
        }
    }

    @Test("A list of addresses in one column is read; --strict ends with 3; a file without addresses with 1")
    func list() throws {
        let store = try TestStore(isMade: false)
        let path = store.folder + "/list.csv"
        try
            "id,address,dpv,vacant\n1,\"12 Oak Ave Apt 3, Houston TX 77002\",Y,N\n2,\"12 Oak Avenue Houston, TX 77002\",,\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        let run = try store.run("address", "check", path, "--json")
        let read = try lines(run).dropLast().map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(read.map(\.line) == [2, 3] && read.map(\.grade) == ["deliverable", "doubtful"])
        #expect(read.first?.standard["unit"] == "3" && read.last?.reasons == ["unit-inferred"])
        #expect(try store.run("address", "check", path, "--strict").status == 0)
        try "line1,line2,city,state,zip\nUNKNOWN,,Houston,TX,77002\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(try store.run("address", "check", path, "--strict").status == 3)
        try "name,note\na,b\n".write(toFile: path, atomically: true, encoding: .utf8)
        let refused = try store.run("address", "check", path)
        #expect(refused.status == 1 && refused.message.contains("missing-column"))
        #expect(try store.run("address", "check").status == 2)
        #expect(try store.run("address", "check", store.folder + "/none.csv").status == 1)
    }
}
