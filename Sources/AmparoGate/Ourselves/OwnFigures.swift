public import AmparoModel
internal import AmparoSharing
public import AmparoStore

/// Counts the figures about the house itself. A pure function of the entries up to a number and of a day (law 7).
public struct OwnFigures: Sendable {
    private let journal: Journal

    /// The figures of a store.
    public init(_ journal: Journal) { self.journal = journal }

    /// The figures as known at the entry of that number, on a day in the world.
    public func all(asOf day: Day, seq: Int64) throws -> [OwnFigure] {
        try [.accounts, .agreementChanges, .disclosures].map { try figure($0, asOf: day, seq: seq) }
    }

    /// One figure as known at the entry of that number, on a day in the world. That of decisions reads every receipt.
    public func figure(_ id: OwnFigure.ID, asOf day: Day, seq: Int64) throws -> OwnFigure {
        switch id {
        case .accounts: Self.accounts(try facts(.account, upTo: seq), on: day)
        case .agreementChanges: Self.changes(try facts(.agreement, upTo: seq))
        case .disclosures: try disclosures(upTo: seq)
        }
    }

    private func facts(_ topic: GovernanceTopic, upTo seq: Int64) throws -> [GovernanceFact] {
        try journal.database.read { try GovernanceFacts($0).all(topic).filter { $0.seq <= seq } }
    }

    private static func empty(_ id: OwnFigure.ID) -> OwnFigure {
        OwnFigure(id, dimensions: OwnDefinition(named: id.rawValue)?.dimensions ?? [])
    }

    private static func accounts(_ facts: [GovernanceFact], on day: Day) -> OwnFigure {
        var figure = empty(.accounts)
        for account in facts.bySubject().compactMap({ Account($0.facts) }) where !account.isLocked {
            guard account.isAttested(on: day) else {
                figure.unknown += 1
                continue
            }
            figure.count(in: [
                "agency": account.agency, "homeAgency": account.homeAgency,
                "office": account.agency + "/" + (account.office.isEmpty ? "-" : account.office), "role": account.role,
                "granted": account.grantedOn.description,
            ])
        }
        return figure
    }

    private static func changes(_ facts: [GovernanceFact]) -> OwnFigure {
        var figure = empty(.agreementChanges)
        for (_, facts) in facts.bySubject() {
            let name = facts.first?.payload[text: .name] ?? ""
            for fact in facts {
                guard let change = word(fact) else { continue }
                figure.count(in: [
                    "agreement": name, "change": change, "month": String(fact.recorded.day.description.prefix(7)),
                ])
            }
        }
        return figure
    }

    private static func word(_ fact: GovernanceFact) -> String? {
        switch fact.kind {
        case .agreementProposed: "proposed"
        case .agreementApproved: "approved"
        case .agreementEnacted: fact.payload[number: .word] == 1 ? "shipped" : "enacted"
        case .agreementSuspended: fact.payload[text: .clause].isEmpty ? "suspended" : "clause-suspended"
        case .agreementWithdrawn: "withdrawn"
        case .simulationRun: "simulated"
        case .obligationBreached: "breached"
        default: nil
        }
    }

    private func disclosures(upTo seq: Int64) throws -> OwnFigure {
        var figure = Self.empty(.disclosures)
        let seqs = try journal.database.read { connection in
            let row = try connection.statement("SELECT seq FROM disclosure WHERE seq <= ? ORDER BY seq")
            defer { row.reset() }
            row.bind(seq, at: 1)
            var seqs: [Int64] = []
            while try row.step() { seqs.append(row.int64(0)) }
            return seqs
        }
        for seq in seqs {
            guard let receipt = try journal.withEntry(seq, { Receipt($0.payload) }) ?? nil else {
                throw StoreError(.brokenEntry, "entry \(seq)")
            }
            if receipt.groups.isEmpty { figure.unknown += 1 }
            for group in receipt.groups {
                for field in group.fields {
                    figure.count(in: [
                        "recipient": receipt.agency, "purpose": receipt.purpose, "outcome": group.outcome,
                        "class": FieldCatalogue.shipped[field]?.fieldClass.code ?? "unknown",
                    ])
                }
            }
        }
        return figure
    }
}
