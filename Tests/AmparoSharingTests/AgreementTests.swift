import AmparoModel
import AmparoSharing
import Testing

/// The agreement of SHARING.md, with parts to change; `permit` and `more` are lines of a clause.
func agreementText(
    id: String = "orr-opla-court-appearance", version: Int = 1, kind: String = "mou",
    effective: String = "2026-01-01T00:00:00-05:00", expires: String = "2027-06-30", header: String = "",
    permit: [String] = [
        "from: hhs.orr", "to: { agency: dhs.ice.opla, roles: [trial-attorney-office] }",
        "purposes: [court-appearance, notice-service]", "classes: [court, notice, address.service]",
        "when: { stage: released, hearingWithinDays: 120, ownDocket: true }",
        "transform: { identity.dateOfBirth: year }",
        "obligations: [no-onward-transfer, court-case-only, retain-days: 90]",
    ],
    more: [String] = [
        "- id: never-sponsor", "  prohibit: { to: dhs, classes: [sponsor.identity, sponsor.contact, household] }",
    ]
) -> String {
    let lines =
        [
            "agreement: \(id)", "version: \(version)", "title: Court appearance", "kind: \(kind)",
            "parties: [hhs.orr, dhs.ice.opla]", "authority: { privacyAct: b3, citation: a routine use }",
            "effective: \(effective)", "expires: \(expires)", header, "clauses:", "  - id: docket-and-court-address",
            "    permit:",
        ] + permit.map { "      " + $0 } + more.map { "  " + $0 }
    return lines.joined(separator: "\n") + "\n"
}

func agreement(_ text: String) throws -> Agreement { try Agreement.parse(yaml: text, file: "a.yaml") }

@Suite("An agreement as text")
struct AgreementTests {
    @Test("It is read as SHARING.md writes it")
    func read() throws {
        let read = try agreement(agreementText())
        #expect(read.name.description == "orr-opla-court-appearance@1")
        #expect(read.effective.description == "2026-01-01T00:00:00-05:00")
        #expect(read.expires.microseconds == Instant("2027-07-01T04:00:00Z")?.microseconds)
        #expect(read.clauses.map(\.clause) == ["docket-and-court-address", "never-sponsor"])
        let permit = read.clauses[0]
        #expect(permit.obligations.codes == ["no-onward-transfer", "court-case-only", "retain-days: 90"])
        #expect(permit.conditions.map(\.name) == ["hearingWithinDays", "ownDocket", "stage"])
    }

    @Test("The hash depends on what it says, not on how it is written")
    func hash() throws {
        let original = try agreement(agreementText())
        let json = """
            {"agreement": "orr-opla-court-appearance", "version": 1, "title": "Court appearance", "kind": "mou",
             "expires": "2027-07-01T04:00:00Z", "effective": "2026-01-01", "parties": ["dhs.ice.opla", "hhs.orr"],
             "authority": {"citation": "a routine use", "privacyAct": "b3"},
             "clauses": [
               {"id": "never-sponsor", "prohibit": {"to": "dhs", "classes": ["household", "sponsor.contact", "sponsor.identity"]}},
               {"id": "docket-and-court-address", "permit": {
                 "obligations": [{"retain-days": 90}, "court-case-only", "no-onward-transfer"],
                 "purposes": ["notice-service", "court-appearance"], "from": "hhs.orr",
                 "to": {"roles": ["trial-attorney-office"], "agency": "dhs.ice.opla"},
                 "classes": ["address.service", "court", "notice"], "transform": {"identity.dateOfBirth": "year"},
                 "when": {"ownDocket": true, "hearingWithinDays": 120, "stage": ["released"]}}}]}
            """
        #expect(try agreement(json).contentHash == original.contentHash)
        #expect(try agreement(agreementText(expires: "2027-06-29")).contentHash != original.contentHash)
        #expect(try agreement(agreementText(version: 2)).contentHash != original.contentHash)
        var ended = original
        ended.end(at: try #require(Instant("2026-06-01T00:00:00Z")))
        #expect(ended.contentHash == original.contentHash)
    }

    private static func permit(_ lines: String...) -> String { agreementText(permit: lines) }

    static let faults: [(String, SharingError.Code, Int, Int)] = [
        (permit("from: hhs.orr", "to: dhs.ice", "purposes: [court]", "classes: [cuort]"), .unknownClass, 16, 17),
        (permit("from: hhs.orr", "to: dhs.ices", "purposes: [court]", "classes: [court]"), .unknownParty, 14, 11),
        (
            permit("from: hhs.orr", "to: { agency: dhs.ice, roles: [boss] }", "purposes: [court]", "classes: [court]"),
            .unknownRole, 14, 38
        ), (permit("from: hhs.orr", "to: dhs.ice", "purposes: [hunting]", "classes: [court]"), .unknownPurpose, 15, 18),
        (permit("from: hhs.orr", "to: dhs.ice", "purposes: [court]", "clases: [court]"), .unknownMember, 16, 7),
        (permit("from: hhs.orr", "to: dhs.ice", "purposes: [court]"), .missing, 13, 7),
        (permit("from: hhs.orr", "to: dhs.ice", "classes: [court]"), .missing, 13, 7),
        (
            permit("from: hhs.orr", "to: dhs.ice", "purposes: [court]", "classes: [court]", "when: { fullMoon: true }"),
            .unknownCondition, 17, 15
        ),
        (
            permit(
                "from: hhs.orr", "to: dhs.ice", "purposes: [court]", "classes: [court]", "when: { ownDocket: false }"),
            .badValue, 17, 26
        ),
        (
            permit("from: hhs.orr", "to: dhs.ice", "purposes: [court]", "classes: [court]", "obligations: [be-nice]"),
            .unknownObligation, 17, 21
        ),
        (
            permit("from: hhs.orr", "to: dhs.ice", "purposes: [court]", "transform: { identity.dateOfBirth: decade }"),
            .unknownTransform, 16, 42
        ),
        (
            permit("from: hhs.orr", "to: dhs.ice", "purposes: [court]", "transform: { identity.dateOfDeath: year }"),
            .unknownField, 16, 20
        ), (agreementText(kind: "treaty"), .badValue, 4, 7), (agreementText(expires: "2025-12-31"), .badValue, 8, 10),
        (agreementText(expires: "soon"), .badValue, 8, 10),
        (agreementText(header: "replaces: the-old-one"), .badValue, 9, 11),
        (agreementText(header: "version: 2"), .notReadable, 2, 1),
        (agreementText(header: "known: &a [x]"), .notReadable, 9, 8),
        (
            agreementText(more: ["- id: docket-and-court-address", "  prohibit: { to: dhs, classes: [court] }"]),
            .repeated, 20, 5
        ),
        (
            agreementText(more: ["- id: both", "  prohibit: { to: dhs, classes: [court] }", "  permit: {}"]), .missing,
            20, 5
        ),
        ("agreement: [", .notReadable, 2, 1), ("", .notReadable, 1, 1), ("- a", .badValue, 1, 1),
    ]

    @Test("Every fault is told with its place", arguments: faults.indices)
    func fault(_ index: Int) {
        let (text, code, line, column) = AgreementTests.faults[index]
        do {
            _ = try agreement(text)
            Issue.record("read without a fault: \(text)")
        } catch let error as SharingError {
            #expect(
                "\(error.code.rawValue) \(error.line ?? 0):\(error.column ?? 0)"
                    == "\(code.rawValue) \(line):\(column)", "\(error)")
        } catch {
            Issue.record("\(error)")
        }
    }
}
