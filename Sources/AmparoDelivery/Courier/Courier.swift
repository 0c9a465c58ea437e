internal import AmparoGate
public import AmparoStore
public import Logging

/// Brings what waits in the outbox to its receivers: at least once, with the same id each time, in order for each child.
///
/// Any number of couriers, in any number of processes, may work on one store. What one leaves undone when it is killed another
/// does when its lease has ended.
public struct Courier: Sendable {
    let outbox: Outbox
    let carriers: [ReceiverRecord.Channel: any Carrier]
    let gate: any SendingGate
    let reporting: any HandoffReporting
    let clock: DeliveryClock
    let policy: DeliveryPolicy
    let logger: Logger
    let scribe: Scribe

    /// A courier.
    ///
    /// - Parameters:
    ///   - outbox: the outbox.
    ///   - carriers: by channel. A mailbox has none: what is in it waits to be collected.
    ///   - gate: decides at sending whether a message may go.
    ///   - reporting: the duties, which are told what became of each.
    public init(
        outbox: Outbox, carriers: [ReceiverRecord.Channel: any Carrier], gate: any SendingGate,
        reporting: any HandoffReporting, clock: DeliveryClock, policy: DeliveryPolicy = DeliveryPolicy(), logger: Logger
    ) {
        self.outbox = outbox
        self.carriers = carriers
        self.gate = gate
        self.reporting = reporting
        self.clock = clock
        self.policy = policy
        self.logger = logger
        scribe = Scribe(outbox, now: clock.now)
    }

    /// Sends until nothing is due now, and answers what was done.
    ///
    /// - Throws: `StoreError` when the outbox cannot be read.
    public func runOnce() async throws -> DeliveryReport {
        try await work(forEver: false)
    }

    /// Sends whatever is or becomes due, until the task is cancelled. A fault is said once in the log and tried again.
    public func run() async {
        var lastFault = ""
        while !Task.isCancelled {
            do {
                _ = try await work(forEver: true)
            } catch {
                // A fault of the store says what to do next and holds nothing about a person.
                let text = (error as? StoreError)?.description ?? "the outbox cannot be worked on"
                if text != lastFault { logger.error("\(text)") }
                lastFault = text
            }
            guard (try? await clock.wait(policy.rest)) != nil else { return }
        }
    }

    private enum Event: Sendable {
        case ended(RoundEnd?, Claim.Fortune)
        case tick
    }

    private func work(forEver: Bool) async throws -> DeliveryReport {
        let report = try await rounds(forEver: forEver)
        try await scribe.flush()
        return report
    }

    private func rounds(forEver: Bool) async throws -> DeliveryReport {
        let outbox = outbox
        _ = try await apart { try outbox.mend() }
        try await reportOutstanding()
        return try await withThrowingTaskGroup(of: Event.self) { group in
            var report = DeliveryReport()
            var running = 0
            var inTrouble = 0
            var isTicking = false
            var isDue = true
            while true {
                // Claiming is a transaction: it is worth one when several rounds are free, or when it was long ago.
                let free = policy.rounds - running
                if !Task.isCancelled, isDue || running == 0 || free >= (policy.rounds + 3) / 4 {
                    isDue = false
                    let claims = try await claim(free: free, inTrouble: inTrouble)
                    for claim in claims {
                        running += 1
                        inTrouble += claim.fortune == .trouble ? 1 : 0
                        group.addTask { .ended(await round(claim), claim.fortune) }
                    }
                    if forEver, !isTicking {
                        isTicking = true
                        let (clock, poll) = (clock, policy.poll)
                        group.addTask {
                            try? await clock.wait(poll)
                            return .tick
                        }
                    }
                }
                guard let event = try await group.next() else { return report }
                switch event {
                case .tick:
                    isTicking = false
                    isDue = true
                case .ended(let end, let fortune):
                    running -= 1
                    inTrouble -= fortune == .trouble ? 1 : 0
                    if let end { report.add(end) } else { report.faults += 1 }
                }
            }
        }
    }

    /// Claims receivers for the rounds that are free: those that fare well first, those in trouble last and not too many.
    private func claim(free: Int, inTrouble: Int) async throws -> [Claim] {
        guard free > 0 else { return [] }
        let (outbox, policy, now) = (outbox, policy, clock.now())
        return try await apart {
            var claims: [Claim] = []
            for fortune in Claim.Fortune.allCases {
                var limit = free - claims.count
                if fortune == .trouble { limit = min(limit, policy.roundsInTrouble - inTrouble) }
                claims += try outbox.claim(fortune, at: now, limit: limit, lease: policy.lease.microseconds)
            }
            return claims
        }
    }

    /// Tells the duties what a program that was ended before has not told them.
    private func reportOutstanding() async throws {
        let outbox = outbox
        while true {
            let moment = clock.now()
            let left = try await apart { try outbox.unreported(before: moment) }
            guard !left.isEmpty else { return }
            try await reporting.report(left.map(\.news))
            try await apart { try outbox.forget(left.map(\.seq)) }
        }
    }
}
