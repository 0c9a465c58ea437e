public import AmparoDuties
public import AmparoModel
public import AmparoStore

/// Tells the duties as acts of a machine what became of messages.
public struct ActReporting: HandoffReporting {
    private let act: @Sendable (DutySubject, Act, Instant) throws -> Void

    /// Reports to whoever takes acts; when `act` returns, the act is durable.
    public init(_ act: @escaping @Sendable (_ subject: DutySubject, _ act: Act, _ at: Instant) throws -> Void) {
        self.act = act
    }

    /// Takes a report.
    public func report(_ handoff: HandoffReference, _ what: HandoffReport, at: Instant) async throws {
        try await report([HandoffNews(handoff, what, at: at)])
    }

    /// Takes several, in order.
    public func report(_ news: [HandoffNews]) async throws {
        let act = act
        try await offTheEventLoop {
            for one in news {
                let number = one.handoff.number
                let said: Act =
                    switch one.report {
                    case .sent: .sent(handoff: number)
                    case .delivered: .delivered(handoff: number)
                    case .opened: .opened(handoff: number)
                    case .withheld(let rule): .withheldAtSending(handoff: number, rule: rule)
                    case .undeliverable: .undeliverable(handoff: number)
                    }
                try act(one.handoff.subject, said, one.at)
            }
        }
    }
}
