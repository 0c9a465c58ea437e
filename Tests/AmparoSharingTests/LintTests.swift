import AmparoModel
import AmparoSharing
import Testing

@Suite("Lint of agreements")
struct LintTests {
    private func codes(_ texts: String...) throws -> Set<String> {
        Set(try AgreementLint.check(texts.map(agreement)).map { $0.code.rawValue + " " + ($0.clause ?? "-") })
    }

    private let court = [
        "from: hhs.orr", "to: { agency: dhs.ice.opla, roles: [trial-attorney-office] }", "purposes: [court-appearance]",
        "classes: [court]",
    ]

    @Test("The shipped default set has no error")
    func defaults() throws {
        let findings = try AgreementLint.check(ShippedAgreements.agreements("default"))
        #expect(findings.filter(\.code.isError).isEmpty, "\(findings)")
    }

    @Test("A finding says where it stands in the text, and what to do, in both languages")
    func places() throws {
        let text = agreementText(permit: [
            "from: hhs.orr", "to: dhs.ice.opla", "purposes: [court]", "classes: [court, clinical]",
        ])
        let finding = try #require(try AgreementLint.check([agreement(text)]).first { $0.code == .liftsFloor })
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(finding.place?.line)
        #expect(lines[line - 1].contains("- id: docket-and-court-address"))
        #expect(
            finding.place?.column
                == (lines[line - 1].firstIndex(of: "i").map {
                    lines[line - 1].distance(from: lines[line - 1].startIndex, to: $0)
                } ?? 0) + 1)
        let phrases = try SharingPhrases.shipped()
        #expect(
            phrases.sentence(finding, .english)
                == "Clause docket-and-court-address permits what charter-clinical@1 prohibits without exception (clinical); take those classes out."
        )
        #expect(phrases.sentence(finding, .spanish).contains("La cláusula docket-and-court-address"))
        let replacing = agreementText(version: 2, header: "replaces: orr-x@1")
        let missing = try #require(
            try AgreementLint.check([agreement(replacing)]).first { $0.code == .unknownPredecessor })
        let place = try #require(missing.place)
        #expect(replacing.split(separator: "\n")[place.line - 1] == "replaces: orr-x@1" && place.column == 11)
    }

    @Test("The agreement of SHARING.md is clean")
    func clean() throws { #expect(try codes(agreementText()).isEmpty) }

    @Test("A clause that tries to lift the floor is told, with the rule")
    func floor() throws {
        let text = agreementText(permit: [
            "from: hhs.orr", "to: dhs.ice.opla", "purposes: [court]", "classes: [court, clinical]",
        ])
        let findings = try AgreementLint.check([agreement(text)])
        let lifting = try #require(findings.first { $0.code == .liftsFloor })
        #expect(lifting.other == "charter-clinical@1" && lifting.classes == ["clinical"])
    }

    @Test("A permit of sponsor data to enforcement is limited by the rider, and contradicts a prohibition beside it")
    func sponsor() throws {
        let text = agreementText(permit: [
            "from: hhs.orr", "to: dhs.ice.opla", "purposes: [removal]", "classes: [sponsor.identity]",
        ])
        #expect(try codes(text) == ["floor-limits docket-and-court-address", "contradiction docket-and-court-address"])
    }

    @Test("A clause that says no more than another is shadowed, whichever stands first")
    func shadowed() throws {
        let narrow = ["- id: narrow", "  permit:"] + (court + ["when: { ownDocket: true }"]).map { "    " + $0 }
        #expect(try codes(agreementText(permit: court, more: narrow)) == ["shadowed narrow"])
        let same = ["- id: same", "  permit:"] + court.map { "    " + $0 }
        #expect(try codes(agreementText(permit: court, more: same)) == ["shadowed same"])
    }

    @Test("A clause with fewer obligations is not shadowed by one with more")
    func obligations() throws {
        let free = ["- id: free", "  permit:"] + court.map { "    " + $0 }
        #expect(
            try codes(agreementText(permit: court + ["obligations: [court-case-only]"], more: free)) == [
                "shadowed docket-and-court-address"
            ])
    }

    @Test(
        "A matching agreement holds at most 18 months",
        arguments: [("2027-06-30", true), ("2027-07-01", false), ("2027-07-01T04:00:01Z", false)])
    func matching(_ expires: String, _ fits: Bool) throws {
        #expect(try codes(agreementText(kind: "matching", effective: "2026-01-01", expires: expires)).isEmpty == fits)
    }

    @Test("It is renewed once, unchanged, for at most 12 months")
    func renewal() throws {
        let original = agreementText(kind: "matching", effective: "2026-01-01", expires: "2027-06-30")
        func renewal(_ version: Int, _ of: Int, _ expires: String, permit: [String]? = nil) -> String {
            let header = "renews: orr-opla-court-appearance@\(of)"
            guard let permit else {
                return agreementText(
                    version: version, kind: "matching", effective: "2027-07-01", expires: expires, header: header)
            }
            return agreementText(
                version: version, kind: "matching", effective: "2027-07-01", expires: expires, header: header,
                permit: permit)
        }
        #expect(try codes(original, renewal(2, 1, "2028-06-30")).isEmpty)
        #expect(try codes(original, renewal(2, 1, "2028-07-01")) == ["wrong-term -"])
        #expect(try codes(original, renewal(2, 1, "2028-06-30", permit: court)) == ["wrong-term -"])
        #expect(try codes(original, renewal(2, 7, "2028-06-30")) == ["unknown-predecessor -"])
        let again = agreementText(
            version: 3, kind: "matching", effective: "2028-07-01", expires: "2029-06-30",
            header: "renews: orr-opla-court-appearance@2")
        #expect(try codes(original, renewal(2, 1, "2028-06-30"), again) == ["wrong-term -"])
    }

    @Test("Two versions at the same time need one to replace the other")
    func versions() throws {
        #expect(try codes(agreementText(), agreementText(version: 2)).contains("overlapping-versions -"))
        let newer = agreementText(version: 2, effective: "2026-06-01", header: "replaces: orr-opla-court-appearance@1")
        #expect(try !codes(agreementText(), newer).contains("overlapping-versions -"))
        #expect(try codes(newer).contains("unknown-predecessor -"))
    }

    @Test("A circle of replacements is told")
    func cycle() throws {
        let a = agreementText(id: "a", effective: "2026-01-01", expires: "2026-06-30", header: "replaces: b@1")
        let b = agreementText(id: "b", effective: "2026-07-01", expires: "2026-12-31", header: "replaces: a@1")
        #expect(try codes(a, b) == ["replacement-cycle -"])
    }

    @Test("A role that is not the agency's, a purpose that no role can hold, a giver who is no party")
    func words() throws {
        func one(_ to: String, _ purpose: String, from: String = "hhs.orr") throws -> Set<String> {
            try codes(
                agreementText(permit: ["from: \(from)", "to: \(to)", "purposes: [\(purpose)]", "classes: [court]"]))
        }
        #expect(
            try one("{ agency: dhs.ice.opla, roles: [case-manager] }", "court").contains(
                "role-outside-agency docket-and-court-address"))
        #expect(
            try one("{ agency: dhs.ice.opla, roles: [trial-attorney-office] }", "medical") == [
                "purpose-of-nobody docket-and-court-address"
            ])
        #expect(try one("dhs.ice.opla", "court", from: "doj.eoir") == ["not-a-party docket-and-court-address"])
        #expect(try one("dhs.ice.ero", "court").contains("not-a-party docket-and-court-address"))
    }
}
