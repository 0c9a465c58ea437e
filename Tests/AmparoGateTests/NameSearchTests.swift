import AmparoGate
import AmparoIntake
import AmparoLinkage
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import Foundation
import Testing

@Suite("Search by name")
struct NameSearchTests {
    /// A child of the care feed as it was told.
    private struct Told {
        var given: String
        var surnames: String
        var birth: String
    }

    private func told(_ world: GateWorld) throws -> [Told] {
        let text = try String(contentsOfFile: world.feeds + "/care/referrals.csv", encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let places = try ["given_names", "surnames", "date_of_birth"].map {
            try #require(lines[0].firstIndex(of: $0))
        }
        return lines.dropFirst().map { Told(given: $0[places[0]], surnames: $0[places[1]], birth: $0[places[2]]) }
    }

    private func index(_ world: GateWorld, seed: UInt64 = 3) throws -> NameIndex {
        let index = NameIndex(world.journal, keys: world.keys, random: .seeded(seed))
        try index.bringUpToDate()
        return index
    }

    private func search(
        _ world: GateWorld, _ index: NameIndex, _ given: String, _ surnames: String, _ birth: String = "",
        as account: (String, String) = ("specialist", "safety-check")
    ) throws -> [Disclosed<NameHit>] {
        let query = try #require(NameQuery(given: given, surnames: surnames, birth: birth))
        let fields = ["existence.record", "general.recordId", "identity.givenNames", "identity.surnames"]
        return try world.gate.search(
            world.request(account.0, account.1, operation: .searchHit, fields: fields), names: query, in: index)
    }

    /// What a page would say of hits.
    private func page(_ hits: [Disclosed<NameHit>]) -> [String] {
        hits.map { hit in
            let row = hit.value.record.rows(of: "referrals").last
            return "\(hit.value.record.child) \(row?["identity.surnames"]?.text ?? "-") "
                + hit.value.reasons(.english).joined(separator: "; ")
        }
    }

    @Test("Whoever may see names finds every child by the names of the feed, with what speaks for it and a receipt")
    func finds() throws {
        let world = try GateWorld(children: 20)
        let index = try index(world)
        #expect(index.isReady && index.count >= 20)
        for one in try told(world) where !one.given.isEmpty && !one.surnames.isEmpty {
            let hits = try search(world, index, one.given.lowercased(), one.surnames)
            let first = try #require(hits.first, "a child was not found")
            #expect(!hits.isEmpty && hits.count <= Gate.mostNameHits)
            #expect(first.value.comparisons.allSatisfy { $0.level != .different })
            #expect(first.value.reasons(.spanish).count == first.value.comparisons.count)
            #expect(try world.receipt(first.receipt)?.child == first.value.record.child)
        }
        #expect(try search(world, index, "Zzyzx", "Qwrtp").isEmpty)
    }

    @Test("One entry for the search, with its purpose and the count that is always the same; no name, and no denial")
    func receipts() throws {
        let world = try GateWorld(children: 20)
        let index = try index(world)
        let one = try #require(try told(world).first { !$0.surnames.isEmpty && !$0.given.isEmpty })
        let before = try world.count(.disclosed)
        let hits = try search(world, index, one.given, one.surnames)
        #expect(try world.count(.disclosed) == before + hits.count)
        // Nobody whom this account may see fits: an entry, and nothing of those that do.
        #expect(try search(world, index, one.given, one.surnames, as: ("officer", "removal")).isEmpty)
        #expect(try world.count(.disclosed) == before + hits.count)
        let entries = try world.numbers("SELECT seq FROM entry WHERE kind = 154 ORDER BY seq")
        let searched = try entries.map {
            try #require(try world.journal.withEntry($0) { NameSearched($0.payload) } ?? nil)
        }
        #expect(searched.map(\.purpose) == ["safety-check", "removal"])
        #expect(searched.map(\.decided) == [32, 32] && searched.map(\.shown) == [Int64(hits.count), 0])
        for seq in entries {
            let bytes = try world.journal.withEntry(seq) { ([UInt8]($0.payload), $0.child, $0.anchor) }
            let payload = try #require(bytes)
            #expect(payload.1 == 0 && payload.2 == 0)
            let text = String(decoding: payload.0, as: UTF8.self).lowercased()
            for word in (one.given + " " + one.surnames).lowercased().split(separator: " ") where word.count > 3 {
                #expect(!text.contains(word))
            }
        }
        #expect(try world.journal.verify().broken == nil)
    }

    @Test("A refused account has one receipt, as for anything else, whatever was searched")
    func refused() throws {
        let world = try GateWorld(children: 6)
        let index = try index(world)
        let before = try world.count(.disclosed)
        #expect(throws: GateError(.purposeNotHeld)) {
            try search(world, index, "María", "López", as: ("specialist", "removal"))
        }
        #expect(try world.count(.disclosed) == before + 1 && world.count(.nameSearched) == 0)
    }

    @Test("A hidden child gives the same answer as one that the record has forgotten, whatever is searched")
    func hidden() throws {
        let (world, lesser) = (try GateWorld(children: 20), try GateWorld(children: 20))
        let children = try world.children()
        let hiddenChild = children[children.count / 2]
        for one in [world, lesser] {
            one.governance.change { state in
                state.facts = { facts, child in facts.emergency = child == hiddenChild ? .no : .yes }
            }
        }
        let names = try told(world).filter { !$0.given.isEmpty && !$0.surnames.isEmpty }
        let (index, other) = (try index(world), try index(lesser, seed: 8))
        let before = other.count
        _ = try Erasure(lesser.record).erase(hiddenChild)
        try other.bringUpToDate()
        #expect(other.count < before)
        var found = 0
        for name in names {
            for typed in [
                (name.given, name.surnames, ""), ("", name.surnames, ""), (name.given, name.surnames, name.birth),
            ] {
                guard NameQuery(given: typed.0, surnames: typed.1, birth: typed.2) != nil else { continue }
                let protection = ("protection", "safety-check")
                let some = try page(search(world, index, typed.0, typed.1, typed.2, as: protection))
                #expect(try some == page(search(lesser, other, typed.0, typed.1, typed.2, as: protection)))
                found += some.count
            }
        }
        #expect(found > 10)
        // Those who may see her find her.
        #expect(
            try names.contains { name in
                try search(world, index, name.given, name.surnames).contains { $0.value.record.child == hiddenChild }
            })
    }

    @Test("Whoever may see less of a child than was typed does not find her by it")
    func wholeFields() throws {
        let world = try GateWorld(children: 12)
        let index = try index(world)
        let one = try #require(try told(world).first { $0.birth.count == 10 && !$0.surnames.isEmpty })
        // The attorney's agreement gives dates of birth as years, and no names at all: neither finds anybody.
        for birth in ["", one.birth, String(one.birth.prefix(4))] {
            #expect(
                try search(world, index, one.given, one.surnames, birth, as: ("attorney", "court-appearance")).isEmpty)
        }
        #expect(try !search(world, index, one.given, one.surnames, one.birth).isEmpty)
        let other = try search(world, index, one.given, one.surnames, "1931-01-01")
        #expect(other.allSatisfy { $0.value.comparisons.contains { $0.field == .birth } })
    }

    @Test("Before everybody was read nothing is found; what is written later is found")
    func upkeep() throws {
        let world = try GateWorld(children: 5, seed: 9)
        let index = NameIndex(world.journal, keys: world.keys, random: .seeded(1))
        #expect(!index.isReady && index.count == 0)
        let one = try #require(try told(world).first { !$0.surnames.isEmpty && !$0.given.isEmpty })
        #expect(try search(world, index, one.given, one.surnames).isEmpty)
        try index.bringUpToDate()
        #expect(try !search(world, index, one.given, one.surnames).isEmpty)
        let text = try String(contentsOfFile: world.feeds + "/care/referrals.csv", encoding: .utf8)
        let folder = world.folder + "/later"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(atPath: world.feeds + "/care") {
            try FileManager.default.copyItem(atPath: world.feeds + "/care/" + file, toPath: folder + "/" + file)
        }
        try text.replacing(one.surnames, with: "Quetzalcuapa").write(
            toFile: folder + "/referrals.csv", atomically: true, encoding: .utf8)
        var options = Ingest.Options()
        options.allowing = ["all"]
        _ = try Ingest(world.record, today: Day("2026-06-01")!).care(folder: folder, options: options)
        // Without anybody bringing it up to date: the search does it itself.
        #expect(try !search(world, index, one.given, "Quetzalcuapa").isEmpty)
        #expect(try search(world, index, one.given, one.surnames).isEmpty)
    }

    @Test("What is no name is no query; one that is prints as sealed")
    func queries() {
        #expect(NameQuery(given: "", surnames: " ") == nil)
        #expect(NameQuery(given: "123", surnames: "--") == nil)
        #expect(NameQuery(given: "Ana", surnames: "", birth: "2010-13-01") == nil)
        #expect(NameQuery(given: String(repeating: "a", count: 101), surnames: "b") == nil)
        let query = NameQuery(given: "Ana", surnames: "López", birth: "2010-02")
        #expect(query.map { "\($0)" } == "‹sealed›")
        #expect(NameSearched([UInt8]([1, 2]).withUnsafeBytes { $0 }) == nil)
    }

    @Test("Thirty searches at once, then one in two seconds")
    func pace() throws {
        let world = try GateWorld(children: 0)
        let index = try index(world)
        let now = world.clock.now
        #expect((0..<30).allSatisfy { _ in index.admits("a", at: now) })
        #expect(!index.admits("a", at: now) && index.admits("b", at: now))
        let later = Instant(microseconds: now.microseconds + 2_000_000)
        #expect(index.admits("a", at: later) && !index.admits("a", at: later))
    }
}
