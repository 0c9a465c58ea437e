import AmparoModel
import AmparoSharing
import Testing

@Suite("Decisions in plain words")
struct PhraseTests {
    @Test("Every code has its phrase in both languages")
    func complete() throws { #expect(try SharingPhrases.shipped().missing.isEmpty) }

    @Test("A denial, its near miss and a diff read as sentences in English and Spanish")
    func sentences() throws {
        let phrases = try SharingPhrases.shipped()
        let (without, with) = (
            try RuleBook.standard(agreements: []),
            try RuleBook.standard(agreements: [agreement(agreementText(more: []))])
        )
        let field = try #require(with.terms.catalogue["court.finding"]).number
        let clinical = try #require(with.terms.catalogue["clinical.note"]).number
        var request = DecisionRequest.favourable(
            "trial-attorney-office", agency: "dhs.ice.opla", purpose: "court-appearance", fields: [field, clinical])
        (request.facts.holdsRecord, request.facts.ownDocket) = (.no, .no)
        let fields = with.decide(request).fields
        #expect(phrases.sentence(fields[0], .english) == "Not given: nothing permits it.")
        #expect(phrases.sentence(fields[1], .spanish).hasPrefix("No se entrega: la promesa hecha a las familias ("))
        let miss = try #require(with.nearMisses(request, field).first)
        #expect(phrases.sentences(miss, .english) == ["the case would have to be on the requester's own docket"])
        let diff = phrases.diff(try Disclosure.changes(without, with), .english)
        #expect(
            diff.contains(
                "ICE Office of the Principal Legal Advisor, as trial attorney's office, for Appearance in court, would newly be given: court data."
            ))
    }
}
