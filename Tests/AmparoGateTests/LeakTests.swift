import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Nothing of a person leaves without its receipt")
struct LeakTests {
    @Test("What the gate shows is covered by receipts; what somebody adds to it is found")
    func covered() throws {
        let world = try GateWorld(children: 8)
        let leaks = try DisclosureLeaks(journal: world.journal, keys: world.keys)
        let children = try world.children()
        for (account, purpose) in [
            ("specialist", "safety-check"), ("attorney", "court-appearance"), ("counsel", "legal-representation"),
            ("court", "adjudication"), ("officer", "removal"),
        ] {
            var output: [UInt8] = []
            let before = try world.journal.lastSeq()
            for child in children {
                guard let shown = try? world.gate.disclose(world.request(account, purpose), child: child) else {
                    continue
                }
                for field in shown.value.rows.flatMap(\.fields) { output += Array((field.value.text + "\n").utf8) }
            }
            #expect(try leaks.uncovered(in: output, since: before) == [])
            if account == "specialist" {
                #expect(leaks.count(in: output) > 50)
                // The same bytes without their receipts: every one of them is found.
                let last = try world.journal.lastSeq()
                #expect(try leaks.uncovered(in: output, since: last).count >= leaks.count(in: output))
            }
        }
        // A field that no receipt names: the sponsor's, in the attorney's answer.
        let secret = try PlainRecord(children[0], in: world).values.first { $0.field == "identity.surnames" }
        let name = try #require(secret?.text)
        let before = try world.journal.lastSeq()
        _ = try? world.gate.disclose(world.request("attorney", "court-appearance"), child: children[0])
        #expect(try !leaks.uncovered(in: Array("x \(name) y".utf8), since: before).isEmpty || name.utf8.count < 5)
    }

    @Test("An error says nothing about a person")
    func errors() throws {
        let world = try GateWorld(children: 8)
        let leaks = try DisclosureLeaks(journal: world.journal, keys: world.keys)
        for child in try world.children() {
            do throws(GateError) {
                _ = try world.gate.disclose(world.request("officer", "removal"), child: child)
            } catch { #expect(try leaks.uncovered(in: Array("\(error)".utf8)).isEmpty) }
        }
    }
}
