internal import AmparoModel

/// A sponsor of the world, the home, and the rows about it as they are and as they were entered.
struct SponsorStory: Sendable {
    var person: Person
    var home: Dwelling
    var isInFeed: Bool
    var world: SponsorRecord
    var read: SponsorRecord
    /// Day on which the sponsor was last vetted.
    var vettedOn: Day?
}

extension ClusterStory {
    /// A new sponsor with a household, for a child who comes on `day`.
    mutating func newSponsor(for child: Person, state: Int, on day: Day) -> Int {
        let born = day.adding(days: -chance.among(21 * 365, 62 * 365))
        let person = Person(born: born, like: chance.hit(7500) ? child : nil, chance: &chance)
        let home: Dwelling
        if chance.hit(2600) {
            home = flatInSharedBuilding()
        } else {
            home = Dwelling(state: state, flat: chance.hit(4500), chance: &chance)
        }
        let id = "SP\(firstChild * 4 + sponsors.count)"
        let row = Sponsor(
            sponsorID: id, givenNames: person.given, surnames: person.surnameText,
            dateOfBirth: chance.hit(200) ? nil : born, phone: phone(),
            email: chance.hit(4000) ? "s\(id)@example.org" : "",
            preferredLanguage: person.language.iso)
        var household: [HouseholdMember] = []
        for number in 0..<chance.weighted([35, 25, 20, 12, 8]) {
            let age = chance.hit(6500) ? chance.among(18 * 365, 70 * 365) : chance.among(30, 17 * 365)
            let member = Person(born: day.adding(days: -age), like: person, chance: &chance)
            household.append(
                HouseholdMember(
                    sponsorID: id, memberID: "\(id)-H\(number + 1)", givenNames: member.given,
                    surnames: member.surnameText, dateOfBirth: member.birth,
                    relationToSponsor: chance.pick(["spouse", "child", "sibling", "parent", "lodger", "cousin"]),
                    from: chance.hit(9000)
                        ? day.adding(days: -chance.among(60, 3000)) : day.adding(days: chance.among(5, 400)),
                    to: chance.hit(1200) ? day.adding(days: chance.among(-40, 700)) : nil))
        }
        var record = SponsorRecord(sponsor: row, household: household)
        var entered = record
        entered.household = household.compactMap { member in
            var member = member
            if chance.hit(400) { return nil }
            if chance.hit(300) { member.dateOfBirth = nil }
            return member
        }
        record.checks = []
        sponsors.append(
            SponsorStory(person: person, home: home, isInFeed: !chance.hit(150), world: record, read: entered))
        return sponsors.count - 1
    }

    /// Orders and completes the checks for one application, in the world and as entered.
    ///
    /// About 16 % of releases miss a check in the record and 5 % keep a pending one (process-and-law.md C4, E8).
    mutating func vet(sponsor index: Int, category: String, openedOn: Day, releasedOn: Day) {
        let id = sponsors[index].world.sponsor.sponsorID
        let age = sponsors[index].vettedOn.map { openedOn.days(since: $0) } ?? 10_000
        if age < 90 || (age < 300 && chance.hit(6000)) { return }
        sponsors[index].vettedOn = openedOn
        let allFingerprints = releasedOn >= Calendar.day(2025, 2, 14)
        var wanted: [(member: String, type: CheckType)] = [
            ("", .identity), ("", .relationship), ("", .publicRecords), ("", .sexOffender),
        ]
        if allFingerprints || category == "3" || (category == "2B" && chance.hit(7000)) {
            wanted.append(("", .fbiFingerprint))
        }
        if category == "3" || chance.hit(800) { wanted.append(("", .childAbuse)) }
        if chance.hit(700) { wanted.append(("", .homeStudy)) }
        if chance.hit(300) { wanted.append(("", .stateCriminal)) }
        if allFingerprints, chance.hit(3000) { wanted.append(("", .dna)) }
        if chance.hit(2500) { wanted.append(("", .address)) }
        for member in sponsors[index].world.household {
            guard let born = member.dateOfBirth, born.adding(years: 18) <= openedOn else { continue }
            if allFingerprints {
                wanted.append((member.memberID, .fbiFingerprint))
            } else if chance.hit(2500) {
                wanted.append((member.memberID, .publicRecords))
            }
        }
        let forgotten = chance.hit(1350) ? chance.below(4) : -1
        let neverUpdated = chance.hit(550) ? chance.below(wanted.count) : -1
        let window = max(1, releasedOn.days(since: openedOn))
        for (number, want) in wanted.enumerated() {
            let ordered = openedOn.adding(days: chance.below(max(1, window / 2)))
            checkCount += 1
            var check = Check(
                checkID: "CK\(firstChild * 40 + checkCount)", sponsorID: id, memberID: want.member, type: want.type,
                jurisdiction: want.type == .childAbuse || want.type == .stateCriminal ? sponsors[index].home.state : "",
                orderedOn: ordered)
            let resulted = ordered.adding(days: chance.below(max(1, window / 2 + 1)))
            check.resultedOn = chance.hit(25) ? releasedOn.adding(days: chance.among(5, 60)) : resulted
            check.result = .clear
            switch chance.below(1000) {
            case 0..<2: check.result = .hit
            case 2..<4: check.result = .inconclusive
            case 4..<10:
                check.result = .waived
                check.waivedBy = "FFS-\(chance.among(100, 180))"
            case 10..<11: check.result = .waived
            default: break
            }
            if check.result == .hit || check.result == .inconclusive, chance.hit(4000) {
                check.waivedBy = "FFS-\(chance.among(100, 180))"
            }
            if chance.hit(700) { check.expiresOn = resulted.adding(days: chance.hit(800) ? 5 : 180) }
            sponsors[index].world.checks.append(check)
            if number == forgotten { continue }
            if number == neverUpdated {
                check.resultedOn = nil
                check.result = chance.hit(7000) ? .pending : nil
                check.waivedBy = ""
                check.expiresOn = nil
            }
            sponsors[index].read.checks.append(check)
        }
    }

    /// Writes all sponsors of the cluster; what a damage takes away is taken from the read side too.
    mutating func writeSponsors() {
        for index in sponsors.indices {
            let story = sponsors[index]
            if story.isInFeed { out.sheets.write(story.world.sponsor, damage: chance.hit(5) ? .twice : nil) }
            var household: [HouseholdMember] = []
            for member in story.read.household {
                let damage = careDamage()
                out.sheets.write(member, damage: damage)
                if damage == nil || damage == .twice { household.append(member) }
            }
            var checks: [Check] = []
            for check in story.read.checks {
                let damage = careDamage()
                out.sheets.write(check, damage: damage)
                if damage == nil || damage == .twice { checks.append(check) }
            }
            sponsors[index].read.household = household
            sponsors[index].read.checks = checks
        }
    }

    /// Rows of the sponsors of some releases, each sponsor once.
    func sponsorRecords(of releases: [Release], read: Bool) -> [SponsorRecord] {
        var records: [SponsorRecord] = []
        for release in releases where !records.contains(where: { $0.sponsor.sponsorID == release.sponsorID }) {
            guard let story = sponsors.first(where: { $0.world.sponsor.sponsorID == release.sponsorID }) else {
                continue
            }
            if read, !story.isInFeed { continue }
            records.append(read ? story.read : story.world)
        }
        return records
    }

    mutating func phone() -> String { "\(chance.among(201, 989))-555-0\(chance.among(100, 199))" }
}
