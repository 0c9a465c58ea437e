internal import AmparoModel

/// Tells what happened to duties in plain English, one sentence for each event, for `duty show` and for stories that a
/// lawyer can read. It names posts and rules, never a person of the case; officers stand by their account.
public struct DutyNarrative: Sendable {
    private let book: ProcedureBook

    /// A narrative over the steps of a book.
    public init(_ book: ProcedureBook) { self.book = book }

    /// The step's code, `procedure/step`; of a duty to correct with `correction of` before it.
    public func name(_ duty: Duty) -> String {
        guard let entry = book.entry(duty.id.rule, version: duty.version) else { return "a duty of another book" }
        let name = "\(entry.procedure)/\(entry.step.code)"
        return duty.id.occasion.kind == .told ? "correction of \(name)" : name
    }

    /// What happened, given the ledger after it; nil for what nobody needs to read (that a message left).
    public func sentence(_ event: DutyEvent, _ ledger: SubjectLedger) -> String? {
        guard let duty = ledger[event.duty] else {
            if case .refused(let why, _) = event.change { return "Refused: \(why.rawValue)." }
            return nil
        }
        let name = name(duty)
        if let text = handoffSentence(event, ledger, name) { return text }
        switch event.change {
        case .created(let duty): return created(duty, name)
        case .rescheduled(let deadline, let opens, _):
            let due = deadline.map { "is now due \(time($0.at))" } ?? "has no deadline while its clock stands"
            return "\(name) \(due)\(opens.map { ", and opens \(time($0))" } ?? "")."
        case .opened: return "\(name) opens; it is due \(due(duty))."
        case .paused: return "\(name) is held back."
        case .resumed: return "\(name) goes on; it is due \(due(duty))."
        case .satisfied(let ending): return "\(name) is done: \(words(ending, ledger))."
        case .reopened: return "\(name) is owed again."
        case .waived(let ending): return "\(name) is waived: \(words(ending, ledger))."
        case .ceased(let ending): return "\(name) is not owed any more: \(words(ending, ledger))."
        case .lapsed: return "\(name) has run out."
        case .becameHistoric: return "\(name) was due before the record began; nobody is told."
        case .warned: return "\(duty.holder.post) is warned: \(name) is due \(due(duty))."
        case .breached: return "\(name) is late, in the hands of \(duty.holder.post)."
        case .breachWithdrawn: return "\(name) was not late after all."
        case .handedOver(let holding, _): return "\(name) is now \(holding.person)'s, of \(holding.post)."
        case .pathExhausted:
            return "\(name) has been offered to everybody on its path; \(duty.holder.post) still holds it."
        case .refused(let why, let person): return "Refused to \(person.isEmpty ? "nobody" : person): \(why.rawValue)."
        default: return nil
        }
    }

    /// What is to be done; for a duty to correct, just that.
    public func what(_ duty: Duty) -> String {
        if duty.id.occasion.kind == .told { return "Tell everyone who was told, until they confirm" }
        return book.entry(duty.id.rule, version: duty.version)?.step.what ?? "see the book it was made with"
    }

    private func created(_ duty: Duty, _ name: String) -> String {
        switch duty.state {
        case .satisfied: return "\(name) was done before it was asked for\(duty.breachedAt == nil ? "" : ", but late")."
        case .historic: return "\(name) was due before the record began; nobody is told."
        case .lapsed: return "\(name) had run out before it was known."
        case .scheduled:
            return "\(duty.holder.post) will hold \(name) from \(duty.opensAt.map(time) ?? "then"), due \(due(duty)): "
                + "\(what(duty))."
        case .paused: return "\(duty.holder.post) holds \(name), held back: \(what(duty))."
        default: return "\(duty.holder.post) holds \(name), due \(due(duty)): \(what(duty))."
        }
    }

    private func handoffSentence(_ event: DutyEvent, _ ledger: SubjectLedger, _ name: String) -> String? {
        func to(_ number: UInt32) -> String { ledger[handoff: number].map { "\($0.to)" } ?? "nobody" }
        switch event.change {
        case .offered(let handoff) where handoff.state == .withheld:
            return "\(handoff.to) is NOT told of \(name): \(handoff.withheldBy)."
        case .offered(let handoff):
            switch handoff.content {
            case .fact:
                return "\(handoff.to) is told (\(handoff.reason), for \(handoff.purpose)); to be accepted by name by "
                    + "\(time(handoff.acceptBy))."
            case .correction:
                return "\(handoff.to) is told what has changed; to be confirmed by \(time(handoff.acceptBy))."
            case .doNotRely:
                return
                    "\(handoff.to) is told not to rely on what it was told; to be confirmed by \(time(handoff.acceptBy))."
            }
        case .accepted(let number, let person): return "\(person) of \(to(number)) accepts \(name)."
        case .declined(let number, let person, let reason):
            return "\(person) of \(to(number)) declines \(name): \(reason.rawValue)."
        case .expired(let number): return "\(to(number)) has not answered \(name) in time."
        case .withdrawn(let number): return "The offer of \(name) to \(to(number)) is taken back."
        case .completed(let number): return "\(to(number)) has completed \(name)."
        case .withheld(let number, let rule): return "\(name) does not leave for \(to(number)): \(rule)."
        case .undeliverable(let number): return "\(name) cannot be delivered to \(to(number))."
        default: return nil
        }
    }

    private func words(_ ending: DutyEnding, _ ledger: SubjectLedger) -> String {
        switch ending {
        case .fact(let key): key.kind.code
        case .acceptance(let number): "accepted by \(ledger[handoff: number]?.answeredBy ?? "a named person")"
        case .report(let person, let evidence): "reported by \(person), evidence \(evidence)"
        case .waiver(let person, let reason, let second):
            "by \(person)\(second.isEmpty ? "" : " and \(second)"), \(reason)"
        case .occasionGone: "what began it is not in the record any more"
        case .conditionGone: "what began it is not so any more"
        case .lapse: "time ran out"
        }
    }

    private func due(_ duty: Duty) -> String { duty.deadline.map { time($0.at) } ?? "when its clock goes on" }

    /// To the minute, in the offset the moment is written in.
    private func time(_ instant: Instant) -> String {
        let text = instant.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }
}
