import AmparoModel
import AmparoStore
import AmparoTestSupport
import Testing

@testable import AmparoGate

/// The calendar of agreements against an obvious and slow reading of the rules: walk through the entries moment by moment.
@Suite("The states of agreements over random histories")
struct CalendarPropertyTests {
    /// One random agreement: its term and its entries, with times in whole days so that many coincide.
    private struct Story {
        var term: AgreementTerm
        var facts: [GovernanceFact]
        var history: AgreementHistory { AgreementHistory(facts)! }
    }

    private static func day(_ number: Int) -> Instant { Instant(microseconds: Int64(number) * 86_400_000_000) }

    private static func story(_ id: Int64, _ names: [String], _ random: inout SeededGenerator) -> Story {
        let effective = Int.random(in: 0...60, using: &random)
        let term = AgreementTerm(
            name: names[Int(id)], effective: day(effective),
            expires: day(effective + Int.random(in: 1...90, using: &random)),
            replaces: Bool.random(using: &random)
                ? names.filter { $0 != names[Int(id)] }.randomElement(using: &random) : nil)
        var seq = id * 100
        func fact(_ kind: EntryKind, _ at: Int, _ fill: (inout GovernancePayload) -> Void = { _ in }) -> GovernanceFact
        {
            seq += 1
            var payload = GovernancePayload()
            payload[number: .subject] = id
            payload[text: .name] = term.name
            fill(&payload)
            return GovernanceFact(
                subject: id, seq: seq, kind: kind, child: 0, actor: 1, recorded: day(at), payload: payload)
        }
        let proposed = Int.random(in: 0...50, using: &random)
        var facts = [fact(.agreementProposed, proposed)]
        if Bool.random(using: &random) {
            let isWidening = Bool.random(using: &random)
            facts.append(
                fact(.agreementEnacted, proposed + .random(in: 0...20, using: &random)) { $0.flag = isWidening })
        }
        if Bool.random(using: &random) {
            facts.append(fact(.simulationRun, proposed + .random(in: 0...40, using: &random)))
        }
        if Int.random(in: 0...3, using: &random) == 0 {
            facts.append(fact(.agreementSuspended, proposed + .random(in: 0...80, using: &random)))
        } else if Int.random(in: 0...3, using: &random) == 0 {
            facts.append(fact(.agreementWithdrawn, proposed + .random(in: 0...30, using: &random)))
        }
        return Story(
            term: term, facts: facts.sorted { ($0.recorded.microseconds, $0.seq) < ($1.recorded.microseconds, $1.seq) })
    }

    /// The reference: goes day by day and remembers what has happened.
    private static func slowStates(_ stories: [Story], until last: Int) -> [[AgreementCalendar.State]] {
        var days = stories.map { _ in [AgreementCalendar.State]() }
        var began = Array(repeating: false, count: stories.count)
        var replaced = Array(repeating: false, count: stories.count)
        for number in 0...last {
            func happened(_ story: Story, _ kind: EntryKind) -> Int? {
                story.facts.first { $0.kind == kind && $0.recorded.microseconds <= day(number).microseconds }
                    .map { Int($0.recorded.microseconds / 86_400_000_000) }
            }
            for (index, story) in stories.enumerated() {
                guard let enacted = happened(story, .agreementEnacted), happened(story, .agreementWithdrawn) == nil,
                    happened(story, .agreementSuspended) == nil,
                    story.term.effective.microseconds <= day(number).microseconds,
                    day(number).microseconds < story.term.expires.microseconds
                else { continue }
                let isWidening = story.facts.first { $0.kind == .agreementEnacted }?.payload.flag ?? false
                if isWidening {
                    guard let simulated = happened(story, .simulationRun), number >= max(enacted, simulated) + 30 else {
                        continue
                    }
                }
                guard !began[index] else { continue }
                began[index] = true
                for (other, victim) in stories.enumerated() where victim.term.name == story.term.replaces {
                    replaced[other] = true
                }
            }
            for (index, story) in stories.enumerated() {
                let enacted = happened(story, .agreementEnacted)
                let isWidening = story.facts.first { $0.kind == .agreementEnacted }?.payload.flag ?? false
                let state: AgreementCalendar.State
                if happened(story, .agreementProposed) == nil {
                    state = .unknown
                } else if happened(story, .agreementWithdrawn) != nil {
                    state = .withdrawn
                } else if happened(story, .agreementSuspended) != nil {
                    state = .suspended
                } else if enacted == nil {
                    state = .proposed
                } else if replaced[index] {
                    state = .replaced
                } else if day(number).microseconds >= story.term.expires.microseconds {
                    state = .expired
                } else if began[index] {
                    state = .inForce
                } else if isWidening, happened(story, .simulationRun) != nil {
                    state = .published
                } else {
                    state = .approved
                }
                days[index].append(state)
            }
        }
        return days
    }

    @Test(
        "Every state on every day, and the stretch in force, are what the slow reading says", arguments: [1, 2, 3, 4])
    func states(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var seen: Set<AgreementCalendar.State> = []
        for round in 0..<500 {
            let names = (0..<4).map { "a\($0)@1" }
            let stories = (0..<4).map { Self.story(Int64($0), names, &random) }
            let calendar = AgreementCalendar(stories.map { ($0.history, $0.term) })
            let slow = Self.slowStates(stories, until: 180)
            for (index, states) in slow.enumerated() {
                let id = stories[index].history.id
                let found = (0...180).map { calendar.state(id, at: Self.day($0)) }
                seen.formUnion(found)
                #expect(found == states, "seed \(seed), round \(round), agreement \(index)")
                let span = calendar.span(id)
                let within = (0...180).filter { number in
                    guard let span else { return false }
                    let moment = Self.day(number).microseconds
                    return span.begins.microseconds <= moment && moment < span.ends.microseconds
                }
                let inForce = (0...180).filter { states[$0] == .inForce }
                #expect(within == inForce, "seed \(seed), round \(round), agreement \(index)")
            }
        }
        #expect(seen.count == AgreementCalendar.State.allCases.count, "some state was never seen")
    }
}
