internal import AmparoModel
internal import AmparoSharing

/// Who may do what with whose signature.
///
/// Whatever opens access or destroys is signed with the actor's own key, so that whoever runs the machine cannot do it
/// alone; whatever closes access (locking, suspending, withdrawing, placing a hold) needs no signature, so that nothing
/// stands in its way.
extension GovernanceMoment {
    /// The account of that id as it stands now.
    func account(_ id: String) throws -> Account {
        guard let number = try facts.subjects(.account, named: id).first,
            let account = Account(try facts.history(.account, number).recorded(by: now))
        else { throw GovernanceError(.notFound, "There is no account \(id); `amparo account list` shows them.") }
        return account
    }

    /// The account of that number as it stands now.
    func account(number: Int64) throws -> Account? {
        Account(try facts.history(.account, number).recorded(by: now))
    }

    /// Every account as it stands now, by number.
    func accounts() throws -> [Account] {
        try facts.all(.account).recorded(by: now).bySubject().compactMap { Account($0.facts) }
    }

    /// The account that acts: not locked, and attested unless `lapsed` is allowed.
    func actor(_ id: String, lapsed: Bool = false) throws -> Account {
        let account = try account(id)
        guard !account.isLocked else {
            throw GovernanceError(.locked, "The account \(id) is locked; a privacy officer can open it again.")
        }
        guard lapsed || account.isAttested(on: WashingtonTime.day(of: now)) else {
            throw GovernanceError(
                .notAttested,
                "The account \(id) was last attested on \(account.attestedOn); a privacy officer must attest it first.")
        }
        return account
    }

    /// The signature of an account over a statement. Throws `signature`; `SignatureNeeded` when it was only asked for.
    func signature(of account: Account, _ source: SignatureSource, over statement: Statement) throws -> [UInt8] {
        let signature: [UInt8]
        switch source {
        case .asked: throw SignatureNeeded(statement: statement)
        case .key(let key): signature = try key.sign(statement)
        case .made(let bytes): signature = bytes
        }
        guard statement.isSigned(signature, by: account.signingKey) else {
            throw GovernanceError(
                .signature,
                "The signature is not that of the account \(account.id) over this statement; use its own key.")
        }
        return signature
    }

    /// Signs a draft in the names of two accounts of two home agencies (of one, where the store has accounts of one only),
    /// one of whom is `entitled`. Throws `secondPerson`, `notEntitled`, `signature`.
    func signTwice(
        _ draft: inout GovernanceDraft, by signers: [Signer], lapsed: Bool = false, about: String,
        entitled: (Account) -> Bool
    ) throws {
        guard signers.count == 2 else { throw GovernanceError.twoMustSign }
        let (first, second) = (
            try actor(signers[0].account, lapsed: lapsed), try actor(signers[1].account, lapsed: lapsed)
        )
        guard first.number != second.number, try isOneHouse() || !first.sharesHome(with: second) else {
            throw GovernanceError(.secondPerson, "The two who sign must be two people of two home agencies.")
        }
        guard entitled(first) || entitled(second) else {
            throw GovernanceError(.notEntitled, "One of the two must be a privacy officer or an inspector.")
        }
        try sign(&draft, by: first, signers[0].source, about: about)
        draft.payload[number: .secondSigner] = second.number
        draft.payload[bytes: .secondSignature] = try signature(
            of: second, signers[1].source, over: draft.statement(of: second, about: about))
    }

    /// Whether all accounts that are open are of one home agency.
    func isOneHouse() throws -> Bool {
        let open = try accounts().filter { !$0.isLocked }
        return open.allSatisfy { a in open.allSatisfy { a.sharesHome(with: $0) } }
    }

    /// Signs a draft in the name of `account` and adds the signature to it. `about` says what it is about, in words.
    func sign(_ draft: inout GovernanceDraft, by account: Account, _ source: SignatureSource, about: String) throws {
        draft.actor = account.number
        draft.payload[bytes: .signature] = try signature(
            of: account, source, over: draft.statement(of: account, about: about))
    }
}

extension GovernanceDraft {
    /// What is signed for this entry: its plain part without the signatures.
    func statement(of account: Account, about: String) -> Statement {
        Statement(
            act: kind.act, account: account.id, about: about,
            content: Statement.digest(payload.encoded(signed: true)))
    }
}
