internal import AmparoModel

extension RuleBook {
    /// For how many days an attestation holds, the day itself not counted.
    public static let attestationDays = 90

    /// An account that may ask: its places in the trees.
    struct Asker {
        let agency: Int
        let home: Int
        let role: Int
        let purpose: Int
    }

    /// Whether an account may ask.
    enum AccountCheck {
        case denied(AccountDenial)
        case mayAsk(Asker)
    }

    /// Why the account may not ask at all; nil when it may. The first that applies, in the order of the enumeration.
    public func accountDenial(_ request: DecisionRequest) -> AccountDenial? {
        guard case .denied(let denial) = check(request) else { return nil }
        return denial
    }

    func check(_ request: DecisionRequest) -> AccountCheck {
        let requester = request.requester
        guard let agency = terms.parties.index(of: requester.agency) else { return .denied(.unknownAgency) }
        guard
            let home = requester.homeAgency == requester.agency ? agency : terms.parties.index(of: requester.homeAgency)
        else { return .denied(.unknownHomeAgency) }
        guard let role = terms.parties.index(ofRole: requester.role) else { return .denied(.unknownRole) }
        guard let purpose = terms.purposes.index(of: request.purpose) else { return .denied(.unknownPurpose) }
        guard terms.purposes.purposes[purpose].isLeaf else { return .denied(.purposeNotALeaf) }
        guard accounts.belongs[agency] & 1 << UInt64(role) != 0 else { return .denied(.roleNotOfAgency) }
        guard accounts.holds[purpose] & 1 << UInt64(role) != 0 else { return .denied(.purposeNotOfRole) }
        guard let attested = requester.attestedOn else { return .denied(.neverAttested) }
        let age = WashingtonTime.day(of: request.at).days(since: attested)
        if age > RuleBook.attestationDays { return .denied(.attestationExpired) }
        if age < 0 { return .denied(.attestationInFuture) }
        return .mayAsk(Asker(agency: agency, home: home, role: role, purpose: purpose))
    }
}

/// Which roles exist at an agency and which can declare a purpose: one bit for each role.
struct AccountTables: Sendable {
    /// By party.
    let belongs: [UInt64]
    /// By purpose.
    let holds: [UInt64]

    init(_ terms: SharingTerms) {
        func bits(_ holds: (PartyTree.Role) -> Bool) -> UInt64 {
            terms.parties.roles.enumerated().reduce(0) { holds($1.element) ? $0 | 1 << UInt64($1.offset) : $0 }
        }
        belongs = terms.parties.parties.map { party in bits { terms.parties.belongs($0, to: party.party) } }
        holds = terms.purposes.purposes.map { purpose in bits { terms.holds($0, purpose.code) } }
    }
}
