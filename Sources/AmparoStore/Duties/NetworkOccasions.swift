public import AmparoDuties
internal import AmparoModel

/// What recurs at children as `amparo link` last noted it: an address, a telephone or a sponsor above its threshold.
public enum NetworkOccasions {
    /// Everything that recurs at the children of a run of numbers, by child. Known since the last change of what recurs: who
    /// has looked at it has seen others than are there now.
    public static func all(
        in range: Range<Int64>, on connection: any DatabaseConnection
    ) throws -> [Int64: [Occasion]] {
        let row = try connection.statement(
            """
            SELECT m.anchor, m.kind, m.thing, e.recorded FROM network_member m
            JOIN network_alarm a ON a.kind = m.kind AND a.thing = m.thing JOIN entry e ON e.seq = a.seq
            WHERE m.anchor >= ? AND m.anchor < ? AND m.role = 1 ORDER BY m.anchor, m.kind, m.thing
            """)
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var found: [Int64: [Occasion]] = [:]
        while try row.step() {
            guard let kind = NetworkAlarmKind(rawValue: row.int64(1)) else { continue }
            let noted = Instant(microseconds: row.int64(3))
            found[row.int64(0), default: []].append(
                Occasion(
                    OccasionKey(kind.occasion, about(kind, row.int64(2))), occurred: .instant(noted), known: noted))
        }
        return found
    }

    /// The children with a duty about what recurs, in rising order: one of them may be among those at whom it did.
    static func children(on connection: any DatabaseConnection) throws -> [Int64] {
        let row = try connection.statement("SELECT DISTINCT subject FROM duty WHERE kind >= ? AND kind <= ?")
        defer { row.reset() }
        row.bind(Int64(OccasionKind.networkOfSponsors.rawValue), at: 1)
        row.bind(Int64(OccasionKind.networkOfChildren.rawValue), at: 2)
        var found: [Int64] = []
        while try row.step() {
            let subject = DutySubject(rawValue: row.int64(0))
            if subject.kind == .child { found.append(subject.child) }
        }
        return found.sorted()
    }

    /// One number for each thing that recurs, whatever its kind: FNV-1a, 62 bits of it.
    private static func about(_ kind: NetworkAlarmKind, _ thing: Int64) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in [UInt64(bitPattern: kind.rawValue), UInt64(bitPattern: thing)] {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                hash = (hash ^ (word >> shift & 0xFF)) &* 0x100_0000_01B3
            }
        }
        return Int64(hash >> 2)
    }
}

extension NetworkAlarmKind {
    /// What it is for duties: whether those who vet sponsors look at it, or those who see to children's safety.
    var occasion: OccasionKind {
        switch self {
        case .sponsorsAtAddress, .sponsorsWithPhone, .childrenOfSponsor: .networkOfSponsors
        case .childrenAtAddress, .childrenAtNoHome: .networkOfChildren
        }
    }
}
