internal import AmparoGate
public import AmparoDuties
public import AmparoModel
public import AmparoStore

/// Tells the duties as acts of a machine what became of messages.
public struct ActReporting: HandoffReporting {
    /// What happened to the handoffs of one subject, in order.
    public typealias Acts = (subject: DutySubject, acts: [Act])

    private let act: @Sendable ([Acts], Instant) throws -> Void

    /// Reports to whoever takes acts of many subjects at a moment; when `act` returns, they are durable.
    public init(_ act: @escaping @Sendable (_ work: [Acts], _ at: Instant) throws -> Void) { self.act = act }

    /// Takes a report.
    public func report(_ handoff: HandoffReference, _ what: HandoffReport, at: Instant) async throws {
        try await report([HandoffNews(handoff, what, at: at)])
    }

    /// Takes several: those of one moment and subject together, in order.
    public func report(_ news: [HandoffNews]) async throws {
        let act = act
        try await apart {
            var rest = news[...]
            while let at = rest.first?.at {
                let now = rest.prefix { $0.at == at }
                rest = rest.dropFirst(now.count)
                try act(ActReporting.acts(now), at)
            }
        }
    }

    private static func acts(_ news: ArraySlice<HandoffNews>) -> [Acts] {
        var work: [Acts] = []
        var places: [DutySubject: Int] = [:]
        for one in news {
            let place = places[one.handoff.subject] ?? work.count
            if place == work.count {
                places[one.handoff.subject] = place
                work.append((one.handoff.subject, []))
            }
            work[place].acts.append(one.report.act(of: one.handoff.number))
        }
        return work
    }
}

extension HandoffReport {
    fileprivate func act(of handoff: UInt32) -> Act {
        switch self {
        case .sent: .sent(handoff: handoff)
        case .delivered: .delivered(handoff: handoff)
        case .opened: .opened(handoff: handoff)
        case .withheld(let rule): .withheldAtSending(handoff: handoff, rule: rule)
        case .undeliverable: .undeliverable(handoff: handoff)
        }
    }
}
