internal import AmparoModel

extension ClusterStory {
    /// Tells what HHS did with one child: referral, placements, applications, release, calls, services, family.
    mutating func tellCare(of at: Int) {
        beginRecord(of: at)
        var start = children[at].firstTransfer
        var episode = 1
        while start < plan.asOf, episode <= 3 {
            let end = tellEpisode(of: at, number: episode, from: start)
            guard let end, chance.hit(episode == 1 ? 260 : 500) else { break }
            let next = end.adding(days: chance.among(60, 900))
            guard next < plan.asOf, next < children[at].person.birth.adding(years: 18) else { break }
            let isDisputed = disputed.contains(children[at].enteredNumber)
            let secondID = "C\(5_000_000 + children[at].index)"
            if chance.hit(4000), !isDisputed, children[at].childID != secondID {
                // The same child comes back under another number of the sender.
                children[at].childID = secondID
                beginRecord(of: at)
            }
            start = next
            episode += 1
        }
    }

    private mutating func beginRecord(of at: Int) {
        var record = CareRecord(childIDs: [children[at].childID], aNumber: children[at].enteredNumber)
        record.dateOfBirth = nil
        children[at].entered.append(record)
    }

    /// Enters a row: it is added to the world, and `entered` (nil: nobody wrote it down) to the feed.
    mutating func enter<Row: CommaRow>(
        _ at: Int, _ list: WritableKeyPath<CareRecord, [Row]>, _ row: Row, as entered: Row?, mayBreak: Bool = false
    ) {
        children[at].world[keyPath: list].append(row)
        guard let entered else { return }
        let damage = mayBreak ? careDamage() : nil
        out.sheets.write(entered, damage: damage)
        guard damage == nil || damage == .twice else { return }
        let last = children[at].entered.count - 1
        children[at].entered[last][keyPath: list].append(entered)
    }

    /// Returns the day on which the child left care to a sponsor or otherwise, nil when it is still in care.
    private mutating func tellEpisode(of at: Int, number: Int, from start: Day) -> Day? {
        let referralID = tellReferral(of: at, on: start)
        let mean = Calendar.meanStay(fiscalYear: start.fiscalYear)
        let end = start.adding(days: chance.stay(mean: mean))
        let inCare = end > plan.asOf
        let exits = [
            "release", "age-out", "voluntary-departure", "runaway", "age-redetermined", "removed",
            "status-granted", "other", "deceased",
        ]
        let comesOfAge = children[at].person.birth.adding(years: 18)
        var exit = exits[chance.weighted([8950, 250, 260, 150, 110, 90, 60, 125, 5])]
        var left = end
        if end >= comesOfAge, comesOfAge > start {
            exit = chance.hit(7000) ? "age-out" : exit
            left = exit == "age-out" ? comesOfAge : end
        } else if exit == "age-out" {
            exit = "release"
        }
        tellPlacements(of: at, referralID: referralID, from: start, to: inCare ? nil : left, exit: exit)
        let released = exit == "release" && !inCare
        tellSponsors(of: at, referralID: referralID, from: start, to: left, released: released, inCare: inCare)
        if chance.hit(120) {
            tellConcern(of: at, on: start.adding(days: chance.below(60)), kinds: ["self-harm", "abuse", "other"])
        }
        return inCare ? nil : left
    }

    private mutating func tellReferral(of at: Int, on start: Day) -> String {
        let child = children[at]
        let referralID = children[at].nextID("R")
        let transferred = Calendar.instant(start, minutes: chance.among(0, 1439))
        let determined = Calendar.later(
            transferred, minutes: -chance.among(5 * 60, chance.hit(1500) ? 140 * 60 : 71 * 60))
        let apprehended = Calendar.later(determined, minutes: -chance.among(10, 30 * 60))
        let separated = chance.hit(start >= Calendar.day(2017, 7, 1) && start < Calendar.day(2018, 7, 1) ? 500 : 90)
        var row = Referral(
            childID: child.childID, referralID: referralID, aNumber: child.aNumber, givenNames: child.person.given,
            surnames: child.person.surnameText, dateOfBirth: child.person.birth, sex: child.person.sex,
            countryOfBirth: child.person.country.iso, language: child.person.language.iso,
            referringAgency: chance.hit(8600)
                ? "CBP-USBP" : chance.pick(["CBP-OFO", "CBP-OFO", "ICE-ERO", "ICE-HSI", "USMS", "other"]),
            apprehendedAt: apprehended, determinedAt: determined,
            notifiedAt: Calendar.later(apprehended, minutes: chance.among(30, chance.hit(700) ? 90 * 60 : 47 * 60)),
            transferredAt: transferred, separatedFromFamily: separated ? "Y" : "N", familyGroupID: child.familyGroup)
        if separated {
            row.separationReason = chance.pick(
                ["parent-criminal-history", "prosecution", "unverified-relationship", "health", "other"])
        }
        var entered = row
        entered.aNumber = child.enteredNumber
        // Not a field of the form before the spring of 2018 (GAO-19-163).
        if start < Calendar.day(2018, 4, 15) { entered.separatedFromFamily = "" }
        // Two children of one number are told apart by their birth years.
        if chance.hit(40), !disputed.contains(child.enteredNumber) { entered.dateOfBirth = nil }
        if chance.hit(40) { entered.transferredAt = nil }
        if chance.hit(150) { entered.notifiedAt = nil }
        let isSecondRecord = child.entered.count > 1
        if isSecondRecord, chance.hit(5000) {
            // A small difference: the clerk hears the name anew, or does not ask for the birth date.
            entered.surnames = child.person.surnames[0]
            if chance.hit(4000) { entered.dateOfBirth = nil }
        }
        enter(at, \.referrals, row, as: entered)
        out.link(
            feed: "care", file: "referrals.csv", key: child.childID + "/" + referralID, child: child.index)
        let last = children[at].entered.count - 1
        if children[at].entered[last].dateOfBirth == nil {
            children[at].entered[last].dateOfBirth = entered.dateOfBirth
        }
        if separated { tellFamily(of: at, on: apprehended.day) }
        return referralID
    }

    private mutating func tellFamily(of at: Int, on day: Day) {
        for _ in 0...chance.weighted([85, 15]) {
            let relation = chance.pick(["mother", "father", "father", "sibling", "grandparent", "guardian", "other"])
            let reunited = chance.hit(6500) ? day.adding(days: chance.among(10, 500)) : nil
            let row = Family(
                childID: children[at].childID, familyRowID: children[at].nextID("F"), relation: relation,
                separatedOn: day, separatedBy: chance.pick(["CBP-USBP", "CBP-OFO", "ICE-ERO"]),
                location: chance.pick(["us-custody", "us", "abroad", "removed", "unknown"]),
                reunitedOn: reunited.flatMap { $0 <= plan.asOf ? $0 : nil })
            var entered = row
            if chance.hit(1200) { entered.reunitedOn = nil }
            enter(at, \.family, row, as: chance.hit(1500) ? nil : entered)
        }
    }

    private mutating func tellPlacements(of at: Int, referralID: String, from start: Day, to end: Day?, exit: String) {
        let until = end ?? plan.asOf
        let days = until.days(since: start)
        let moves = days > 12 ? chance.weighted([76, 19, 5]) : 0
        var from = start
        for number in 0...moves {
            let isLast = number == moves
            let to = isLast ? end : from.adding(days: chance.among(2, max(2, days / (moves + 1))))
            let kind =
                number == 0
                ? (start.year >= 2019 && chance.hit(1200) ? "influx" : "shelter")
                : chance.pick([
                    "shelter", "foster-care", "foster-care", "group-home", "ltfc", "heightened-supervision",
                    "secure", "rtc", "out-of-network", "hospital",
                ])
            let facility = chance.below(NameLists.facilities.count)
            let row = Placement(
                childID: children[at].childID, placementID: children[at].nextID("P"), referralID: referralID,
                facilityID: "FAC-\(facility)", facilityName: NameLists.facilities[facility] + " Care",
                facilityType: kind, state: chance.pick(["TX", "TX", "TX", "AZ", "CA", "NY", "FL", "IL", "MI", "PA"]),
                from: from, to: to, exitReason: isLast ? (end == nil ? "" : exit) : "transfer")
            var entered = row
            if chance.hit(1000) { entered.referralID = "" }
            enter(at, \.placements, row, as: entered)
            guard let to else { return }
            from = to
        }
    }

    mutating func tellConcern(of at: Int, on day: Day, kinds: [String]) {
        guard day <= plan.asOf else { return }
        let reported = day.adding(days: chance.below(9))
        let closed = reported.adding(days: chance.among(5, 200))
        let row = Concern(
            childID: children[at].childID, concernID: children[at].nextID("N"), raisedOn: day, kind: chance.pick(kinds),
            raisedBy: chance.pick(["call-center", "prs-worker", "school", "sponsor", "facility"]),
            reportedTo: chance.pick(["ORR", "CPS", "police", "DOL"]),
            reportedOn: reported <= plan.asOf ? reported : nil,
            closedOn: closed <= plan.asOf && chance.hit(7500) ? closed : nil)
        enter(at, \.concerns, row, as: chance.hit(800) ? nil : row, mayBreak: true)
    }
}
