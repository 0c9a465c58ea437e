internal import AmparoModel

/// Buildings in which some address has a unit, and releases to such buildings that might lack one.
///
/// A building is kept as 64 bits of its text, a child as its number: some twenty bytes for each.
struct BuildingIndex: Sendable {
    private struct Waiting: Sendable {
        var building: UInt64
        var child: Int32
        var isNotAResidence: Bool
    }

    private static let several: Int32 = -1
    /// The child in whose rows the building stands with a unit, or `several`.
    private var withUnit: [UInt64: Int32] = [:]
    private var waiting: [Waiting] = []

    /// An address of `child`, as a release or a reported address has it.
    mutating func note(_ place: Place, child: Int32) {
        guard !place.unit.isEmpty else { return }
        let key = BuildingIndex.key(place)
        if let known = withUnit[key] {
            if known != child { withUnit[key] = Self.several }
        } else {
            withUnit[key] = child
        }
    }

    /// A release of `child` without a unit and without an earlier defect.
    mutating func wait(for place: Place, child: Int32, isNotAResidence: Bool) {
        waiting.append(Waiting(building: Self.key(place), child: child, isNotAResidence: isNotAResidence))
    }

    /// Counts `missing-unit-inferred` (another child's address has a unit there), else `not-a-residence`.
    func settle(_ figure: inout Figure) {
        for release in waiting {
            if let known = withUnit[release.building], known != release.child {
                figure.count("defect", "missing-unit-inferred")
            } else if release.isNotAResidence {
                figure.count("defect", AddressDefect.notAResidence.rawValue)
            }
        }
    }

    /// FNV-1a over number, street and ZIP.
    private static func key(_ place: Place) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in [place.number, place.street, place.zip5] {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x0000_0100_0000_01b3
        }
        return hash
    }
}

extension FigureCounter {
    /// address.defective.
    mutating func countAddresses(_ child: ReadChild, _ care: CareRecord, number: Int32) {
        for row in care.addresses where row.reportedOn <= asOf {
            if let place = row.address.place { buildings.note(place, child: number) }
        }
        for release in care.releases where release.releasedOn <= asOf {
            defective.denominator? += 1
            let address = release.address
            if let place = address.place { buildings.note(place, child: number) }
            if address.defect == .blank {
                countDefect(.blank)
            } else if address.defect == .undeliverable || isReturned(address, child) {
                countDefect(.undeliverable)
            } else if address.defect == .missingUnit {
                countDefect(.missingUnit)
            } else if let place = address.place, place.unit.isEmpty {
                buildings.wait(for: place, child: number, isNotAResidence: address.defect == .notAResidence)
            } else if address.defect == .notAResidence {
                defective.count("defect", AddressDefect.notAResidence.rawValue)
            }
        }
    }

    /// One of the three kinds that the inspectors counted.
    private mutating func countDefect(_ defect: AddressDefect) {
        defective.value += 1
        defective.count("defect", defect.rawValue)
    }

    /// A court mailing for this child to this address was returned by as-of.
    private func isReturned(_ address: WrittenAddress, _ child: ReadChild) -> Bool {
        guard let place = address.place else { return false }
        return child.cases.contains { read in
            read.mail.contains { letter in
                letter.address.place == place && (letter.returnedOn.map { $0 <= asOf } ?? false)
            }
        }
    }
}
