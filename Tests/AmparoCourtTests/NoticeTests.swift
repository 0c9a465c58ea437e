import AmparoCourt
import AmparoModel
import Testing

@Suite("Rules 5.2 to 5.5: the notice of a hearing that was missed")
struct NoticeTests {
    @Test("A letter to another address than the one last given to the court is defective notice")
    func mailedElsewhere() {
        var world = World("11")
        world.mail("2024-02-20", address: 1)
        #expect(world.kind == .missedReset, "no address was given to the court")
        world.report(.court, "2024-01-05", 1)
        #expect(world.kind == .missedReset)
        world.report(.eoir33, "2024-02-10", 2)
        #expect(world.kind == .defectiveNotice)
        #expect(world.rule == .mailedElsewhere)
        #expect(world.finding()?.addressGiven?.way == .eoir33)
        #expect(world.finding()?.notice == nil)
    }

    @Test("The address must be given by the day of mailing")
    func givenInTime() {
        for (day, kind) in [("2024-02-20", FindingKind.defectiveNotice), ("2024-02-21", .missedReset)] {
            var world = World("11")
            world.mail("2024-02-20", address: 1)
            world.report(.eoir33, Day(day) ?? Day(number: 0), 2)
            #expect(world.kind == kind)
        }
    }

    @Test("Of one day EOIR-33 speaks before court before notice, and of one source the last row")
    func oneDay() {
        var world = World("11")
        world.mail("2024-02-20", address: 1)
        world.serve("2024-02-01", 2)
        #expect(world.finding()?.addressGiven?.way == .notice)
        #expect(world.kind == .defectiveNotice)
        world.report(.court, "2024-02-01", 3)
        #expect(world.finding()?.addressGiven?.way == .court)
        world.report(.eoir33, "2024-02-01", 4, ordinal: 0)
        #expect(world.finding()?.addressGiven?.address == 4)
        world.report(.eoir33, "2024-02-01", 1, ordinal: 1)
        #expect(world.kind == .missedReset)
        world.report(.court, "2024-02-02", 5)
        #expect(world.kind == .defectiveNotice)
    }

    @Test(
        "Addresses known only to ORR are never compared for the kind, but mark a risk",
        arguments: [
            CourtAddress.Source.release, .ar11, .safetyCall, .postRelease, .school,
        ])
    func orrOnly(_ source: CourtAddress.Source) {
        var world = World("11")
        world.mail("2024-02-20", address: 1)
        world.report(source, "2024-02-01", 2)
        #expect(world.kind == .missedReset)
        #expect(world.finding()?.noticeRisk == true)
        world.report(source, "2024-02-15", 1)
        #expect(world.finding()?.noticeRisk == false, "the latest one agrees")
        world.report(source, "2024-03-12", 3)
        #expect(world.finding()?.noticeRisk == false, "reported after the hearing")
    }

    @Test("An address that the court was given too is not known only to ORR")
    func knownToCourt() {
        var world = World("11")
        world.mail("2024-02-20", address: 1)
        world.report(.release, "2024-02-01", 2)
        world.report(.court, "2024-01-01", 2)
        #expect(world.finding()?.noticeRisk == false)
        #expect(world.kind == .defectiveNotice)
    }

    @Test("A row without an address gives none, and a letter without one cannot be compared")
    func blank() {
        var world = World("11")
        world.mail("2024-02-20", address: 1)
        world.report(.eoir33, "2024-02-10", nil)
        #expect(world.kind == .missedReset)
        world.report(.eoir33, "2024-02-09", 2)
        #expect(world.kind == .defectiveNotice)
        world.file.mailings[0].address = nil
        #expect(world.kind == .missedReset)
    }

    @Test("A letter to counsel is good notice and is never compared; a custodian's is")
    func counsel() {
        var world = World("11")
        world.mail("2024-02-20", to: .counsel, address: 1, returned: "2024-03-01")
        world.report(.eoir33, "2024-02-10", 2)
        #expect(world.kind == .missedReset)
        #expect(world.finding()?.notice == .counsel)
        world.file.mailings[0].addressee = .custodian
        #expect(world.kind == .defectiveNotice)
    }

    @Test("The last letter before the hearing speaks; of letters of one day the one not to counsel")
    func whichLetter() {
        var world = World("11")
        world.report(.eoir33, "2024-01-10", 2)
        world.mail("2024-02-20", address: 1)
        #expect(world.kind == .defectiveNotice)
        world.mail("2024-02-21", to: .counsel, address: 9)
        #expect(world.kind == .missedReset)
        #expect(world.finding()?.notice == .counsel)
        world.mail("2024-02-21", to: .custodian, address: 1)
        #expect(world.kind == .defectiveNotice)
        world.mail("2024-02-22", address: 2)
        #expect(world.finding()?.notice == .mailed)
        world.mail("2024-03-11", address: 1)
        #expect(world.kind == .missedReset, "mailed on the day of the hearing")
        world.mail("2024-02-25", address: 1, hearing: "2024-03-12")
        #expect(world.kind == .missedReset, "of another hearing date")
    }

    @Test("Returned mail contests the notice, once it is back, and not when it went to counsel")
    func returned() {
        var world = World("11")
        world.mail("2024-02-20", returned: "2024-05-01")
        #expect(world.kind == .noticeContested)
        #expect(world.finding()?.contested == .returnedMail)
        world.asOf = "2024-04-30"
        world.releases = [.init(snapshot: 2, date: "2024-04-01")]
        #expect(world.kind == .missedReset)
        #expect(world.finding()?.mailing?.returnedOn == nil)
        world.asOf = "2024-05-01"
        #expect(world.kind == .noticeContested)
        world.file.mailings[0].addressee = .counsel
        #expect(world.kind == .missedReset)
    }

    @Test(
        "A notice to appear served less than ten days before the hearing contests it",
        arguments: [
            ("2024-03-01", false), ("2024-03-02", true), ("2024-03-10", true), ("2024-03-11", false),
            ("2024-02-01", false),
        ])
    func servedLate(_ served: String, _ isLate: Bool) {
        var world = World.ordered()
        world.serve(Day(served) ?? Day(number: 0))
        #expect((world.kind == .noticeContested) == isLate)
        #expect((world.finding()?.contested == .servedLate) == isLate)
        #expect(world.status == .standing)
        world.serve("2024-02-02")
        #expect((world.kind == .noticeContested) == isLate, "the last one served before the hearing counts")
        world.serve("2024-03-03")
        #expect(world.kind == .noticeContested)
    }

    @Test("A dispute by ORR or counsel with evidence contests; every other statement only marks")
    func disputes() {
        for (party, evidence, kind) in [
            (HearingStatement.Party.orr, true, FindingKind.noticeContested), (.counsel, true, .noticeContested),
            (.orr, false, .missedReset), (.officer, true, .missedReset), (.other, true, .missedReset),
        ] {
            var world = World("11")
            world.dispute(by: party, evidence: evidence)
            #expect(world.kind == kind)
            #expect(world.finding()?.disputedBy == PartySet(party))
            world.asOf = "2024-04-30"
            #expect(world.kind == .missedReset)
            #expect(world.finding()?.disputedBy == [])
        }
        var world = World("11")
        world.dispute(by: .counsel, withdrawn: "2024-05-20")
        #expect(world.kind == .missedReset)
    }

    @Test("A dispute never makes a finding of something else", arguments: ["13", "01", "99", "09", "38", ""])
    func disputesElsewhere(_ code: String) {
        var world = World(CourtCode(code))
        let kind = world.kind
        world.dispute(by: .orr)
        #expect(world.kind == kind)
    }

    @Test("All grounds are listed, and an address found wrong comes first")
    func allGrounds() {
        var world = World("11")
        world.mail("2024-02-20", returned: "2024-03-01")
        world.serve("2024-03-05")
        world.dispute(by: .orr)
        #expect(world.finding()?.contested.names == ["returned-mail", "served-late", "disputed"])
        world.report(.court, "2024-01-01", 2)
        #expect(world.kind == .defectiveNotice)
    }

    @Test("A no-show while the child had counsel is unclear")
    func unclear() {
        for (day, level, side, kind) in [
            ("2024-03-11", "COURT", "ALIEN", FindingKind.absenceUnclear),
            ("2024-03-12", "COURT", "ALIEN", .missedReset),
            ("2024-01-01", "BOARD", "ALIEN", .missedReset), ("2024-01-01", "COURT", "INS", .missedReset),
        ] {
            var world = World("11")
            world.represent(from: Day(day), level: CourtCode(level), side: CourtCode(side))
            #expect(world.kind == kind)
            #expect(world.finding()?.represented == (kind == .absenceUnclear))
        }
        var world = World("11")
        world.represent(from: nil)
        #expect(world.kind == .missedReset)
    }

    @Test("An order or closure is not unclear, whoever represented the child")
    func unclearNotForOrders() {
        for (world, kind) in [(World.ordered("11"), FindingKind.missedOrdered), (World.closed("11"), .missedClosed)] {
            var world = world
            world.represent(from: "2024-01-01")
            #expect(world.kind == kind)
        }
        var world = World("11")
        world.represent(from: "2024-01-01")
        world.mail("2024-02-20", returned: "2024-03-01")
        #expect(world.kind == .noticeContested, "a ground to contest comes before")
    }

    @Test("How the notice stands: letter, oral, in person, unproven")
    func standing() {
        var world = World("11")
        #expect(world.finding()?.notice == .unproven)
        world.file.courtCase?.siteType = "M"
        #expect(world.finding()?.notice == .unproven)
        world.file.courtCase?.siteType = "I"
        #expect(world.finding()?.notice == .inPerson)
        world.mail(nil)
        #expect(world.finding()?.notice == .inPerson, "oral notice needs a language")
        world.mail(nil, oral: "QUC")
        #expect(world.finding()?.notice == .oral)
        #expect(world.finding()?.oralLanguage == "QUC")
        world.mail("2024-02-20")
        #expect(world.finding()?.notice == .mailed)
    }
}
