public import AmparoModel
public import AmparoStore

extension EntryKind {
    /// A mail about a change of an account's credentials was sent, or could not be: field 24 names the change.
    public static let credentialNoticed = EntryKind(rawValue: 166)
}

/// A change of what an account can be signed in to with, of which its holder is to hear outside the program: whoever did it in their
/// place cannot keep it from them.
public struct CredentialNotice: Sendable {
    /// What changed.
    public enum Change: Sendable, CaseIterable {
        /// Password or authenticator.
        case credentialSet
        /// A recovery code was used up.
        case recoveryCodeUsed
        /// A passkey was added.
        case passkeyAdded
        /// A passkey was removed.
        case passkeyRemoved
        /// A person of an OpenID provider was linked.
        case identityLinked

        init?(_ kind: EntryKind) {
            switch kind {
            case .credentialSet: self = .credentialSet
            case .recoveryCodeUsed: self = .recoveryCodeUsed
            case .passkeyAdded: self = .passkeyAdded
            case .passkeyRemoved: self = .passkeyRemoved
            case .identityLinked: self = .identityLinked
            default: return nil
            }
        }
    }

    /// The entry of the change.
    public var seq: Int64
    /// The account's number.
    public var account: Int64
    /// What changed.
    public var change: Change
    /// When.
    public var at: Instant
    /// The holder's mail address, as the account has it.
    public var address: Sensitive<String>

    /// A notice.
    package init(seq: Int64, account: Int64, change: Change, at: Instant, address: Sensitive<String>) {
        (self.seq, self.account, self.change, self.at, self.address) = (seq, account, change, at, address)
    }
}

/// Which holders are still to hear of a change. A holder whose address has a line that is a mail address hears by mail; who has none,
/// at `/account` only.
public struct CredentialNotices: Sendable {
    /// What became of a notice.
    public enum Outcome: Int64, Sendable {
        /// The mail server has it.
        case sent = 1
        /// The mail server refused it for good.
        case refused = 2
    }

    /// How long a change is news, in days: a mail server that is named later tells nobody of long ago.
    static let days: Int64 = 2

    private let store: GovernanceStore

    /// The notices of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// What is to be sent, the oldest first.
    public func waiting() throws -> [CredentialNotice] {
        let facts = try store.read { try $0.facts.all(.account).recorded(by: $0.now) }
        let since = store.now().microseconds - Self.days * 86_400_000_000
        let done = Set(facts.filter { $0.kind == .credentialNoticed }.compactMap { $0.payload[number: .other] })
        let news = facts.filter { $0.recorded.microseconds > since && !done.contains($0.seq) }
            .sorted { $0.seq < $1.seq }
        return try news.compactMap { fact in
            guard let change = CredentialNotice.Change(fact.kind), let address = try mailAddress(fact.subject) else {
                return nil
            }
            return CredentialNotice(
                seq: fact.seq, account: fact.subject, change: change, at: fact.recorded, address: address)
        }
    }

    /// Writes down what became of a notice: it waits no more.
    public func settle(_ notice: CredentialNotice, _ outcome: Outcome) throws {
        try store.append { moment in
            var draft = GovernanceDraft(kind: .credentialNoticed, occurred: .at(moment.now))
            draft.payload[number: .subject] = notice.account
            draft.payload[number: .other] = notice.seq
            draft.payload[number: .word] = outcome.rawValue
            return [draft]
        }
    }

    /// The line of the holder's address that is a mail address.
    private func mailAddress(_ account: Int64) throws -> Sensitive<String>? {
        let address = try AccountDirectory(store).recipient(ofAccount: account)?.address.exposed ?? ""
        let lines = address.split(whereSeparator: { $0.isNewline || $0 == "," }).map { $0.filter { !$0.isWhitespace } }
        return lines.first { $0.count(where: { $0 == "@" }) == 1 }.map { Sensitive($0) }
    }
}
