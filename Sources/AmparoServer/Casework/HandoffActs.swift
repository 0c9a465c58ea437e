internal import AmparoDuties
internal import AmparoGate
internal import AmparoStore
internal import HTTPTypes

/// What a viewer says to an offer: an act of a named person, decided and written by the desk of duties.
struct HandoffActs {
    let visit: CaseVisit

    /// Takes it on. Answers where to go on.
    func accept(_ id: String) throws -> String {
        try act(id) { .accepted(handoff: $0, by: $1) }
    }

    /// Says no, why, and of a wrong office perhaps whose it is.
    func decline(_ id: String, reason: String?, proposal: String?) throws -> String {
        guard let why = reason.flatMap(DeclineReason.init) else { throw CaseRefusal(.badRequest, "refused") }
        let post = proposal.flatMap { $0.isEmpty ? nil : Post($0) }
        return try act(id) {
            .declined(handoff: $0, by: $1, reason: why, proposal: why == .wrongOffice ? post : nil)
        }
    }

    private func act(_ id: String, _ act: (UInt32, ActingPerson) -> Act) throws -> String {
        guard let name = HandoffName(id) else { throw CaseRefusal.nothing }
        let acted = try visit.casework.duties.act(name.subject, by: visit.viewer.account) { act(name.number, $0) }
        if let refusal = acted.refusal { throw CaseRefusal(refusal) }
        return visit.reader.address("/handoffs")
    }
}

extension CaseRefusal {
    /// What the rules of duties said. Of what is not theirs a viewer hears the same as of what there is not.
    init(_ refusal: ActRefusal) {
        switch refusal {
        case .noSuchDuty, .noSuchHandoff, .notTheirs: self.init(.notFound, "nothing")
        case .dutyIsOver, .handoffIsOver, .alreadyAccepted: self.init(.conflict, "over")
        default: self.init(.forbidden, "entitled")
        }
    }
}
