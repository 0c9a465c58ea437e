internal import AmparoModel
public import AmparoStore

/// Asks for, approves and certifies erasures. The destroying itself is the intake's (`Erasure`): whoever composes the
/// two calls `approve`, then erases, then `certify`; broken off after the erasing, doing the same again finishes it.
///
/// Needed are the signatures of two different accounts of two home agencies, one of them a privacy officer's, each at
/// most 30 days old and given while the account stood; no legal hold; and a retention schedule for such records that is
/// over.
public struct ErasureDesk: Sendable {
    private let store: GovernanceStore

    /// The erasures of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Every request, by number.
    public func all() throws -> [ErasureRequest] { try store.read { try $0.erasures() } }

    /// Approves the erasure of a record in the name of an account, asking for it if nobody has. Answers the request,
    /// and whether it has what it needs now. Throws `held`, `notFound`, `secondPerson` when the account has approved
    /// already, `signature`.
    public func approve(
        _ record: Int64, reason: Sensitive<String>, by signer: Signer
    ) throws -> (request: ErasureRequest, isReady: Bool) {
        let open = try open(record)
        if let open, try isReady(open) { return (open, true) }
        // Everything that can be refused is, before anything is asked for.
        _ = try store.read { try Self.approval(of: record, open?.id ?? 0, by: signer, $0) }
        let request = try open?.id ?? ask(record, reason: reason, by: signer)
        try store.append { [try Self.approval(of: record, request, by: signer, $0)] }
        guard let approved = try all().first(where: { $0.id == request }) else {
            throw GovernanceError(.notFound, "There is no request \(request).")
        }
        return (approved, try isReady(approved))
    }

    /// The signed approval of a request; 0 for one that is not made yet.
    private static func approval(
        of record: Int64, _ request: Int64, by signer: Signer, _ moment: GovernanceMoment
    ) throws -> GovernanceDraft {
        try moment.requireNoHold(on: record)
        let account = try moment.actor(signer.account)
        if let standing = ErasureRequest(try moment.facts.history(.erasure, request)) {
            guard standing.certificate == nil else {
                throw GovernanceError(.state, "Request \(request) was carried out already.")
            }
            guard try !moment.valid(standing).contains(where: { $0.number == account.number }) else {
                throw GovernanceError(
                    .secondPerson,
                    "The account \(account.id) has approved this erasure; another of another agency must.")
            }
        }
        var draft = GovernanceDraft(kind: .erasureApproved, child: record, occurred: .at(moment.now))
        draft.payload[number: .subject] = request
        try moment.sign(&draft, by: account, signer.source, about: "erasure of record \(record)")
        return draft
    }

    /// Certifies what was destroyed. Doing it twice changes nothing. Answers the certificate's number.
    @discardableResult
    public func certify(_ request: ErasureRequest, _ counts: DestructionCounts) throws -> Int64 {
        if let done = try all().first(where: { $0.id == request.id })?.certificate { return done }
        return try store.append { moment in
            var draft = GovernanceDraft(kind: .destructionCertified, child: request.record, occurred: .at(moment.now))
            draft.payload[number: .subject] = request.id
            draft.payload[records: .records] = [
                counts.erasure, Int64(counts.keys), Int64(counts.quarantines), Int64(counts.addresses),
                Int64(counts.marks),
            ]
            return [draft]
        }[0]
    }

    /// The request for a record that has not been carried out; nil when there is none.
    private func open(_ record: Int64) throws -> ErasureRequest? {
        try all().last { $0.record == record && $0.certificate == nil }
    }

    private func ask(_ record: Int64, reason: Sensitive<String>, by signer: Signer) throws -> Int64 {
        guard reason.exposed.contains(where: { !$0.isWhitespace }) else {
            throw GovernanceError(.unknownWord, "Say on whose request and by what right; it is sealed to the person.")
        }
        return try store.append { moment in
            try moment.requireNoHold(on: record)
            var draft = GovernanceDraft(kind: .erasureRequested, child: record, occurred: .at(moment.now))
            draft.actor = try moment.actor(signer.account).number
            draft.sealed = SealedWords(try moment.person(ofRecord: record), [.reason: reason.exposed])
            return [draft]
        }[0]
    }

    /// Whether a request has the approvals it needs now. A record that is erased already needs no more: it is finished.
    private func isReady(_ request: ErasureRequest) throws -> Bool {
        try store.read { moment in
            if try moment.isErased(request.record) { return true }
            try moment.requireNoHold(on: request.record)
            let accounts = try moment.valid(request)
            return accounts.contains(where: \.isPrivacyOfficer)
                && accounts.contains { a in accounts.contains { !$0.sharesHome(with: a) } }
        }
    }
}

extension GovernanceMoment {
    fileprivate func erasures() throws -> [ErasureRequest] {
        try facts.all(.erasure).recorded(by: now).bySubject().compactMap { ErasureRequest($0.facts) }
    }

    /// The accounts whose approvals count now: given in the last 30 days, by an account that stands.
    fileprivate func valid(_ request: ErasureRequest) throws -> [Account] {
        try request.approvals.filter {
            now.microseconds < $0.recorded.adding(days: ErasureRequest.approvalDays).microseconds
        }
        .compactMap { try account(number: $0.account) }.filter { !$0.isLocked }
    }

    fileprivate func isErased(_ record: Int64) throws -> Bool {
        let row = try connection.statement("SELECT 1 FROM erased_anchor WHERE anchor = ?")
        defer { row.reset() }
        row.bind(record, at: 1)
        return try row.step()
    }
}
