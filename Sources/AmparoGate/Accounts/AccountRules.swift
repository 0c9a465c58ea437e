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
