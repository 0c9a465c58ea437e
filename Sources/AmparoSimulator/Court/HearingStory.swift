internal import AmparoModel

/// The state of one case while it is told, hearing by hearing.
struct CaseTelling {
    var story: CaseStory
    let issued: Day
    var court: String
    var location: String
    var judge: String
    var proceeding: Int
    var representedFrom: Day?
    var siteInPerson = false
    var hearings: [WorldHearing] = []
    /// The order or closure that may still be undone, as an index into `hearings` (nil: no hearing carries it).
    var decisionDay: Day?
}

extension ClusterStory {
    /// Tells one court case to its end or to the last release; the day of its last hearing, nil when it had none.
    mutating func tellCase(of at: Int, issued: Day, entered: Day, court: String) -> Day? {
        var story = newCase(entered: entered)
        fill(&story.row, of: at, on: entered)
        let locations = HearingOutcome.juvenileLocations(court: court)
        let inCare = children[at].home(on: entered) == nil && children[at].sponsor != nil
        let juvenile = inCare ? locations.detained : locations.released
        let location = !juvenile.isEmpty && chance.hit(4800) ? chance.pick(juvenile) : court
        var telling = CaseTelling(
            story: story, issued: issued, court: court, location: location,
            judge: "J\(chance.pick(["A", "B", "C", "D"]))\(chance.below(10))", proceeding: 0)
        if chance.hit(4600) { telling.representedFrom = entered.adding(days: chance.among(5, 500)) }
        telling.siteInPerson = chance.hit(1500)
        telling.story.row.siteType = telling.siteInPerson ? "I" : chance.hit(5500) ? "M" : ""
        openProceeding(&telling, on: entered, previous: nil)
        tellSignals(of: at, &telling)
        tellCompany(&telling)
        tellCharges(&telling)
        tellHearings(of: at, &telling)
        tellSurroundings(of: at, &telling)
        showCase(of: at, &telling)
        hide(&telling.story)
        let last = telling.hearings.last?.date
        children[at].hearings += telling.hearings
        tellResults(of: at, telling.hearings)
        close(telling.story, of: at)
        return last
    }

    /// A new proceeding begins: the first one, or one after a change of venue or a reopening.
    mutating func openProceeding(_ telling: inout CaseTelling, on day: Day, previous: Day?) {
        let key = telling.story.key(.proceedings)
        telling.proceeding = telling.story.proceedings.count
        var row = Proceeding(idnproceeding: key, idncase: telling.story.idncase)
        row.oscDate = telling.issued
        row.inputDate = day
        row.baseCityCode = telling.court
        row.hearingLocCode = telling.location
        row.ijCode = telling.judge
        row.transInDate = previous
        row.custody = "N"
        row.caseType = telling.story.row.caseType
        row.nat = telling.story.row.nat
        row.lang = telling.story.row.lang
        if telling.proceeding > 0, planted.contains(.caseTypesDisagree), row.caseType == "RMV" {
            planted.remove(.caseTypesDisagree)
            row.caseType = "DEP"
        }
        telling.story.proceedings.append(Timed(from: day, row: row))
    }

    private func schedule(_ telling: inout CaseTelling, on day: Day, time: String, setOn: Day) -> ScheduleRow {
        let proceeding = telling.story.proceedings[telling.proceeding].row
        var row = ScheduleRow(
            idnschedule: telling.story.key(.schedule), idnproceeding: proceeding.idnproceeding,
            idncase: telling.story.idncase)
        row.oscDate = telling.issued
        row.recType = "X"
        row.lang = proceeding.lang
        row.hearingLocCode = telling.location
        row.baseCityCode = telling.court
        row.ijCode = telling.judge
        row.inputDate = setOn
        row.calType = "M"
        row.adjDate = day
        row.adjTimeStart = time
        row.scheduleType = "MR"
        return row
    }

    private mutating func tellHearings(of at: Int, _ telling: inout CaseTelling) {
        var setOn = telling.story.entered.adding(days: chance.below(10))
        var day = Calendar.workday(telling.story.entered.adding(days: chance.among(25, 260)))
        if chance.hit(400), let served = children[at].worldNotices.last?.servedOn, served > telling.story.entered {
            // The notice is served a few days before the hearing.
            day = Calendar.workday(served.adding(days: chance.among(1, 6)))
            setOn = telling.story.entered
        }
        var reopenings = 0
        for number in 0..<10 {
            let time = chance.pick(["0830", "0830", "0900", "0900", "0930", "1000", "1300", "1330"])
            var row = schedule(&telling, on: day, time: time, setOn: setOn)
            row.calType = number > 2 && chance.hit(3500) ? "I" : "M"
            row.scheduleType =
                row.calType == "I"
                ? chance.pick(["II", "II", "IA", "IR"])
                : number == 0 ? "MM" : chance.pick(["MR", "MR", "MA", "MS", "--", ""])
            if row.scheduleType == "--", chance.hit(7000) { row.scheduleType = "MR" }
            if number == 0 {
                telling.story.proceedings[telling.proceeding].row.hearingDate = day
                telling.story.proceedings[telling.proceeding].row.hearingTime = time
            }
            guard day < plan.asOf else {
                tellMail(of: at, &telling, for: day, setOn: setOn, absent: false)
                telling.story.schedule.append(Timed(from: setOn, row: row))
                return
            }
            guard let next = tellOutcome(of: at, &telling, row: row, setOn: setOn, reopenings: &reopenings) else {
                return
            }
            setOn = next.setOn
            day = Calendar.workday(next.day)
            if setOn > plan.asOf { return }
        }
    }

    /// What happened in one hearing; the next one, or nil when the case rests.
    private mutating func tellOutcome(
        of at: Int, _ telling: inout CaseTelling, row: ScheduleRow, setOn: Day, reopenings: inout Int
    ) -> (setOn: Day, day: Day)? {
        guard let day = row.adjDate else { return nil }
        var row = row
        let represented = telling.representedFrom.map { $0 <= day } ?? false
        let outcome = HearingOutcome.allCases[chance.weighted(HearingOutcome.weights(represented: represented))]
        let known = day.adding(days: chance.hit(9400) ? chance.below(10) : chance.among(10, 90))
        row.adjMedium = day.year < 2020 ? (chance.hit(8500) ? "P" : "V") : chance.pick(["P", "V", "A", "W", "P", ""])
        var hearing = WorldHearing(
            idncase: row.idncase, idnproceeding: row.idnproceeding, idnschedule: row.idnschedule, date: day,
            time: row.adjTimeStart, finding: "attended", childAttended: true)
        let isAbsence = outcome == .orderedInAbsentia || outcome == .closedForAbsence || outcome == .noShow
        let letter = tellMail(of: at, &telling, for: day, setOn: setOn, absent: isAbsence)
        var next: (setOn: Day, day: Day)? = (day, day.adding(days: chance.among(21, 330)))
        switch outcome {
        case .attended: row.adjRsn = chance.pick(HearingOutcome.attendedCodes)
        case .presenceUnknown:
            row.adjRsn = chance.pick(HearingOutcome.presenceUnknownCodes)
            hearing.childAttended = chance.hit(9500)
            hearing.finding = hearing.childAttended ? "attended" : "heldPresenceUnknown"
        case .notHeld:
            if chance.hit(1500) { row.adjMedium = "H" } else { row.adjRsn = chance.pick(HearingOutcome.notHeldCodes) }
            hearing.finding = "notHeld"
            hearing.childAttended = false
        case .notProduced:
            row.adjRsn = "09"
            hearing.finding = "notProduced"
            hearing.childAttended = false
        case .badNotice:
            row.adjRsn = "10"
            hearing.finding = "defectiveNotice"
            hearing.childAttended = false
        case .excused:
            hearing.finding = "excused"
            hearing.childAttended = false
            if chance.hit(2500) {
                waive(&telling, before: day, setOn: setOn)
            } else {
                row.adjRsn = chance.pick(HearingOutcome.excusedCodes)
            }
        case .inError:
            row.adjRsn = "99"
            hearing.finding = "recordedInError"
            hearing.childAttended = chance.hit(5000)
        case .silent:
            row.adjMedium = ""
            hearing.childAttended = chance.hit(7500)
            hearing.finding = hearing.childAttended ? "attended" : letter.absenceFinding("missedReset")
        case .strangeCode: row.adjRsn = chance.pick(HearingOutcome.strangeCodes)
        case .noShow:
            row.adjRsn = "11"
            hearing.childAttended = represented && chance.hit(4000)
            if !hearing.childAttended { hearing.finding = letter.absenceFinding("missedReset") }
        case .orderedInAbsentia, .closedForAbsence:
            next = tellAbsence(of: at, &telling, &row, &hearing, outcome, letter, &reopenings)
        case .decided:
            row.adjRsn = chance.hit(3500) ? "8B" : ""
            if decide(&telling, on: day, known: known) {
                row.adjRsn = ""
                hearing.childAttended = false
                hearing.finding = "heldPresenceUnknown"
            }
            next = nil
        case .venueChanged:
            hearing.finding = "notHeld"
            hearing.childAttended = false
            next = changeVenue(of: at, &telling, on: day)
            if chance.hit(5000) { row.adjRsn = "9B" }
        }
        if hearing.finding.hasPrefix("missed") { hearing.notice = letter.notice(inPerson: telling.siteInPerson) }
        append(&telling, row, setOn: setOn, known: known, outcome: outcome)
        hearing.idnschedule = telling.story.schedule.last?.row.idnschedule ?? hearing.idnschedule
        telling.hearings.append(hearing)
        if planted.contains(.unknownCode), outcome == .attended, known < plan.releaseDates[0] {
            planted.remove(.unknownCode)
            let last = telling.story.schedule.count - 1
            let strange = chance.pick(HearingOutcome.strangeCodes)
            for version in telling.story.schedule[last].later.indices {
                telling.story.schedule[last].later[version].row.adjRsn = strange
            }
        }
        return next
    }

    /// The schedule row as it was set and, from `known` on, with what came of the hearing. One hearing in a hundred
    /// has a second row of the same time, of which the greater key speaks.
    private mutating func append(
        _ telling: inout CaseTelling, _ row: ScheduleRow, setOn: Day, known: Day, outcome: HearingOutcome
    ) {
        var set = row
        set.adjRsn = ""
        set.adjMedium = ""
        var timed = Timed(from: setOn, row: set)
        if chance.hit(100) {
            telling.story.schedule.append(timed.becoming(from: known) { $0.adjRsn = "9A" })
            set.idnschedule = telling.story.key(.schedule)
            timed = Timed(from: setOn, row: set)
        }
        telling.story.schedule.append(
            timed.becoming(from: known) {
                $0.adjRsn = row.adjRsn
                $0.adjMedium = row.adjMedium
            })
    }

    private mutating func waive(_ telling: inout CaseTelling, before day: Day, setOn: Day) {
        let proceeding = telling.story.proceedings[telling.proceeding].row
        var motion = MotionRow(
            idnmotion: telling.story.key(.motions), idnproceeding: proceeding.idnproceeding,
            idncase: telling.story.idncase)
        let decided = max(setOn.adding(days: 1), day.adding(days: -chance.below(12)))
        motion.oscDate = telling.issued
        motion.recType = "WV"
        motion.inputDate = setOn
        motion.motionRecdDate = setOn
        motion.baseCityCode = telling.court
        motion.strfilingparty = "A"
        telling.story.motions.append(
            Timed(from: setOn, row: motion).becoming(from: min(decided, day)) {
                $0.dec = "G"
                $0.compDate = min(decided, day)
            })
    }

    /// A decision in the presence of the child, or rarely one in its absence that is no order of removal (then true).
    private mutating func decide(_ telling: inout CaseTelling, on day: Day, known: Day) -> Bool {
        let code = ["X", "T", "R", "V", "U", "O", ""][chance.weighted([26, 22, 18, 12, 15, 3, 4])]
        let at = telling.proceeding
        let isAway = code == "T" && chance.hit(250)
        telling.story.proceedings[at] = telling.story.proceedings[at].becoming(from: known) {
            $0.decCode = code
            $0.otherComp = code.isEmpty ? "A" : ""
            $0.decType = "O"
            $0.absentia = isAway ? "Y" : "N"
            $0.compDate = day
        }
        telling.decisionDay = day
        return isAway
    }

    /// The respondent moved and the case goes to another court.
    private mutating func changeVenue(of at: Int, _ telling: inout CaseTelling, on day: Day) -> (setOn: Day, day: Day) {
        let isMove = chance.hit(7500)
        let completed = chance.hit(5000) ? day : day.adding(days: -chance.among(1, 20))
        let strange = chance.hit(190)
        let index = telling.proceeding
        let state = chance.pick(PlaceFacts.states)
        let court = chance.pick(state.courts)
        telling.story.proceedings[index] = telling.story.proceedings[index].becoming(from: completed) {
            $0.otherComp = isMove ? "C" : "T"
            $0.compDate = completed
            $0.venueChgGranted = isMove ? completed : nil
            $0.transferTo = strange ? "ZZZ" : court
        }
        telling.court = court
        let locations = HearingOutcome.juvenileLocations(court: court).released
        telling.location = !locations.isEmpty && chance.hit(4000) ? chance.pick(locations) : court
        let opened = day.adding(days: chance.among(1, 15))
        openProceeding(&telling, on: opened, previous: completed)
        return (opened, opened.adding(days: chance.among(20, 200)))
    }
}
