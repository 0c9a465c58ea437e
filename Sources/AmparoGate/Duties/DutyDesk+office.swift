public import AmparoDuties
public import AmparoModel
internal import AmparoSharing
internal import AmparoStore

// The office: who is in charge where, who accepted by name, who stands in for whom, from which day on. Nobody holds
// duties by default: neither a post nor the steward (part 3, item 6).

extension DutyDesk {
    /// Places a post, in charge of courts (base city codes) and states (USPS letters); without any, of everything. It holds
    /// nothing before somebody of it accepts. Throws `unknownWord` for a party or role there is not.
    public func place(_ post: Post, courts: [String] = [], states: [String] = []) throws {
        try terms.check(role: post.role, agency: post.party, homeAgency: post.party)
        if case .office(let code) = post.place {
            guard code.utf8.count <= 40, code != "of-record", !code.utf8.contains(where: { $0 < 0x21 }) else {
                throw GovernanceError(.unknownWord, "An office is a short code without blanks, at most 40 characters.")
            }
        }
        guard states.allSatisfy({ StateCode($0).packed > 0xFF }), courts.allSatisfy({ !CourtCode($0).isNone }) else {
            throw GovernanceError(.unknownWord, "A state is two letters, a court the code of its base city.")
        }
        var entry = OfficeEntry()
        entry.act = .placed
        entry.post = post
        entry.courts = courts
        entry.states = states
        try decide(.postChanged, entry)
    }

    /// The account's holder accepts by name that their post holds duties. Throws `notEntitled` when it is not their post,
    /// `notFound` when it was not placed.
    public func accept(_ post: Post, by account: String) throws {
        let actor = try store.read { try $0.actor(account) }
        let known = try office().entries.contains { $0.posting.post == post }
        guard known else { throw GovernanceError(.notFound, "There is no post \(post); place it first.") }
        guard actor.belongs(to: post) else { throw Self.notTheirs(account, post) }
        var entry = OfficeEntry()
        entry.act = .accepted
        entry.post = post
        try decide(.postChanged, entry, by: actor.number)
    }

    /// Nobody of the post accepts any more that it holds duties: what it holds it keeps until somebody takes it, and nothing
    /// new begins with it. Throws `notEntitled`.
    public func release(_ post: Post, by account: String) throws {
        let actor = try store.read { try $0.actor(account) }
        guard actor.belongs(to: post) else { throw Self.notTheirs(account, post) }
        var entry = OfficeEntry()
        entry.act = .released
        entry.post = post
        try decide(.postChanged, entry, by: actor.number)
    }

    /// The account's holder accepts by name to hold, with their own post, what no other post has accepted.
    public func acceptStewardship(by account: String) throws {
        let actor = try store.read { try $0.actor(account) }
        var entry = OfficeEntry()
        entry.act = .steward
        entry.post = actor.post
        try decide(.postChanged, entry, by: actor.number)
    }

    /// A deputy acts for a post from a moment on, up to another; the post keeps its duties. Said by somebody of the post or by
    /// whoever answers for the privacy of its agency. Throws `notEntitled`, `notFound`.
    public func name(deputy: String, of post: Post, from: Instant, to: Instant?, by account: String) throws {
        let (actor, deputy) = try store.read { (try $0.actor(account), try $0.actor(deputy)) }
        guard actor.belongs(to: post) || actor.answersForPrivacy(of: post.party) else {
            throw Self.notTheirs(account, post)
        }
        guard Account.department(of: deputy.agency) == Account.department(of: post.party) else {
            throw GovernanceError(.notEntitled, "A deputy works for the same department as the post.")
        }
        var entry = OfficeEntry()
        entry.post = post
        entry.account = deputy.number
        entry.from = from
        entry.to = to
        try decide(.deputyNamed, entry, by: actor.number)
    }

    /// Sets the first day of the duties.
    public func setLiveFrom(_ day: Day) throws {
        var entry = OfficeEntry()
        entry.day = day
        try decide(.liveFrom, entry)
    }

    /// Turns a procedure (`code@version`) on or off. Throws `DutiesError` when there is none of that name.
    public func turn(_ procedure: String, on isOn: Bool) throws {
        guard try ProcedureBook.shippedProcedures().contains(where: { $0.name == procedure }) else {
            throw GovernanceError(.notFound, "There is no procedure of that name; `amparo procedure lint` lists them.")
        }
        var entry = OfficeEntry()
        entry.procedure = procedure
        entry.isOn = isOn
        try decide(.procedureSet, entry)
    }

    /// Chooses the span of a clock (`procedure/step`) that is the deployment's to choose. Throws `DutiesError` when it is not.
    public func choose(_ span: ClockSpan, for step: String) throws {
        let office = try office()
        var spans = office.spans
        spans[step] = span
        _ = try ProcedureBook(
            ProcedureBook.shippedProcedures(),
            settings: ProcedureSettings(
                turnedOn: office.turnedOn, turnedOff: office.turnedOff, spans: spans, start: office.liveFrom))
        var entry = OfficeEntry()
        entry.step = step
        entry.span = span.description
        try decide(.procedureSet, entry)
    }

    private func decide(_ kind: EntryKind, _ entry: OfficeEntry, by actor: Int64 = 0) throws {
        _ = try append(kind, entry.payload, actor: actor)
    }

    private static func notTheirs(_ account: String, _ post: Post) -> GovernanceError {
        GovernanceError(.notEntitled, "The account \(account) does not belong to \(post).")
    }
}
