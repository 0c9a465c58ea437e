internal import AmparoModel

/// What is wrong with the checks of one release on its day (COUNTING.md, `check.unresolved-at-release`).
struct ReleaseChecks: Sendable, Equatable {
    /// `missing`, `pending`, `adverse`, `expired`.
    private(set) var reasons: Set<String> = []
    /// The grid asks for the age of somebody of whom no birth date is known.
    private(set) var hasUnknownAge = false

    /// `fbi-fingerprint` is asked of the sponsor and every adult of the household from 2025-02-14 (`grid-1`).
    private static let fingerprintsFrom = Day(number: 20_133)

    init(_ record: SponsorRecord, on day: Day) {
        let ordered = record.checks.filter { $0.orderedOn <= day }
        let present = record.household.filter { member in
            (member.from.map { $0 <= day } ?? true) && (member.to.map { day < $0 } ?? true)
        }
        func require(_ type: CheckType, of person: String) {
            if !ordered.contains(where: { $0.memberID == person && $0.type == type }) { reasons.insert("missing") }
        }
        for type in [CheckType.identity, .relationship, .publicRecords, .sexOffender] { require(type, of: "") }
        if day >= Self.fingerprintsFrom {
            require(.fbiFingerprint, of: "")
            for member in present {
                guard let birth = member.dateOfBirth else {
                    hasUnknownAge = true
                    continue
                }
                if AgeBand.of(birth: birth, on: day) != .under18 { require(.fbiFingerprint, of: member.memberID) }
            }
        }
        let people = Set(present.map(\.memberID)).union([""])
        for check in ordered where people.contains(check.memberID) {
            if !ordered.contains(where: { $0.supersedes(check) }) { judge(check, on: day) }
        }
    }

    /// The latest check of a person, type and jurisdiction as it stood on `day`.
    private mutating func judge(_ check: Check, on day: Day) {
        let isResulted = check.result != nil && (check.resultedOn.map { $0 <= day } ?? true)
        switch check.result {
        case .some(let result) where isResulted:
            switch result {
            case .clear: break
            case .hit, .inconclusive, .waived: if check.waivedBy.isEmpty { reasons.insert("adverse") }
            case .pending: reasons.insert("pending")
            }
        default: reasons.insert("pending")
        }
        if let expires = check.expiresOn, expires < day { reasons.insert("expired") }
    }
}

extension Check {
    /// A later check of the same person, type and jurisdiction; of one day the greater check_id.
    func supersedes(_ other: Check) -> Bool {
        memberID == other.memberID && type == other.type && jurisdiction == other.jurisdiction
            && (orderedOn, checkID) > (other.orderedOn, other.checkID)
    }
}

extension FigureCounter {
    /// check.unresolved-at-release.
    mutating func countChecks(_ care: CareRecord) {
        for release in care.releases where release.releasedOn <= asOf {
            guard let record = care.sponsors.first(where: { $0.sponsor.sponsorID == release.sponsorID }) else {
                unresolvedChecks.unknown += 1
                continue
            }
            unresolvedChecks.denominator? += 1
            let checks = ReleaseChecks(record, on: release.releasedOn)
            if !checks.reasons.isEmpty {
                unresolvedChecks.value += 1
                unresolvedChecks.count("why", eachOf: checks.reasons)
            } else if checks.hasUnknownAge {
                unresolvedChecks.unknown += 1
            }
        }
    }
}
