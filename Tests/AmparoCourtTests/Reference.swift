import AmparoCourt
internal import AmparoModel

/// The rules of MISSED-HEARING.md once more, slowly and obviously: sentence by sentence, on text, with filters and sorting,
/// sharing nothing with the code it checks but the row types and the names of the answers.
struct Reference {
    var file: CaseFile
    var evidence: CareEvidence
    var asOf: Day
    var releaseDates: [Day]

    struct Answer: Equatable, CustomStringConvertible {
        var schedule: Int64
        var kind: FindingKind
        var rule: String
        var status: OrderStatus?
        var notice: NoticeStanding?
        var description: String { "\(schedule):\(kind) \(rule) \(status?.rawValue ?? "-") \(notice?.rawValue ?? "-")" }
    }

    struct Order: Equatable {
        var proceeding: Int64
        var isOrder: Bool
        var status: OrderStatus
        var hearing: Int64?
    }

    static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    static let list2 = words("14 19 1A 1B 25 34 35 3A 3B 41 46 4A 52 55 59 5A 64 74 8A 96 97 98 9A 9B 9C 9V RO TQ")
    static let list6 = words("38 39 40 50")
    static let list7 = words("01 02 05 06 17 20 21 22 23 26 29 36 42 45 51 54 8B AB AS CA CB OT RD RE RR ST SU WA")
    static let list8 =
        words("03 04 07 08 12 13 16 18 24 27 28 37 43 44 47 48 49 4B 4C 4D 4E 4F 53 56 57 58 5B 5C 60 61 62 63")
        + words("DD IA IB MR PD SR") + (30...33).map { "\($0)" } + "ABCDEFGH".map { "7\($0)" }

    var latestRelease: Day? { releaseDates.filter { $0 <= asOf }.max() }

    func isHearing(_ row: ScheduledHearing) -> Bool {
        guard let day = row.heldOn?.description else { return false }
        return ["M", "I"].contains(row.calendarType.description) && row.recordType.description != "B"
            && Reference.words("MM MR MA MD RD MS II IA IR ID --").contains(
                row.scheduleType.isNone ? "--" : row.scheduleType.description)
            && day >= "1950-01-01"
            && day <= "2035-12-31"
    }

    /// Merged hearings before the as-of day.
    var hearings: [ScheduledHearing] {
        let rows = file.schedule.filter { isHearing($0) && ($0.heldOn ?? asOf) < asOf }
        return rows.filter { row in
            !rows.contains {
                $0.proceedingID == row.proceedingID && $0.heldOn == row.heldOn && $0.startsAt == row.startsAt
                    && $0.id > row.id
            }
        }
    }

    var past: [ScheduledHearing] {
        guard let latestRelease else { return [] }
        return hearings.filter { ($0.heldOn ?? asOf) < latestRelease }.sorted {
            ($0.heldOn ?? asOf, $0.startsAt.description, $0.id) < ($1.heldOn ?? asOf, $1.startsAt.description, $1.id)
        }
    }

    func proceeding(_ row: ScheduledHearing) -> Proceeding? {
        file.proceedings.first { $0.id == row.proceedingID }
    }

    /// Rules 1 to 4.
    func early(_ row: ScheduledHearing) -> (FindingKind, String)? {
        let code = row.adjournment.description
        if code == "99" { return (.recordedInError, "1") }
        if row.medium.description == "H" || Reference.list2.contains(code) { return (.notHeld, "2") }
        if code == "", let proceeding = proceeding(row), ["C", "T"].contains(proceeding.otherCompletion.description),
            proceeding.completedOn == row.heldOn
        {
            return (.notHeld, "2")
        }
        if code == "09" { return (.notProduced, "3") }
        if code == "10" { return (.defectiveNotice, "4") }
        return nil
    }

    func isOrder(_ proceeding: Proceeding) -> Bool {
        guard let completed = proceeding.completedOn, completed <= asOf else { return false }
        let type = proceeding.caseType.isNone ? file.courtCase?.caseType ?? .none : proceeding.caseType
        return proceeding.absentia.description == "Y"
            && ["RMV X", "DEP D", "EXC E"].contains("\(type) \(proceeding.decision)")
    }

    func isClosure(_ proceeding: Proceeding) -> Bool {
        guard let completed = proceeding.completedOn, completed <= asOf else { return false }
        return proceeding.otherCompletion.description == "B"
    }

    var ordersAndClosures: [Proceeding] {
        file.proceedings.filter { isOrder($0) || isClosure($0) }.sorted {
            ($0.completedOn ?? asOf, $0.id) < ($1.completedOn ?? asOf, $1.id)
        }
    }

    /// The hearing that carries the order or closure of a proceeding.
    func carrier(of proceeding: Proceeding) -> ScheduledHearing? {
        guard let completed = proceeding.completedOn else { return nil }
        let last = past.last { row in
            row.proceedingID == proceeding.id && early(row) == nil && (row.heldOn ?? asOf) <= completed
        }
        guard let last, let day = last.heldOn, completed.days(since: day) <= 30 else { return nil }
        let code = last.adjournment.description
        let isCoded = (Reference.list6 + Reference.list7 + Reference.list8).contains(code) && code != "8B"
        return isCoded && day != completed ? nil : last
    }

    func motions(concerning proceeding: Proceeding) -> [Motion] {
        file.motions.filter { motion in
            guard let received = motion.receivedOn, received <= asOf else { return false }
            return ordersAndClosures.last { ($0.completedOn ?? asOf) <= received }?.id == proceeding.id
        }
    }

    func isGranted(_ motion: Motion, _ classes: String) -> Bool {
        guard let decided = motion.decidedOn, decided <= asOf else { return false }
        return motion.decision.description == "G"
            && Reference.words(classes).contains(motion.motionClass.description)
    }

    func status(of proceeding: Proceeding) -> OrderStatus {
        let motions = motions(concerning: proceeding)
        let completed = proceeding.completedOn ?? asOf
        if motions.contains(where: { isGranted($0, "MA RD VO") && ($0.decidedOn ?? asOf) >= completed }) {
            return .rescinded
        }
        let pending = motions.filter {
            let decided = !$0.decision.isNone && ($0.decidedOn.map { $0 <= asOf } ?? true)
            return ["MA", "RD", "O"].contains($0.motionClass.description) && !decided
        }
        if !pending.isEmpty { return .stayed }
        if !isOrder(proceeding), motions.contains(where: { isGranted($0, "C") }) { return .recalendared }
        if isOrder(proceeding) {
            if motions.contains(where: { isGranted($0, "O") }) { return .reopened }
            let later = file.proceedings.filter {
                guard let entered = $0.enteredOn else { return false }
                return $0.id != proceeding.id && entered > completed && entered <= asOf
            }
            if !later.isEmpty, !["C", "T"].contains(proceeding.otherCompletion.description) { return .reopened }
        }
        return .standing
    }

    func letter(_ hearing: Day) -> Mailing? {
        let letters = file.mailings.filter { mail in
            mail.hearingDate == hearing && (mail.mailedOn.map { $0 < hearing } ?? false)
        }
        guard let last = letters.compactMap(\.mailedOn).max() else { return nil }
        let ofDay = letters.filter { $0.mailedOn == last }.sorted { $0.source.line > $1.source.line }
        return ofDay.first { $0.addressee == .respondent } ?? ofDay.first { $0.addressee == .custodian } ?? ofDay.first
    }

    func addressGiven(by day: Day) -> AddressKey? {
        var given: [(Day, Int, Int, AddressKey)] = []
        for row in evidence.addresses where row.reportedOn <= day {
            guard let address = row.address else { continue }
            if row.givenTo == .court { given.append((row.reportedOn, 1, Int(row.ordinal), address)) }
            if row.givenTo == .eoir33 { given.append((row.reportedOn, 2, Int(row.ordinal), address)) }
        }
        for (index, notice) in evidence.notices.enumerated() {
            if let served = notice.servedOn, served <= day, let address = notice.address {
                given.append((served, 0, index, address))
            }
        }
        return given.max { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }?.3
    }

    func isRepresented(_ day: Day) -> Bool {
        file.representations.contains {
            $0.side.description == "ALIEN" && $0.level.description == "COURT"
                && ($0.enteredOn.map { $0 <= day } ?? false)
        }
    }

    func absence(_ row: ScheduledHearing, hearing: Day) -> Answer? {
        let carried = ordersAndClosures.first { carrier(of: $0)?.id == row.id }
        let ordered = carried.map { isOrder($0) } ?? false
        let closed = carried.map { isClosure($0) } ?? false
        guard ordered || closed || row.adjournment.description == "11" else { return nil }
        let status = carried.map { self.status(of: $0) }
        func answer(_ kind: FindingKind, _ rule: String, _ notice: NoticeStanding? = nil) -> Answer {
            Answer(schedule: row.id, kind: kind, rule: rule, status: status, notice: notice)
        }
        if status == .rescinded { return answer(.rescinded, "5.1") }
        let letter = letter(hearing)
        let toCounsel = letter?.addressee == .counsel
        if let letter, !toCounsel, let mailedOn = letter.mailedOn, let given = addressGiven(by: mailedOn),
            let used = letter.address, used != given
        {
            return answer(.defectiveNotice, "5.2")
        }
        let returned = (letter?.returnedOn).map { $0 <= asOf } ?? false
        let served = evidence.notices.compactMap(\.servedOn).filter { $0 < hearing }.max()
        let late = served.map { hearing.days(since: $0) < 10 } ?? false
        let disputed = evidence.statements.contains { statement in
            statement.kind == .dispute && statement.hasEvidence && [.orr, .counsel].contains(statement.party)
                && statement.proceedingID == row.proceedingID && statement.hearingDate == hearing
                && (statement.startsAt ?? row.startsAt) == row.startsAt && statement.enteredOn <= asOf
                && (statement.withdrawnOn.map { $0 > asOf } ?? true)
        }
        if (returned && !toCounsel) || late || disputed { return answer(.noticeContested, "5.3") }
        if !ordered, !closed, isRepresented(hearing) { return answer(.absenceUnclear, "5.4") }
        let isOral = file.mailings.contains {
            $0.hearingDate == hearing && $0.mailedOn == nil && !$0.oralLanguage.isNone
        }
        let site = file.courtCase?.siteType.description
        let notice: NoticeStanding =
            letter != nil
            ? (toCounsel ? .counsel : .mailed) : (isOral ? .oral : (site == "I" ? .inPerson : .unproven))
        return answer(ordered ? .missedOrdered : (closed ? .missedClosed : .missedReset), "5.5", notice)
    }

    func answer(_ row: ScheduledHearing) -> Answer {
        func answer(_ kind: FindingKind, _ rule: String) -> Answer {
            Answer(schedule: row.id, kind: kind, rule: rule, status: nil, notice: nil)
        }
        if let early = early(row) { return answer(early.0, early.1) }
        let hearing = row.heldOn ?? asOf
        if let absence = absence(row, hearing: hearing) { return absence }
        let code = row.adjournment.description
        let before = past.filter { $0.proceedingID == row.proceedingID }.prefix { $0.id != row.id }.last
        let waived = file.motions.contains { motion in
            guard let granted = motion.decidedOn else { return false }
            return motion.motionClass.description == "WV" && motion.decision.description == "G"
                && motion.proceedingID != nil && motion.proceedingID == row.proceedingID && granted <= hearing
                && (before?.heldOn.map { granted > $0 } ?? true)
        }
        if Reference.list6.contains(code) || waived { return answer(.excused, "6") }
        let proceeding = proceeding(row)
        let completedThen = code == "" && proceeding?.completedOn == hearing
        let decided = proceeding.map { !$0.decision.isNone && $0.absentia.description != "Y" } ?? false
        if Reference.list7.contains(code) || (completedThen && decided) { return answer(.attended, "7") }
        if Reference.list8.contains(code) || completedThen { return answer(.heldPresenceUnknown, "8") }
        return answer(.unknown, "9")
    }

    var answers: [Answer] { past.map { answer($0) }.sorted { $0.schedule < $1.schedule } }

    var orders: [Order] {
        ordersAndClosures.map {
            Order(proceeding: $0.id, isOrder: isOrder($0), status: status(of: $0), hearing: carrier(of: $0)?.id)
        }
    }
}
