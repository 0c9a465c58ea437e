internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

extension AgreementDesk {
    /// Records that an agreement was simulated, with the counts that are published: each run is an entry. Of a widening that has
    /// its approvals, the 30 days begin with the first. Only the privacy officer of the agency whose fields it lets out, or
    /// an oversight account, may run one.
    public func recordSimulation(of name: String, counts: String, by signer: Signer) throws {
        try store.append { moment in
            let item = try Self.item(name, try shelf(moment))
            let account = try moment.actor(signer.account)
            try requireSimulating(item.agreement, account)
            var draft = GovernanceDraft(kind: .simulationRun, occurred: .at(moment.now))
            draft.payload[number: .subject] = item.history.id
            draft.payload[bytes: .hash] = item.history.contentHash
            draft.payload[text: .text] = counts
            try moment.sign(&draft, by: account, signer.source, about: name)
            return [draft]
        }
    }

    /// Refuses an account that may not run a simulation of an agreement. `notEntitled`.
    func requireSimulating(_ agreement: Agreement, _ account: Account) throws {
        let sources = Enacting(agreement, terms).sources
        let isOfSource = account.isPrivacyOfficer && sources.contains { Account.covers($0, account.agency) }
        guard isOfSource || account.isOversight else {
            throw GovernanceError(
                .notEntitled, "A simulation is for the privacy officer of the source agency, and for oversight.")
        }
    }
}
