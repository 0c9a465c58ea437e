import AmparoDuties
import AmparoModel
import Testing

@Suite("Routing, as a dry run")
struct RoutingTests {
    private func finding(_ words: String) -> Occasion {
        Occasion(
            OccasionKey(.hearingFinding, 1), occurred: .day(day("2026-03-03")), known: at("2026-03-10T12:00:00-07:00"),
            related: 1, traits: traits(words), court: "LOS", result: day("2026-03-10"), order: day("2026-03-03"),
            ends: day("2026-03-24"))
    }

    private let missed =
        "finding=missedReset status=none notice=unproven age=under18 counsel=yes consent=no source=present"

    @Test("It shows who would be told, when and by which rule, and who would not and why")
    func lines() throws {
        let engine = try Deployment.engine(sharing: {
            $0.to.role == "trial-attorney-office" ? .refuse(rule: "floor") : .permit(rule: "mandate-counsel")
        })
        let occasion = finding(missed)
        let lines = Routing(engine).dryRun(
            occasion, facts: SubjectOccasions([occasion]), at: at("2026-03-10T12:00:00-07:00"))
        func outcome(_ step: String) -> Routing.Outcome? {
            lines.first { $0.step == "missed-hearing@1/\(step)" }?.outcome
        }
        #expect(outcome("tell-counsel") == .told(rule: "mandate-counsel"))
        #expect(outcome("tell-legal-services") == .notTold(.conditions([.counsel])))
        #expect(outcome("tell-juvenile-coordinator") == .notTold(.conditions([.notice])))
        #expect(outcome("tell-trial-attorney") == .notTold(.sharing(rule: "floor")))
        #expect(outcome("tell-trial-attorney-of-defect") == .notTold(.conditions([.finding])))
        let counsel = try #require(lines.first { $0.step == "missed-hearing@1/tell-counsel" })
        #expect(counsel.to == Post(party: "counsel", role: "counsel-of-record", place: .ofRecord))
        #expect(counsel.otherwise.map(\.role) == ["orr-headquarters", "inspector"])
        #expect(lines.map(\.step) == lines.map(\.step).sorted())
    }

    @Test("The office follows the court, and what is held back or not in force says so")
    func held() throws {
        let engine = try Deployment.engine(ProcedureSettings(turnedOff: ["motion-clock@1"]))
        let words = missed.replacing("notice=unproven", with: "notice=mailed").replacing(
            "missedReset", with: "missedOrdered")
        let occasion = finding(words)
        let dispute = Occasion(
            OccasionKey(.findingDisputed, 2), occurred: .instant(at("2026-03-10T11:00:00-07:00")),
            known: at("2026-03-10T12:00:00-07:00"), related: 1)
        func run(_ facts: [Occasion]) -> [Routing.Line] {
            Routing(engine).dryRun(occasion, facts: SubjectOccasions(facts), at: at("2026-03-10T12:00:00-07:00"))
        }
        let held = run([occasion, dispute]).first { $0.to.role == "juvenile-coordinator" }
        #expect(held?.outcome == .notTold(.heldBack))
        let later = run([occasion]).first { $0.to.role == "juvenile-coordinator" }
        #expect(later?.outcome == .toldLater(at("2026-03-25T00:00:00-07:00"), rule: "test"))
        #expect(later?.to.place == .office("LOS"))
        let off = run([occasion]).filter { $0.step.hasPrefix("motion-clock") }
        #expect(off.map(\.outcome) == [.notTold(.notInForce), .notTold(.notInForce)])
    }
}
