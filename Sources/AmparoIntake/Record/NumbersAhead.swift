internal import AmparoModel
internal import AmparoStore

/// The years in which somebody may have been born.
struct BirthYears {
    var earliest: Int
    var latest: Int

    init(_ earliest: Int, _ latest: Int) {
        self.earliest = earliest
        self.latest = latest
    }
}

/// Who holds the A-numbers that rows tell which come next, asked of many together.
struct NumbersAhead {
    /// Everybody who holds each number that was asked for.
    private(set) var holders: [CacheKey: [NumberHolder]] = [:]
    /// When the children among them were born, by anchor; nil where no row tells.
    private(set) var births: [Int64: BirthYears?] = [:]

    /// Reads who holds the numbers.
    mutating func read(_ wanted: [CacheKey: BlindIndex.Value], on connection: any DatabaseConnection) throws {
        // In the table's order, so that neighbours are read together.
        let wanted = wanted.sorted { $0.value < $1.value }
        let found = try NumberHolder.holders(of: wanted.map(\.value.bytes), on: connection)
        for (index, (key, _)) in wanted.enumerated() { holders[key] = found[index] }
    }

    /// Reads the dossiers of the children of care records; `birth` finds out when each was born.
    mutating func readBirths(
        on connection: any DatabaseConnection,
        _ birth: (_ anchor: Int64, _ dossier: UnsafeRawBufferPointer) -> BirthYears?
    ) throws {
        let care = Set(holders.values.joined().filter(\.isCare))
            .sorted { ($0.child, $0.anchor) < ($1.child, $1.anchor) }
        for holder in care { births[holder.anchor] = .some(nil) }
        try connection.ask("SELECT facts FROM dossier WHERE child = ? AND anchor = ?", count: care.count) {
            $1.bind(care[$0].child, at: 1)
            $1.bind(care[$0].anchor, at: 2)
        } each: { index, row in
            births[care[index].anchor] = .some(birth(care[index].anchor, row.bytes(0)))
        }
    }
}
