internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Finds what recipients had to delete and have not certified: whoever was given something by a clause with `retain-days`
/// owes a certificate of deletion when the days have run; a breach ends what the clause permits (SHARING.md,
/// "Enacting", "Obligations are checked").
struct RetentionScan {
    /// A clause by the agreement's name.
    struct Clause: Hashable {
        var agreement: String
        var id: String
    }

    /// A certificate of deletion.
    struct Certificate {
        var agency: String
        var day: Day
        var receipts: [Int64]
    }

    let journal: Journal
    /// The clauses that permit something now, with their certificates.
    let clauses: [Clause: [Certificate]]
    let today: Day

    /// The first receipt of each clause whose retention is over without a certificate.
    func lapsed() throws -> [(clause: Clause, receipt: Int64)] {
        var found: [Clause: Int64] = [:]
        for number in try granted() where found.count < clauses.count {
            let entry = try journal.withEntry(number) { entry in
                Receipt(entry.payload).map { StoredReceipt(entry, $0) }
            }
            guard let stored = entry ?? nil else { throw GateError(.brokenReceipt, receipt: number) }
            for group in stored.receipt.groups where group.isShown && group.layer == Layer.agreement.code {
                let clause = Clause(agreement: group.rule, id: group.clause)
                guard found[clause] == nil, let certificates = clauses[clause],
                    isLapsed(group, stored, certificates)
                else { continue }
                found[clause] = number
            }
        }
        return found.sorted { $0.value < $1.value }.map { ($0.key, $0.value) }
    }

    /// The certificate is owed on the last day on which the recipient may have it; the day after, it is missing.
    private func isLapsed(_ group: Receipt.Group, _ stored: StoredReceipt, _ certificates: [Certificate]) -> Bool {
        let days = group.obligations.compactMap { ObligationSet.retainDays(in: $0) }
        guard let days = days.min() else { return false }
        let told = WashingtonTime.day(of: stored.at)
        guard told.adding(days: days) < today else { return false }
        return !certificates.contains { certificate in
            certificate.agency == stored.receipt.agency
                && (certificate.receipts.isEmpty
                    ? certificate.day >= told : certificate.receipts.contains(stored.seq))
        }
    }

    private func granted() throws -> [Int64] {
        try journal.database.read { connection in
            let row = try connection.statement("SELECT seq FROM disclosure WHERE granted = 1 ORDER BY seq")
            defer { row.reset() }
            var numbers: [Int64] = []
            while try row.step() { numbers.append(row.int64(0)) }
            return numbers
        }
    }
}

extension ObligationDesk {
    /// Finds every clause by which somebody was given something that they had to delete by now, without a certificate; each is
    /// a breach, and ends what the clause permits. Doing it again finds nothing new. Answers the clauses, as
    /// `agreement@version#clause`, with the first receipt that lapsed. For whoever runs the store: daily, and after each
    /// ingest.
    @discardableResult
    public func endLapsed() throws -> [(clause: String, receipt: Int64)] {
        let scan = try agreements.store.read { moment in
            let shelf = try agreements.shelf(moment)
            let accounts = AccountHistories(try moment.facts.all(.account))
            var clauses: [RetentionScan.Clause: [RetentionScan.Certificate]] = [:]
            for item in shelf.items where item.history.enacted != nil {
                for rule in item.agreement.clauses where rule.effect == .permit && rule.obligations.retainDays != nil {
                    guard let id = rule.clause, item.history.endedClauses[id] == nil else { continue }
                    clauses[RetentionScan.Clause(agreement: item.history.name, id: id)] = []
                }
            }
            let names = Dictionary(
                shelf.items.map { ($0.history.id, $0.history.name) }
            ) { first, _ in first }
            for fact in try moment.facts.all(.agreement) where fact.kind == .deletionCertified {
                guard let day = fact.payload[day: .day],
                    let agency = accounts.account(fact.actor, at: fact.recorded)?.agency
                else { continue }
                let clause = RetentionScan.Clause(
                    agreement: names[fact.subject] ?? "", id: fact.payload[text: .clause])
                clauses[clause]?.append(
                    RetentionScan.Certificate(agency: agency, day: day, receipts: fact.payload[records: .records]))
            }
            return RetentionScan(
                journal: agreements.store.journal, clauses: clauses, today: WashingtonTime.day(of: moment.now))
        }
        let lapsed = try scan.lapsed()
        try agreements.store.append { moment in
            let shelf = try agreements.shelf(moment)
            return try lapsed.compactMap { lapse in
                let item = try AgreementDesk.item(lapse.clause.agreement, shelf)
                guard item.history.endedClauses[lapse.clause.id] == nil else { return nil }
                var draft = GovernanceDraft(kind: .obligationBreached, occurred: .at(moment.now))
                draft.payload[number: .subject] = item.history.id
                draft.payload[text: .clause] = lapse.clause.id
                draft.payload[records: .records] = [lapse.receipt]
                return draft
            }
        }
        return lapsed.map { ("\($0.clause.agreement)#\($0.clause.id)", $0.receipt) }
    }
}
