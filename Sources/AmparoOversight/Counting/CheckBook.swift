public import AmparoModel

/// The second half of counting: whether the checks of each release's sponsor and household were resolved on the day of the
/// release (`check.unresolved-at-release`).
///
/// Made from the book of all children; then every sponsor's file is added once, in any order. Two threads may each hold a copy
/// of one empty book, add half of the sponsors, and merge.
public struct CheckBook: Sendable {
    struct Release: Sendable {
        var sponsor: Int64
        var releasedOn: Day
    }

    enum Why: Int, CaseIterable {
        case missing, pending, adverse, expired

        var cell: String {
            switch self {
            case .missing: "missing"
            case .pending: "pending"
            case .adverse: "adverse"
            case .expired: "expired"
            }
        }
    }

    private let grid: CheckGrid
    /// All releases counted, by sponsor.
    private let releases: [Release]
    /// Where the releases of the sponsor last looked for begin.
    private var place = 0

    private(set) var value = 0
    private(set) var denominator = 0
    private(set) var undetermined = 0
    private(set) var why = Tally(Why.allCases.count)

    /// Releases whose sponsor was not added, or is not in the feed.
    var withoutSponsor: Int { releases.count - denominator }

    /// The releases of a book that holds all children, with no sponsor's checks seen yet.
    public init(_ book: FigureBook) {
        grid = book.question.grid
        releases = book.releases.sorted { $0.sponsor < $1.sponsor }
    }

    /// Whether a release to this sponsor is counted: the file of any other need not be added. Fastest when sponsors are asked
    /// for in rising order.
    public mutating func hasReleases(of sponsor: Int64) -> Bool {
        findReleases(of: sponsor)
        return place < releases.count && releases[place].sponsor == sponsor
    }

    /// Adds one sponsor's file. A sponsor who is not in the feed leaves its releases `unknown`.
    public mutating func add(_ sponsor: SponsorFile) {
        guard sponsor.isInFeed else { return }
        findReleases(of: sponsor.number)
        var index = place
        while index < releases.count, releases[index].sponsor == sponsor.number {
            denominator += 1
            let (why, needsAge) = unresolved(sponsor, on: releases[index].releasedOn)
            if why != 0 {
                value += 1
                self.why.add(bits: why)
            } else if needsAge {
                undetermined += 1
            }
            index += 1
        }
    }

    /// Takes in what another copy of the same empty book was given. Neither may have seen a sponsor the other saw.
    public mutating func merge(_ other: CheckBook) {
        value += other.value
        denominator += other.denominator
        undetermined += other.undetermined
        why.merge(other.why)
    }

    /// Moves `place` to the first release of a sponsor, or to where it would be.
    private mutating func findReleases(of sponsor: Int64) {
        let isAhead = place == 0 || releases[place - 1].sponsor < sponsor
        var low = isAhead ? place : 0
        var high = isAhead ? releases.count : place
        // The sponsor asked for next is mostly one of the next few.
        var step = 1
        while isAhead, low + step < high {
            guard releases[low + step].sponsor < sponsor else {
                high = low + step
                break
            }
            low += step
            step *= 2
        }
        while low < high {
            let middle = (low + high) / 2
            if releases[middle].sponsor < sponsor { low = middle + 1 } else { high = middle }
        }
        place = low
    }

    /// Why the release is unresolved, a bit for each `Why`, and whether an age that the grid asks for is not known.
    private func unresolved(_ sponsor: SponsorFile, on day: Day) -> (why: UInt32, needsAge: Bool) {
        var why: UInt32 = 0
        for requirement in grid.requirements where requirement.applies(on: day) {
            switch requirement.person {
            case .sponsor:
                if !sponsor.hasCheck(of: nil, requirement.type, by: day) { why |= 1 << UInt32(Why.missing.rawValue) }
            case .adultMember:
                for member in sponsor.members where member.isPresent(on: day) {
                    guard let birth = member.birth, birth.isCertainly(atLeast: grid.adultAge, on: day),
                        !sponsor.hasCheck(of: member.rowKey, requirement.type, by: day)
                    else { continue }
                    why |= 1 << UInt32(Why.missing.rawValue)
                }
            }
        }
        for check in sponsor.checks where sponsor.speaks(check, on: day) {
            switch check.result(on: day) {
            case .value(.clear): break
            case .value(.hit), .value(.inconclusive), .value(.waived):
                if !check.isWaivedByName { why |= 1 << UInt32(Why.adverse.rawValue) }
            case .value(.pending), .notSaid, .unknown, .refused, .unlisted:
                why |= 1 << UInt32(Why.pending.rawValue)
            }
            if let expires = check.expiresOn, expires < day { why |= 1 << UInt32(Why.expired.rawValue) }
        }
        let needsAge =
            grid.asksAge(on: day) && sponsor.members.contains { $0.birth == nil && $0.isPresent(on: day) }
        return (why, needsAge)
    }
}

extension Check {
    /// The result as it stood on `day`: one that came later is none.
    public func result(on day: Day) -> Said<CheckResult> {
        if let resultedOn, resultedOn > day { return .notSaid }
        return result
    }
}

extension SponsorFile {
    /// Whether a check of this type, in any jurisdiction, was ordered of a person by `day`.
    func hasCheck(of member: UInt64?, _ type: CheckType, by day: Day) -> Bool {
        checks.contains { check in
            guard check.member == member, check.orderedOn <= day, case .value(type) = check.type else { return false }
            return true
        }
    }

    /// Whether the check is the latest one ordered by `day` for its person, type and jurisdiction, of the sponsor or of a
    /// member of the household present then. Of checks ordered on one day every one speaks.
    public func speaks(_ check: Check, on day: Day) -> Bool {
        guard check.orderedOn <= day else { return false }
        if let member = check.member, !members.contains(where: { $0.rowKey == member && $0.isPresent(on: day) }) {
            return false
        }
        // A type nobody knows is not the same type as another one nobody knows.
        guard case .value = check.type else { return true }
        return !checks.contains { other in
            other.orderedOn > check.orderedOn && other.orderedOn <= day && other.member == check.member
                && other.type == check.type && other.jurisdiction == check.jurisdiction
        }
    }
}
