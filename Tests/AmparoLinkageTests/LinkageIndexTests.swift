import AmparoLinkage
import AmparoModel
import Testing

@Suite("New descriptions are found in the record, in bounded work")
struct LinkageIndexTests {
    @Test("A child is found under what is told again, with a reason for every bit")
    func finds() throws {
        var people = LinkagePeople(seed: 21)
        var index = LinkIndex<Int>(model: .shipped)
        let children = (0..<2000).map { _ in people.child() }
        for (number, child) in children.enumerated() { index.insert(child, id: number) }
        var found = 0
        for (number, child) in children.enumerated().prefix(300) {
            var told = child
            told.surnames = told.surnames.split(separator: " ").reversed().joined(separator: " ")
            told.given = String(told.given.split(separator: " ")[0])
            let candidates = index.candidates(for: told)
            let best = try #require(candidates.first)
            found += best.id == number ? 1 : 0
            let sum = best.score.comparisons.reduce(0) { $0 + $1.total }
            #expect(abs(sum - best.score.weight) < 1e-9)
            #expect(candidates.map(\.score.weight) == candidates.map(\.score.weight).sorted(by: >))
        }
        #expect(found >= 297)
        #expect(index.count == 2000)
    }

    @Test("What is removed is found no longer, what is inserted again is replaced, and order does not matter")
    func removes() {
        var people = LinkagePeople(seed: 22)
        let children = (0..<500).map { _ in people.child() }
        var index = LinkIndex<Int>(model: .shipped)
        for (number, child) in children.enumerated() { index.insert(child, id: number) }
        for number in 0..<250 { index.remove(number) }
        index.remove(9999)
        for number in 0..<250 { #expect(!index.candidates(for: children[number]).contains { $0.id == number }) }
        for number in (0..<250).reversed() { index.insert(children[number], id: number) }
        for number in 0..<500 { index.insert(children[number], id: number) }
        #expect(index.count == 500)
        var other = LinkIndex<Int>(model: .shipped)
        for number in (0..<500).reversed() { other.insert(children[number], id: number) }
        for child in children.prefix(60) {
            let (a, b) = (index.candidates(for: child), other.candidates(for: child))
            #expect(Set(a.map(\.id)) == Set(b.map(\.id)))
            #expect(a.map(\.score) == b.map(\.score))
        }
    }

    @Test("Asking leaves no trace: the same question has the same answer")
    func asking() {
        var people = LinkagePeople(seed: 23)
        var index = LinkIndex<Int>(model: .shipped)
        for number in 0..<400 { index.insert(people.child(), id: number) }
        let question = people.child()
        let first = index.candidates(for: question).map(\.score)
        for _ in 0..<200 { _ = index.candidates(for: people.child()) }
        #expect(index.candidates(for: question).map(\.score) == first)
        #expect(index.count == 400)
    }

    @Test("Many who are all alike cost no more than a few")
    func bounded() {
        var index = LinkIndex<Int>(model: .shipped)
        var person = PersonDescription(given: "José", surnames: "García")
        person.birth = Day("2008-05-14").map { BirthRange($0) }
        person.entered = Day("2023-03-04")
        for number in 0..<3000 { index.insert(person, id: number) }
        #expect(index.candidates(for: person, limit: 5000).count <= 600)
        #expect(index.candidates(for: person, limit: 7).count <= 7)
    }

    @Test("An empty index, an empty description")
    func empty() {
        var index = LinkIndex<String>(model: .shippedForSponsors)
        #expect(index.candidates(for: PersonDescription()).isEmpty)
        index.insert(PersonDescription(), id: "nobody")
        #expect(index.candidates(for: PersonDescription()).isEmpty)
        #expect(index.score(PersonDescription(), PersonDescription()).weight == 0)
    }
}
