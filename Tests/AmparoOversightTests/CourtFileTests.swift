import AmparoCourt
import AmparoModel
import AmparoOversight
import Testing

@Suite("Court cases as figures see them")
struct CourtFileTests {
    let asOf = Day("2024-06-30")!
    let source = RowSource(snapshot: SnapshotID(rawValue: 1))

    /// A case with one proceeding, a missed master hearing and a letter that came back.
    func file(issued: String? = "2023-01-01", entered: String? = "2023-02-01", returned: String = "2024-05-20")
        -> CaseFile
    {
        var file = CaseFile(id: 7, courtCase: CourtCase(id: 7, caseType: "RMV", source: source))
        file.proceedings.append(
            Proceeding(
                id: 70, caseID: 7, issuedOn: issued.flatMap { Day($0) }, enteredOn: entered.flatMap { Day($0) },
                source: source))
        file.schedule.append(
            ScheduledHearing(
                id: 700, proceedingID: 70, caseID: 7, recordType: "A", calendarType: "M", scheduleType: "MM",
                heldOn: Day("2024-05-01")!, startsAt: HearingTime("0900"), adjournment: "11", source: source))
        file.mailings.append(
            Mailing(
                caseID: 7, hearingDate: Day("2024-05-01")!, mailedOn: Day("2024-04-01")!, addressee: .counsel,
                address: AddressKey(rawValue: 9), returnedOn: Day(returned), source: source))
        return file
    }

    func court(_ file: CaseFile, care: Bool = true) -> CourtFile {
        let releases = CourtReleases([CourtReleases.Release(snapshot: source.snapshot, date: Day("2024-06-01")!)])
        var findings = CaseFindings()
        Findings.evaluate(
            file, on: FindingsDay(asOf: asOf, releases: releases), evidence: CareEvidence(belongsToCareChild: care),
            into: &findings)
        var court = CourtFile()
        court.add(file, findings, asOf: asOf)
        return court
    }

    @Test("A case brings its hearings, its returned letters and whether it is filed")
    func whole() {
        let court = court(file())
        #expect(court.hearings.map(\.kind) == [.missedReset])
        #expect(court.hearings.first?.notice == .counsel)
        #expect(court.hearings.first?.orr == .notOffered)
        #expect(court.returnedMail == [ReturnedMail(address: AddressKey(rawValue: 9), returnedOn: Day("2024-05-20")!)])
        #expect(court.hasFiledCase)
    }

    @Test("Filed needs a charging document and a proceeding entered, both by as-of")
    func filed() {
        #expect(!court(file(issued: nil)).hasFiledCase)
        #expect(!court(file(entered: nil)).hasFiledCase)
        #expect(!court(file(entered: "2024-07-01")).hasFiledCase)
        #expect(court(file(entered: "2024-06-30")).hasFiledCase)
    }

    @Test("A letter returned after as-of is not yet returned, and a case of no child's brings no hearing")
    func limits() {
        #expect(court(file(returned: "2024-07-01")).returnedMail.isEmpty)
        #expect(court(file(), care: false).hearings.isEmpty)
    }

    @Test("The file can be filled again")
    func refilled() {
        var court = court(file())
        court.notYetReported = 3
        court.orders.append(OrderResult(status: .standing, hasHearing: true))
        court.absentRows.append(AbsentRow(table: .schedule))
        court.removeAll()
        #expect(
            court.hearings.isEmpty && court.orders.isEmpty && court.returnedMail.isEmpty && court.absentRows.isEmpty)
        #expect(court.notYetReported == 0 && !court.hasFiledCase)
    }
}
