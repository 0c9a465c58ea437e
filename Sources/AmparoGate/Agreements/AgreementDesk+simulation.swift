public import AmparoModel
public import AmparoOversight
public import AmparoSharing
internal import AmparoStore

/// Who would newly see what, and who no longer, if agreements took the place of others: counts only.
public struct SimulationAnswer: Sendable {
    /// The agreements that were simulated.
    public var agreements: [String]
    /// Those that they took the place of.
    public var insteadOf: [String]
    /// The day in the world.
    public var asOf: Day
    /// The lines, in the order of the trees of parties, roles, purposes and classes.
    public var rows: [Simulation.Row]
    /// What became of real requests of the past; nil when none were asked for.
    public var replay: Replayed?
    /// The entry of the run, of the last agreement's where there are several; 0 before it is recorded.
    public internal(set) var entry: Int64 = 0

    /// Requests of the past, decided again.
    public struct Replayed: Sendable {
        /// The days, Washington time.
        public var days: ClosedRange<Day>
        /// How many requests there were.
        public var requests: SimulatedCount
        /// The lines; they count requests.
        public var rows: [Simulation.Row]
    }

    /// The answer as JSON: a line for each recipient, role, purpose and class; null is a number from 1 to 10.
    public var json: JSON {
        let replay = replay.map { replay in
            JSON.object([
                JSON.Member("from", .string(replay.days.lowerBound.description)),
                JSON.Member("to", .string(replay.days.upperBound.description)),
                JSON.Member("requests", replay.requests.json),
                JSON.Member("rows", .array(replay.rows.map(\.replayed))),
            ])
        }
        return .object([
            JSON.Member("agreements", .array(agreements.map(JSON.string))),
            JSON.Member("insteadOf", .array(insteadOf.map(JSON.string))),
            JSON.Member("asOf", .string(asOf.description)),
            JSON.Member("rows", .array(rows.map(\.json))), JSON.Member("replay", replay ?? .null),
        ])
    }
}

/// A run of a simulation as its entry tells of it.
public struct SimulationRun: Sendable {
    /// The entry.
    public var seq: Int64
    /// When it was recorded.
    public var recorded: Instant
    /// The agreement that was simulated, `id@version`.
    public var agreement: String
    /// The counts, in the form of `SimulationAnswer.json`.
    public var counts: JSON
    /// The agency whose account ran it; nil when nobody knows the account.
    public var agency: String?
}

extension Simulation.Row {
    /// The line as JSON.
    public var json: JSON {
        .object(
            head + [
                JSON.Member("children", children.json), JSON.Member("sponsors", sponsors.json),
                JSON.Member("householdMembers", householdMembers.json),
            ])
    }

    /// The line of a replay as JSON: it counts requests.
    public var replayed: JSON { .object(head + [JSON.Member("requests", children.json)]) }

    private var head: [JSON.Member] {
        [
            JSON.Member("agency", .string(agency.code)), JSON.Member("role", .string(role)),
            JSON.Member("purpose", .string(purpose)), JSON.Member("class", .string(fieldClass.code)),
            JSON.Member("direction", .string(direction.rawValue)),
        ]
    }
}

extension SimulatedCount {
    fileprivate var json: JSON {
        switch self {
        case .exact(let count): .count(count)
        case .suppressed: .null
        }
    }
}

extension AgreementDesk {
    /// Simulates that agreements held on a day instead of others, over today's population and, with `replay`, over the real
    /// requests of some past days, and records the run: each
    /// run is a published entry, and of a widening that has its approvals the 30 days begin with the first. Only for
    /// the privacy officer of the agency whose fields they let out, and for oversight. Throws `notEntitled`,
    /// `notFound`, `signature`.
    ///
    /// What is simulated is taken to hold on that day, whatever term is written in it, so that past regimes can be
    /// asked about.
    public func simulate(
        _ proposed: [Agreement], insteadOf names: [String], asOf day: Day, replay: Replay? = nil, by signer: Signer
    ) throws -> SimulationAnswer {
        let (enacted, orders, now) = try store.read { moment in
            let account = try moment.actor(signer.account)
            for agreement in proposed { try requireSimulating(agreement, account) }
            let shelf = try shelf(moment)
            for name in names { _ = try Self.item(name, shelf) }
            let papers = try moment.papers()
            return (shelf.enacted(), try CourtPaper.rules(papers, terms), moment.now)
        }
        let isToday = WashingtonTime.day(of: now) == day
        let instant = isToday ? now : Instant(microseconds: WashingtonTime.end(of: day).microseconds - 1)
        let gone = Set(names + proposed.compactMap { $0.replaces?.description } + proposed.map(\.name.description))
        var after = enacted.filter { !gone.contains($0.name.description) }
        for var agreement in proposed {
            agreement.assume(TimeSpan(from: Instant(microseconds: 0)))
            after.append(agreement)
        }
        var simulation = try Simulation(
            before: RuleBook.standard(agreements: enacted, orders: orders),
            after: RuleBook.standard(agreements: after, orders: orders), at: instant)
        try PopulationScan(store, terms: terms, asOf: day, at: now).addAll(to: &simulation)
        var answer = SimulationAnswer(
            agreements: proposed.map(\.name.description), insteadOf: names, asOf: day, rows: simulation.population())
        if let replay {
            let count = try replay.addAll(to: &simulation)
            answer.replay = SimulationAnswer.Replayed(
                days: replay.days, requests: SimulatedCount(count), rows: simulation.replays())
        }
        let counts = answer.json.description
        for agreement in proposed { answer.entry = try record(agreement, counts: counts, by: signer) }
        return answer
    }

    /// Records a run of a simulation of an agreement that is proposed here. Throws `notFound`, `notEntitled`,
    /// `signature`.
    func recordSimulation(of name: String, counts: String, by signer: Signer) throws {
        try record(Self.item(name, shelf()).agreement, counts: counts, by: signer)
    }

    @discardableResult
    private func record(_ agreement: Agreement, counts: String, by signer: Signer) throws -> Int64 {
        try store.append { moment in
            let account = try moment.actor(signer.account)
            try requireSimulating(agreement, account)
            let name = agreement.name.description
            let item = try shelf(moment).item(named: name)
            var draft = GovernanceDraft(kind: .simulationRun, occurred: .at(moment.now))
            if let item, item.agreement.contentHash == agreement.contentHash {
                draft.payload[number: .subject] = item.history.id
            }
            draft.payload[text: .name] = name
            draft.payload[bytes: .hash] = agreement.contentHash.bytes
            draft.payload[text: .text] = counts
            try moment.sign(&draft, by: account, signer.source, about: name)
            return [draft]
        }[0]
    }

    /// Every run that was recorded, in the order of the journal: what it counted is public from then on.
    public func simulationRuns() throws -> [SimulationRun] {
        try store.read { moment in
            let accounts = AccountHistories(try moment.facts.all(.account))
            return try moment.facts.all(.agreement).recorded(by: moment.now).filter { $0.kind == .simulationRun }
                .sorted { $0.seq < $1.seq }.compactMap { fact in
                    guard let counts = try? JSON(fact.payload[text: .text]) else { return nil }
                    return SimulationRun(
                        seq: fact.seq, recorded: fact.recorded, agreement: fact.payload[text: .name], counts: counts,
                        agency: accounts.account(fact.actor, at: fact.recorded)?.agency)
                }
        }
    }

    /// Whether an account may run a simulation of an agreement.
    public func maySimulate(_ agreement: Agreement, _ account: Account) -> Bool {
        (try? requireSimulating(agreement, account)) != nil
    }

    /// Refuses an account that may not run a simulation of an agreement. `notEntitled`.
    private func requireSimulating(_ agreement: Agreement, _ account: Account) throws {
        let isOfSource = Enacting(agreement, terms).sources.contains { Account.covers($0, account.agency) }
        guard account.isPrivacyOfficer && isOfSource || account.isOversight else {
            throw GovernanceError(
                .notEntitled, "A simulation is for the privacy officer of the source agency, and for oversight.")
        }
    }
}
