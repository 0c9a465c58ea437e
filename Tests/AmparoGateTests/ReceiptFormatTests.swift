@testable import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("The bytes of receipts")
struct ReceiptFormatTests {
    private static func receipt(_ random: inout SeededGenerator) -> Receipt {
        func text() -> String {
            let count = Int.random(in: 0..<12, using: &random)
            return String((0..<count).map { _ in "abcö/-@.1".randomElement(using: &random) ?? "a" })
        }
        let groups = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
            Receipt.Group(
                outcome: ["disclose", "withhold", "undetermined", "transform:year"].randomElement(using: &random) ?? "",
                layer: text(), rule: text(), hash: text(), clause: text(), authority: text(),
                obligations: (0..<2).map { _ in text() },
                fields: Set((0..<Int.random(in: 0..<9, using: &random)).map { _ in "identity." + text() }).sorted())
        }
        return Receipt(
            request: text(), position: Int64.random(in: 0...Int64.max, using: &random),
            version: Int64.random(in: -5...5, using: &random),
            asOf: Day(number: Int32.random(in: -1000...40_000, using: &random)),
            asKnown: Int64.random(in: 0...100, using: &random), agency: text(), homeAgency: text(), role: text(),
            office: text(), purpose: text(), operation: text(), subject: text(), ruleBook: text(),
            sponsors: Set((0..<3).map { _ in Int64.random(in: 1...Int64.max, using: &random) }).sorted(),
            refusal: text(), groups: groups)
    }

    @Test("Written and read again they are the same; cut off anywhere they are none")
    func roundTrip() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<200 {
            let receipt = Self.receipt(&random)
            let bytes = receipt.bytes
            #expect(bytes.withUnsafeBytes { Receipt($0) } == receipt)
            for end in 0..<bytes.count {
                #expect(bytes[..<end].withUnsafeBytes { Receipt($0) } == nil)
            }
            var flipped = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            flipped[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            // Another receipt or none, never this one, and never a crash.
            #expect(flipped.withUnsafeBytes { Receipt($0) } != receipt)
        }
    }

    @Test("Format 1 stays as it is")
    func frozen() {
        let receipt = Receipt(
            request: "r1", position: 100, version: 90, asOf: Day(number: 20_605), asKnown: 100, agency: "dol.whd",
            homeAgency: "dol.whd", role: "labor-investigator", office: "", purpose: "labor-protection",
            operation: "view", subject: "child", ruleBook: "ab", sponsors: [5, 9], refusal: "",
            groups: [
                .init(
                    outcome: "transform:year", layer: "agreement", rule: "a@1", hash: "cd", clause: "c",
                    authority: "5 USC 552a(b)(3)", obligations: ["no-onward-transfer"],
                    fields: ["identity.dateOfBirth", "identity.sex"])
            ])
        let hex = receipt.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        #expect(
            hex == "010272" + "31c801b401" + "fac102" + "c801" + "07646f6c2e77686407646f6c2e776864"
                + "126c61626f722d696e76657374696761746f7200106c61626f722d70726f74656374696f6e0476696577"
                + "056368696c64026162" + "00" + "020504" + "01" + "0e7472616e73666f726d3a79656172"
                + "0961677265656d656e740361403102636401631035205553432035353261286229283329"
                + "01126e6f2d6f6e776172642d7472616e73666572"
                + "0200146964656e746974792e646174654f66426972746809" + "03736578")
    }

    @Test("Other entries are the same when written and read again")
    func others() {
        let owed = CorrectionOwed(
            corrected: 9, told: 4, toldOn: Day(number: 20_000), relyNot: true, fields: ["a.b", "a.c"])
        #expect(owed.bytes.withUnsafeBytes { CorrectionOwed($0) } == owed)
        let given = StatementGiven(audience: "child", language: "es", position: 7, receipts: [1, 5, 6])
        #expect(given.bytes.withUnsafeBytes { StatementGiven($0) } == given)
        let counted = AggregateReceipt(
            request: "r", position: 4, agency: "gao", role: "auditor", purpose: "audit", query: "figures", size: 3,
            refusal: "", rule: "x@1")
        #expect(counted.bytes.withUnsafeBytes { AggregateReceipt($0) } == counted)
        for bytes in [owed.bytes, given.bytes, counted.bytes] {
            for end in 0..<bytes.count {
                bytes[..<end].withUnsafeBytes { part in
                    #expect(
                        CorrectionOwed(part) == nil && StatementGiven(part) == nil && AggregateReceipt(part) == nil)
                }
            }
        }
    }

    @Test("A store of an earlier release gets the tables of receipts without a rebuild; one with receipts needs it")
    func oldStore() throws {
        let world = try GateWorld(children: 3)
        try world.database.write { connection in
            try connection.execute("DELETE FROM projection WHERE name = 'disclosure'")
        }
        #expect(try world.projections.outdated(in: world.database) == ["disclosure"])
        #expect(try world.projections.prepare(in: world.database) == [])
        #expect(try world.projections.outdated(in: world.database) == [])
        let child = try #require(try world.children().first)
        _ = try world.gate.disclose(world.request("specialist", "safety-check"), child: child)
        try world.database.write { connection in
            try connection.execute("DELETE FROM projection WHERE name = 'disclosure'")
        }
        #expect(try world.projections.prepare(in: world.database) == ["disclosure"])
    }
}
