import AmparoModel
import AmparoOversight
import Testing

@Suite("Counting against a slow obvious reference")
struct CountingPropertyTests {
    @Test("Every figure of random children is what the reference counts", arguments: 1...250)
    func reference(_ seed: UInt64) {
        let population = Population.random(seed: seed, children: Int(seed % 37) + 1)
        let figures = population.figures
        let expected = Reference(population: population).all
        #expect(figures.map(\.id) == FigureID.allCases)
        for (figure, expected) in zip(figures, expected) where figure != expected {
            Issue.record("seed \(seed): \(figure.json) instead of \(expected.json)")
        }
    }

    @Test("Two books merged count as one, and no order of children, rows or sponsors matters", arguments: 1001...1040)
    func merging(_ seed: UInt64) {
        var population = Population.random(seed: seed, children: 24)
        let figures = population.figures
        for split in [0, 1, 7, 23] { #expect(population.figures(split: split) == figures, "seed \(seed)") }
        var random = Seeded(state: seed)
        population.children.shuffle(using: &random)
        population.sponsors.shuffle(using: &random)
        for index in population.children.indices {
            population.children[index].child.shuffle(&random)
            population.children[index].court.hearings.shuffle(using: &random)
            population.children[index].court.orders.shuffle(using: &random)
        }
        for index in population.sponsors.indices {
            population.sponsors[index].members.shuffle(using: &random)
            population.sponsors[index].checks.shuffle(using: &random)
        }
        #expect(population.figures == figures, "seed \(seed)")
    }

    @Test("What lies after the as-of day changes nothing", arguments: 2001...2040)
    func nothingLater(_ seed: UInt64) {
        var population = Population.random(seed: seed, children: 20)
        let figures = population.figures
        let asOf = population.question.asOf
        for index in population.children.indices {
            population.children[index].child.releases.removeAll { $0.releasedOn > asOf }
            population.children[index].child.placements.removeAll { $0.from > asOf }
            population.children[index].child.addresses.removeAll { $0.reportedOn > asOf }
            population.children[index].child.applications.removeAll { $0.openedOn > asOf }
            population.children[index].child.results.removeAll { $0.enteredOn.map { $0 > asOf } ?? false }
            population.children[index].child.calls.removeAll { $0.attemptedOn.map { $0 > asOf } ?? true }
            population.children[index].court.returnedMail.removeAll { $0.returnedOn > asOf }
        }
        #expect(population.figures == figures, "seed \(seed)")
    }

    @Test("The same figures give the same bytes, in the shape of FEEDS.md")
    func bytes() throws {
        let population = Population.random(seed: 7, children: 30)
        let document = FiguresDocument(
            asOf: population.question.asOf,
            position: RecordPosition(asKnown: "seq:12", logSize: 12, logRoot: "AA=="), figures: population.figures)
        let text = document.json.description
        #expect(
            text
                == FiguresDocument(asOf: document.asOf, position: document.position, figures: population.figures).json
                .description)
        let json = try JSON(text)
        #expect(json.members.map(\.name) == ["asOf", "asKnown", "logSize", "logRoot", "figures"])
        for figure in json["figures"]!.elements {
            #expect(
                figure.members.map(\.name) == ["id", "version", "value", "denominator", "unknown", "by", "measures"])
            for dimension in figure["by"]!.members {
                #expect(dimension.value.members.map(\.name) == dimension.value.members.map(\.name).sorted())
                #expect(dimension.value.members.allSatisfy { $0.value.int! > 0 })
            }
        }
    }
}

extension ChildFile {
    mutating func shuffle(_ random: inout Seeded) {
        referrals.shuffle(using: &random)
        placements.shuffle(using: &random)
        releases.shuffle(using: &random)
        addresses.shuffle(using: &random)
        calls.shuffle(using: &random)
        services.shuffle(using: &random)
        applications.shuffle(using: &random)
        family.shuffle(using: &random)
        notices.shuffle(using: &random)
        results.shuffle(using: &random)
    }
}
