internal import AmparoModel

/// The nine rules of MISSED-HEARING.md over one case, in their order.
struct FindingRules: Sendable {
    let view: CaseView
    let hearings: [Hearing]
    /// The date of the latest release taken.
    let releaseDate: Day
    let mail: [MailRow]
    let evidence: NoticeEvidence
    /// First days of the child's representation before the court.
    let represented: [Day]
    /// The hearing (by its place in `hearings`) that carries the order or closure of a proceeding.
    private(set) var carriers: [Int: Int] = [:]

    init(_ read: ReadCase, evidence: NoticeEvidence, asOf: Day, releaseDate: Day) {
        self.view = CaseView(read, asOf: asOf)
        self.hearings = read.hearings
        self.releaseDate = releaseDate
        self.mail = read.mail
        self.evidence = evidence
        self.represented = read.reps.compactMap { history in
            guard let row = history.latest, row.strattytype == "ALIEN", row.strattylevel == "COURT" else { return nil }
            return row.e28Date
        }
        for order in view.orders { carriers[order.idnproceeding] = carrier(of: order) }
    }

    /// Whether the hearing is past; one that is not, but lies before as-of, is not yet reported.
    func isPast(_ hearing: Hearing) -> Bool { hearing.date < view.asOf && hearing.date < releaseDate }

    func isNotYetReported(_ hearing: Hearing) -> Bool { hearing.date < view.asOf && hearing.date >= releaseDate }

    /// Rule 5(a) and (b): the last past hearing of the proceeding that rules 1 to 4 do not settle, on or before
    /// COMP_DATE and at most 30 days before it; on COMP_DATE itself if its code is one of held or excused.
    private func carrier(of order: CourtOrder) -> Int? {
        let last = hearings.indices.last { index in
            let hearing = hearings[index]
            return hearing.idnproceeding == order.idnproceeding && isPast(hearing) && hearing.date <= order.day
                && settledByCourt(hearing) == nil
        }
        guard let last, order.day.days(since: hearings[last].date) <= 30 else { return nil }
        if CourtCodes.carriesOnlyItsOwnDay(hearings[last].code) && hearings[last].date != order.day { return nil }
        return last
    }

    /// Rules 1 to 4.
    private func settledByCourt(_ hearing: Hearing) -> (Finding, rule: String)? {
        if hearing.code == "99" { return (.recordedInError, "1") }
        if hearing.medium == "H" || CourtCodes.notHeld.contains(hearing.code) { return (.notHeld, "2") }
        if hearing.code.isEmpty, let proceeding = view.proceedings[hearing.idnproceeding],
            proceeding.otherComp == "C" || proceeding.otherComp == "T", proceeding.compDate == hearing.date
        {
            return (.notHeld, "2")
        }
        if hearing.code == "09" { return (.notProduced, "3") }
        if hearing.code == "10" { return (.defectiveNotice, "4") }
        return nil
    }

    /// What came of the hearing at `index` of `hearings`, which must be past.
    func outcome(at index: Int) -> Outcome {
        let hearing = hearings[index]
        if let (finding, rule) = settledByCourt(hearing) { return Outcome(finding: finding, rule: rule) }
        let order = view.order(ofProceeding: hearing.idnproceeding)
        let carried = carriers[hearing.idnproceeding] == index ? order : nil
        if carried != nil || hearing.code == "11" { return absence(hearing, carried: carried) }
        return presence(at: index)
    }

    /// Rules 5.1 to 5.5.
    private func absence(_ hearing: Hearing, carried: CourtOrder?) -> Outcome {
        if let carried, carried.status == .rescinded {
            return Outcome(finding: .rescinded, rule: "5.1", status: .rescinded)
        }
        let mailing = NoticeEvidence.mailing(for: hearing.date, in: mail)
        if let mailing, evidence.wentToWrongAddress(mailing) {
            return Outcome(finding: .defectiveNotice, rule: "5.2", status: carried?.status)
        }
        let isReturned =
            mailing.map { $0.addressee != .counsel && ($0.returnedOn.map { $0 <= view.asOf } ?? false) } ?? false
        if isReturned || evidence.isNoticeTooLate(for: hearing.date) {
            return Outcome(finding: .noticeContested, rule: "5.3", status: carried?.status)
        }
        if carried == nil && represented.contains(where: { $0 <= hearing.date }) {
            return Outcome(finding: .absenceUnclear, rule: "5.4")
        }
        let finding: Finding = carried.map { $0.isClosure ? .missedClosed : .missedOrdered } ?? .missedReset
        let proof = NoticeEvidence.proof(
            mailing: mailing, hearing: hearing.date, mail: mail, siteType: view.caseRow?.siteType ?? "")
        return Outcome(finding: finding, rule: "5.5", status: carried?.status, notice: proof)
    }

    /// Rules 6 to 9.
    private func presence(at index: Int) -> Outcome {
        let hearing = hearings[index]
        let hasPrevious = index > 0 && hearings[index - 1].idnproceeding == hearing.idnproceeding
        let previous = hasPrevious ? hearings[index - 1].date : nil
        if CourtCodes.excused.contains(hearing.code)
            || view.isWaived(proceeding: hearing.idnproceeding, after: previous, by: hearing.date)
        {
            return Outcome(finding: .excused, rule: "6")
        }
        if CourtCodes.attended.contains(hearing.code) { return Outcome(finding: .attended, rule: "7") }
        if CourtCodes.heldPresenceUnknown.contains(hearing.code) {
            return Outcome(finding: .heldPresenceUnknown, rule: "8")
        }
        if hearing.code.isEmpty, let proceeding = view.proceedings[hearing.idnproceeding],
            proceeding.compDate == hearing.date
        {
            return proceeding.decCode.isEmpty || proceeding.absentia == "Y"
                ? Outcome(finding: .heldPresenceUnknown, rule: "8") : Outcome(finding: .attended, rule: "7")
        }
        return Outcome(finding: .unknown, rule: "9")
    }
}

/// A finding with its rule and what stands beside it, without the hearing it is about.
struct Outcome: Sendable, Hashable {
    var finding: Finding
    var rule: String
    var status: OrderStatus?
    var notice: NoticeProof?
}
