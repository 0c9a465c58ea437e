import AmparoDuties
import AmparoModel
import AmparoOversight
import AmparoStore
import Synchronization

/// What the people of a demonstration remember: of which missed hearings ORR and ICE's offices were asked, and what they
/// accepted, each with its first day. No feed tells it, so it is the truth beside the figure `hearing.not-told`, and has
/// nothing to do with how that is counted.
final class DemoAnswers: Sendable {
    private enum Side: String, Hashable, CaseIterable {
        case orr
        case ice
    }

    private struct Matter: Hashable {
        var hearing: Int64
        var side: Side
    }

    private struct State {
        var offered: [Matter: Day] = [:]
        var accepted: [Matter: Day] = [:]
    }

    private let state = Mutex(State())

    /// Notes what stands open before people.
    func see(_ waiting: [StandingHandoff]) {
        state.withLock { state in
            for handoff in waiting {
                guard let matter = Self.matter(handoff) else { continue }
                let day = Zone.washington.day(of: handoff.offered)
                state.offered[matter] = min(state.offered[matter] ?? day, day)
            }
        }
    }

    /// Notes what a person's yes to an open handoff changed.
    func heard(_ events: [DutyEvent], of waiting: [UInt32: StandingHandoff]) {
        state.withLock { state in
            for event in events {
                guard case .accepted(let number, _) = event.change,
                    let matter = waiting[number].flatMap(Self.matter)
                else { continue }
                let day = Zone.washington.day(of: event.at)
                state.accepted[matter] = min(state.accepted[matter] ?? day, day)
            }
        }
    }

    private static func matter(_ handoff: StandingHandoff) -> Matter? {
        guard handoff.duty.occasion.kind == .hearingFinding, handoff.content == .fact else { return nil }
        let party = handoff.to.party
        let side: Side? = party.hasPrefix("hhs.orr") ? .orr : party.hasPrefix("dhs.ice") ? .ice : nil
        return side.map { Matter(hearing: handoff.duty.occasion.about, side: $0) }
    }

    /// The figure that these memories give for missed hearings, named by their rows in the court's schedule.
    func notTold(_ missed: [Int64], asOf: Day) -> Figure {
        state.withLock { state in
            func word(_ matter: Matter) -> String {
                if let day = state.accepted[matter], day <= asOf { return "accepted" }
                if let day = state.offered[matter], day <= asOf { return "offered" }
                return "not-offered"
            }
            var figure = Figure(.hearingNotTold, value: 0, denominator: missed.count)
            for hearing in missed {
                let words = Side.allCases.map { ($0.rawValue, word(Matter(hearing: hearing, side: $0))) }
                for (side, word) in words { figure.by[side, default: [:]][word, default: 0] += 1 }
                if !words.contains(where: { $0.1 == "accepted" }) { figure.value += 1 }
            }
            return figure
        }
    }
}
