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
}
