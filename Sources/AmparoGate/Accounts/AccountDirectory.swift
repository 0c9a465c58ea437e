public import AmparoModel
public import AmparoSharing
public import AmparoStore

/// Tells the gate who an account is at an instant.
public struct AccountDirectory: AccountSource {
    private let store: GovernanceStore

    /// The accounts of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// The account of that name as it stands at an instant.
    public func standing(
        ofAccount name: String, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> AccountStanding? {
        guard let number = try GovernanceFacts(connection).subjects(.account, named: name).first else { return nil }
        return try standing(ofNumber: number, at: instant, on: connection)
    }

    /// The account of that number as it stands at an instant.
    public func standing(
        ofNumber number: Int64, at instant: Instant, on connection: any DatabaseConnection
    ) throws -> AccountStanding? {
        let history = try GovernanceFacts(connection).history(.account, number)
        guard let known = Account(history) else { return nil }
        guard let account = Account(history.recorded(by: instant)) else {
            return AccountStanding(number: number, requester: known.requester, isLocked: true)
        }
        return AccountStanding(number: number, requester: account.requester, isLocked: account.isLocked)
    }

    /// The account of that name as it stands now, open or not; nil when there is none.
    public func account(named name: String) throws -> Account? {
        try store.read { moment in
            try moment.facts.subjects(.account, named: name).first.flatMap { try moment.account(number: $0) }
        }
    }

    /// Name and address of the account's holder, as last told.
    public func recipient(ofAccount number: Int64) throws -> Recipient? {
        let told = try store.read { try $0.facts.history(.account, number) }
            .last { $0.kind == .accountAdded || $0.kind == .accountChanged }
        guard let told, let sealed = try store.sealedText(of: told.seq) else { return nil }
        return Recipient(
            name: Sensitive(sealed.words[.name] ?? ""), address: Sensitive(sealed.words[.address] ?? ""))
    }
}

extension Account {
    /// Who asks, as a decision sees it.
    public var requester: Requester {
        Requester(
            account: id, agency: Party(code: agency), homeAgency: Party(code: homeAgency), role: role,
            office: office.isEmpty ? nil : office, area: area.isEmpty ? nil : area, attestedOn: attestedOn)
    }
}
