import AmparoModel
import AmparoSharing
import Testing

@Suite("Near misses")
struct NearMissTests {
    private let book: RuleBook
    private let plain: RuleBook

    init() throws {
        book = try RuleBook.standard(agreements: [agreement(agreementText())])
        plain = try RuleBook.standard(agreements: [])
    }

    private func request(
        _ role: String = "trial-attorney-office", at: String = "2026-03-01T12:00:00Z",
        _ purpose: String = "court-appearance", _ change: (inout SubjectFacts) -> Void = { _ in }
    ) -> DecisionRequest {
        var request = DecisionRequest.favourable(role, agency: "dhs.ice.opla", purpose: purpose, at: at, fields: [])
        request.facts.holdsRecord = .no
        change(&request.facts)
        return request
    }

    private func codes(_ request: DecisionRequest, _ field: String = "court.finding", oversight: Bool = false) throws
        -> [String]
    {
        let number = try #require(book.terms.catalogue[field]).number
        return book.nearMisses(request, number, forOversight: oversight).map(\.code)
    }

    @Test("A condition that failed is told; of two both")
    func conditions() throws {
        #expect(try codes(request { $0.ownDocket = .no }) == ["condition: ownDocket"])
        #expect(try codes(request { $0.hearing = .inDays(121) }) == ["condition: hearingWithinDays 120"])
        #expect(
            try codes(request { ($0.ownDocket, $0.stage) = (.unknown, .closed) }) == [
                "condition: ownDocket + condition: stage released"
            ])
        #expect(try codes(request()) == [])
    }

    @Test("A date that is past is told")
    func date() throws {
        var late = request(at: "2027-07-01T04:00:00Z")
        late.requester.attestedOn = Day("2027-06-30")
        #expect(try codes(late) == ["date: 2026-01-01T05:00:00Z/2027-07-01T04:00:00Z"])
    }

    @Test("An attestation that ran out is told")
    func account() throws {
        var old = request()
        old.requester.attestedOn = Day("2025-11-01")
        #expect(try codes(old) == ["account: attestation-expired"])
    }

    @Test("A changed purpose is told to oversight only")
    func purpose() throws {
        let asked = request("trial-attorney-office", "removal")
        #expect(try codes(asked) == [])
        #expect(try codes(asked, oversight: true) == ["purpose: court-appearance", "purpose: notice-service"])
    }

    @Test("What the floor closes without exception has no near miss; where it has exceptions, its evidence is told")
    func floor() throws {
        #expect(try codes(request(), "clinical.note", oversight: true).isEmpty)
        let open = try RuleBook.standard(agreements: [
            agreement(
                agreementText(
                    permit: ["from: hhs.orr", "to: dhs.ice.opla", "purposes: [court]", "classes: [sponsor.identity]"],
                    more: []))
        ])
        let name = try #require(open.terms.catalogue["sponsor.identity.surnames"]).number
        let misses = open.nearMisses(request { $0.evidence = [] }, name)
        #expect(misses.count == 6 && misses.allSatisfy { $0.code.hasPrefix("condition: evidence rider-") })
    }

    @Test("A clause that stands in the way is told")
    func agreementInTheWay() throws {
        let text = agreementText(more: ["- id: no-notices", "  prohibit: { to: dhs, classes: [notice] }"])
        let both = try RuleBook.standard(agreements: [agreement(text)])
        let field = try #require(both.terms.catalogue["notice.noticeDefect"]).number
        #expect(both.nearMisses(request(), field).map(\.code) == ["agreement: orr-opla-court-appearance@1/no-notices"])
    }

    @Test("A protective denial names whom to ask")
    func ask() throws {
        var asked = DecisionRequest.favourable("intakes", agency: "hhs.orr", purpose: "medical", fields: [])
        asked.facts.emergency = .no
        asked.fields = [try #require(plain.terms.catalogue["court.hearingDate"]).number]
        let decision = try #require(plain.decide(asked).fields.first)
        let ask = try #require(plain.whomToAsk(asked, decision))
        #expect(ask.role == "privacy-officer" && ask.agency.code == "doj.eoir")
    }

    @Test("Every near miss on random rules, applied, discloses; and none of its parts alone does")
    func random() throws {
        let seed: UInt64 = 5
        print("random near misses, seed \(seed)")
        var random = try RandomRules(seed: seed)
        var count = 0
        for _ in 0..<60 {
            let book = try random.book((0..<6).map { random.rule($0) })
            for _ in 0..<20 {
                var request = random.request()
                request.fields = [request.fields[0]]
                for miss in book.nearMisses(request, request.fields[0]) {
                    count += 1
                    let blocking = miss.changes.compactMap { change -> RuleReference? in
                        if case .agreement(let rule) = change { rule } else { nil }
                    }
                    let rules = book.rules.filter { !blocking.contains(RuleReference($0)) }
                    #expect(try random.book(rules).decide(miss.request).disclosesAnything)
                }
            }
        }
        #expect(count > 50)
    }
}
