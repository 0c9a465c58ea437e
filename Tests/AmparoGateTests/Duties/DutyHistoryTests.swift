import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@Suite("Random histories of duties")
struct DutyHistoryTests {
    private static let kinds: [OccasionKind] = [
        .released, .callMade, .addressChanged, .addressConfirmed, .contactConfirmed, .unreachable, .whereaboutsSettled,
        .absentFromCare, .returnedToCare, .courtRowVanished, .courtWordGiven,
    ]

    private static func traits(_ random: inout SeededGenerator) -> Traits {
        let words: [(TraitDimension, String)] = [
            (.outcome, ["reached", "no-answer", "disconnected"].randomElement(using: &random)!),
            (.attempt, ["first", "second", "third"].randomElement(using: &random)!),
            (.age, ["under18", "unknown"].randomElement(using: &random)!),
        ]
        return words.reduce(Traits.none) { $0.union(Traits($1.0, $1.1) ?? .none) }
    }

    /// Does something at random, allowed or not.
    private static func step(_ staffed: StaffedStore, _ entered: inout [Int64], _ random: inout SeededGenerator) throws
    {
        let child = staffed.children.randomElement(using: &random)!
        let subject = DutySubject(.child, child)
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
            entered.append(
                try staffed.enter(
                    kinds.randomElement(using: &random)!, of: child,
                    related: entered.randomElement(using: &random) ?? 0,
                    traits: traits(&random)))
        case 3...4:
            staffed.store.pass(hours: Int64.random(in: 1...150, using: &random))
            try staffed.desk.bringUpToDate()
        default:
            let ledger = try staffed.ledger(of: child)
            let officer = StaffedStore.officers.randomElement(using: &random)!
            let actor = ActingPerson(account: officer.id, post: StaffedStore.post(officer))
            let handoff = UInt32(Int.random(in: 0...max(0, ledger.handoffs.count), using: &random))
            guard let duty = ledger.duties.randomElement(using: &random)?.id else { return }
            let other = StaffedStore.post(StaffedStore.officers.randomElement(using: &random)!)
            let acts: [Act] = [
                .sent(handoff: handoff), .delivered(handoff: handoff), .opened(handoff: handoff),
                .undeliverable(handoff: handoff), .withheldAtSending(handoff: handoff, rule: "test"),
                .accepted(handoff: handoff, by: actor),
                .declined(handoff: handoff, by: actor, reason: .wrongOffice, proposal: other),
                .offered(duty: duty, to: other, purpose: "safety-check", reason: "reassigned", by: actor),
                .offeredAgain(handoff: handoff, by: actor), .withdrawn(handoff: handoff, by: actor),
                .reported(duty: duty, by: actor, evidence: 1),
                .waived(duty: duty, by: actor, reason: "entry-1", second: "orr-privacy"),
            ]
            try staffed.desk.act(subject, acts.randomElement(using: &random)!)
        }
    }

    @Test(
        "At every instant every duty has exactly one holder, and the views are the sum of the events", arguments: 1...6)
    func oneHolder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let staffed = try StaffedStore(seed: seed)
        var entered: [Int64] = []
        for _ in 0..<60 { try Self.step(staffed, &entered, &random) }
        #expect(try staffed.store.differences().isEmpty, "seed \(seed)")
        let posts = try staffed.store.database.read { connection in
            Dictionary(uniqueKeysWithValues: try DutyList(connection).posts().map { ($0.number, $0.post) })
        }
        for child in staffed.children {
            let subject = DutySubject(.child, child)
            var ledger = SubjectLedger()
            for (seq, event) in try staffed.desk.people.events(of: subject) {
                ledger.apply(event)
                for duty in ledger.duties {
                    let holders = try Self.holders(duty.id, subject, at: seq, staffed.store.database)
                    #expect(holders.map { posts[$0] } == [duty.holder.post], "seed \(seed), entry \(seq)")
                }
            }
            #expect(ledger == (try staffed.ledger(of: child)), "seed \(seed)")
        }
        #expect(try staffed.desk.bringUpToDate() == DutyDesk.Report(), "seed \(seed)")
    }

    /// The holders of a duty at a place of the journal, by the table alone: the rows that no later row has ended by then.
    private static func holders(
        _ id: DutyID, _ subject: DutySubject, at seq: Int64, _ database: any Database
    ) throws -> [Int64] {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT holder FROM duty_holding WHERE subject = ? AND kind = ? AND matter = ? AND round = ? AND rule = ?
                AND seq = (SELECT MAX(seq) FROM duty_holding WHERE subject = ? AND kind = ? AND matter = ? AND round = ?
                AND rule = ? AND seq <= ?)
                """)
            defer { row.reset() }
            let key: [Int64] = [
                subject.rawValue, Int64(id.occasion.kind.rawValue), id.occasion.about, Int64(id.occasion.round),
                Int64(bitPattern: id.rule.rawValue),
            ]
            for (index, value) in (key + key + [seq]).enumerated() { row.bind(value, at: index + 1) }
            var holders: [Int64] = []
            while try row.step() { holders.append(row.int64(0)) }
            return holders
        }
    }
}
