internal import AmparoDuties
internal import AmparoModel
internal import AmparoStore

/// Who may say where messages go: a receiver opens a way out of the record, so a privacy officer or the steward signs for it.
public struct ReceiverAuthority: Sendable {
    private let store: GovernanceStore

    /// The authority of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Signs that somebody adds, removes or changes a receiver. Answers the signer's number and the signature, to be kept with
    /// the entry.
    ///
    /// - Parameters:
    ///   - act: `receiver-added`, `receiver-removed`, `receiver-rotated`.
    ///   - name: the receiver's name.
    ///   - content: everything that is decided with it, in bytes that are the same whenever it is asked for.
    /// - Throws: `GovernanceError` `notEntitled`, `signature`, what accounts throw; `SignatureNeeded` with the statement.
    public func sign(
        _ act: String, receiver name: String, content: [UInt8], by signer: Signer
    ) throws -> (actor: Int64, signature: [UInt8]) {
        try store.read { moment in
            let account = try moment.actor(signer.account)
            guard try account.isPrivacyOfficer || DutyOffice(moment.connection).steward?.account == account.id else {
                throw GovernanceError(
                    .notEntitled, "A privacy officer or the steward signs where messages go (amparo office list).")
            }
            let statement = Self.statement(act, name, content, by: account.id)
            return (account.number, try moment.signature(of: account, signer.source, over: statement))
        }
    }

    /// Whether a signature that was kept is that of the account over what was done with a receiver.
    ///
    /// - Parameter actor: the account's number, as the entry has it.
    public func isSigned(
        _ act: String, receiver name: String, content: [UInt8], by actor: Int64, _ signature: [UInt8]
    ) throws -> Bool {
        try store.read { moment in
            guard let account = try moment.account(number: actor) else { return false }
            return Self.statement(act, name, content, by: account.id).isSigned(signature, by: account.signingKey)
        }
    }

    private static func statement(_ act: String, _ name: String, _ content: [UInt8], by account: String) -> Statement {
        Statement(act: act, account: account, about: "receiver \(name)", content: Statement.digest(content))
    }
}
