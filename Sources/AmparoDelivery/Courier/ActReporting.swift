public import AmparoDuties
public import AmparoModel
public import AmparoStore

/// Tells the duties as acts of a machine what became of messages.
public struct ActReporting: HandoffReporting {
    /// The acts on one subject, in order.
    public typealias Work = (subject: DutySubject, acts: [Act])

    private let act: @Sendable (_ work: [Work], _ at: Instant) throws -> Void

    /// Reports to whoever takes acts; when `act` returns, they are durable.
    public init(_ act: @escaping @Sendable (_ work: [Work], _ at: Instant) throws -> Void) { self.act = act }

    /// Takes a report.
    public func report(_ handoff: HandoffReference, _ what: HandoffReport, at: Instant) async throws {
        try await report([HandoffNews(handoff, what, at: at)])
    }

    /// Takes several, in order: those of one subject that follow one another at one instant are told together.
    public func report(_ news: [HandoffNews]) async throws {
        let act = act
        try await offTheEventLoop {
            var next = 0
            while next < news.count {
                let at = news[next].at
                var work: [Work] = []
                while next < news.count, news[next].at == at {
                    let subject = news[next].handoff.subject
                    if work.last?.subject == subject {
                        work[work.count - 1].acts.append(Act(news[next]))
                    } else {
                        work.append((subject, [Act(news[next])]))
                    }
                    next += 1
                }
                try act(work, at)
            }
        }
    }
}

extension Act {
    /// What a report says, as the act of a machine.
    fileprivate init(_ news: HandoffNews) {
        let number = news.handoff.number
        self =
            switch news.report {
            case .sent: .sent(handoff: number)
            case .delivered: .delivered(handoff: number)
            case .opened: .opened(handoff: number)
            case .withheld(let rule): .withheldAtSending(handoff: number, rule: rule)
            case .undeliverable: .undeliverable(handoff: number)
            }
    }
}
