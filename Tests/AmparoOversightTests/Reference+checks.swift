import AmparoModel
import AmparoOversight

extension Reference {
    /// `check.unresolved-at-release`, with `grid-1` written out.
    var unresolved: Figure {
        var denominator = 0
        var unknown = 0
        var value = 0
        var whys: [String] = []
        for release in entries.flatMap({ releases($0.child) }) {
            guard let sponsor = population.sponsors.first(where: { $0.number == release.sponsor }), sponsor.isInFeed
            else {
                unknown += 1
                continue
            }
            denominator += 1
            let why = reasons(sponsor, release.releasedOn)
            if !why.isEmpty {
                value += 1
                whys += why
            } else if release.releasedOn >= Day("2025-02-14")!,
                present(sponsor, release.releasedOn).contains(where: { $0.birth == nil })
            {
                unknown += 1
            }
        }
        return Figure(
            .checkUnresolvedAtRelease, value: value, denominator: denominator, unknown: unknown,
            by: ["why": count(whys)])
    }

    func present(_ sponsor: SponsorFile, _ day: Day) -> [HouseholdMember] {
        sponsor.members.filter { ($0.from == nil || $0.from! <= day) && ($0.to == nil || day < $0.to!) }
    }

    func reasons(_ sponsor: SponsorFile, _ day: Day) -> Set<String> {
        var reasons: Set<String> = []
        let members = present(sponsor, day)
        let ordered = sponsor.checks.filter { $0.orderedOn <= day }
        var required: [(UInt64?, CheckType)] = [
            (nil, .identity), (nil, .relationship), (nil, .publicRecords), (nil, .sexOffender),
        ]
        if day >= Day("2025-02-14")! {
            required.append((nil, .fbiFingerprint))
            for member in members {
                if let birth = member.birth, birth.latest.adding(years: 18) <= day {
                    required.append((member.rowKey, .fbiFingerprint))
                }
            }
        }
        for (person, type) in required
        where !ordered.contains(where: { $0.member == person && $0.type == .value(type) }) { reasons.insert("missing") }
        for person in [nil] + members.map({ Optional($0.rowKey) }) {
            for type in CheckType.allCases {
                let ofPerson = ordered.filter { $0.member == person && $0.type == .value(type) }
                for place in Set(ofPerson.map(\.jurisdiction)) {
                    let there = ofPerson.filter { $0.jurisdiction == place }
                    let latest = there.map(\.orderedOn).max()!
                    for check in there where check.orderedOn == latest { reasons.formUnion(faults(check, day)) }
                }
            }
        }
        return reasons
    }

    func faults(_ check: Check, _ day: Day) -> Set<String> {
        var faults: Set<String> = []
        let hasResult = check.resultedOn == nil || check.resultedOn! <= day
        if !hasResult || check.result.value == nil || check.result == .value(.pending) {
            faults.insert("pending")
        } else if check.result != .value(.clear), !check.isWaivedByName {
            faults.insert("adverse")
        }
        if let expires = check.expiresOn, expires < day { faults.insert("expired") }
        return faults
    }
}
