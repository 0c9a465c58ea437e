internal import AmparoModel

extension ClusterStory {
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
