import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoStore

/// Duties and handoffs: of posts for which the account may act, and of children of whom the gate shows it something.
extension StoreAPI {
    private func lastSeq(_ subject: DutySubject) throws -> Int64 {
        try store.database.read { try DutyLedgers($0).lastSeq(of: subject) }
    }

    private func version(_ subject: DutySubject, _ last: Int64) -> String {
        keys.mark("duties \(subject.rawValue) \(last)")
    }

    // MARK: Looking

    /// What the gate shows of the child of a subject; nil for a subject that is no child. Throws `GateError`.
    private func shown(_ subject: DutySubject, _ call: APICall) throws -> Disclosed<ChildRecord>? {
        guard subject.child != 0 else { return nil }
        return try gate.disclose(request(call, fields: DisclosedList.workFields), child: subject.child)
    }

    /// The duty that a call names, of one of the account's posts.
    private func named(_ call: APICall) throws -> (name: DutyName, ledger: SubjectLedger) {
        guard let name = call["ref"].flatMap(DutyName.init) else { throw APIProblem(.notFound) }
        let ledger = try store.database.read { try DutyLedgers($0).ledger(of: name.subject).ledger }
        let isOwn = try ownPosts(call)
        let posts =
            (ledger[name.duty].map { [$0.holder.post] } ?? [])
            + ledger.handoffs.filter { $0.duty == name.duty }.flatMap { [$0.from, $0.to] }
        guard posts.contains(where: isOwn) else {
            // The gate is asked all the same, so that the answer takes as long and has its receipt.
            _ = try shown(name.subject, call)
            throw APIProblem(.notFound)
        }
        return (name, ledger)
    }

    func duty(_ call: APICall) throws -> APIAnswer {
        let (name, _) = try named(call)
        let disclosed = try shown(name.subject, call)
        let version = version(name.subject, try lastSeq(name.subject))
        let known = try duties.duties(of: name.subject)
        let told = Told(disclosed.map { [$0] } ?? []) { shown in
            let more = [
                JSON.Member("version", .string(version)),
                JSON.Member("receipt", shown.first.map { .number(String($0.receipt)) } ?? .null),
            ]
            return .object(DutyView(name.subject, known, only: name.duty).json.members + more)
        }
        return .told(told, version: version)
    }

    func handoffs(_ call: APICall) throws -> APIAnswer {
        let isOwn = try ownPosts(call)
        let states = HandoffStanding.allCases.filter { "\($0)" == call["state"] }
        let after = call.position.flatMap(HandoffPlace.init)
        var (limit, page, isWhole) = (1024, [StandingHandoff](), false)
        // The list begins at the front each time; it is read further until the page is full.
        while page.count <= call.limit, !isWhole {
            let found = try store.database.read { connection in
                try HandoffList(connection).list(
                    HandoffList.Question(
                        isReceiver: isOwn, subject: call.number("child").map { DutySubject(.child, $0) },
                        states: Set(states), limit: limit))
            }
            isWhole = found.count < limit
            page = found.filter { handoff in after.map { $0 < HandoffPlace(handoff) } ?? true }
            limit *= 4
        }
        let next = page.count > call.limit ? HandoffPlace(page[call.limit - 1]) : nil
        page = Array(page.prefix(call.limit))
        let shown = try disclosed(Set(page.map(\.subject.child)), call)
        page = page.filter { $0.subject.child == 0 || shown[$0.subject.child] != nil }
        let people = try duties.people.named(in: page.map(\.answerEntry))
        let versions = try Dictionary(uniqueKeysWithValues: Set(page.map(\.subject)).map { ($0, try lastSeq($0)) })
        let told = Told(Array(shown.values)) { _ in
            .object([
                JSON.Member(
                    "handoffs",
                    .array(
                        page.map {
                            json($0, people[$0.answerEntry], versions[$0.subject] ?? 0, shown[$0.subject.child])
                        }))
            ])
        }
        return .told(told, next: next?.description)
    }

    private func json(
        _ handoff: StandingHandoff, _ person: String?, _ last: Int64, _ shown: Disclosed<ChildRecord>?
    ) -> JSON {
        .object(
            handoff.json(person).members + [
                JSON.Member("version", .string(version(handoff.subject, last))),
                JSON.Member("receipt", shown.map { .number(String($0.receipt)) } ?? .null),
            ])
    }

    /// The handoff that a call names, from or to one of the account's posts.
    private func namedHandoff(_ call: APICall) throws -> StandingHandoff {
        let reference = call["ref"] ?? ""
        guard let name = try HandoffName(reference) ?? store.handoff(told: reference) else {
            throw APIProblem(.notFound)
        }
        let isOwn = try ownPosts(call)
        let found = try store.database.read { connection in
            try HandoffList(connection).list(HandoffList.Question(subject: name.subject, limit: .max))
                .first { $0.number == name.number }
        }
        guard let found, isOwn(found.to) || isOwn(found.from) else {
            _ = try shown(name.subject, call)
            throw APIProblem(.notFound)
        }
        return found
    }

    func handoff(_ call: APICall) throws -> APIAnswer {
        let handoff = try namedHandoff(call)
        let disclosed = try shown(handoff.subject, call)
        let last = try lastSeq(handoff.subject)
        let person = try duties.people.named(in: [handoff.answerEntry])[handoff.answerEntry]
        let told = Told(disclosed.map { [$0] } ?? []) { json(handoff, person, last, $0.first) }
        return .told(told, version: version(handoff.subject, last))
    }

    // MARK: Acting

    /// The number of the last event that the actor has seen. Throws `versionChanged` when there is a later one.
    private func seen(_ subject: DutySubject, _ call: APICall) throws -> Int64 {
        let last = try lastSeq(subject)
        guard call.ifMatch == version(subject, last) else { throw APIProblem(.versionChanged) }
        return last
    }

    private func act(
        _ subject: DutySubject, seen: Int64, _ call: APICall, _ act: (ActingPerson) -> Act
    ) throws -> SubjectLedger {
        do {
            let acted = try duties.act(subject, by: call.caller.account, seen: seen, act)
            if let refusal = acted.refusal { throw APIProblem(.actRefused, reason: refusal.rawValue) }
            return acted.ledger
        } catch is DutiesMovedOn {
            throw APIProblem(.versionChanged)
        }
    }

    private func acted(_ name: String, _ subject: DutySubject, state: String?, entry: Int64? = nil) throws -> APIAnswer
    {
        let version = version(subject, try lastSeq(subject))
        var members = [
            JSON.Member("id", .string(name)), JSON.Member("state", .string(state ?? "")),
            JSON.Member("version", .string(version)),
        ]
        if let entry { members.append(JSON.Member("entry", .number(String(entry)))) }
        return .plain(.object(members), version: version)
    }

    func reportDuty(_ call: APICall) throws -> APIAnswer {
        let (name, ledger) = try named(call)
        _ = try shown(name.subject, call)
        guard let duty = ledger[name.duty], try ownPosts(call)(duty.holder.post) else {
            throw APIProblem(.actRefused, reason: ActRefusal.notTheirs.rawValue)
        }
        var last = try seen(name.subject, call)
        let evidence = Sensitive(call.body?["evidence"]?.string ?? "")
        let entry = try duties.report(
            name.subject, ReportedOccasion(nil, occurred: .instant(store.now())), evidence: evidence,
            by: call.caller.account)
        // The evidence itself may be the last thing that happened.
        let now = try lastSeq(name.subject)
        if now == entry { last = now }
        let after = try act(name.subject, seen: last, call) { .reported(duty: name.duty, by: $0, evidence: entry) }
        return try acted(name.description, name.subject, state: after[name.duty].map { "\($0.state)" }, entry: entry)
    }

    func answerHandoff(_ call: APICall, _ answer: (UInt32, ActingPerson) -> Act) throws -> APIAnswer {
        let handoff = try namedHandoff(call)
        _ = try shown(handoff.subject, call)
        let last = try seen(handoff.subject, call)
        let after = try act(handoff.subject, seen: last, call) { answer(handoff.number, $0) }
        let state = after[handoff: handoff.number].map { "\($0.state)" }
        return try acted(handoff.reference.description, handoff.subject, state: state)
    }

    func declineHandoff(_ call: APICall) throws -> APIAnswer {
        guard let reason = (call.body?["reason"]?.string).flatMap(DeclineReason.init(rawValue:)) else {
            throw APIProblem(.bodyRefused, "`reason` is missing")
        }
        let proposal = try call.body?["proposal"]?.string.map { text in
            guard let post = Post(text) else { throw APIProblem(.bodyRefused, "`proposal` must be a post") }
            return post
        }
        return try answerHandoff(call) { .declined(handoff: $0, by: $1, reason: reason, proposal: proposal) }
    }
}

/// A handoff's place in the order of offering.
private struct HandoffPlace: Comparable, LosslessStringConvertible {
    var offered: Int64
    var name: HandoffName

    init(_ handoff: StandingHandoff) {
        offered = handoff.offered.microseconds
        name = handoff.reference
    }

    init?(_ description: String) {
        let parts = description.split(separator: " ")
        guard parts.count == 2, let offered = Int64(parts[0]), let name = HandoffName(String(parts[1])) else {
            return nil
        }
        self.offered = offered
        self.name = name
    }

    var description: String { "\(offered) \(name)" }

    static func < (a: HandoffPlace, b: HandoffPlace) -> Bool {
        (a.offered, a.name.subject, a.name.number) < (b.offered, b.name.subject, b.name.number)
    }
}
