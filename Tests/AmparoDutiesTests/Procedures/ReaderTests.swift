import AmparoDuties
import AmparoModel
import Testing

/// A procedure without a fault, to be spoiled by tests.
let sound = """
    procedure: sample
    version: 1
    title: Sample
    jurisdiction: US
    effective: 2026-01-01
    basis: law
    source: a statute
    steps:
      - step: call
        what: { en: Call, es: Llamar }
        trigger: release.made
        holder: { party: hhs.orr, role: federal-field-specialist, place: area }
        deadline: { within: 7 days, from: occurred }
        satisfied-by: [{ occasion: call.made }]
        warnings: [1 day]
        escalation:
          - { after: 1 business-day, to: { party: hhs.orr, role: orr-headquarters } }

    """

@Suite("Reading a procedure")
struct ReaderTests {
    private func error(_ from: String, _ to: String) -> DutiesError? {
        do throws(DutiesError) {
            _ = try Procedure(yaml: sound.replacing(from, with: to), file: "p.yaml")
            return nil
        } catch { return error }
    }

    @Test("A sound one is read as it stands")
    func reads() throws {
        let procedure = try Procedure(yaml: sound, file: "p.yaml")
        #expect(procedure.name == "sample@1")
        #expect(procedure.steps[0].due == .within(ClockSpan(7, .days), from: .occurred))
        #expect(procedure.steps[0].line == 9)
        #expect(procedure.enabled && !procedure.verify)
    }

    @Test(
        "Every fault is told with its line and column",
        arguments: [
            ("version: 1", "version: one", DutiesError.Code.badValue, 2, 10),
            ("version: 1", "version: 0", .badValue, 2, 10),
            ("effective: 2026-01-01", "effective: 2026-02-30", .badValue, 5, 12),
            ("title: Sample", "tittle: Sample", .unknownKey, 3, 1),
            ("title: Sample\n", "", .missingKey, 1, 1),
            ("title: Sample", "title: \"\"", .badValue, 3, 8),
            ("jurisdiction: US", "jurisdiction: Texas", .badValue, 4, 15),
            ("release.made", "release.undone", .badValue, 11, 14),
            ("release.made", "told", .badValue, 11, 14),
            ("call.made }", "call.made, when: { outcome: [maybe] } }", .unknownWord, 14, 60),
            ("call.made }", "call.made, when: { weather: [rain] } }", .unknownKey, 14, 51),
            ("within: 7 days", "within: a week", .badValue, 13, 25),
            ("within: 7 days", "before: 7 days", .badValue, 13, 25),
            ("warnings: [1 day]", "warnings: [1 business-day]", .badValue, 15, 15),
            ("place: area", "place: everywhere", .badValue, 12, 70),
            ("    holder: { party: hhs.orr, role: federal-field-specialist, place: area }\n", "", .missingKey, 9, 5),
            ("steps:", "steps: {}\nrest:", .unknownKey, 9, 1),
            ("basis: law", "basis: rumour", .badValue, 6, 8),
            ("version: 1", "version: 1\nversion: 2", .notYAML, 2, 1),
        ])
    func faults(from: String, to: String, code: DutiesError.Code, line: Int, column: Int) throws {
        let found = try #require(error(from, to))
        #expect(found.code == code, "\(found)")
        #expect(found.line == line && found.column == column, "\(found)")
        #expect(found.file == "p.yaml")
    }

    @Test("What is no YAML, no mapping, empty or huge is refused and never crashes")
    func garbage() {
        for text in [
            "", ": : :", "- a\n- b", "procedure: [", "just words", "\t", String(repeating: "a", count: 300_000),
        ] {
            #expect(throws: DutiesError.self) { try Procedure(yaml: text, file: "p.yaml") }
        }
    }

    @Test("A thousand spoiled files are refused or read, and never crash", arguments: [1, 2, 3] as [UInt64])
    func spoiled(seed: UInt64) {
        var random = Seeded(seed)
        for _ in 0..<330 {
            var bytes = Array(sound.utf8)
            for _ in 0..<random.number(1...4) {
                let at = random.number(0...(bytes.count - 1))
                switch random.number(0...2) {
                case 0: bytes[at] = UInt8(random.number(0...255))
                case 1: bytes.remove(at: at)
                default: bytes.insert(contentsOf: Array("[{:, -".utf8).shuffled(using: &random), at: at)
                }
            }
            _ = try? Procedure(yaml: String(decoding: bytes, as: UTF8.self), file: "p.yaml")
        }
    }
}

@Suite("Linting procedures")
struct LintTests {
    private func faults(_ from: String, _ to: String) throws -> [ProcedureFault.Code] {
        ProcedureLint.check([try Procedure(yaml: sound.replacing(from, with: to), file: "p.yaml")]).map(\.code)
    }

    @Test("A sound procedure has no fault")
    func clean() throws {
        #expect(try faults("Sample", "Sample") == [])
    }

    private static let escalation =
        "    escalation:\n      - { after: 1 business-day, to: { party: hhs.orr, role: orr-headquarters } }\n"

    private static func handoff(_ party: String, _ role: String, _ purpose: String) -> String {
        "warnings: [1 day]\n    handoffs:\n      - { to: { party: \(party), role: \(role) }, purpose: \(purpose), "
            + "reason: r, accept-within: 1 day, effect: moves }"
    }

    @Test(
        "Each fault is found",
        arguments: [
            ("party: hhs.orr, role: f", "party: hhs.nobody, role: f", ProcedureFault.Code.unknownParty),
            ("federal-field-specialist", "field-marshal", .unknownRole),
            ("    satisfied-by: [{ occasion: call.made }]\n", "", .noSatisfier),
            (escalation, "", .noEscalation),
            (escalation, escalation + "    no-escalation: because\n", .needlessReason),
            (
                "role: orr-headquarters } }", "role: federal-field-specialist, place: area } }", .escalationCycle
            ),
            ("warnings: [1 day]", "warnings: [8 days]", .warningTooEarly),
            ("basis: law", "basis: law\nverify: true\nenabled: true", .unverifiedIsOn),
            ("basis: law", "basis: law\nreplaces: 9", .replacesNothing),
            ("basis: law", "basis: law\nreplaces: 1", .replacementCycle),
            ("warnings: [1 day]", handoff("hhs.orr", "orr-headquarters", "gossip"), .unknownPurpose),
            ("warnings: [1 day]", handoff("dhs.ice.ero", "juvenile-coordinator", "safety-check"), .purposeNotHeld),
            (
                "warnings: [1 day]",
                handoff("hhs.orr", "orr-headquarters", "safety-check")
                    .replacing("effect: moves", with: "effect: satisfies"), .noCorrection
            ),
        ])
    func each(from: String, to: String, code: ProcedureFault.Code) throws {
        let found = try faults(from, to)
        #expect(found.contains(code), "\(found)")
    }

    @Test("A procedure that helps the family tells no other agency, and one with a never-list keeps to it")
    func never() throws {
        let tells = LintTests.handoff("dhs.ice.opla", "trial-attorney-office", "court-appearance")
        for marker in ["family-only: true", "never: [dhs]"] {
            let text = AmparoDutiesTests.sound.replacing("basis: law", with: "basis: law\n\(marker)")
                .replacing("warnings: [1 day]", with: tells)
            let found = ProcedureLint.check([try Procedure(yaml: text, file: "p.yaml")]).map(\.code)
            #expect(found == [.tellsWhomItMustNot])
        }
    }

    @Test("Where the table of roles is known, a role of another party and a purpose it does not hold are faults")
    func roles() throws {
        var words = SharingWords.shipped
        words.tables["orr-headquarters"] = SharingWords.RoleWords(parties: ["hhs.orr"], purposes: ["statistics"])
        words.tables["federal-field-specialist"] = SharingWords.RoleWords(parties: ["dhs"], purposes: [])
        let found = ProcedureLint.check(
            [try Procedure(yaml: AmparoDutiesTests.sound, file: "p.yaml")], vocabulary: words)
        #expect(Set(found.map(\.code)) == [.roleOfOtherParty, .purposeNotHeld])
    }

    @Test("Ages that no branch names, steps named twice")
    func branches() throws {
        let step = AmparoDutiesTests.sound.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(8)
            .joined(separator: "\n")
        let young = AmparoDutiesTests.sound.replacing(
            "trigger: release.made", with: "trigger: release.made\n    when: { age: [under18] }")
        let old = step.replacing("step: call", with: "step: other").replacing(
            "trigger: release.made", with: "trigger: release.made\n    when: { age: [18-20] }")
        #expect(ProcedureLint.check([try Procedure(yaml: young + old, file: "p.yaml")]).map(\.code) == [.ageGap])
        let twice = ProcedureLint.check([try Procedure(yaml: AmparoDutiesTests.sound + step, file: "p.yaml")])
        #expect(twice.map(\.code) == [.stepTwice])
        #expect(twice.map(\.line) == [18])
    }

    @Test("Versions that overlap are a fault, unless one replaces the other, ends before, or is off")
    func versions() throws {
        let first = try Procedure(yaml: AmparoDutiesTests.sound, file: "1.yaml")
        func second(_ more: String) throws -> [ProcedureFault.Code] {
            let text = AmparoDutiesTests.sound.replacing("version: 1", with: "version: 2\n\(more)")
            return ProcedureLint.check([first, try Procedure(yaml: text, file: "2.yaml")]).map(\.code)
        }
        #expect(try second("never: []") == [.overlappingVersions])
        #expect(try second("replaces: 1") == [])
        #expect(try second("enabled: false") == [])
    }
}

@Suite("The book of procedures")
struct BookTests {
    private func book(_ texts: [String], _ settings: ProcedureSettings = ProcedureSettings()) throws -> ProcedureBook {
        try ProcedureBook(texts.map { try Procedure(yaml: $0, file: "p.yaml") }, settings: settings)
    }

    private func release(_ when: String, court: String = "", state: String = "TX") -> Occasion {
        Occasion(
            OccasionKey(.released, 1), occurred: .day(day(when)), known: at("2026-01-01T00:00:00Z"),
            court: CourtCode(court), state: StateCode(state))
    }

    @Test("An occasion falls under the version of its day and the smallest jurisdiction of its place")
    func choice() throws {
        let second = sound.replacing("version: 1", with: "version: 2\nreplaces: 1")
            .replacing("effective: 2026-01-01", with: "effective: 2026-07-01")
        let texas = sound.replacing("version: 1", with: "version: 3").replacing(
            "jurisdiction: US", with: "jurisdiction: US-TX")
        let court = sound.replacing("version: 1", with: "version: 4")
            .replacing("jurisdiction: US", with: "jurisdiction: court-HLG")
        let book = try book([sound, second, texas, court])
        func version(_ occasion: Occasion) -> [Int32] { book.steps(for: occasion).map(\.version) }
        #expect(version(release("2025-12-31")) == [])
        #expect(version(release("2026-06-30", state: "NY")) == [1])
        #expect(version(release("2026-07-01", state: "NY")) == [2])
        #expect(version(release("2026-07-01")) == [3])
        #expect(version(release("2026-07-01", court: "HLG")) == [4])
    }

    @Test("A deployment chooses only the clocks that are its own, and only procedures that exist")
    func settings() throws {
        let own = sound.replacing("basis: law", with: "basis: deployment")
        let book = try book([own], ProcedureSettings(spans: ["sample/call": ClockSpan(3, .days)]))
        #expect(book.entries[0].step.due == .within(ClockSpan(3, .days), from: .occurred))
        for settings in [
            ProcedureSettings(spans: ["sample/call": ClockSpan(3, .days)]), ProcedureSettings(turnedOn: ["other@1"]),
            ProcedureSettings(spans: ["sample/other": ClockSpan(3, .days)]),
        ] {
            #expect(throws: DutiesError(.badBook, "")) { try self.book([sound], settings) }
        }
        #expect(throws: DutiesError(.badBook, "")) { try self.book([sound, sound]) }
    }

    @Test("Unverified procedures ship off; every clock of the plan is there")
    func shipped() throws {
        let procedures = try ProcedureBook.shippedProcedures()
        #expect(procedures.filter(\.verify).map(\.name) == ["safety-calls@2"])
        #expect(procedures.filter { $0.verify && $0.enabled }.isEmpty)
        let codes = Set(procedures.map(\.code))
        #expect(
            codes == [
                "address", "care", "category-4-plan", "concerns", "court-record", "custody", "emergency", "governance",
                "hearing-changes", "missed-hearing", "motion-clock", "network", "notice-after-release", "safety-calls",
                "unreachable",
                "vetting",
            ])
        for procedure in procedures where procedure.code == "category-4-plan" { #expect(procedure.never == ["dhs"]) }
    }
}
