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
}
