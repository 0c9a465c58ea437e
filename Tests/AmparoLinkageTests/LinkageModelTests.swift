import AmparoLinkage
import AmparoModel
import Testing

@Suite("Models are data: written, read back, learned")
struct LinkageModelTests {
    @Test(
        "What is written is read back the same, to the byte",
        arguments: [LinkageModel.shipped, .shippedForSponsors, .shippedForRegisters])
    func text(model: LinkageModel) throws {
        let read = try LinkageModel(text: model.text)
        #expect(read == model)
        #expect(read.text == model.text)
    }

    @Test("A text that is damaged anywhere is refused, or is another sound model, and never a crash")
    func damaged() throws {
        var people = LinkagePeople(seed: 31)
        let bytes = Array(LinkageModel.shipped.text.utf8)
        for _ in 0..<800 {
            var damaged = bytes
            switch people.below(3) {
            case 0: damaged[people.below(damaged.count)] = UInt8(people.below(128))
            case 1: damaged.removeSubrange(people.below(damaged.count)..<damaged.count)
            default: damaged.insert(UInt8(people.below(128)), at: people.below(damaged.count))
            }
            guard let model = try? LinkageModel(text: String(decoding: damaged, as: UTF8.self)) else { continue }
            #expect(try LinkageModel(text: model.text) == model)
        }
    }

    @Test(
        "Nonsense is refused with the line",
        arguments: [
            "", "amparo-linkage-model 2\nname x", "name children",
            LinkageModel.shipped.text.replacing("m 0.55", with: "m 1.5"),
            LinkageModel.shipped.text.replacing("automatic 0.9995", with: "automatic 0.1"),
            LinkageModel.shipped.text.replacing("block birth-day", with: "block birthday"),
            LinkageModel.shipped.text.replacing("compare sex", with: "compare surnames"),
        ])
    func nonsense(text: String) {
        let fault = #expect(throws: LinkageError.self) { try LinkageModel(text: text) }
        #expect(fault?.code == "model-malformed")
    }

    @Test("The shares of a model are shares: at each field they sum up to about one")
    func shares() {
        for model in [LinkageModel.shipped, .shippedForSponsors, .shippedForRegisters] {
            for comparison in model.comparisons {
                let m = comparison.levels.reduce(0) { $0 + $1.m }
                #expect(m > 0.9 && m < 1.1, "m of \(comparison.field.rawValue) in \(model.name): \(m)")
                let u = comparison.levels.reduce(0) { $0 + $1.u }
                #expect(u > 0.9 && u < 1.1, "u of \(comparison.field.rawValue) in \(model.name): \(u)")
            }
        }
    }

    @Test("Training finds the shares that the lists were made with")
    func converges() async throws {
        var people = LinkagePeople(seed: 32)
        var table = PersonTable(.shipped)
        let children = (0..<4000).map { _ in people.child() }
        for child in children { table.append(child) }
        // 20 % of births another year, 30 % of days of entry two days on, 10 % another country, 25 % one surname missing.
        for child in children {
            var told = child
            if people.below(100) < 20, let date = child.birth?.earliest.date {
                told.birth = Day(year: date.year - 1, month: date.month, day: min(28, date.day)).map { BirthRange($0) }
            }
            if people.below(100) < 30 { told.entered = told.entered?.adding(days: 2) }
            if people.below(100) < 10 { told.country = told.country == "GT" ? "HN" : "GT" }
            if people.below(100) < 25 { told.surnames = String(told.surnames.split(separator: " ")[0]) }
            table.append(told)
        }
        let model = await Linker(.shipped).link(table, 0..<4000, 4000..<8000).model
        func m(_ field: LinkageField, _ levels: ComparisonLevel...) throws -> Double {
            let comparison = try #require(model.comparisons.first { $0.field == field })
            return comparison.levels.filter { levels.contains($0.level) }.reduce(0) { $0 + $1.m }
        }
        func u(_ field: LinkageField, _ level: ComparisonLevel) throws -> Double {
            try #require(model.comparisons.first { $0.field == field }?.levels.first { $0.level == level }).u
        }
        // A birth on the 29th to 31st is told as the 28th: one in twelve of the changed ones is no `other-year`.
        #expect(abs(try m(.birth, .otherYear, .nearYear) - 0.20) < 0.02)
        #expect(abs(try m(.entered, .daysApart) - 0.30) < 0.03)
        #expect(abs(try m(.country, .different) - 0.10) < 0.02)
        #expect(abs(try m(.surnames, .sameOtherMissing) - 0.25) < 0.04)
        #expect(abs(try u(.country, .same) - 1.0 / 3) < 0.02)
        #expect(abs(try u(.sex, .same) - 0.5) < 0.02)
        // Nothing was told of these: they stay as they were.
        #expect(try m(.aNumber, .same) == 0.97)
    }

    @Test("The same lists and the same seed give the same links, on one thread or two")
    func repeatable() async {
        var people = LinkagePeople(seed: 33)
        var table = PersonTable(.shipped)
        let children = (0..<1500).map { _ in people.child() }
        for child in children + children.reversed() { table.append(child) }
        var linker = Linker(.shipped)
        let two = await linker.link(table, 0..<1500, 1500..<3000)
        linker.lanes = 1
        let one = await linker.link(table, 0..<1500, 1500..<3000)
        #expect(one.links == two.links)
        #expect(one.model == two.model)
        #expect(one.counts == two.counts)
    }

    @Test("Frequencies of a reference population count beside the list's own")
    func reference() {
        func adjustment(_ reference: Bool) -> Double {
            var table = PersonTable(.shipped)
            for _ in 0..<20 { table.append(PersonDescription(given: "Ana", surnames: "López")) }
            table.append(PersonDescription(given: "Ana", surnames: "Tambriz"))
            table.append(PersonDescription(given: "Ana", surnames: "Tambriz"))
            if reference { table.addFrequency(of: "TAMBRIZ", in: .surnames, times: 400) }
            return table.score(20, 21, by: .shipped).comparisons[1].frequencyAdjustment
        }
        #expect(adjustment(true) < adjustment(false) - 1)
    }
}
