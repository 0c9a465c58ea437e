public import AmparoDuties

/// Counts of duties as they stand.
public struct DutyCounts {
    private let connection: any DatabaseConnection

    /// The counts as a connection sees them.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    /// How many duties of a rule there are, historic ones apart.
    public func found(_ rule: RuleID) throws -> (live: Int, historic: Int) {
        let row = try connection.statement(
            """
            SELECT SUM(CASE WHEN state = ? THEN 0 ELSE 1 END), SUM(CASE WHEN state = ? THEN 1 ELSE 0 END) FROM duty
            WHERE kind <> ? AND rule = ?
            """)
        defer { row.reset() }
        row.bind(Int64(DutyState.historic.rawValue), at: 1)
        row.bind(Int64(DutyState.historic.rawValue), at: 2)
        row.bind(Int64(OccasionKind.told.rawValue), at: 3)
        row.bind(Int64(bitPattern: rule.rawValue), at: 4)
        guard try row.step() else { return (0, 0) }
        return (Int(row.int64(0)), Int(row.int64(1)))
    }

    /// How many duties are owed and late, by who holds them, most first.
    public func overdue() throws -> [(post: Post, count: Int)] {
        let row = try connection.statement(
            """
            SELECT p.party, p.role, p.place, COUNT(*) FROM duty d JOIN duty_post p ON p.post = d.holder
            WHERE d.state <= ? AND d.breached IS NOT NULL GROUP BY p.party, p.role, p.place
            ORDER BY COUNT(*) DESC, p.party, p.role, p.place
            """)
        defer { row.reset() }
        row.bind(Int64(DutyState.paused.rawValue), at: 1)
        var found: [(post: Post, count: Int)] = []
        while try row.step() {
            found.append(
                (
                    Post(party: row.text(0), role: row.text(1), place: Post.Place(stored: row.text(2))),
                    Int(row.int64(3))
                ))
        }
        return found
    }
}
