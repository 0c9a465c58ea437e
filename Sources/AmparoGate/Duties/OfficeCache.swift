internal import AmparoDuties
internal import AmparoStore

/// Keeps posts and procedures as they stand until an entry of the office or of governance changes them: every page asks for them.
final class OfficeCache: Sendable {
    /// What is worked out of the office's entries.
    struct Known: Sendable {
        var office: DutyOffice
        var book: ProcedureBook
        var posts: Posts?
    }

    private let kept = KeptByVersion<[Int64], Known>()

    /// The office as it stands now.
    func known(_ store: GovernanceStore) throws -> Known {
        try store.journal.database.read { try known(on: $0) }
    }

    /// The office as a connection sees it.
    func known(on connection: any DatabaseConnection) throws -> Known {
        try kept.value(at: Self.stamp(connection)) { () throws -> Known in
            let office = try DutyOffice(connection)
            return Known(
                office: office, book: try office.book(ProcedureBook.shippedProcedures()), posts: try office.posts())
        }
    }

    private static func stamp(_ connection: any DatabaseConnection) throws -> [Int64] {
        let row = try connection.statement("SELECT MAX(seq) FROM duty_office")
        defer { row.reset() }
        return [try row.step() ? row.int64(0) : 0, try GovernanceFacts(connection).version()]
    }
}
