import AmparoModel
import AmparoSharing
import Testing

@Suite("A corpus")
struct CorpusTests {
    private let text = """
        {"cases": [
          {"id": "F12-sponsor-to-ero-default", "requirement": ["F12"], "why": "w", "citation": "c",
           "agreements": ["default"], "orders": [], "floor": "shipped",
           "request": {"id": "r1", "at": "2026-03-01T12:00:00Z", "position": 100,
             "requester": {"account": "a1", "agency": "dhs.ice.ero", "homeAgency": "dhs.ice.ero", "role": "ero-officer",
               "office": "SNA", "area": "TX", "attestedOn": "2026-02-01"},
             "purpose": "sponsor-enforcement", "operation": "view", "subject": "child",
             "facts": {"stage": "released", "ownDocket": "yes", "hearingInDays": 30, "age": [15, 15], "consent": "no", "rest": "no"},
             "fields": ["sponsor.identity.givenNames", "general.stage", "statistics.figure"]},
           "expect": {"fields": {
             "sponsor.identity.givenNames": {"outcome": "withhold", "layer": "floor", "rule": "law-rider-sponsor"},
             "statistics.figure": {"outcome": "withhold", "layer": "default", "rule": "no-permit"}}}},
          {"id": "F9", "agreements": ["default"],
           "request": {"id": "r2", "at": "2026-03-01T12:00:00Z",
             "requester": {"account": "a1", "agency": "dhs.ice.opla", "role": "trial-attorney-office", "attestedOn": "2026-02-01"},
             "purpose": "court-appearance",
             "facts": {"stage": "released", "ownDocket": "yes", "hearingInDays": 30, "rest": "no"},
             "fields": ["address.service.street", "identity.dateOfBirth"]},
           "expect": {"fields": {
             "address.service.street": {"outcome": "disclose", "rule": "orr-opla-court-appearance@1/docket-and-court-address"},
             "identity.dateOfBirth": {"outcome": "transform:year", "clause": "docket-and-court-address"}},
             "obligations": {"identity.dateOfBirth": ["court-case-only", "no-onward-transfer", "retain-days: 90"]}}}
        ]}
        """

    @Test("Cases as expected are counted, and others told with what differs")
    func run() throws {
        let corpus = try Corpus(files: [("a.json", text)])
        #expect(corpus.run().summary == "2 cases, 2 as expected", "\(corpus.run().failures)")
        let wrong = try Corpus(files: [("a.json", text.replacing("transform:year", with: "disclose"))]).run()
        #expect(wrong.summary == "2 cases, 1 as expected")
        #expect(
            wrong.failures.first?.differences == [
                "identity.dateOfBirth: outcome disclose expected, transform:year found"
            ])
    }

    @Test("A fault in a case is told with its place")
    func fault() {
        #expect(throws: SharingError(.badValue, "")) {
            try Corpus(files: [("a.json", text.replacing("\"2026-03-01T12:00:00Z\"", with: "\"tomorrow\""))])
        }
        #expect(throws: SharingError(.repeated, "")) { try Corpus(files: [("a.json", text), ("b.json", text)]) }
    }

    @Test("A request alone is a case without expectation, and its decision is given as JSON")
    func request() throws {
        let one = try #require(try Corpus(files: [("a.json", text)]).cases.last)
        let book = try one.book()
        let json = book.decide(one.request).json(one.request, names: one.fieldNames, book: book).description
        #expect(json.contains(#""field":"identity.dateOfBirth","#) && json.contains(#""outcome":"transform:year""#))
    }
}
