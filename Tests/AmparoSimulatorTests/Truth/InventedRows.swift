import struct AmparoModel.Day
import struct AmparoModel.Instant

@testable import AmparoSimulator

// Short ways to write down the rows of one child by hand.

/// A day written `2024-05-01`; a slip of the pen becomes 1970-01-01, which every expectation then shows.
func day(_ text: String) -> Day { Day(text) ?? Day(number: 0) }

/// Noon of a day in UTC.
func noon(_ text: String) -> Instant { Instant(microseconds: (Int64(day(text).number) * 86_400 + 43_200) * 1_000_000) }

/// All tests look from here, with two releases taken.
let asOf = day("2026-06-01")
let releaseDates = [day("2026-05-02"), day("2026-06-01")]

func history<Row>(_ key: Int, _ row: Row) -> RowHistory<Row> {
    RowHistory(key: key, states: [.readable(row, repaired: false), .readable(row, repaired: false)])
}

/// One case, number 7, of one proceeding, number 70, unless rows say otherwise.
struct InventedCase {
    var caseRow = CourtCase(idncase: 7, caseType: "RMV")
    var proceedings = [Proceeding(idnproceeding: 70, idncase: 7, caseType: "RMV")]
    var schedule: [ScheduleRow] = []
    var motions: [MotionRow] = []
    var mail: [MailRow] = []
    var reps: [RepRow] = []
    var juvenile = [JuvenileRow(idnJuvenileHistory: 1, idnCase: 7, idnJuvenile: 4)]

    var read: ReadCase {
        ReadCase(
            idncase: caseRow.idncase, row: history(caseRow.idncase, caseRow),
            proceedings: proceedings.map { history($0.idnproceeding, $0) },
            schedule: schedule.map { history($0.idnschedule, $0) },
            juvenile: juvenile.map { history($0.idnJuvenileHistory, $0) },
            reps: reps.map { history($0.idnrepsassigned, $0) },
            motions: motions.map { history($0.idnmotion, $0) }, mail: mail)
    }

    mutating func hearing(
        _ on: String, _ time: String = "0900", code: String = "", medium: String = "", proceeding: Int = 70,
        number: Int? = nil
    ) {
        schedule.append(
            ScheduleRow(
                idnschedule: number ?? 700 + schedule.count, idnproceeding: proceeding, idncase: 7, calType: "M",
                adjDate: day(on), adjTimeStart: time, adjRsn: code, adjMedium: medium, scheduleType: "MM"))
    }

    /// A removal order in absentia.
    mutating func order(on: String) {
        proceedings[0].absentia = "Y"
        proceedings[0].decCode = "X"
        proceedings[0].compDate = day(on)
    }

    mutating func closure(on: String) {
        proceedings[0].otherComp = "B"
        proceedings[0].compDate = day(on)
    }

    mutating func motion(_ type: String, received: String, decided: String? = nil, _ dec: String = "") {
        motions.append(
            MotionRow(
                idnmotion: 900 + motions.count, idnproceeding: 70, idncase: 7, recType: type, dec: dec,
                compDate: decided.map(day), motionRecdDate: day(received)))
    }

    mutating func letter(
        for hearing: String, mailed: String?, to addressee: Addressee? = .respondent, at place: Place? = oak,
        returned: String? = nil, language: String = ""
    ) {
        mail.append(
            MailRow(
                idncase: 7, hearingDate: day(hearing), mailedOn: mailed.map(day), addressee: addressee,
                address: place.map(written) ?? WrittenAddress(), returnedOn: returned.map(day),
                oralNoticeLanguage: language))
    }

    /// The findings in the order of hearings; `care` and `notices` are the child's.
    func findings(care: CareRecord? = nil, notices: [Notice] = []) -> [HearingFinding] {
        let child = ReadChild(care: care, notices: notices, cases: [read])
        let found = CaseFindings(
            read, of: child, evidence: NoticeEvidence(of: child), asOf: asOf, releaseDate: releaseDates[1])
        return found?.findings ?? []
    }

    /// The findings as words, with their rules.
    func words(care: CareRecord? = nil, notices: [Notice] = []) -> [String] {
        findings(care: care, notices: notices).map { "\($0.finding.rawValue) \($0.rule)" }
    }
}

let oak = Place(number: "12", street: "OAK ST", unit: "4B", zip5: "77001")
let elm = Place(number: "9", street: "ELM AVE", unit: "", zip5: "77002")

func written(_ place: Place) -> WrittenAddress {
    WrittenAddress(
        line1: "\(place.number) \(place.street)", line2: place.unit.isEmpty ? "" : "APT \(place.unit)", city: "HOUSTON",
        state: "TX", zip: place.zip5, place: place)
}

/// A child in the care record, born 2010-03-15.
func care(_ change: (inout CareRecord) -> Void = { _ in }) -> CareRecord {
    var record = CareRecord(childIDs: ["C1"], aNumber: "200000001", dateOfBirth: day("2010-03-15"))
    change(&record)
    return record
}

extension CareRecord {
    mutating func refer(_ id: String, transferred: String?) {
        referrals.append(Referral(childID: "C1", referralID: id, transferredAt: transferred.map(noon)))
    }

    mutating func place(_ referral: String, _ from: String, to: String?) {
        placements.append(
            Placement(
                childID: "C1", placementID: "P\(placements.count)", referralID: referral, from: day(from),
                to: to.map(day)))
    }

    mutating func release(
        _ on: String, sponsor: String = "S1", category: String = "1", at place: Place? = elm,
        defect: AddressDefect? = nil, referral: String = ""
    ) {
        var address = place.map(written) ?? WrittenAddress()
        address.defect = defect
        releases.append(
            Release(
                childID: "C1", releaseID: "R\(releases.count)", referralID: referral, releasedOn: day(on),
                sponsorID: sponsor, category: category, address: address))
    }

    mutating func call(
        _ attempted: String?, _ outcome: CallOutcome? = .noAnswer, with: SpokeWith? = nil, documented: String? = nil
    ) {
        calls.append(
            Call(
                childID: "C1", callID: "L\(calls.count)", dueOn: asOf, attemptedAt: attempted.map(noon),
                outcome: outcome, spokeWith: with, documentedOn: documented.map(day)))
    }

    mutating func report(_ on: String, _ source: AddressSource, _ place: Place) {
        addresses.append(Address(childID: "C1", reportedOn: day(on), address: written(place), source: source))
    }
}

/// All figures of some children, by id.
func figures(_ children: [ReadChild]) -> [String: Figure] {
    var truth = Truth(releaseDates: releaseDates, asOf: asOf)
    for child in children { truth.add(read: child) }
    return Dictionary(uniqueKeysWithValues: truth.figures().map { ($0.id, $0) })
}

/// One figure as the text that a hand-made expectation can be compared with: value/denominator/unknown.
func numbers(_ figure: Figure?) -> String {
    guard let figure else { return "no such figure" }
    return "\(figure.value)/\(figure.denominator.map { String($0) } ?? "-")/\(figure.unknown)"
}
