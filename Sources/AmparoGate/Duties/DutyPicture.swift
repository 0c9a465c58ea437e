public import AmparoDuties
internal import AmparoModel
public import AmparoStore

/// What a page about a subject asks of duties, found in one read. It decides nothing: whoever shows anything of it asks the gate
/// first what may be shown.
public struct DutyPicture: Sendable {
    /// The duties and handoffs; whom they name lies sealed (`DutyPeople.ledger`).
    public let ledger: SealedLedger
    /// The occasions that were entered by hand.
    public let reported: [Occasion]
    /// The last entry of either, at least 1.
    public let lastEntry: Int64
    /// The procedures in force.
    public let book: ProcedureBook
    /// Who is in charge where; nil while nobody holds the steward's post.
    public let posts: Posts?
    fileprivate let actor: Result<ActingPerson, any Error>

    /// Who asks, as the desk knows them. Throws as `DutyDesk.actor`.
    public func acting() throws -> ActingPerson { try actor.get() }
}

extension DutyDesk {
    /// What a page about a child asks, for an account.
    public func picture(ofChild child: Int64, for account: String) throws -> DutyPicture {
        try store.read { moment in
            let connection = moment.connection
            let ledger = try SealedLedger(of: DutySubject(.child, child), on: connection)
            let office = try offices.known(on: connection)
            return DutyPicture(
                ledger: ledger,
                reported: try ReportedOccasion.all(in: child..<(child + 1), on: connection)[child] ?? [],
                lastEntry: max(1, ledger.lastSeq, try Self.lastReported(DutySubject(.child, child), on: connection)),
                book: office.book, posts: office.posts,
                actor: Result { ActingPerson(account: account, post: try moment.actor(account).post) })
        }
    }

    /// The last entry of a child's duties and of what was entered by hand; at least 1.
    public func lastEntry(ofChild child: Int64) throws -> Int64 {
        let subject = DutySubject(.child, child)
        return try store.journal.database.read {
            max(1, try Self.lastReported(subject, on: $0), try DutyLedgers($0).lastSeq(of: subject))
        }
    }

    private static func lastReported(_ subject: DutySubject, on connection: any DatabaseConnection) throws -> Int64 {
        let row = try connection.statement("SELECT MAX(seq) FROM duty_reported WHERE subject = ?")
        defer { row.reset() }
        row.bind(subject.rawValue, at: 1)
        return try row.step() ? row.int64(0) : 0
    }
}
