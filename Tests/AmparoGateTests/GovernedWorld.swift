import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoStore
import AmparoTestSupport

/// An invented population with governance in its own journal beside the accounts and rules that tests give.
struct GovernedWorld {
    let world: GateWorld
    let governance: GovernanceStore

    /// The officers have accounts in the journal; the shipped agreements are in force there and in the gate.
    init(children: Int = 30, seed: UInt64 = 7) throws {
        world = try GateWorld(children: children, seed: seed)
        let clock = world.clock
        governance = GovernanceStore(journal: world.journal, keys: world.keys, random: .seeded(seed + 1)) { clock.now }
        let accounts = AccountDesk(governance, codes: TestWords.terms)
        try accounts.add(Officer.orr.request, by: [])
        try accounts.add(Officer.orrSecond.request, by: [Officer.orr.signer])
        try accounts.add(Officer.ice.request, by: [Officer.orr.signer, Officer.orrSecond.signer])
        for officer in [Officer.inspector, .eoir, .opla] {
            try accounts.add(officer.request, by: [Officer.orr.signer, Officer.ice.signer])
        }
        try AgreementDesk(governance, terms: TestWords.terms).adoptShipped()
        try world.governance.change { state in
            state.book = try RuleBook.standard(agreements: ShippedAgreements.agreements("default"))
        }
    }

    /// The gate with other limits or other facts.
    func gate(
        limits: Gate.Limits = .standard, facts: (any FactSource)? = nil
    ) -> Gate {
        let clock = world.clock
        return Gate(
            journal: world.journal, keys: world.keys, random: .seeded(99),
            sources: .init(accounts: world.governance, rules: world.governance, facts: facts ?? world.governance),
            limits: limits
        ) { clock.now }
    }
}
