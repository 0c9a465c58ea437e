internal import AmparoModel

extension ClusterStory {
    /// The cases of adults that fill the release and are read past: no signal of a child in any of them.
    mutating func tellAdults(children count: Int) {
        for _ in 0..<count * plan.simulation.adultsPerChild {
            let day = Calendar.day(2004, 1, 1).adding(
                days: chance.below(plan.asOf.days(since: Calendar.day(2004, 1, 1))))
            let court = chance.pick(chance.pick(PlaceFacts.states).courts)
            _ = tellAdult(entered: day, court: court)
        }
    }

    /// One adult's case; its number.
    mutating func tellAdult(entered: Day, court: String) -> Int {
        let story = newCase(entered: entered)
        var timed = AdultCase(story: story)
        let country = Country.all[chance.weighted(Country.shares)]
        let hidden: UInt32 = plan.releaseDates.count > 1 && chance.hit(5) ? hiddenReleases() : 0
        fillAdult(&timed, country: country, court: court)
        for (release, date) in plan.releaseDates.enumerated() where hidden & (1 << UInt32(release)) == 0 {
            guard entered <= date else { continue }
            put(timed.row, release: release, isChild: false)
            timed.proceedings.forEach { writeAdult($0, release, date) }
            timed.schedule.forEach { writeAdult($0, release, date) }
            timed.juvenile.forEach { writeAdult($0, release, date) }
            timed.reps.forEach { writeAdult($0, release, date) }
            timed.charges.forEach { writeAdult($0, release, date) }
            timed.applications.forEach { writeAdult($0, release, date) }
            timed.custody.forEach { writeAdult($0, release, date) }
        }
        return story.idncase
    }

    private mutating func writeAdult<Row: TabRow>(_ timed: Timed<Row>, _ release: Int, _ date: Day) {
        guard let row = timed.shown(on: date) else { return }
        put(row, release: release, isChild: false)
    }

    private mutating func fillAdult(_ adult: inout AdultCase, country: Country, court: String) {
        let entered = adult.story.entered
        let issued = entered.adding(days: -chance.below(60))
        let language = chance.pick(AdultCase.languages)
        let completed = chance.hit(6500) ? entered.adding(days: chance.among(40, 1400)) : nil
        var row = adult.story.row
        let state = PlaceFacts.states[chance.weighted(PlaceFacts.shares)]
        let place = chance.pick(state.zips)
        row.alienCity = String(place.city.uppercased().prefix(15))
        row.alienState = state.code
        row.alienZipcode = place.zip
        row.nat = country.nat
        row.lang = language
        row.custody = ["N", "R", "D"][chance.weighted(AdultCase.custody)]
        row.siteType = chance.hit(5000) ? "M" : ""
        row.caseType = ["RMV", "CFR", "RFR", "WHO"][chance.weighted(AdultCase.caseTypes)]
        row.updateSite = court
        row.dateOfEntry = chance.hit(2600) ? nil : issued.adding(days: -chance.among(1, 2000))
        row.cAsyType = ["", "E", "I"][chance.weighted(AdultCase.asylumTypes)]
        if chance.hit(5400) {
            // Certainly 18 or older when the notice was issued.
            row.cBirthdate = BirthMonth(year: issued.year - chance.among(20, 60), month: chance.among(1, 12))
        }
        row.sex = ["M", "F", ""][chance.weighted(AdultCase.sexes)]
        row.casepriorityCode = ["", "N/A", "AWC/ATD", "RBC/D"][chance.weighted(AdultCase.priorities)]
        if plan.simulation.profile == .agency {
            row.alienNumber = String(500_000_000 + adult.story.ordinal % 99_999_999)
        }

        var proceeding = Proceeding(idnproceeding: adult.story.key(.proceedings), idncase: row.idncase)
        proceeding.oscDate = chance.hit(50) ? nil : issued
        // One date in a thousand cannot be; no birth month stands beside it, or the adult would be a child.
        if row.cBirthdate == nil, chance.hit(10) { proceeding.oscDate = Calendar.day(1900, 1, 1) }
        if chance.hit(10) { row.dateOfEntry = Calendar.day(1901, 1, 1) }
        proceeding.inputDate = entered
        proceeding.baseCityCode = court
        proceeding.hearingLocCode = court
        proceeding.ijCode = "JAB"
        proceeding.custody = row.custody
        proceeding.caseType = row.caseType
        proceeding.nat = row.nat
        proceeding.lang = row.lang
        var timed = Timed(from: entered, row: proceeding)
        if let completed {
            let code = ["X", "U", "T", "V", "R", ""][chance.weighted(AdultCase.decisions)]
            timed = timed.becoming(from: completed) {
                $0.compDate = completed
                $0.decCode = code
                $0.otherComp = code.isEmpty ? "A" : ""
                $0.absentia = "N"
            }
            if code == "X", chance.hit(4000) { timed.later[0].row.absentia = "Y" }
            if chance.hit(6) { timed.later[0].row.absentia = ["X", "DEP", "5"][chance.below(3)] }
        }
        adult.proceedings.append(timed)
        var day = entered.adding(days: chance.among(30, 300))
        for number in 0..<chance.weighted(AdultCase.hearings) {
            guard completed.map({ day <= $0 }) ?? true else { break }
            var hearing = ScheduleRow(
                idnschedule: adult.story.key(.schedule), idnproceeding: proceeding.idnproceeding, idncase: row.idncase)
            hearing.oscDate = proceeding.oscDate
            hearing.recType = "X"
            hearing.lang = language
            hearing.hearingLocCode = court
            hearing.baseCityCode = court
            hearing.ijCode = "JAB"
            hearing.inputDate = entered
            hearing.calType = number < 2 ? "M" : "I"
            hearing.adjDate = day
            hearing.adjTimeStart = number % 2 == 0 ? "0830" : "1300"
            hearing.scheduleType = number == 0 ? "MM" : number == 1 ? "MR" : "II"
            row.latestHearing = day
            row.latestTime = hearing.adjTimeStart
            row.latestCalType = hearing.calType
            let code = HearingOutcome.attendedCodes[chance.below(HearingOutcome.attendedCodes.count)]
            adult.schedule.append(
                Timed(from: entered, row: hearing).becoming(from: day.adding(days: 2)) {
                    $0.adjRsn = code
                    $0.adjMedium = "P"
                })
            day = day.adding(days: chance.among(60, 600))
            if day > plan.asOf.adding(days: 500) { break }
        }
        adult.row = row
        fillAdultSurroundings(&adult, proceeding: proceeding)
    }

    private mutating func fillAdultSurroundings(_ adult: inout AdultCase, proceeding: Proceeding) {
        let (idncase, entered) = (adult.row.idncase, adult.story.entered)
        if chance.hit(2000) {
            // The juvenile table is mostly not juveniles.
            adult.juvenile.append(
                Timed(
                    from: entered,
                    row: JuvenileRow(
                        idnJuvenileHistory: adult.story.key(.juvenile), idnCase: idncase,
                        idnProceeding: proceeding.idnproceeding, idnJuvenile: chance.hit(9990) ? 5 : nil,
                        datcreatedon: max(entered, Calendar.day(2017, 10, 20)))))
        }
        for type in ["INS", "ALIEN"] where chance.hit(type == "INS" ? 7000 : 4500) {
            var row = RepRow(idnrepsassigned: adult.story.key(.reps), idncase: idncase)
            row.strattylevel = "COURT"
            row.strattytype = type
            row.parentTable = type == "INS" ? "B_TblProceeding" : "a_tblcase"
            row.parentIdn = type == "INS" ? proceeding.idnproceeding : idncase
            row.e28Date = type == "INS" ? nil : entered.adding(days: 30)
            adult.reps.append(Timed(from: entered, row: row))
        }
        var charge = ChargeRow(
            idnprcdchg: adult.story.key(.charges), idncase: idncase, idnproceeding: proceeding.idnproceeding,
            charge: "212a06Ai", chgStatus: "S")
        adult.charges.append(Timed(from: entered, row: charge))
        if chance.hit(1500) {
            charge.idnprcdchg = adult.story.key(.charges)
            charge.charge = chance.pick(["212a07AiI", "237a01B", "212a02Ai  I"])
            adult.charges.append(Timed(from: entered, row: charge))
        }
        if chance.hit(4000) {
            adult.applications.append(
                Timed(
                    from: entered,
                    row: CourtApplicationRow(
                        idnproceedingappln: adult.story.key(.applications), idnproceeding: proceeding.idnproceeding,
                        idncase: idncase, applCode: "ASYL", applRecdDate: entered.adding(days: 90))))
        }
        if chance.hit(6000) {
            adult.custody.append(
                Timed(
                    from: entered,
                    row: CustodyRow(
                        idncustody: adult.story.key(.custody), idncase: idncase, custody: adult.row.custody,
                        datdetained: adult.row.custody == "N" ? nil : entered)))
        }
    }

    /// Rows that belong to no case of A_TblCase, or to no proceeding.
    mutating func tellOrphans() {
        let base = 1_900_000_000 + cluster * 8
        let last = plan.releaseDates.count - 1
        func orphaned(_ defect: CourtDefect, _ rate: Int) -> Bool {
            let isPlanted = planted.remove(defect) != nil
            return chance.hit(rate) || isPlanted
        }
        if orphaned(.proceedingWithoutCase, 8) {
            var row = Proceeding(idnproceeding: base + 1, idncase: base)
            row.oscDate = plan.asOf.adding(days: -900)
            row.inputDate = plan.asOf.adding(days: -880)
            row.baseCityCode = "NYC"
            row.hearingLocCode = "NYC"
            row.caseType = "RMV"
            put(row, release: last, isChild: false)
        }
        if orphaned(.chargeWithoutProceeding, 700) {
            // The last case of a cluster is an adult's, when there are adults.
            let number =
                plan.simulation.adultsPerChild == 0 ? base : 1_000_000 + cluster * plan.casesPerCluster + caseCount
            put(
                ChargeRow(
                    idnprcdchg: base + 2, idncase: number, idnproceeding: base + 2, charge: "212a06Ai", chgStatus: "S"),
                release: last, isChild: false)
        }
        if orphaned(.repWithoutCase, 100) {
            var row = RepRow(idnrepsassigned: base + 3, idncase: base)
            row.strattylevel = "COURT"
            row.strattytype = "INS"
            row.parentTable = "B_TblProceeding"
            put(row, release: last, isChild: false)
        }
        if orphaned(.applicationWithoutCase, 20) {
            put(
                CourtApplicationRow(
                    idnproceedingappln: base + 4, idnproceeding: base + 4, idncase: base, applCode: "42B",
                    applRecdDate: plan.asOf.adding(days: -400)), release: last, isChild: false)
        }
        if orphaned(.juvenileWithoutCase, 150) {
            put(
                JuvenileRow(
                    idnJuvenileHistory: base + 5, idnCase: base, idnProceeding: nil,
                    idnJuvenile: chance.hit(5000) ? 5 : nil,
                    datcreatedon: plan.asOf.adding(days: -700)), release: last, isChild: false)
        }
    }
}

/// The rows of an adult's case.
private struct AdultCase {
    static let languages = ["SP", "SP", "SP", "SP", "SP", "SP", "SP", "SP", "ENG", "POR", "CRE", "PUN"]
    static let custody = [54, 25, 21]
    static let caseTypes = [927, 47, 12, 14]
    static let asylumTypes = [60, 30, 10]
    static let sexes = [47, 27, 26]
    static let priorities = [50, 44, 4, 2]
    static let decisions = [44, 17, 12, 7, 5, 15]
    static let hearings = [6, 30, 30, 20, 14]

    var story: CaseStory
    var row: CourtCase
    var proceedings: [Timed<Proceeding>] = []
    var schedule: [Timed<ScheduleRow>] = []
    var juvenile: [Timed<JuvenileRow>] = []
    var reps: [Timed<RepRow>] = []
    var charges: [Timed<ChargeRow>] = []
    var applications: [Timed<CourtApplicationRow>] = []
    var custody: [Timed<CustodyRow>] = []

    init(story: CaseStory) {
        self.story = story
        row = story.row
    }
}
