internal import AmparoModel

extension ClusterStory {
    /// Tells the notices and court cases of one child of the care record.
    mutating func tellCourt(of at: Int) {
        let transfer = children[at].firstTransfer
        // 65 % of the children of FY2019 to FY2023 had no notice in 2024, 52 % in 2025 (OIG-24-46, OIG-25-21).
        let share = transfer.fiscalYear <= 2018 ? 5600 : 4200
        let conflict =
            planted.contains(.birthYearConflict) && plan.simulation.profile == .agency
            && !disputed.contains(children[at].enteredNumber) && !children[at].enteredNumber.isEmpty
            && children[at].entered.count == 1 && children[at].entered[0].dateOfBirth != nil
        let empty = planted.contains(.caseWithoutProceeding)
        guard chance.hit(share) || conflict || empty else {
            tellUnserved(of: at, on: transfer)
            return
        }
        let issued = transfer.adding(days: chance.below(25))
        let served =
            chance.hit(6500) ? issued.adding(days: chance.below(30)) : issued.adding(days: chance.among(30, 500))
        let filed = (chance.hit(6000) ? served : issued).adding(days: chance.among(1, chance.hit(7000) ? 60 : 700))
        guard issued <= plan.asOf else { return }
        let isFiled = chance.hit(9300) && filed <= plan.asOf
        let entered = filed.adding(days: chance.below(15))
        let court = court(of: at, on: filed)
        let birthConflicts = conflict && isFiled && entered < plan.releaseDates[0]
        if birthConflicts {
            planted.remove(.birthYearConflict)
            children[at].courtBirthConflicts = true
        }
        tellNotice(of: at, issued: issued, served: served, filed: isFiled ? filed : nil, court: court)
        guard isFiled, entered <= plan.asOf else { return }
        if empty, entered < plan.releaseDates[0] {
            planted.remove(.caseWithoutProceeding)
            tellEmptyCase(of: at, entered: entered)
            return
        }
        let last = tellCase(of: at, issued: issued, entered: entered, court: court)
        guard let last, !birthConflicts, chance.hit(300) else { return }
        let again = last.adding(days: chance.among(60, 400))
        guard again.adding(days: 20) < plan.asOf else { return }
        _ = tellCase(of: at, issued: again, entered: again.adding(days: chance.among(2, 20)), court: court)
    }

    /// The court of the place where the child lives, or is in care.
    private mutating func court(of at: Int, on day: Day) -> String {
        guard let home = children[at].home(on: day) ?? children[at].homes.first?.home else {
            return chance.pick(["HLG", "HOU", "SNA", "PHO", "MIA", "NYC", "CHI"])
        }
        return chance.pick(PlaceFacts.states[home.stateIndex].courts)
    }

    /// Whether the feeds of the agencies can carry a row about this child's number.
    private func isHeard(_ at: Int) -> Bool { !children[at].courtBirthConflicts }

    private mutating func tellUnserved(of at: Int, on transfer: Day) {
        guard chance.hit(4600) else { return }
        var issued = transfer
        for _ in 0..<chance.weighted([0, 80, 20]) {
            issued = issued.adding(days: chance.among(1, 120))
            guard issued <= plan.asOf else { return }
            enterNotice(
                of: at, Notice(aNumber: children[at].aNumber, issuedOn: issued, notServedReason: unservedReason()))
        }
    }

    private mutating func unservedReason() -> NotServedReason? {
        [.awaitingCounsel, .uscisRelief, .backlog, .addressUnknown, .other, nil][
            chance.weighted([15, 20, 35, 14, 9, 7])]
    }

    private mutating func enterNotice(of at: Int, _ notice: Notice, as entered: Notice? = nil) {
        guard !children[at].worldNotices.contains(where: { $0.issuedOn == notice.issuedOn }) else { return }
        children[at].worldNotices.append(notice)
        guard isHeard(at), !chance.hit(100) else { return }
        let entered = entered ?? notice
        let damage = careDamage()
        out.sheets.write(entered, damage: damage)
        out.link(
            feed: "notices", file: "notices.csv",
            key:
                "\(entered.aNumber)/\(entered.chargingDocument)/\(entered.issuedOn.map(String.init(describing:)) ?? "")",
            child: children[at].index)
        if damage == nil || damage == .twice { children[at].enteredNotices.append(entered) }
    }

    private mutating func tellNotice(of at: Int, issued: Day, served: Day, filed: Day?, court: String) {
        if chance.hit(900) {
            // A first notice was made out and never served.
            let first = issued.adding(days: -chance.among(1, 20))
            enterNotice(
                of: at, Notice(aNumber: children[at].aNumber, issuedOn: first, notServedReason: unservedReason()))
        }
        var notice = Notice(
            aNumber: children[at].aNumber, issuedOn: issued, filedOn: filed, court: filed == nil ? "" : court)
        if served <= plan.asOf {
            notice.servedOn = served
            notice.servedHow = chance.pick(["personal", "personal", "mail", "counsel"])
            notice.servedOnWhom =
                notice.servedHow == "counsel"
                ? "counsel"
                : children[at].person.birth.adding(years: 14) > served
                    ? "custodian" : chance.pick(["child", "custodian"])
            if let home = children[at].home(on: served) ?? children[at].homes.first?.home, chance.hit(8500) {
                notice.address = home.written(chance: &chance)
                if !children[at].courtHomes.contains(where: { $0.day == served }) {
                    children[at].courtHomes.append((served, home))
                    children[at].courtHomes.sort { $0.day < $1.day }
                }
            }
        } else {
            notice.notServedReason = unservedReason()
        }
        var entered = notice
        if chance.hit(150), notice.servedOn != nil {
            entered.servedOn = nil
            entered.servedHow = ""
            entered.servedOnWhom = ""
            entered.address = WrittenAddress()
            entered.notServedReason = unservedReason()
        }
        if chance.hit(250) { entered.filedOn = nil }
        enterNotice(of: at, notice, as: entered)
    }

    /// A case that stands in A_TblCase and has no proceeding.
    private mutating func tellEmptyCase(of at: Int, entered: Day) {
        var story = newCase(entered: entered)
        fill(&story.row, of: at, on: entered)
        story.juvenile.append(
            Timed(
                from: entered,
                row: JuvenileRow(
                    idnJuvenileHistory: story.key(.juvenile), idnCase: story.idncase, idnProceeding: nil,
                    idnJuvenile: 4,
                    datcreatedon: entered)))
        story.rows = plan.releaseDates.map { $0 >= entered ? story.row : nil }
        close(story, of: at)
    }

    mutating func newCase(entered: Day) -> CaseStory {
        caseCount += 1
        return CaseStory(ordinal: cluster * plan.casesPerCluster + caseCount, entered: entered)
    }

    /// What the court's system says of the child itself.
    mutating func fill(_ row: inout CourtCase, of at: Int, on day: Day) {
        let person = children[at].person
        row.nat = chance.hit(5) ? "??" : person.country.nat
        row.lang = chance.hit(100) ? "" : person.language.court
        row.sex = chance.hit(2600) ? "" : person.sex
        row.caseType = ["RMV", "CFR", "WHO", "DEP", "EXC"][chance.weighted([9830, 60, 30, 40, 40])]
        if !chance.hit(2400) {
            let date = person.birth.date
            var year = date.year
            if chance.hit(150) { year += chance.hit(5000) ? 1 : -1 }
            row.cBirthdate = BirthMonth(year: year, month: date.month)
        }
        if children[at].courtBirthConflicts {
            row.cBirthdate = BirthMonth(year: person.birth.year - chance.among(4, 9), month: person.birth.month)
        }
        row.dateOfEntry = chance.hit(2600) ? nil : children[at].firstTransfer.adding(days: -2)
        row.cAsyType = ["", "E", "I", "J"][chance.weighted([6400, 2200, 900, 500])]
        if plan.simulation.profile == .agency, !chance.hit(250) || children[at].courtBirthConflicts {
            row.alienNumber = children[at].aNumber
        }
    }
}
