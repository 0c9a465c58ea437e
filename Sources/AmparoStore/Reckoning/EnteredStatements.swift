internal import AmparoDuties
internal import AmparoModel

/// What parties entered by hand about findings, by an entry: disputes and confirmations, by the number of the hearing's row in
/// the court's schedule (MISSED-HEARING.md, rule 5.3 and "Who outranks whom"). There are few.
struct EnteredStatements: Sendable {
    private struct Entered: Sendable {
        var seq: Int64
        var kind: HearingStatement.Kind
        var party: HearingStatement.Party
        var day: Day
        var ended: Day?
    }

    private var byHearing: [Int64: [Entered]] = [:]
    private var days: [Int64: Set<Int32>] = [:]

    /// None.
    init() {}

    /// Those of the entries up to `seq`.
    init(upTo seq: Int64, on connection: any DatabaseConnection) throws {
        let row = try connection.statement(
            "SELECT seq, subject, hearing, kind, party, entered, ended FROM hearing_statement WHERE seq <= ? ORDER BY seq"
        )
        defer { row.reset() }
        row.bind(seq, at: 1)
        while try row.step() {
            guard let kind = HearingStatement.Kind(rawValue: UInt8(truncatingIfNeeded: row.int64(3))),
                let party = HearingStatement.Party(rawValue: UInt8(truncatingIfNeeded: row.int64(4)))
            else { throw StoreError(.damaged, "hearing_statement") }
            let entered = Entered(
                seq: row.int64(0), kind: kind, party: party, day: Day(number: Int32(truncatingIfNeeded: row.int64(5))),
                ended: row.isNull(6) ? nil : Day(number: Int32(truncatingIfNeeded: row.int64(6))))
            byHearing[row.int64(2), default: []].append(entered)
            days[row.int64(1), default: []].formUnion([entered.day, entered.ended].compactMap { $0?.number })
        }
    }

    /// The days on which what was entered of a child begins or ends to count.
    func days(of child: Int64) -> Set<Int32> { days[child] ?? [] }

    /// Those about the hearings of a case. Whoever enters one has to say on what it rests, so each has evidence.
    func about(_ schedule: [ScheduledHearing]) -> [HearingStatement] {
        guard !byHearing.isEmpty else { return [] }
        return schedule.flatMap { hearing -> [HearingStatement] in
            guard let day = hearing.heldOn, let entered = byHearing[hearing.id] else { return [] }
            return entered.map {
                HearingStatement(
                    id: $0.seq, proceedingID: hearing.proceedingID, hearingDate: day, startsAt: hearing.startsAt,
                    kind: $0.kind, party: $0.party, hasEvidence: true, enteredOn: $0.day, withdrawnOn: $0.ended)
            }
        }
    }
}

extension ReportedOccasion {
    /// Whose words a dispute or confirmation is; nil of every other occasion.
    var statement: (kind: HearingStatement.Kind, party: HearingStatement.Party)? {
        let said: HearingStatement.Kind
        switch kind {
        case .findingDisputed: said = .dispute
        case .findingConfirmed: said = .confirmation
        default: return nil
        }
        if Post.isPart(party, of: "hhs.orr") { return (said, .orr) }
        if Post.isPart(party, of: "counsel") { return (said, .counsel) }
        return (said, Post.isPart(party, of: "dhs") ? .officer : .other)
    }
}
