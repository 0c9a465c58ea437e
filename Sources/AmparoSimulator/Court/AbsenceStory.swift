internal import AmparoModel

extension ClusterStory {
    /// An order or a closure for absence, and what became of it.
    mutating func tellAbsence(
        of at: Int, _ telling: inout CaseTelling, _ row: inout ScheduleRow, _ hearing: inout WorldHearing,
        _ outcome: HearingOutcome, _ letter: LetterStory, _ reopenings: inout Int
    ) -> (setOn: Day, day: Day)? {
        let day = hearing.date
        let isOrder = outcome == .orderedInAbsentia
        let completed = day.adding(days: [0, chance.among(1, 30), chance.among(31, 70)][chance.weighted([75, 21, 4])])
        hearing.childAttended = false
        hearing.finding = letter.absenceFinding(isOrder ? "missedOrdered" : "missedClosed")
        row.adjRsn = ["", "11", "8A", "8B", "12", "55"][chance.weighted([74, 14, 2, 4, 3, 3])]
        row.adjMedium = row.adjRsn.isEmpty ? "" : row.adjMedium
        let index = telling.proceeding
        let caseType = telling.story.proceedings[index].row.caseType
        let code = isOrder ? (caseType == "DEP" ? "D" : caseType == "EXC" ? "E" : caseType == "RMV" ? "X" : "A") : ""
        if isOrder, code == "A" { hearing.finding = "missedReset" }
        let known = completed.adding(days: chance.below(8))
        telling.story.proceedings[index] = telling.story.proceedings[index].becoming(from: known) {
            $0.decCode = code
            $0.otherComp = isOrder ? "" : "B"
            $0.decType = isOrder ? "O" : ""
            $0.absentia = isOrder ? "Y" : ""
            $0.compDate = completed
        }
        telling.decisionDay = completed
        hearing.status = "standing"
        guard completed < plan.asOf, reopenings < 2, chance.hit(isOrder ? 2700 : 3500) else { return nil }
        let received = completed.adding(days: chance.among(5, chance.hit(6000) ? 180 : 700))
        guard received <= plan.asOf else { return nil }
        reopenings += 1
        return undo(&telling, &hearing, isOrder: isOrder, received: received)
    }

    /// A motion against an order or closure.
    mutating func undo(
        _ telling: inout CaseTelling, _ hearing: inout WorldHearing, isOrder: Bool, received: Day
    ) -> (setOn: Day, day: Day)? {
        let kinds = isOrder ? ["MA", "RD", "VO", "O"] : ["C", "O", "VO"]
        let kind = kinds[chance.weighted(isOrder ? [60, 12, 8, 20] : [80, 10, 10])]
        var motion = MotionRow(
            idnmotion: telling.story.key(.motions),
            idnproceeding: telling.story.proceedings[telling.proceeding].row.idnproceeding,
            idncase: telling.story.idncase)
        motion.oscDate = telling.issued
        motion.recType = kind
        motion.inputDate = received
        motion.motionRecdDate = received
        motion.baseCityCode = telling.court
        motion.strfilingparty = chance.hit(9000) ? "A" : "I"
        let decided = received.adding(days: chance.among(4, 160))
        let decision = ["G", "D", "W", ""][chance.weighted([52, 26, 3, 19])]
        let timed = Timed(from: received, row: motion)
        guard !decision.isEmpty, decided <= plan.asOf else {
            telling.story.motions.append(timed)
            if kind != "C", kind != "VO" { hearing.status = "stayed" }
            return nil
        }
        telling.story.motions.append(
            timed.becoming(from: decided) {
                $0.dec = decision
                $0.compDate = decided
            })
        guard decision == "G" else { return nil }
        switch kind {
        case "MA", "RD", "VO":
            if hearing.finding.hasPrefix("missed") || hearing.finding == "defectiveNotice" {
                hearing.finding = "rescinded"
            }
            hearing.status = "rescinded"
        case "O": hearing.status = isOrder ? "reopened" : "standing"
        default: hearing.status = "recalendared"
        }
        let opened = decided.adding(days: chance.among(1, 30))
        guard chance.hit(8000), opened <= plan.asOf else { return nil }
        openProceeding(&telling, on: opened, previous: nil)
        return (opened, opened.adding(days: chance.among(20, 260)))
    }
}
