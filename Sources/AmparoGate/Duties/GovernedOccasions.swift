internal import AmparoDuties
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// What governance and the receipts tell as occasions of duties: accounts, agreements, disclosures with an end, onward
/// disclosures, corrections owed. Read once for a run.
struct GovernedOccasions: Sendable {
    /// Every account by number, as it stands now.
    let accounts: [Int64: Account]
    /// The consents that hold now and are not limited to some classes, by record.
    let consents: [Int64: [Consent]]
    /// Whether courts' papers are in force.
    let hasPapers: Bool
    /// Erased records: nothing is owed for them any more.
    let erased: Set<Int64>
    private let emergencies: EmergencyOccasions
    private let histories: [Int64: [GovernanceFact]]
    private let shelf: AgreementShelf
    private let certificates: [Certificate]

    /// A certificate that what a clause gave was deleted.
    private struct Certificate: Sendable {
        var agreement: String
        var clause: String
        var day: Day?
        var receipts: [Int64]
        var at: Instant
    }

    init(_ moment: GovernanceMoment, shelf: AgreementShelf) throws {
        let facts = moment.facts
        histories = Dictionary(grouping: try facts.all(.account).recorded(by: moment.now), by: \.subject)
        accounts = histories.compactMapValues { Account($0) }
        self.shelf = shelf
        emergencies = try EmergencyOccasions(moment, accounts: accounts)
        let held = try facts.all(.consent).bySubject().compactMap { Consent($0.facts) }
        consents = Dictionary(
            grouping: held.filter { $0.classes.isEmpty && $0.holds(at: moment.now) }, by: \.record)
        hasPapers = try facts.all(.order).bySubject().compactMap { CourtPaper($0.facts) }.contains {
            $0.holds(at: moment.now) && ($0.kind == .order || $0.kind == .injunction)
        }
        let row = try moment.connection.statement("SELECT anchor FROM erased_anchor")
        defer { row.reset() }
        var erased: Set<Int64> = []
        while try row.step() { erased.insert(row.int64(0)) }
        self.erased = erased
        let names = Dictionary(shelf.items.map { ($0.history.id, $0.history.name) }) { first, _ in first }
        certificates = try facts.all(.agreement).filter { $0.kind == .deletionCertified }.map { fact in
            Certificate(
                agreement: names[fact.subject] ?? "", clause: fact.payload[text: .clause],
                day: fact.payload[day: .day], receipts: fact.payload[records: .records], at: fact.recorded)
        }
    }

    /// The subjects that are no children.
    var subjects: [DutySubject] {
        histories.keys.map { DutySubject(.account, $0) } + shelf.items.map { DutySubject(.agreement, $0.history.id) }
    }

    // MARK: Accounts

    /// Of an account: each time it was opened, changed or attested, and when it was locked. Whoever answers for the privacy of
    /// its department attests it.
    func account(_ number: Int64) -> [Occasion] {
        guard let account = accounts[number] else { return [] }
        let party = Account.department(of: account.agency)
        return (histories[number] ?? []).compactMap { fact in
            let kind: OccasionKind
            var day = fact.recorded.day
            switch fact.kind {
            case .accountAdded, .accountChanged: kind = .accountAttested
            case .accountAttested:
                kind = .accountAttested
                day = fact.payload[day: .day] ?? day
            case .accountLocked: kind = .accountLocked
            default: return nil
            }
            return Occasion(
                OccasionKey(kind, fact.seq), occurred: .day(day), known: fact.recorded, party: party,
                role: "privacy-officer")
        }
    }

    // MARK: Agreements

    /// Of an agreement: when it came into force and ends, when another took its place or it was taken back, and what its
    /// recipients passed on. The first party that has a privacy officer answers for it.
    func agreement(_ id: Int64, at now: Instant, _ facts: GovernanceFacts) throws -> [Occasion] {
        guard let item = shelf.items.first(where: { $0.history.id == id }) else { return [] }
        let party = item.agreement.parties.first.map { Account.department(of: $0.code) } ?? ""
        func occasion(_ kind: OccasionKind, _ about: Int64, _ at: Instant, ends: Day? = nil) -> Occasion {
            Occasion(
                OccasionKey(kind, about), occurred: .instant(at), known: at, related: id, ends: ends, party: party,
                role: "privacy-officer")
        }
        var found: [Occasion] = []
        if let enacted = item.history.enacted, shelf.calendar.span(id) != nil || item.history.suspended != nil {
            // The last day on which it holds, in Washington.
            let last = Instant(microseconds: item.agreement.expires.microseconds - 1)
            found.append(occasion(.agreementEnacted, id, enacted, ends: Zone.washington.day(of: last)))
        }
        for (kind, moment) in [
            (OccasionKind.agreementEnded, item.history.suspended), (.agreementEnded, item.history.withdrawn),
        ] {
            if let moment { found.append(occasion(kind, id, moment)) }
        }
        for newer in shelf.items where newer.agreement.replaces?.description == item.history.name {
            if let enacted = newer.history.enacted {
                found.append(occasion(.agreementRenewed, newer.history.id, enacted))
            }
        }
        for fact in try facts.history(.agreement, id) where fact.kind == .onwardDisclosureReported {
            var party = party
            if let account = accounts[fact.actor] { party = Account.department(of: account.agency) }
            // It is known by the report and not otherwise: both come at once, and the report can be late.
            for (kind, moment) in [
                (OccasionKind.onwardDisclosed, fact.payload[day: .day].map(Moment.day) ?? .instant(fact.recorded)),
                (.onwardReported, .instant(fact.recorded)),
            ] {
                found.append(
                    Occasion(
                        OccasionKey(kind, fact.seq), occurred: moment, known: fact.recorded, related: fact.seq,
                        party: party, role: "privacy-officer"))
            }
        }
        return found
    }

    // MARK: Children

    /// Of the children of a run of numbers: what was disclosed under an obligation to delete it, with the certificates, and the
    /// corrections owed, the emergencies.
    func children(
        in range: Range<Int64>, on connection: any DatabaseConnection
    ) throws -> [Int64: [Occasion]] {
        var found = emergencies.byRecord.filter { range.contains($0.key) }
        try addDisclosures(range, connection, &found)
        let row = try connection.statement(
            """
            SELECT c.child, c.seq, c.account, e.recorded FROM correction_owed c JOIN entry e ON e.seq = c.seq
            WHERE c.child >= ? AND c.child < ? ORDER BY c.child, c.seq
            """)
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        while try row.step() {
            let known = Instant(microseconds: row.int64(3))
            let recipient = accounts[row.int64(2)]
            found[row.int64(0), default: []].append(
                Occasion(
                    OccasionKey(.correctionOwed, row.int64(1)), occurred: .instant(known), known: known,
                    party: recipient?.agency ?? "", role: recipient?.role ?? ""))
        }
        return found
    }

    private func addDisclosures(
        _ range: Range<Int64>, _ connection: any DatabaseConnection, _ found: inout [Int64: [Occasion]]
    ) throws {
        let row = try connection.statement(
            """
            SELECT d.child, d.seq, d.account, d.recorded, e.payload FROM disclosure d JOIN entry e ON e.seq = d.seq
            WHERE d.child >= ? AND d.child < ? AND d.granted = 1 ORDER BY d.child, d.seq
            """)
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var retained: [Int64: [RetainedDay]] = [:]
        while try row.step() {
            guard row.int64(0) != 0, let receipt = ReceiptGlance(row.bytes(4)),
                let days = receipt.retained.map(\.days).min()
            else { continue }
            let made = Instant(microseconds: row.int64(3))
            let day = WashingtonTime.day(of: made)
            let seq = row.int64(1)
            let agency = accounts[row.int64(2)]?.agency ?? receipt.agency
            retained[row.int64(0), default: []].add(
                RetainedDay(
                    first: seq, made: made, ends: day.adding(days: days), party: Account.department(of: agency),
                    certified: certified(receipt.retained, seq, on: day)))
        }
        for (child, days) in retained { found[child, default: []] += days.flatMap(\.occasions) }
    }

    /// When everything that a receipt shows under an obligation to delete was certified as deleted; nil while something is not.
    private func certified(_ retained: [ReceiptGlance.Retained], _ seq: Int64, on day: Day) -> Instant? {
        var latest: Instant?
        for clause in retained {
            let first = certificates.first { certificate in
                certificate.agreement == clause.agreement && certificate.clause == clause.clause
                    && (certificate.receipts.isEmpty
                        ? certificate.day.map { day <= $0 } ?? false : certificate.receipts.contains(seq))
            }
            guard let first else { return nil }
            latest = max(latest ?? first.at, first.at)
        }
        return latest
    }
}

/// What one department was shown of a child and must have deleted by the same day: one duty, however often somebody there
/// looked.
private struct RetainedDay {
    /// The first receipt.
    var first: Int64
    /// When it was made.
    var made: Instant
    /// The last day on which it may be kept.
    var ends: Day
    /// Who answers for it.
    var party: String
    /// When the last of it was certified as deleted; nil while something is not.
    var certified: Instant?

    var occasions: [Occasion] {
        let shown = Occasion(
            OccasionKey(.disclosureMade, first), occurred: .instant(made), known: made, related: first, ends: ends,
            party: party, role: "privacy-officer")
        guard let certified else { return [shown] }
        return [
            shown,
            Occasion(
                OccasionKey(.deletionCertified, first), occurred: .instant(certified), known: certified,
                related: first),
        ]
    }
}

extension [RetainedDay] {
    /// Adds a disclosure, in the order of the journal.
    fileprivate mutating func add(_ new: RetainedDay) {
        guard let place = lastIndex(where: { $0.party == new.party && $0.ends == new.ends }) else {
            return append(new)
        }
        self[place].certified = self[place].certified.flatMap { at in new.certified.map { Swift.max(at, $0) } }
    }
}
