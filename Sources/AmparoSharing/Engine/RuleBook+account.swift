internal import AmparoModel

extension RuleBook {
    /// For how many days an attestation holds, the day itself not counted.
    public static let attestationDays = 90

    /// Why the account may not ask at all; nil when it may. The first that applies, in the order of the enumeration.
    public func accountDenial(_ request: DecisionRequest) -> AccountDenial? {
        let requester = request.requester
        guard terms.parties.index(of: requester.agency) != nil else { return .unknownAgency }
        guard terms.parties.index(of: requester.homeAgency) != nil else { return .unknownHomeAgency }
        guard let role = terms.parties.role(requester.role) else { return .unknownRole }
        guard let purpose = terms.purposes.purpose(request.purpose) else { return .unknownPurpose }
        guard purpose.isLeaf else { return .purposeNotALeaf }
        guard terms.parties.belongs(role, to: requester.agency) else { return .roleNotOfAgency }
        guard terms.holds(role, purpose.code) else { return .purposeNotOfRole }
        guard let attested = requester.attestedOn else { return .neverAttested }
        let age = WashingtonTime.day(of: request.at).days(since: attested)
        if age > RuleBook.attestationDays { return .attestationExpired }
        return age < 0 ? .attestationInFuture : nil
    }
}
