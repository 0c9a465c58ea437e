internal import AmparoModel

extension ClusterStory {
    /// Sponsors apply, withdraw, are denied or approved; the child goes home.
    mutating func tellSponsors(
        of at: Int, referralID: String, from start: Day, to end: Day, released: Bool, inCare: Bool
    ) {
        let stay = end.days(since: start)
        // Fear of enforcement makes sponsors withdraw in 2018 and again from 2025.
        let fear = (start >= Calendar.day(2018, 5, 1) && start < Calendar.day(2019, 2, 1)) || start.year >= 2025
        let withdrawals = chance.hit(fear ? 1900 : 350) ? chance.among(1, 2) : 0
        for _ in 0..<withdrawals {
            let opened = start.adding(days: chance.below(max(1, stay / 2)))
            let withdrawn = opened.adding(days: chance.among(1, max(2, stay / 2)))
            guard opened <= plan.asOf else { continue }
            let index = newSponsor(for: children[at].person, state: chance.weighted(PlaceFacts.shares), on: opened)
            tellApplication(of: at, sponsor: index, opened: opened, decided: nil, withdrawn: withdrawn, fear: fear)
        }
        guard released || inCare else { return }
        let opened = start.adding(days: chance.among(1, max(2, min(stay / 2, 20))))
        guard opened <= plan.asOf else { return }
        let index = sponsor(of: at, on: opened)
        children[at].sponsor = index
        if chance.hit(250) {
            // A first decision that did not stand.
            let decided = opened.adding(days: max(1, stay / 3))
            if decided < end {
                tellApplication(of: at, sponsor: index, opened: opened, decided: decided, withdrawn: nil, fear: false)
            }
        }
        tellApplication(
            of: at, sponsor: index, opened: opened, decided: released ? end : nil, withdrawn: nil, fear: false)
        let category = ["1", "2A", "2B", "3"][chance.weighted([4100, 2000, 2400, 1500])]
        vet(sponsor: index, category: category, openedOn: opened, releasedOn: end)
        guard released else { return }
        tellRelease(of: at, referralID: referralID, on: end, sponsor: index, category: category)
    }

    /// The sponsor of a sibling, one who has sponsored before, or a new one.
    private mutating func sponsor(of at: Int, on day: Day) -> Int {
        let child = children[at]
        if !child.familyGroup.isEmpty,
            let sibling = children[..<at].last(where: { $0.familyGroup == child.familyGroup && $0.sponsor != nil }),
            let index = sibling.sponsor
        {
            return index
        }
        if let last = child.sponsor, chance.hit(6000) { return last }
        if !sponsors.isEmpty, chance.hit(450) { return chance.below(sponsors.count) }
        return newSponsor(for: child.person, state: chance.weighted(PlaceFacts.shares), on: day)
    }

    private mutating func tellApplication(
        of at: Int, sponsor index: Int, opened: Day, decided: Day?, withdrawn: Day?, fear: Bool
    ) {
        var row = Application(
            applicationID: children[at].nextID("A"), childID: children[at].childID,
            sponsorID: sponsors[index].world.sponsor.sponsorID, openedOn: opened)
        if let decided, decided <= plan.asOf {
            row.decidedOn = decided
            row.decision = "approved"
            if decided < opened.adding(days: 3), chance.hit(500) { row.decision = "remanded" }
        }
        if let withdrawn, withdrawn <= plan.asOf {
            row.withdrawnOn = withdrawn
            row.withdrawnReason =
                fear && chance.hit(6000)
                ? "fear-of-enforcement" : chance.pick(["documents", "documents", "changed-mind", "other"])
        }
        var entered = row
        if chance.hit(500) { entered.withdrawnReason = "" }
        enter(at, \.applications, row, as: entered)
    }

    private mutating func tellRelease(of at: Int, referralID: String, on day: Day, sponsor index: Int, category: String)
    {
        let home = sponsors[index].home
        var row = Release(
            childID: children[at].childID, releaseID: children[at].nextID("L"), referralID: referralID, releasedOn: day,
            sponsorID: sponsors[index].world.sponsor.sponsorID, category: category,
            relationship: category == "1"
                ? chance.pick(["mother", "father", "step-parent", "guardian"])
                : chance.pick(["aunt", "uncle", "sibling", "cousin", "grandparent", "family friend"]),
            address: home.written(chance: &chance), phone: sponsors[index].world.sponsor.phone,
            approvedBy: "FFS-\(chance.among(100, 180))",
            dhsNotifiedAt: Calendar.instant(day, minutes: chance.among(480, 1100)))
        var entered = row
        entered.address = enteredAddress(of: home)
        if chance.hit(500) { entered.referralID = "" }
        if chance.hit(300) { entered.category = "" }
        if chance.hit(400) { entered.dhsNotifiedAt = nil }
        if row.category == "3", chance.hit(500) { row.phone = "" }
        enter(at, \.releases, row, as: entered)
        children[at].releasedOn.append(day)
        children[at].homes.append((day, home))
        if chance.hit(1000) {
            report(
                Address(
                    childID: children[at].childID, reportedOn: day, effectiveOn: day, address: entered.address,
                    source: .release), at)
        }
        tellMoves(of: at, after: day, home: home)
        tellCalls(of: at, releasedOn: day)
        tellServices(of: at, releasedOn: day)
        if chance.hit(220) {
            tellConcern(
                of: at, on: day.adding(days: chance.among(3, 500)),
                kinds: ["labor", "labor", "trafficking", "abuse", "neglect", "missing", "other"])
        }
    }

    /// The release address as it was typed: 6.9 % blank, undeliverable or without the unit (OIG-25-21), counting the
    /// ones that only a returned letter shows.
    private mutating func enteredAddress(of home: Dwelling) -> WrittenAddress {
        let shared = buildings.contains { $0.place == home.place.building }
        switch chance.below(10_000) {
        case 0..<125: return home.defective(.blank, chance: &chance)
        case 125..<250: return home.defective(.undeliverable, chance: &chance)
        case 250..<670 where !home.unit.isEmpty: return home.defective(.missingUnit, chance: &chance)
        case 810..<870: return home.defective(.notAResidence, chance: &chance)
        case 870..<1400 where shared:
            var house = home
            house.unit = ""
            return house.written(chance: &chance)
        case 9970...:
            // A rural route is a sound address.
            let (route, box) = (chance.among(1, 9), chance.among(1, 400))
            var address = home.written(chance: &chance)
            address.line1 = chance.hit(5000) ? "RR \(route) Box \(box)" : "HC \(route) BOX \(box)"
            address.line2 = ""
            address.place = Place(
                number: String(box), street: address.line1.hasPrefix("RR") ? "RR \(route)" : "HC \(route)", unit: "",
                zip5: home.zip)
            return address
        default: return home.written(chance: &chance)
        }
    }

    /// Enters an address report as it is; nothing in it is mistaken.
    mutating func report(_ row: Address, _ at: Int) {
        guard row.reportedOn <= plan.asOf else { return }
        enter(at, \.addresses, row, as: row)
    }

    /// A third of families move; some tell the court, some the Department, some only who calls them.
    private mutating func tellMoves(of at: Int, after day: Day, home: Dwelling) {
        var day = day
        var home = home
        for _ in 0..<chance.weighted([66, 25, 9]) {
            day = day.adding(days: chance.among(20, 900))
            guard day < plan.asOf else { return }
            home = Dwelling(
                state: chance.hit(8500) ? home.stateIndex : chance.weighted(PlaceFacts.shares), flat: chance.hit(5500),
                chance: &chance)
            children[at].homes.append((day, home))
            let reported = day.adding(days: chance.among(0, 45))
            let source: AddressSource = [.eoir33, .ar11, .safetyCall, .postRelease, .school][
                chance.weighted([30, 22, 20, 10, 8])]
            if source == .eoir33 {
                tellCourtAddress(of: at, home: home, on: reported, source: .eoir33)
            } else {
                report(
                    Address(
                        childID: children[at].childID, reportedOn: reported, effectiveOn: chance.hit(7000) ? day : nil,
                        address: home.written(chance: &chance), source: source,
                        reportedBy: chance.pick(["sponsor", "child", "caseworker", ""])), at)
            }
        }
    }

    /// The family tells the court where it lives. At most one such report stands on one day.
    mutating func tellCourtAddress(of at: Int, home: Dwelling, on day: Day, source: AddressSource) {
        guard day <= plan.asOf, !children[at].courtHomes.contains(where: { $0.day == day }) else { return }
        children[at].courtHomes.append((day, home))
        children[at].courtHomes.sort { $0.day < $1.day }
        report(
            Address(
                childID: children[at].childID, reportedOn: day, effectiveOn: nil,
                address: home.written(chance: &chance), source: source,
                reportedBy: chance.pick(["sponsor", "counsel", "child"])), at)
    }

    private mutating func tellServices(of at: Int, releasedOn day: Day) {
        let share = day.year < 2017 ? 1200 : day.year < 2021 ? 2500 : day.year < 2025 ? 4200 : 3000
        for kind in ["prs-1", "prs-2", "legal", "mental-health", "medical", "school", "prs-3"] {
            guard chance.hit(kind == "prs-1" ? share : kind == "prs-2" ? share / 2 : 500) else { continue }
            let offered = day.adding(days: chance.among(0, 40))
            let accepted = chance.hit(8200) ? offered.adding(days: chance.below(15)) : nil
            let started = accepted.flatMap { chance.hit(9000) ? $0.adding(days: chance.among(1, 40)) : nil }
            let ended = started.flatMap { chance.hit(8000) ? $0.adding(days: chance.among(20, 300)) : nil }
            func known(_ day: Day?) -> Day? { day.flatMap { $0 <= plan.asOf ? $0 : nil } }
            guard offered <= plan.asOf else { continue }
            let row = Service(
                childID: children[at].childID, serviceID: children[at].nextID("V"), kind: kind, offeredOn: offered,
                acceptedOn: known(accepted), startedOn: known(started), endedOn: known(ended),
                provider: "Provider \(chance.among(1, 90)), " + PlaceFacts.states[chance.below(20)].code)
            enter(at, \.services, row, as: row, mayBreak: true)
        }
    }

    /// Safety and well-being calls: day 30, and from 2024 also days 7 and 14. 22 % late, 18 % undocumented
    /// (OEI-07-21-00250), a third of the children never reached.
    private mutating func tellCalls(of at: Int, releasedOn day: Day) {
        let late = chance.hit(2200)
        let neverMade = late && chance.hit(3500)
        let madeButNotWritten = late && chance.hit(1200)
        let unreachable = chance.hit(1800)
        for dueIn in day.year >= 2024 ? [7, 14, 30] : [30] {
            let due = day.adding(days: dueIn)
            guard due <= plan.asOf else { return }
            var attempt = due.adding(days: chance.below(dueIn == 30 ? 8 : 5))
            if late, !madeButNotWritten { attempt = day.adding(days: 38 + chance.below(90)) }
            var tries = 0
            repeat {
                tries += 1
                let id = children[at].nextID("K")
                var row = Call(childID: children[at].childID, callID: id, dueOn: due)
                if !neverMade, attempt <= plan.asOf { complete(&row, on: attempt, unreachable: unreachable) }
                var entered: Call? = row
                if row.outcome != nil, chance.hit(1800) { entered?.documentedOn = nil }
                if madeButNotWritten, row.attemptedAt != nil { entered = nil }
                if row.attemptedAt == nil, chance.hit(6000) { entered = nil }
                enter(at, \.calls, row, as: entered, mayBreak: true)
                if row.outcome == .reached || row.attemptedAt == nil { break }
                attempt = attempt.adding(days: chance.among(1, 5))
            } while tries < 3 && chance.hit(5500)
        }
    }

    private mutating func complete(_ row: inout Call, on day: Day, unreachable: Bool) {
        row.attemptedAt = Calendar.instant(day, minutes: chance.among(8 * 60, 19 * 60))
        row.caller = "CALL-\(chance.among(1, 60))"
        let documented = day.adding(days: chance.below(6))
        row.documentedOn = documented <= plan.asOf ? documented : nil
        if unreachable || chance.hit(2400) {
            row.outcome = chance.pick([.noAnswer, .noAnswer, .noAnswer, .wrongNumber, .disconnected, .refused])
            return
        }
        row.outcome = .reached
        row.livesWithSponsor = chance.hit(9200) ? "Y" : chance.pick(["N", "unknown", "refused"])
        row.inSchool = chance.hit(8000) ? "Y" : chance.pick(["N", "unknown"])
        row.knowsHearingDate = chance.hit(6000) ? "Y" : chance.pick(["N", "N", "unknown"])
        row.safe = chance.hit(9700) ? "Y" : chance.pick(["N", "unknown"])
        row.spokeWith = [.childAlone, .child, .sponsor, .other, nil][chance.weighted([15, 32, 48, 3, 2])]
        row.addressMatches = chance.hit(8800) ? "Y" : chance.pick(["N", "unknown", "refused"])
        if row.addressMatches == "N" { row.newAddressReported = chance.pick(["Y", "N"]) }
    }
}
