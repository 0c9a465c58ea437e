internal import AmparoModel

extension ClusterStory {
    mutating func tellCharges(_ telling: inout CaseTelling) {
        let proceeding = telling.story.proceedings[0].row.idnproceeding
        for charge in ["212a06Ai", "212a07AiI"].prefix(chance.hit(8200) ? 1 : 2) {
            let row = ChargeRow(
                idnprcdchg: telling.story.key(.charges), idncase: telling.story.idncase, idnproceeding: proceeding,
                charge: charge, chgStatus: ["", "S", "s", "O", "W", "N"][chance.weighted([18, 60, 2, 14, 4, 2])])
            telling.story.charges.append(Timed(from: telling.story.entered, row: row))
        }
    }

    /// Counsel, applications, custody and the schedule rows that are no hearings.
    mutating func tellSurroundings(of at: Int, _ telling: inout CaseTelling) {
        let story = telling.story
        let (idncase, entered) = (story.idncase, story.entered)
        let last = story.proceedings[story.proceedings.count - 1].row
        if let day = telling.representedFrom {
            var row = RepRow(idnrepsassigned: telling.story.key(.reps), idncase: idncase)
            row.strattylevel = "COURT"
            row.strattytype = "ALIEN"
            row.parentTable = ["a_tblcase", "A_Tblcase", "A_TblCase"][chance.weighted([90, 7, 3])]
            row.parentIdn = idncase
            row.e28Date = day
            telling.story.reps.append(Timed(from: day, row: row))
        }
        if chance.hit(9000) {
            var row = RepRow(idnrepsassigned: telling.story.key(.reps), idncase: idncase)
            row.strattylevel = "COURT"
            row.strattytype = "INS"
            row.parentTable = "B_TblProceeding"
            row.parentIdn = last.idnproceeding
            row.baseCityCode = last.baseCityCode
            telling.story.reps.append(Timed(from: last.inputDate ?? entered, row: row))
        }
        if chance.hit(300) {
            var row = RepRow(idnrepsassigned: telling.story.key(.reps), idncase: idncase)
            row.strattylevel = "BOARD"
            row.strattytype = "ALIEN"
            row.parentTable = chance.pick(["tblappeal", "tblAppeal"])
            row.parentIdn = idncase
            row.baseCityCode = "BIA"
            row.e27Date = entered.adding(days: chance.among(200, 900))
            telling.story.reps.append(Timed(from: row.e27Date ?? entered, row: row))
        }
        for code in ["ASYL", "ASYW", "WCAT"].prefix(chance.weighted([45, 10, 5, 40])) {
            let received = entered.adding(days: chance.among(30, 500))
            let row = CourtApplicationRow(
                idnproceedingappln: telling.story.key(.applications), idnproceeding: last.idnproceeding,
                idncase: idncase, applCode: code, applRecdDate: received)
            var timed = Timed(from: received, row: row)
            if let decided = telling.decisionDay, decided > received {
                timed = timed.becoming(from: decided) { [code = chance.pick(["D", "A", "W", "O", "M", "G"])] in
                    $0.applDec = code
                }
            }
            telling.story.applications.append(timed)
        }
        if let released = children[at].releasedOn.first, released > entered {
            var row = CustodyRow(
                idncustody: telling.story.key(.custody), idncase: idncase, custody: "D",
                datdetained: children[at].firstTransfer)
            telling.story.custody.append(Timed(from: entered, row: row))
            row.idncustody = telling.story.key(.custody)
            row.custody = "R"
            row.datreleased = released
            telling.story.custody.append(Timed(from: released.adding(days: chance.below(20)), row: row))
        } else {
            let row = CustodyRow(idncustody: telling.story.key(.custody), idncase: idncase, custody: "N")
            telling.story.custody.append(Timed(from: entered, row: row))
        }
        tellOtherSchedule(&telling, entered: entered)
        if chance.hit(600) {
            var row = MotionRow(
                idnmotion: telling.story.key(.motions), idnproceeding: last.idnproceeding, idncase: idncase)
            let received = entered.adding(days: chance.among(20, 400))
            row.recType = chance.pick(["CV", "TP", "CO", "WC", "CT"])
            row.oscDate = telling.issued
            row.inputDate = received
            row.motionRecdDate = chance.hit(60) ? nil : received
            row.baseCityCode = telling.court
            row.strfilingparty = "A"
            let decided = received.adding(days: chance.among(2, 60))
            telling.story.motions.append(
                Timed(from: received, row: row).becoming(from: decided) {
                    $0.dec = "G"
                    $0.compDate = decided
                })
        }
    }

    /// Rows of tbl_schedule that are no hearing: bond, custody and administrative ones, and days that cannot be.
    mutating func tellOtherSchedule(_ telling: inout CaseTelling, entered: Day) {
        guard let model = telling.story.schedule.first?.row else { return }
        func add(_ change: (inout ScheduleRow) -> Void) {
            var row = model
            row.idnschedule = telling.story.key(.schedule)
            change(&row)
            telling.story.schedule.append(Timed(from: entered, row: row))
        }
        if chance.hit(120) {
            add {
                $0.calType = "B"
                $0.recType = "B"
                $0.scheduleType = "CY"
            }
        }
        if chance.hit(80) {
            add {
                $0.calType = "C"
                $0.scheduleType = "CY"
            }
        }
        if chance.hit(80) { add { $0.scheduleType = "AA" } }
        for (defect, day) in [
            (CourtDefect.hearingIn1900, Calendar.day(1900, 1, 1)), (.hearingIn2099, Calendar.day(2099, 12, 31)),
        ]
        where planted.contains(defect) {
            planted.remove(defect)
            add {
                $0.adjDate = day
                $0.adjRsn = ""
            }
        }
    }
}
