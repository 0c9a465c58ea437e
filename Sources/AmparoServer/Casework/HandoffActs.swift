internal import AmparoDuties
internal import AmparoGate
internal import AmparoStore
internal import HTTPTypes

/// What a viewer says to an offer: an act of a named person, decided and written by the desk of duties.
struct HandoffActs {
    let visit: CaseVisit

    /// Takes it on. Answers where to go on.
    func accept(_ id: String) throws -> String {
        try act(id, isYes: true) { .accepted(handoff: $0, by: $1) }
    }

    /// Says no, why, and of a wrong office perhaps whose it is.
    func decline(_ id: String, reason: String?, proposal: String?) throws -> String {
        guard let why = reason.flatMap(DeclineReason.init) else { throw CaseRefusal(.badRequest, "refused") }
        let post = proposal.flatMap { $0.isEmpty ? nil : Post($0) }
        return try act(id, isYes: false) {
            .declined(handoff: $0, by: $1, reason: why, proposal: why == .wrongOffice ? post : nil)
        }
    }

    private func act(_ id: String, isYes: Bool, _ act: (UInt32, ActingPerson) -> Act) throws -> String {
        guard let name = HandoffName(id) else { throw CaseRefusal.nothing }
        let acted = try visit.casework.duties.act(name.subject, by: visit.viewer.account) { act(name.number, $0) }
        if let refusal = acted.refusal, [.handoffIsOver, .alreadyAccepted].contains(refusal),
            let standing = try standing(name)
        {
            throw try conflict(standing, wanted: isYes)
        }
        if let refusal = acted.refusal { throw CaseRefusal(refusal) }
        return visit.reader.address("/handoffs")
    }

    private func standing(_ name: HandoffName) throws -> StandingHandoff? {
        try visit.casework.store.journal.database.read { connection in
            try HandoffList(connection).list(HandoffList.Question(subject: name.subject, limit: 1000))
                .first { $0.number == name.number }
        }
    }

    /// Somebody has answered meanwhile: what they said, and what was wanted here.
    private func conflict(_ handoff: StandingHandoff, wanted isYes: Bool) throws -> CaseConflict {
        let phrases = visit.phrases
        var stands: [(key: String, content: Markup)] = [
            ("state", Markup(phrases.find("handoffs.state.\(handoff.state)") ?? phrases.say("handoffs.accepted")))
        ]
        if let answered = handoff.answered { stands.append(("when", visit.reader.time(answered))) }
        if let person = try visit.casework.duties.people.named(in: [handoff.answerEntry])[handoff.answerEntry] {
            stands.append(("who", foreign(person)))
        }
        return CaseConflict(
            visit: visit, stands: stands,
            sent: [("answer", Markup(phrases.say(isYes ? "handoffs.accept" : "handoffs.decline")))],
            path: "/handoffs")
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
