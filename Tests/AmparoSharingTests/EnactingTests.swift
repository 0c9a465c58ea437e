import AmparoModel
import AmparoSharing
import Testing

@Suite("Enacting an agreement")
struct EnactingTests {
    private let terms: SharingTerms
    private let proposal: Agreement
    private let now = Instant("2026-02-01T12:00:00Z") ?? Instant(microseconds: 0)

    init() throws {
        terms = try .shipped()
        proposal = try agreement(agreementText())
    }

    private func approval(
        _ account: String, _ role: String, _ agency: String, home: String? = nil,
        hash: ContentHash? = nil, at: String = "2026-01-20T12:00:00Z"
    ) -> Approval {
        Approval(
            account: account, role: role, agency: Party(code: agency), homeAgency: Party(code: home ?? agency),
            hash: hash ?? proposal.contentHash, at: Instant(at) ?? now)
    }

    private var officer: Approval { approval("o", "orr-privacy-officer", "hhs.orr") }

    private func refusals(
        _ approvals: [Approval], widening: Bool = false, publication: Publication? = nil, of agreement: Agreement? = nil
    ) throws -> [String] {
        let agreement = agreement ?? proposal
        let judgement = EnactingRules.judge(
            agreement, approvals: approvals, widening: widening, publication: publication,
            findings: try AgreementLint.check([agreement]), at: now, terms: terms)
        guard case .refused(let refusals) = judgement else { return [] }
        return refusals.map(\.code)
    }

    @Test("The source's privacy officer and somebody of a third department are enough")
    func enough() throws {
        #expect(try refusals([officer, approval("j", "privacy-officer", "doj.eoir")]).isEmpty)
        #expect(try refusals([officer, approval("n", "child-advocate", "advocate")]).isEmpty)
    }

    @Test("One is not; nor two of one home agency, nor the operator twice")
    func one() throws {
        #expect(try refusals([officer]) == ["no-second-approver"])
        #expect(try refusals([approval("j", "privacy-officer", "doj.eoir")]) == ["no-source-privacy-officer"])
        #expect(
            try refusals([officer, approval("p", "privacy-officer", "hhs.orr.provider")]) == ["no-second-approver"])
        #expect(try refusals([officer, officer]) == ["no-second-approver"])
        #expect(try refusals([officer, approval("o", "privacy-officer", "doj.eoir")]) == ["no-second-approver"])
    }

    @Test("Nobody whose home is the recipient's department counts, wherever they are detailed to")
    func recipients() throws {
        #expect(
            try refusals([officer, approval("d", "privacy-officer", "dhs.uscis")]) == [
                "no-second-approver", "approver-of-recipient",
            ])
        #expect(
            try refusals([officer, approval("d", "privacy-officer", "doj.eoir", home: "dhs.ice.ero")]) == [
                "no-second-approver", "approver-of-recipient",
            ])
        let lent = approval("l", "orr-privacy-officer", "hhs.orr", home: "dhs.ice")
        #expect(
            try refusals([lent, approval("j", "privacy-officer", "doj.eoir")]) == [
                "no-source-privacy-officer", "approver-of-recipient",
            ])
    }

    @Test("An approval of another text, or of tomorrow, does not count")
    func otherText() throws {
        let other = approval("j", "privacy-officer", "doj.eoir", hash: ContentHash(of: "x"))
        #expect(try refusals([officer, other]) == ["no-second-approver", "approval-of-other-text"])
        let tomorrow = approval("j", "privacy-officer", "doj.eoir", at: "2026-02-01T12:00:01Z")
        #expect(try refusals([officer, tomorrow]) == ["no-second-approver", "approval-in-future"])
    }

    @Test("A widening waits for 30 days of publication of the very text, with diff and simulation")
    func widening() throws {
        let approvals = [officer, approval("j", "privacy-officer", "doj.eoir")]
        let published = Publication(
            hash: proposal.contentHash, at: try #require(Instant("2026-01-25T12:00:00Z")), hasDiff: true,
            hasSimulation: true)
        func judge(_ publication: Publication?) -> EnactingJudgement {
            EnactingRules.judge(
                proposal, approvals: approvals, widening: true, publication: publication, findings: [], at: now,
                terms: terms)
        }
        #expect(judge(published) == .takesEffect(at: try #require(Instant("2026-02-24T12:00:00Z"))))
        #expect(judge(nil) == .refused([.notPublished]))
        var other = published
        other.hasSimulation = false
        #expect(judge(other) == .refused([.notPublished]))
        other = published
        other.hash = ContentHash(of: "x")
        #expect(judge(other) == .refused([.notPublished]))
        let narrowing = EnactingRules.judge(
            proposal, approvals: approvals, widening: false, publication: nil, findings: [], at: now, terms: terms)
        #expect(narrowing == .takesEffect(at: now))
    }

    @Test("An example, an expired one and one that tries to lift the floor are refused")
    func refused() throws {
        func all(_ text: String) throws -> [String] {
            let read = try agreement(text)
            let approvals = [
                approval("o", "orr-privacy-officer", "hhs.orr", hash: read.contentHash),
                approval("j", "privacy-officer", "doj.eoir", hash: read.contentHash),
            ]
            return try refusals(approvals, of: read)
        }
        #expect(try all(agreementText(header: "enactable: false")) == ["example"])
        #expect(try all(agreementText(expires: "2026-01-31")) == ["expired"])
        let lifting = agreementText(permit: [
            "from: hhs.orr", "to: dhs.ice.opla", "purposes: [court]", "classes: [safety-call]",
        ])
        #expect(try all(lifting) == ["lint:lifts-floor"])
    }

    @Test("The source's privacy officer alone suspends; the recipient's does not")
    func suspend() {
        #expect(EnactingRules.maySuspend(proposal, officer, terms: terms))
        #expect(EnactingRules.maySuspend(proposal, approval("h", "privacy-officer", "hhs"), terms: terms))
        #expect(!EnactingRules.maySuspend(proposal, approval("d", "privacy-officer", "dhs.ice"), terms: terms))
        #expect(!EnactingRules.maySuspend(proposal, approval("c", "case-manager", "hhs.orr"), terms: terms))
    }

    @Test("A new agreement is a widening; a suspension and a shorter term are not")
    func isWidening() throws {
        let book: ([Agreement]) throws(SharingError) -> RuleBook = { (agreements) throws(SharingError) in
            try RuleBook.standard(agreements: agreements)
        }
        let small = try agreement(agreementText(more: []))
        #expect(try EnactingRules.isWidening(small, of: [], book: book, at: now))
        let shorter = try agreement(
            agreementText(version: 2, expires: "2027-01-01", header: "replaces: orr-opla-court-appearance@1", more: []))
        #expect(try !EnactingRules.isWidening(shorter, of: [small], book: book, at: now))
        let longer = try agreement(
            agreementText(version: 2, expires: "2028-01-01", header: "replaces: orr-opla-court-appearance@1", more: []))
        #expect(try EnactingRules.isWidening(longer, of: [small], book: book, at: now))
    }

    @Test("The charter is amended by three of three home agencies, one outside government, after 90 days")
    func charter() throws {
        let hash = ContentHash(of: "charter")
        let published = Publication(
            hash: hash, at: try #require(Instant("2026-01-01T00:00:00Z")), hasDiff: true, hasSimulation: false)
        func judge(_ homes: String..., publication: Publication?) -> EnactingJudgement {
            EnactingRules.judgeCharter(
                hash: hash,
                approvals: homes.enumerated().map {
                    approval("a\($0.offset)", "privacy-officer", $0.element, hash: hash)
                },
                publication: publication, at: now, terms: terms)
        }
        #expect(
            judge("hhs.orr", "doj.eoir", "ngo", publication: published)
                == .takesEffect(at: try #require(Instant("2026-04-01T00:00:00Z"))))
        #expect(judge("hhs.orr", "doj.eoir", "dol", publication: published) == .refused([.nobodyOutsideGovernment]))
        #expect(
            judge("hhs.orr", "hhs.orr.prs", "ngo", publication: published)
                == .refused([.tooFewApprovers(needed: 3, found: 2)]))
        #expect(judge("hhs.orr", "doj.eoir", "ngo", publication: nil) == .refused([.notPublished]))
    }
}
