import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoStore

/// What became of the missed hearings of a demonstration, in plain lines: found, told to whom, accepted by whom, how long it
/// took, what is overdue, what was corrected.
struct DemoStory {
    private let handoffs: [StandingHandoff]
    private let named: [Int64: String]
    private let found: (live: Int, historic: Int)
    private let overdue: [(holder: String, count: Int)]
    private let now: Instant

    /// The reason code of a missed hearing's handoffs.
    private static let reason = "missed-hearing"

    init(_ store: OpenStore) throws {
        let find = RuleID(procedure: "missed-hearing", step: "find")
        now = store.now()
        (handoffs, found, overdue) = try store.database.read { connection in
            let all = try HandoffList(connection).list(HandoffList.Question(limit: .max))
            let counts = DutyCounts(connection)
            return (
                all, try counts.found(find),
                try counts.overdue().map { ("\($0.post.role), \($0.post.party)", $0.count) }
            )
        }
        named = try store.dutyDesk().people.named(in: handoffs.map(\.answerEntry))
    }

    /// The story up to now; `since` leaves out the handoffs offered before.
    func lines(since: Instant? = nil) -> [String] {
        let first = since?.microseconds ?? .min
        let own = handoffs.filter { $0.offered.microseconds >= first }
        let facts = own.filter { $0.reason == Self.reason && $0.content == .fact }
        var lines = [
            "Missed hearings found: \(found.live + found.historic), of which \(found.historic) were due before the first day "
                + "of the duties."
        ]
        lines.append(
            "  told, by receiver: asked, accepted, declined, without an answer, waiting, not let go by the rules")
        for (role, all) in Self.grouped(facts, by: { "\($0.to.role), \($0.to.party)" }) {
            let counts = Self.standings(all)
            lines.append("  \(role): " + counts.map(String.init).joined(separator: ", "))
            if let rule = all.first(where: { $0.state == .withheld })?.withheldBy {
                lines[lines.count - 1] += " (\(rule))"
            }
        }
        let accepted = facts.filter { $0.answered != nil && $0.declined.isEmpty }
        for (person, all) in Self.grouped(accepted, by: { named[$0.answerEntry] ?? "somebody whose key is gone" }) {
            lines.append("  accepted by \(person): \(all.count)\(Self.waits(all))")
        }
        let moved = own.filter { $0.level > 0 }
        lines.append("  escalated: \(moved.count), of which accepted \(moved.count { $0.state == .accepted })")
        let corrections = own.filter { $0.content != .fact }
        lines.append(
            "  corrections: \(corrections.count), confirmed \(corrections.count { $0.state == .accepted || $0.state == .completed })"
                + Self.waits(corrections.filter { $0.answered != nil }))
        let withdrawn = facts.count { $0.state == .withdrawn }
        if withdrawn > 0 { lines.append("  taken back before anybody had answered: \(withdrawn)") }
        lines.append("  overdue on \(now.day): " + (overdue.isEmpty ? "nothing" : ""))
        for (holder, count) in overdue { lines.append("    \(holder): \(count)") }
        return lines
    }

    private static func standings(_ handoffs: [StandingHandoff]) -> [Int] {
        [
            handoffs.count { $0.state != .withheld },
            handoffs.count { $0.state == .accepted || $0.state == .completed },
            handoffs.count { $0.state == .declined },
            handoffs.count { $0.state == .expired || $0.state == .undeliverable },
            handoffs.count { $0.state == .offered || $0.state == .delivered || $0.state == .opened },
            handoffs.count { $0.state == .withheld },
        ]
    }

    /// The middle and the longest time from the offer to the answer.
    private static func waits(_ handoffs: [StandingHandoff]) -> String {
        let waits = handoffs.compactMap { handoff in
            handoff.answered.map { ($0.microseconds - handoff.offered.microseconds) / 3_600_000_000 }
        }.sorted()
        guard let longest = waits.last else { return "" }
        return ", after \(waits[waits.count / 2]) h (middle), \(longest) h (longest)"
    }

    private static func grouped(
        _ handoffs: [StandingHandoff], by key: (StandingHandoff) -> String
    ) -> [(String, [StandingHandoff])] {
        Dictionary(grouping: handoffs, by: key).sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    }
}
