public import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Real requests of the past, to be decided again by other rules (SHARING.md, "Simulation").
public struct Replay: Sendable {
    /// The first and the last day, Washington time.
    public let days: ClosedRange<Day>
    let gate: Gate

    /// The requests of some days of a store.
    public init(_ days: ClosedRange<Day>, of gate: Gate) {
        self.days = days
        self.gate = gate
    }

    /// Adds each request of the days to a simulation, at its own time, with the facts of the record as it was then; denied
    /// ones too. What no rule was asked about (an unknown account, say) is left out. Answers how many were added.
    func addAll(to simulation: inout Simulation) throws -> Int {
        var count = 0
        for number in try receipts() {
            guard let (receipt, child, account, at) = try gate.receipt(number), !receipt.groups.isEmpty,
                let request = try request(receipt, child: child, account: account, at: at)
            else { continue }
            simulation.replay(request)
            count += 1
        }
        return count
    }

    private func receipts() throws -> [Int64] {
        let from = WashingtonTime.start(of: days.lowerBound).microseconds
        let until = WashingtonTime.end(of: days.upperBound).microseconds
        return try gate.journal.database.read { connection in
            let row = try connection.statement(
                "SELECT seq FROM disclosure WHERE recorded >= ? AND recorded < ? ORDER BY seq")
            defer { row.reset() }
            row.bind(from, at: 1)
            row.bind(until, at: 2)
            var numbers: [Int64] = []
            while try row.step() { numbers.append(row.int64(0)) }
            return numbers
        }
    }

    /// The request of a receipt, with the facts on which it was decided; nil when the account is gone.
    private func request(
        _ receipt: Receipt, child: Int64, account: Int64, at: Instant
    ) throws -> DecisionRequest? {
        let subject = SubjectKind(rawValue: receipt.subject) ?? .child
        let day = WashingtonTime.day(of: at)
        let knowledge = Knowledge(
            try gate.journal.database.read { try RecordMoment(asOf: day, seq: receipt.position, on: $0) })
        let past = subject == .child ? try gate.record.gatherPast(child, at: knowledge) : nil
        return try gate.journal.database.read { connection in
            guard let standing = try gate.sources.accounts.standing(ofNumber: account, at: at, on: connection) else {
                return nil
            }
            let record =
                try past ?? gate.record.gather(sponsor: receipt.sponsors.first ?? 0, at: knowledge, on: connection)
            let asker = try gate.asker(standing, at: at, RecordMark(on: connection), on: connection)
            let request = GateRequest(
                account: standing.requester.account, purpose: receipt.purpose, operation: .view, id: "")
            let facts = try gate.facts(
                of: record, record.evaluated(at: knowledge, secrets: gate.record.secrets), on: day, request, asker,
                on: connection)
            return DecisionRequest(
                id: "", at: at, position: receipt.position, requester: standing.requester, purpose: receipt.purpose,
                operation: Operation(rawValue: receipt.operation) ?? .view, subject: subject, facts: facts,
                fields: Set(receipt.groups.flatMap(\.fields)).sorted().map {
                    gate.plan.catalogue[$0]?.number ?? .unknown
                })
        }
    }
}
