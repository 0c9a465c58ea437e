internal import AmparoModel

/// `address.defective`. Whether another child's address has a unit is known only when every child was seen, so releases that
/// wait for it are kept, sixteen bytes and one each, until the figures are asked for.
struct AddressCount: Sendable {
    /// The kinds, in the order of which the first that applies counts.
    enum Defect: Int, CaseIterable {
        case blank, undeliverable, missingUnit, missingUnitInferred, notAResidence

        var cell: String {
            switch self {
            case .blank: "blank"
            case .undeliverable: "undeliverable"
            case .missingUnit: "missing-unit"
            case .missingUnitInferred: "missing-unit-inferred"
            case .notAResidence: "not-a-residence"
            }
        }
    }

    /// Of whom an address with a unit is known in a building: one child, or several.
    struct Holder: Sendable, Equatable {
        var child: UInt64
        var isSeveral = false

        mutating func merge(_ other: Holder) {
            if other.isSeveral || other.child != child { isSeveral = true }
        }
    }

    /// A release without a unit that waits.
    struct Waiting: Sendable {
        var building: Int64
        var child: UInt64
        var isNotAResidence: Bool
    }

    var denominator = 0
    var defects = Tally(Defect.allCases.count)
    var units: [Int64: Holder] = [:]
    var waiting: [Waiting] = []

    /// What a child's addresses say of units in buildings; also of children outside the cohort.
    mutating func note(_ child: ChildFile, asOf: Day) {
        for release in child.releases where release.unit == .given && release.releasedOn <= asOf {
            if let building = release.building { note(building.rawValue, child.child) }
        }
        for report in child.addresses where report.unit == .given && report.reportedOn <= asOf {
            if let building = report.building { note(building.rawValue, child.child) }
        }
    }

    private mutating func note(_ building: Int64, _ child: UInt64) {
        units[building, default: Holder(child: child)].merge(Holder(child: child))
    }

    mutating func add(_ child: ChildFile, _ court: CourtFile, asOf: Day) {
        for release in child.releases where release.releasedOn <= asOf {
            denominator += 1
            if release.defect == .blank {
                add(.blank)
            } else if release.defect == .undeliverable || AddressCount.isReturned(release, court, asOf: asOf) {
                add(.undeliverable)
            } else if release.defect == .missingUnit {
                add(.missingUnit)
            } else if release.unit == .none, let building = release.building {
                waiting.append(
                    Waiting(
                        building: building.rawValue, child: child.child,
                        isNotAResidence: release.defect == .notAResidence))
            } else if release.defect == .notAResidence {
                add(.notAResidence)
            }
        }
    }

    private mutating func add(_ defect: Defect) { defects.add(defect.rawValue) }

    private static func isReturned(_ release: Release, _ court: CourtFile, asOf: Day) -> Bool {
        guard !court.returnedMail.isEmpty, let address = release.address else { return false }
        return court.returnedMail.contains { $0.address == address && $0.returnedOn <= asOf }
    }

    mutating func merge(_ other: AddressCount) {
        denominator += other.denominator
        defects.merge(other.defects)
        units.merge(other.units) { mine, theirs in
            var holder = mine
            holder.merge(theirs)
            return holder
        }
        waiting.append(contentsOf: other.waiting)
    }

    /// The kinds, with those that waited.
    var settled: Tally {
        var settled = defects
        for release in waiting {
            if let holder = units[release.building], holder.isSeveral || holder.child != release.child {
                settled.add(Defect.missingUnitInferred.rawValue)
            } else if release.isNotAResidence {
                settled.add(Defect.notAResidence.rawValue)
            }
        }
        return settled
    }
}
