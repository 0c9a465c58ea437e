import AmparoDuties
import AmparoModel

/// A story as it stands in a text file: what is the case, what happens when, and below the line what follows.
///
/// Above the line, one instruction per line:
///
///     Story: one sentence
///     Why: the rule it shows
///     Finding: finding=missedReset status=none notice=mailed age=under18 counsel=no consent=no source=present
///     Hearing: 2026-03-03 at LOS, result 2026-03-10, order 2026-03-03, window ends 2026-03-31
///     2026-03-10 15:00 the release is taken
///     2026-03-11 09:30 counsel-of-record accepts
///
/// Times are those of the court. Between two lines the engine is asked at every moment at which it said that time alone
/// does something. What is offered leaves at once, unless delivery is down.
struct Story {
    let name: String
    let header: [String]
    private(set) var told: [String] = []
    private var kept: Kept
    private var traits = Traits.none
    private var hearing: Occasion?
    private var others: [Occasion] = []
    private var isDeliveryDown = false
    private var narrative: DutyNarrative
    private var zone = Zone.washington
    private var lines: [String] = []

    init(name: String, text: String, refusing refused: @escaping @Sendable (SharingQuestion) -> String?) throws {
        self.name = name
        header = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            .prefix { !$0.hasPrefix("-----") }.map { String($0) }.filter { !$0.isEmpty }
        let start = header.first { $0.hasPrefix("Record begins: ") }.flatMap { Day($0.dropFirst(15)) }
        let settings = start.map { ProcedureSettings(start: $0) } ?? ProcedureSettings()
        let engine = try Deployment.engine(
            settings,
            sharing: { question in
                refused(question).map { .refuse(rule: $0) } ?? .permit(rule: "agreement")
            })
        kept = Kept(engine)
        narrative = DutyNarrative(engine.book)
    }

    /// The whole file: the header, the line, and what follows from it.
    mutating func run() throws -> String {
        for line in header {
            if line.hasPrefix("Finding: ") {
                traits = AmparoDutiesTests.traits(String(line.dropFirst(9)))
            } else if line.hasPrefix("Hearing: ") {
                read(hearing: line.dropFirst(9).split { $0 == " " || $0 == "," }.map(String.init))
            } else if let first = line.first, first.isNumber {
                try step(line)
            }
        }
        lines.append("")
        tellWho()
        return (header + [String(repeating: "-", count: 100)] + lines).joined(separator: "\n") + "\n"
    }

    private mutating func read(hearing words: [String]) {
        func date(after word: String) -> Day? {
            words.firstIndex(of: word).flatMap { index in Day(words[min(index + 1, words.count - 1)]) }
        }
        let court = words.firstIndex(of: "at").map { CourtCode(words[$0 + 1]) } ?? .none
        zone = Zone(court: court) ?? .washington
        hearing = Occasion(
            OccasionKey(.hearingFinding, 1), occurred: .day(Day(words[0]) ?? day("2000-01-01")),
            known: at("2000-01-01T00:00:00Z"),
            related: 1, court: court, result: date(after: "result"), order: date(after: "order"),
            ends: date(after: "ends"))
    }

    private mutating func step(_ line: String) throws {
        let day = Day(line.prefix(10)) ?? AmparoDutiesTests.day("2000-01-01")
        let clock = line.dropFirst(11).prefix(5).split(separator: ":").compactMap { Int($0) }
        let now = zone.instant(day, minute: clock[0] * 60 + clock[1])
        let words = line.dropFirst(17).split(separator: " ").map(String.init)
        passTime(until: now)
        lines.append("")
        lines.append("\(line.prefix(16))  \(words.joined(separator: " ").uppercased())")
        apply(act(words, now), at: now)
    }

    /// What a line of the story does to the facts; the acts that it is.
    private mutating func act(_ words: [String], _ now: Instant) -> [Act] {
        let sentence = words.joined(separator: " ")
        switch sentence {
        case "the release is taken": if hearing?.known == at("2000-01-01T00:00:00Z") { hearing?.known = now }
        case "the release is withdrawn": traits = .none
        case "delivery is down": isDeliveryDown = true
        case "delivery works again": isDeliveryDown = false
        case "a dispute is opened": others.append(other(.findingDisputed, now))
        case "the dispute is over":
            for index in others.indices where others[index].key.kind == .findingDisputed { others[index].over = now }
        case "time passes": break
        default:
            if words.first == "the" && words.contains("now") {
                change(words.suffix(from: (words.firstIndex(of: "now") ?? 0) + 1).joined(separator: " "))
            } else if words.first == "fact", let kind = OccasionKind(code: words[1]) {
                others.append(other(kind, now, words.dropFirst(2).joined(separator: " ")))
            } else {
                return answers(words, now)
            }
        }
        return []
    }

    private mutating func change(_ words: String) {
        for pair in words.split(separator: " ") {
            guard let dimension = TraitDimension(rawValue: String(pair.prefix { $0 != "=" })) else { continue }
            let all = Traits(all: dimension)
            traits = Traits(low: traits.low & ~all.low, high: traits.high & ~all.high)
            traits = traits.union(AmparoDutiesTests.traits(String(pair)))
        }
    }

    private func other(_ kind: OccasionKind, _ now: Instant, _ words: String = "") -> Occasion {
        Occasion(
            OccasionKey(kind, Int64(others.count + 10)), occurred: .instant(now), known: now, related: 1,
            traits: AmparoDutiesTests.traits(words), court: hearing?.court ?? .none, ends: hearing?.ends)
    }

    /// `ROLE opens`, `ROLE accepts`, `ROLE declines REASON [for OFFICE]`, `ROLE reports STEP`.
    private func answers(_ words: [String], _ now: Instant) -> [Act] {
        let role = words[0]
        let person = "an officer"
        if words[1] == "reports", let duty = kept.duty(words[2]) {
            return [.reported(duty: duty.id, by: ActingPerson(account: person, post: duty.holder.post), evidence: 77)]
        }
        if words[1] == "waives", let duty = kept.duty(words[2]) {
            let actor = ActingPerson(account: person, post: Deployment.post("hhs.orr", role))
            return [.waived(duty: duty.id, by: actor, reason: words[4], second: "a second officer")]
        }
        let pending = kept.ledger.handoffs.filter { $0.to.role == role && ($0.state.isPending || $0.state == .expired) }
        return pending.flatMap { handoff -> [Act] in
            let actor = ActingPerson(account: person, post: handoff.to)
            switch words[1] {
            case "opens": return [.opened(handoff: handoff.number)]
            case "accepts", "confirms":
                return [.opened(handoff: handoff.number), .accepted(handoff: handoff.number, by: actor)]
            case "declines":
                var proposal: Post?
                if words.count > 4 { proposal = Post(party: handoff.to.party, role: role, place: .office(words[4])) }
                let reason = DeclineReason(rawValue: words[2]) ?? .conflict
                return [.declined(handoff: handoff.number, by: actor, reason: reason, proposal: proposal)]
            default: return []
            }
        }
    }

    // MARK: Running

    private mutating func passTime(until now: Instant) {
        guard kept.ledger.latest.microseconds > .min else { return }
        for _ in 0..<200 {
            guard let wake = kept.engine.nextWake(kept.ledger, facts: kept.facts), wake.microseconds < now.microseconds
            else { return }
            apply([], at: wake)
        }
    }

    private mutating func apply(_ acts: [Act], at now: Instant) {
        var occasions = others
        if var hearing, traits != .none {
            hearing.traits = traits
            occasions.append(hearing)
        }
        tell(kept.apply(occasions, acts, at: now))
        guard !isDeliveryDown else { return }
        let leaving = kept.ledger.handoffs.filter { $0.state == .offered && $0.sentAt == nil }
        guard !leaving.isEmpty else { return }
        let sent = leaving.flatMap { [Act.sent(handoff: $0.number), .delivered(handoff: $0.number)] }
        tell(kept.apply(occasions, sent, at: now))
    }

    private mutating func tell(_ events: [DutyEvent]) {
        for event in events {
            guard let sentence = narrative.sentence(event, kept.ledger) else { continue }
            let time = zone.local(event.at).description
            lines.append("  \(time.prefix(10)) \(time.dropFirst(11).prefix(5))  \(sentence)")
        }
    }

    /// The end of the story: who was told what, and who was not.
    private mutating func tellWho() {
        lines.append("IN THE END")
        for handoff in kept.ledger.handoffs where handoff.wasTold {
            let what =
                switch handoff.content {
                case .fact: handoff.reason
                case .correction: "what has changed"
                case .doNotRely: "not to rely on it"
                }
            let answer = handoff.answeredBy.isEmpty ? "\(handoff.state)" : "\(handoff.state) by \(handoff.answeredBy)"
            told.append("\(handoff.to.role) \(what)")
            lines.append("  told      \(handoff.to)  \(what): \(answer)")
        }
        let parties = ["trial-attorney-office", "juvenile-coordinator", "counsel-of-record"]
        for role in parties where !kept.ledger.handoffs.contains(where: { $0.to.role == role && $0.wasTold }) {
            lines.append("  not told  \(role)")
        }
        for duty in kept.ledger.duties where duty.state.isAlive {
            let late = duty.breachedAt == nil ? "" : ", late"
            lines.append(
                "  open      \(narrative.name(duty)) in the hands of \(duty.holder.post), \(duty.state)\(late)")
        }
        if !kept.ledger.duties.contains(where: { $0.state.isAlive }) { lines.append("  Nothing is left open.") }
    }
}
