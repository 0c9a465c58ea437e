public import AmparoModel

/// The duties and handoffs of one subject: the sum of its events.
public struct SubjectLedger: Hashable, Sendable {
    /// The duties, by id.
    public private(set) var duties: [Duty] = []
    /// The handoffs, by number.
    public private(set) var handoffs: [Handoff] = []
    /// The latest moment of any event: the ledger's time never goes back, whatever a clock says.
    public private(set) var latest = Instant(microseconds: .min)

    /// A ledger without anything.
    public init() {}

    /// A ledger as it was stored.
    public init(duties: [Duty], handoffs: [Handoff], latest: Instant) {
        self.duties = duties.sorted { $0.id < $1.id }
        self.handoffs = handoffs.sorted { $0.number < $1.number }
        self.latest = latest
    }

    /// A duty; nil when there is none of that id.
    public subscript(_ id: DutyID) -> Duty? { place(of: id).map { duties[$0] } }

    /// A handoff; nil when there is none of that number.
    public subscript(handoff number: UInt32) -> Handoff? {
        number < handoffs.count ? handoffs[Int(number)] : nil
    }

    /// The place of a duty in `duties`; nil when there is none of that id.
    func place(of id: DutyID) -> Int? {
        let index = insertionPlace(of: id)
        return index < duties.count && duties[index].id == id ? index : nil
    }

    private func insertionPlace(of id: DutyID) -> Int {
        var low = 0
        var high = duties.count
        while low < high {
            let middle = (low + high) / 2
            if duties[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Takes an event. One about a duty or handoff that is not there, or that is there already, changes nothing.
    public mutating func apply(_ event: DutyEvent) {
        if event.at.microseconds > latest.microseconds { latest = event.at }
        if case .created(let duty) = event.change {
            let index = insertionPlace(of: duty.id)
            if index == duties.count || duties[index].id != duty.id { duties.insert(duty, at: index) }
            return
        }
        if case .offered(let handoff) = event.change {
            if handoff.number == handoffs.count { handoffs.append(handoff) }
        } else if let number = event.change.handoff {
            guard number < handoffs.count else { return }
            SubjectLedger.apply(event, to: &handoffs[Int(number)])
        } else if let index = place(of: event.duty) {
            SubjectLedger.apply(event, to: &duties[index])
        }
    }

    private static func apply(_ event: DutyEvent, to duty: inout Duty) {
        func close(_ state: DutyState, _ ending: DutyEnding?) {
            duty.state = state
            duty.closedAt = event.at
            duty.ending = ending
        }
        /// Open, or scheduled while its opening is still to come.
        func begin() {
            let waits = duty.opensAt.map { $0.microseconds > event.at.microseconds } ?? false
            duty.state = waits ? .scheduled : .open
        }
        switch event.change {
        case .rescheduled(let deadline, let opensAt, let version):
            duty.deadline = deadline
            duty.opensAt = opensAt
            duty.version = version
            duty.warned = 0
            if duty.state == .open { begin() }
        case .opened: duty.state = .open
        case .resumed: begin()
        case .paused: duty.state = .paused
        case .satisfied(let ending): close(.satisfied, ending)
        case .waived(let ending): close(.waived, ending)
        case .ceased(let ending): close(.ceased, ending)
        case .lapsed: close(.lapsed, .lapse)
        case .becameHistoric: close(.historic, nil)
        case .reopened:
            begin()
            if duty.ending == .conditionGone || duty.ending == .occasionGone { duty.owedSince = event.at }
            duty.closedAt = nil
            duty.ending = nil
        case .warned(let count): duty.warned = count
        case .breached: duty.breachedAt = event.at
        case .breachWithdrawn: duty.breachedAt = nil
        case .handedOver(let holding, _):
            duty.holder = holding
            if duty.escalatedAt != nil { duty.escalatedAt = event.at }
        case .escalated(let level):
            duty.escalated = level
            duty.escalatedAt = event.at
        default: break
        }
    }

    private static func apply(_ event: DutyEvent, to handoff: inout Handoff) {
        func fail(_ state: HandoffStanding) {
            handoff.state = state
            handoff.failedAt = event.at
        }
        switch event.change {
        case .sent(_, let told):
            handoff.sentAt = handoff.sentAt ?? event.at
            if handoff.content != .doNotRely { handoff.told = told }
        case .delivered:
            handoff.deliveredAt = handoff.deliveredAt ?? event.at
            if handoff.state == .offered || handoff.state == .undeliverable {
                handoff.state = .delivered
                handoff.failedAt = nil
            }
        case .openedByReceiver:
            handoff.openedAt = handoff.openedAt ?? event.at
            if handoff.state.isPending { handoff.state = .opened }
        case .accepted(_, let person):
            handoff.state = .accepted
            handoff.answeredAt = event.at
            handoff.answeredBy = person
            handoff.failedAt = nil
        case .declined(_, let person, let reason):
            fail(.declined)
            handoff.answeredAt = event.at
            handoff.answeredBy = person
            handoff.declined = reason
        case .expired: fail(.expired)
        case .undeliverable: fail(.undeliverable)
        case .withdrawn: handoff.state = .withdrawn
        case .completed: handoff.state = .completed
        case .withheld(_, let rule):
            handoff.state = .withheld
            handoff.withheldBy = rule
            handoff.withheldAt = event.at
        default: break
        }
    }
}
