import AmparoLinkage
import AmparoModel
import Testing

@Suite("Sponsors and households are linked by the same comparison")
struct LinkageSponsorTests {
    /// A sponsor among two hundred others.
    private func index(_ sponsors: [PersonDescription]) -> LinkIndex<Int> {
        var people = LinkagePeople(seed: 51)
        var index = LinkIndex<Int>(model: .shippedForSponsors)
        for (number, sponsor) in sponsors.enumerated() { index.insert(sponsor, id: number) }
        for number in 1000..<1200 {
            var other = people.child()
            other.phone = "555-01\(number)-22"
            other.place = "\(number)\u{1F}ELM ST\u{1F}\u{1F}75001"
            index.insert(other, id: number)
        }
        return index
    }

    private func sponsor() -> PersonDescription {
        var sponsor = PersonDescription(given: "Marta Elena", surnames: "Orellana Portillo")
        sponsor.birth = Day("1984-06-07").map { BirthRange($0) }
        sponsor.phone = "(713) 555-0142"
        sponsor.place = "4400\u{1F}OAK ST\u{1F}12\u{1F}77081"
        sponsor.sex = "F"
        sponsor.country = "SV"
        return sponsor
    }

    @Test("One who sponsors again under a shorter name, from another address, is found by the telephone")
    func again() throws {
        var index = index([sponsor()])
        var told = sponsor()
        (told.given, told.surnames) = ("Marta", "Orellana")
        told.phone = "+1 713 555 0142"
        told.place = "77\u{1F}PINE AVE\u{1F}\u{1F}77002"
        let best = try #require(index.candidates(for: told).first)
        #expect(best.id == 0)
        #expect(best.score.outcome == .automatic)
        let phone = try #require(best.score.comparisons.first { $0.field == .phone })
        #expect(phone.level == .same)
        #expect(phone.sentence(.spanish).hasPrefix("teléfono: igual (+"))
    }

    @Test("Two who share telephone and address are a household and not one person")
    func household() {
        var index = index([sponsor()])
        var other = sponsor()
        other.given = "Rigoberto"
        other.sex = "M"
        other.birth = Day("1981-02-17").map { BirthRange($0) }
        for candidate in index.candidates(for: other) {
            #expect(candidate.score.outcome != .automatic)
            #expect(candidate.score.doubts.contains(.givenNames))
        }
    }

    @Test("A telephone with two digits exchanged, a unit that is missing")
    func slips() throws {
        var index = index([sponsor()])
        var told = sponsor()
        told.phone = "713 555 0124"
        told.place = "4400\u{1F}OAK ST\u{1F}\u{1F}77081"
        let score = index.score(sponsor(), told)
        #expect(score.comparisons.first { $0.field == .phone }?.level == .digitSlip)
        #expect(score.comparisons.first { $0.field == .place }?.level == .close)
        told.place = "4400\u{1F}OAK ST\u{1F}REAR COTTAGE\u{1F}77081"
        #expect(index.score(sponsor(), told).comparisons.first { $0.field == .place }?.level == .someWords)
        told.place = ""
        #expect(index.score(sponsor(), told).comparisons.first { $0.field == .place }?.level == .notCompared)
    }

    @Test("Sponsor's name, address and telephone count once, and the explanation is still the score")
    func together() throws {
        var people = LinkagePeople(seed: 52)
        let homes = (0..<4).map { "\(100 + $0)\u{1F}ELM ST\u{1F}\u{1F}75001" }
        let names = ["Marta Orellana", "Rigoberto Tambriz", "Ana Xol Caal", "Jairo Umanzor"]
        func child() -> PersonDescription {
            var child = people.child()
            child.place = people.below(4) == 0 ? "" : homes[people.below(4)]
            child.contact = people.below(4) == 0 ? "" : names[people.below(4)]
            return child
        }
        let children = (0..<120).map { _ in child() }
        func index(without left: LinkageField? = nil) -> LinkIndex<Int> {
            var model = LinkageModel.shipped
            model.comparisons.removeAll { $0.field == left }
            var index = LinkIndex<Int>(model: model)
            for (number, child) in children.enumerated() { index.insert(child, id: number) }
            return index
        }
        var (whole, unnamed, homeless) = (index(), index(without: .contact), index(without: .place))
        var both = 0
        for one in children.prefix(40) {
            for other in children.suffix(40) {
                let score = whole.score(one, other)
                func bits(_ score: PairScore, _ field: LinkageField) -> Double {
                    score.comparisons.first { $0.field == field }?.total ?? 0
                }
                // Each by itself, as a model says that has only one of the two.
                let place = bits(unnamed.score(one, other), .place)
                let contact = bits(homeless.score(one, other), .contact)
                let said = bits(score, .place) + bits(score, .contact)
                let expected = place > 0 && contact > 0 ? max(place, contact) : place + contact
                #expect(abs(said - expected) < 1e-4, "\(said) \(place) \(contact)")
                #expect(abs(score.weight - score.comparisons.reduce(0) { $0 + $1.total }) < 1e-9)
                guard place > 0, contact > 0 else { continue }
                both += 1
                let sentences = score.comparisons.map { $0.sentence(.english) }
                #expect(sentences.count { $0.hasSuffix("(goes with what is counted)") } == 1, "\(sentences)")
            }
        }
        #expect(both > 50, "pairs who agree on both, \(both)")
    }

    @Test("Two children of one name whom one sponsor took are not held for one because of all that is the sponsor's")
    func cousins() {
        var index = LinkIndex<Int>(model: .shipped)
        var people = LinkagePeople(seed: 53)
        for number in 1000..<3000 { index.insert(people.child(), id: number) }
        var one = PersonDescription(given: "José", surnames: "Hernández")
        one.birth = Day("2011-03-05").map { BirthRange($0) }
        one.country = "HN"
        one.place = "4400\u{1F}OAK ST\u{1F}12\u{1F}77081"
        one.contact = "Marta Elena Orellana Portillo"
        var other = one
        (other.given, other.surnames) = ("José", "Hernández López")
        other.birth = Day("2012-01-20").map { BirthRange($0) }
        let score = index.score(one, other)
        #expect(score.probability < 0.9999, "\(score.probability)")
        other.contact = ""
        let once = index.score(one, other)
        #expect(
            abs(score.weight - once.weight) < 3, "what the name adds to the address: \(score.weight) \(once.weight)")
    }
}
