internal import AmparoModel

extension ClusterStory {
    /// The marks by which a reader of the public files knows that the case is a child's.
    ///
    /// Half of them are missing, as in the real files; but the first release in which the case stands always shows at
    /// least one, so that reading releases in order loses nothing.
    mutating func tellSignals(of at: Int, _ telling: inout CaseTelling) {
        let entered = telling.story.entered
        let proceeding = telling.story.proceedings[0].row.idnproceeding
        let shown = plan.releaseDates.first { $0 >= entered } ?? plan.asOf
        let released = children[at].releasedOn.first { $0 > entered }
        var hasSignal = telling.story.row.cAsyType == "J"
        if let birth = telling.story.row.cBirthdate,
            Calendar.day(birth.year + 18, birth.month, 1) > telling.issued, !children[at].courtBirthConflicts
        {
            hasSignal = true
        }
        let code = [4, 1, 2, 3, 5, nil][chance.weighted([38, 10, 4, 3, 35, 10])]
        var rows: [Timed<JuvenileRow>] = []
        if code != nil || chance.hit(5000) {
            var row = JuvenileRow(
                idnJuvenileHistory: telling.story.key(.juvenile), idnCase: telling.story.idncase,
                idnProceeding: proceeding, idnJuvenile: code, datcreatedon: entered)
            // Code 5 came with the policy of 20 October 2017.
            if code == 5, entered < Calendar.day(2017, 10, 20) { row.idnJuvenile = nil }
            var timed = Timed(from: entered, row: row)
            if code == 4, entered >= Calendar.day(2017, 10, 20), let released, chance.hit(6000) {
                // From FY2018 the code falls away when the child goes to a sponsor.
                let day = released.adding(days: chance.among(10, 300))
                let later = chance.hit(6000) ? 5 : 2
                timed = timed.becoming(from: day) {
                    $0.idnJuvenile = later
                    $0.datmodifiedon = day
                }
            }
            if code == 4, timed.later.isEmpty, plan.releaseDates.count > 1, entered < plan.releaseDates[0],
                chance.hit(250)
            {
                // Between the first release and the last one the code is taken back.
                let days = plan.asOf.days(since: plan.releaseDates[0])
                timed = timed.becoming(from: plan.releaseDates[0].adding(days: chance.among(1, days))) {
                    $0.idnJuvenile = 5
                }
            }
            rows.append(timed)
            if chance.hit(200) {
                var second = row
                second.idnJuvenileHistory = telling.story.key(.juvenile)
                second.idnJuvenile = [4, 1, 5, 6][chance.weighted([40, 25, 30, 5])]
                rows.append(Timed(from: entered, row: second))
            }
        }
        if entered >= Calendar.day(2014, 7, 18), entered <= Calendar.day(2017, 1, 31), chance.hit(6500) {
            telling.story.row.casepriorityCode = "UC"
            telling.story.priorities.append(
                Timed(
                    from: entered,
                    row: PriorityRow(
                        idnCasePriHistory: telling.story.key(.priorities), casePriorityCode: "UC",
                        idnCase: telling.story.idncase, datcreatedon: entered)))
            hasSignal = true
        } else {
            telling.story.row.casepriorityCode = chance.hit(5000) ? "N/A" : ""
        }
        if chance.hit(900) {
            let code = chance.pick(["J", "UJ", "UJ", "J1", "J2", "DD"])
            telling.story.identifiers.append(
                Timed(
                    from: entered,
                    row: IdentifierRow(
                        idncaseid: telling.story.key(.identifiers), idncase: telling.story.idncase, caseID: code)))
            if code != "DD" { hasSignal = true }
        }
        hasSignal = hasSignal || rows.contains { [1, 2, 3, 4, 6].contains($0.shown(on: shown)?.idnJuvenile ?? 0) }
        // A disputed number marks the case as a child's too; the explicit code spares the truth that argument.
        if !hasSignal || children[at].courtBirthConflicts || disputed.contains(children[at].aNumber) {
            var row = JuvenileRow(
                idnJuvenileHistory: telling.story.key(.juvenile), idnCase: telling.story.idncase,
                idnProceeding: proceeding, idnJuvenile: 4, datcreatedon: entered)
            row.datmodifiedon = nil
            rows.append(Timed(from: entered, row: row))
        }
        telling.story.juvenile = rows
    }

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
    private mutating func tellOtherSchedule(_ telling: inout CaseTelling, entered: Day) {
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

    /// The case's own row as each release shows it: address, counsel and latest hearing are overwritten.
    mutating func showCase(of at: Int, _ telling: inout CaseTelling) {
        let story = telling.story
        telling.story.rows = plan.releaseDates.map { date in
            guard story.entered <= date else { return nil }
            var row = story.row
            let home = children[at].courtHome(on: date) ?? children[at].home(on: date)
            if let home {
                row.alienCity = String(home.city.uppercased().prefix(15))
                row.alienState = home.state
                row.alienZipcode = home.zip
                row.addressChangedon = children[at].courtHomes.last { $0.day <= date && $0.day > story.entered }?.day
            }
            let proceeding = story.proceedings.last { $0.from <= date }?.shown(on: date)
            row.updateSite = proceeding?.baseCityCode ?? ""
            let latest = story.schedule.compactMap { $0.shown(on: date) }
                .filter { $0.calType == "M" || $0.calType == "I" }.max {
                    ($0.adjDate?.number ?? 0) < ($1.adjDate?.number ?? 0)
                }
            row.latestHearing = latest?.adjDate
            row.latestTime = latest?.adjTimeStart ?? ""
            row.latestCalType = latest?.calType ?? ""
            row.e28Date = telling.representedFrom.flatMap { $0 <= date ? $0 : nil }
            let released = children[at].releasedOn.last { $0 <= date }
            row.custody =
                story.custody.isEmpty ? "N" : released == nil && story.custody[0].row.custody == "D" ? "D" : "R"
            if story.custody.first?.row.custody == "N" { row.custody = "N" }
            if row.custody != "N" {
                row.dateDetained = children[at].firstTransfer
                row.dateReleased = released
            }
            return row
        }
    }

    /// What later releases withhold: single rows, whole proceedings with their rows, whole cases; some come back.
    mutating func hide(_ story: inout CaseStory) {
        guard plan.releaseDates.count > 1 else { return }
        let isSettled = story.entered < plan.releaseDates[0]
        if isSettled, planted.contains(.caseVanishes) || chance.hit(8) {
            planted.remove(.caseVanishes)
            story.hidden = hiddenReleases()
        }
        if story.proceedings.count > 1, isSettled, planted.contains(.proceedingVanishes) || chance.hit(30) {
            planted.remove(.proceedingVanishes)
            let mask = hiddenReleases()
            let key = story.proceedings[0].row.idnproceeding
            story.proceedings[0].hidden = mask
            for at in story.schedule.indices where story.schedule[at].row.idnproceeding == key {
                story.schedule[at].hidden = mask
            }
            for at in story.charges.indices where story.charges[at].row.idnproceeding == key {
                story.charges[at].hidden = mask
            }
            for at in story.juvenile.indices where story.juvenile[at].row.idnProceeding == key {
                story.juvenile[at].hidden = mask
            }
            for at in story.applications.indices where story.applications[at].row.idnproceeding == key {
                story.applications[at].hidden = mask
            }
            for at in story.motions.indices where story.motions[at].row.idnproceeding == key {
                story.motions[at].hidden = mask
            }
        }
        for at in story.schedule.indices where chance.hit(25) { story.schedule[at].hidden |= hiddenReleases() }
        for at in story.applications.indices where chance.hit(60) { story.applications[at].hidden |= hiddenReleases() }
        for at in story.charges.indices where chance.hit(20) { story.charges[at].hidden |= hiddenReleases() }
        for at in story.juvenile.indices where chance.hit(20) { story.juvenile[at].hidden |= hiddenReleases() }
        for at in story.reps.indices where chance.hit(20) { story.reps[at].hidden |= hiddenReleases() }
        for at in story.custody.indices where chance.hit(15) { story.custody[at].hidden |= hiddenReleases() }
    }

    /// A run of releases after the first one; half of the runs end before the last release when there is room.
    mutating func hiddenReleases() -> UInt32 {
        let count = plan.releaseDates.count
        let first = 1 + chance.below(count - 1)
        let last = chance.hit(5000) ? count - 1 : first + chance.below(count - first)
        return (first...last).reduce(0) { $0 | 1 << UInt32($1) }
    }
}
