import AmparoDuties
import AmparoModel
import Testing

/// What each act makes of a handoff in each state. A dot: it stays as it is; an exclamation mark: it stays, and the act is
/// refused.
private let table = """
    state          delivered opened   accepted  declined  completed withdrawn undeliverable withheld
    offered        delivered opened   accepted  declined  !         withdrawn undeliverable withheld
    delivered      .         opened   accepted  declined  !         withdrawn .             .
    opened         .         .        accepted  declined  !         withdrawn .             .
    accepted       .         .        .         !         completed !         .             .
    declined       .         .        !         .         !         !         .             .
    expired        .         .        accepted  declined  !         !         .             .
    withdrawn      .         .        !         !         !         .         .             .
    completed      .         .        .         !         .         !         .             .
    withheld       .         .        !         !         !         !         .             .
    undeliverable  delivered .        accepted  declined  !         !         .             .
    """

@Suite("Every act on a handoff in every state")
struct HandoffTableTests {
    private static let rows = table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    /// A handoff brought into a state, one that moves nothing, so that its duty stays open.
    private func inState(_ state: String) throws -> (Kept, ActingPerson, ActingPerson) {
        var kept = Kept(try Deployment.engine())
        let occasion = Occasion(
            OccasionKey(.absentFromCare, 7), occurred: .instant(at("2026-03-10T08:00:00-05:00")),
            known: at("2026-03-10T09:00:00-05:00"), related: 7, state: StateCode("TX"))
        kept.apply([occasion], at: at("2026-03-10T09:00:00-05:00"))
        let handoff = try #require(kept.ledger.handoffs.first)
        let receiver = ActingPerson(account: "receiver", post: handoff.to)
        let sender = ActingPerson(account: "sender", post: handoff.from)
        let path: [Act] =
            switch state {
            case "delivered": [.delivered(handoff: 0)]
            case "opened": [.delivered(handoff: 0), .opened(handoff: 0)]
            case "accepted": [.delivered(handoff: 0), .opened(handoff: 0), .accepted(handoff: 0, by: receiver)]
            case "completed": [.accepted(handoff: 0, by: receiver), .completed(handoff: 0, by: receiver)]
            case "declined": [.declined(handoff: 0, by: receiver, reason: .noCapacity, proposal: nil)]
            case "withdrawn": [.withdrawn(handoff: 0, by: sender)]
            case "undeliverable": [.undeliverable(handoff: 0)]
            case "withheld": [.withheldAtSending(handoff: 0, rule: "floor")]
            default: []
            }
        kept.apply(nil, path, at: at("2026-03-10T09:10:00-05:00"))
        if state == "expired" { kept.apply(at: at("2026-03-10T14:00:00-05:00")) }
        return (kept, receiver, sender)
    }

    @Test("Goes as the table says", arguments: rows.dropFirst())
    func row(words: [String]) throws {
        let names = HandoffTableTests.rows[0].dropFirst()
        for (name, expected) in zip(names, words.dropFirst()) {
            var (kept, receiver, sender) = try inState(words[0])
            let before = try #require(kept.ledger[handoff: 0])
            #expect("\(before.state)" == words[0])
            let act: Act =
                switch name {
                case "delivered": .delivered(handoff: 0)
                case "opened": .opened(handoff: 0)
                case "accepted": .accepted(handoff: 0, by: receiver)
                case "declined": .declined(handoff: 0, by: receiver, reason: .noCapacity, proposal: nil)
                case "completed": .completed(handoff: 0, by: receiver)
                case "withdrawn": .withdrawn(handoff: 0, by: sender)
                case "undeliverable": .undeliverable(handoff: 0)
                default: .withheldAtSending(handoff: 0, rule: "floor")
                }
            let events = kept.apply(nil, [act], at: at("2026-03-10T14:00:00-05:00"))
            let after = try #require(kept.ledger[handoff: 0])
            let isRefused = events.contains { if case .refused = $0.change { true } else { false } }
            let label = "\(name) when \(words[0]): \(after.state)"
            #expect(isRefused == (expected == "!"), "\(label)")
            // At 14:00 the time to answer is over: what was only delivered or opened has expired by then.
            let target = expected == "." || expected == "!" ? words[0] : expected
            let mayExpire = ["offered", "delivered", "opened"].contains(target)
            #expect("\(after.state)" == (mayExpire ? "expired" : target), "\(label)")
        }
    }
}
