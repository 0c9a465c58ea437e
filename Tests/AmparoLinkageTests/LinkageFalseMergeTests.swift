import AmparoLinkage
import AmparoModel
import Testing

@Suite("Bad feeds cause no false mass merge, and no more work than their size")
struct LinkageFalseMergeTests {
    /// These are all different people, as far as they can be told apart: nearly none may be linked without a person looking
    /// at it, and no group may be held together.
    private func expectNoMerge(_ people: [PersonDescription], most perRow: Int = 600) async {
        var table = PersonTable(.shipped)
        for person in people { table.append(person) }
        var linker = Linker(.shipped)
        linker.trains = false
        let result = await linker.duplicates(in: table)
        #expect(result.links.filter { $0.outcome == .automatic }.count <= people.count / 1000)
        #expect(result.clusters.map(\.count).max() ?? 0 <= 6)
        #expect(result.counts.compared <= people.count * perRow)
        // Trained on nothing but this, it is not led astray either.
        let trained = await Linker(.shipped).duplicates(in: table)
        #expect(trained.links.filter { $0.outcome == .automatic }.count <= people.count / 1000)
        #expect(trained.clusters.map(\.count).max() ?? 0 <= 6)
    }

    @Test("10,000 children born on 1 January, all with one surname")
    func firstOfJanuary() async throws {
        var people = LinkagePeople(seed: 11)
        let rows = (0..<10_000).map { _ in
            var child = people.child()
            child.surnames = "López López"
            let year = child.birth.map { $0.earliest.year } ?? 2008
            child.birth = Day(year: year, month: 1, day: 1).map { BirthRange($0) }
            return child
        }
        await expectNoMerge(rows)
    }

    @Test("UNKNOWN UNKNOWN, one letter, nothing at all")
    func unknown() async throws {
        var people = LinkagePeople(seed: 12)
        let rows = (0..<3000).map { number in
            var child = people.child()
            (child.given, child.surnames) = [("UNKNOWN", "UNKNOWN"), ("X", "X"), ("", ""), ("FNU", "LNU")][number % 4]
            child.birth = Day("2008-01-01").map { BirthRange($0) }
            child.origin = ""
            child.entered = nil
            return child
        }
        await expectNoMerge(rows)
    }

    @Test("All the same name, born on different days")
    func oneName() async throws {
        var people = LinkagePeople(seed: 13)
        let rows = (0..<2000).map { _ in
            var child = people.child()
            (child.given, child.surnames) = ("José", "García")
            child.origin = ""
            child.entered = nil
            return child
        }
        await expectNoMerge(rows)
    }

    @Test("Brothers and sisters: one surname pair, one day of entry, one place")
    func siblings() async throws {
        var people = LinkagePeople(seed: 14)
        var rows: [PersonDescription] = []
        for _ in 0..<700 {
            let first = people.child()
            let given = ["Mateo", "Wilmer", "Sofía", "Óscar"]
            for name in given {
                var child = first
                child.given = name
                child.birth = people.child().birth
                rows.append(child)
            }
        }
        await expectNoMerge(rows)
    }

    @Test("A feed that exchanges given names and surnames for half of its rows is linked all the same")
    func halfExchanged() async throws {
        var people = LinkagePeople(seed: 15)
        var table = PersonTable(.shipped)
        let children = (0..<3000).map { _ in people.child() }
        for child in children { table.append(child) }
        for (number, child) in children.enumerated() {
            var told = child
            if number % 2 == 0 { (told.given, told.surnames) = (child.surnames, child.given) }
            table.append(told)
        }
        let result = await Linker(.shipped).link(table, 0..<3000, 3000..<6000)
        let right = result.links.filter { $0.right == $0.left + 3000 }
        #expect(right.count >= 2970)
        #expect(result.links.count - right.count <= 3)
        #expect(result.links.filter { $0.outcome == .automatic && $0.right != $0.left + 3000 }.count == 0)
    }

    @Test("Two valid A-numbers are never one person, whatever else agrees")
    func twoNumbers() async throws {
        var people = LinkagePeople(seed: 16)
        var table = PersonTable(.shipped)
        for number in 0..<1000 {
            var child = people.child()
            child.aNumber = "A\(211_000_000 + number * 7919)"
            table.append(child)
            child.aNumber = "A\(219_999_999 - number * 7919)"
            table.append(child)
        }
        let result = await Linker(.shipped).duplicates(in: table)
        #expect(result.clusters.isEmpty)
        #expect(result.links.isEmpty)
    }

    @Test("A chain of likenesses makes no group of people who are not alike, and what contradicts is kept apart")
    func chains() async throws {
        var table = PersonTable(.shipped)
        var person = PersonDescription(given: "Ana", surnames: "Ixcoy Tambriz")
        person.birth = Day("2008-05-14").map { BirthRange($0) }
        person.entered = Day("2023-03-04")
        person.origin = "GT/Quiché/Chajul"
        for _ in 0..<3 { table.append(person) }
        var linker = Linker(.shipped)
        linker.trains = false
        #expect(await linker.duplicates(in: table).clusters == [[0, 1, 2]])
        #expect(
            await linker.duplicates(in: table) { $0 == 0 && $1 == 2 || $0 == 2 && $1 == 0 }.clusters.map(\.count) == [2]
        )
    }
}
