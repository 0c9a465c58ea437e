internal import AmparoModel
public import AmparoSharing
internal import AmparoStore
internal import Synchronization

/// The agreements of a store, each with its history and its text read.
public struct AgreementShelf: Sendable {
    /// One agreement.
    public struct Item: Sendable {
        /// What the journal says happened to it.
        public var history: AgreementHistory
        /// What it says.
        public var agreement: Agreement
    }

    /// Every agreement, in the order in which they were proposed.
    public var items: [Item]
    /// When each of them is in force.
    public var calendar: AgreementCalendar

    init(_ facts: GovernanceFacts, reading: AgreementReading, terms: SharingTerms) throws {
        try self.init(
            facts.all(.agreement), accounts: AccountHistories(facts.all(.account)), reading: reading, terms: terms)
    }

    /// The agreements as these facts tell them. Whether one opens something is worked out again beside those there were when
    /// it was enacted: the entry that says that it does not is not believed.
    private init(
        _ facts: [GovernanceFact], accounts: AccountHistories, reading: AgreementReading, terms: SharingTerms
    ) throws {
        items = try facts.bySubject().compactMap { AgreementHistory($0.facts) }.map { history in
            var history = history
            let agreement = try reading.agreement(of: history)
            let enacting = Enacting(agreement, terms)
            try reading.requireApproved(history, enacting, accounts)
            if let enacted = history.enacted, !history.isShipped, !history.isWidening {
                history.isWidening = try reading.isWidening(history, at: enacted) {
                    let before = facts.filter { $0.seq < history.enactedSeq }
                    let shelf = try AgreementShelf(before, accounts: accounts, reading: reading, terms: terms)
                    return enacting.isWidening(beside: shelf.enacted(), at: enacted)
                }
            }
            return Item(history: history, agreement: agreement)
        }
        calendar = AgreementCalendar(items.map { ($0.history, $0.agreement.term) })
    }

    /// The agreement of that name and version; nil when there is none.
    public func item(named name: String) -> Item? { items.first { $0.history.name == name } }

    /// The agreements that were in force at some time or will be, each with the stretch in which it holds as far as the
    /// entries say, and with clauses that ended earlier ended: what a rule book is made of.
    public func enacted() -> [Agreement] {
        items.compactMap { item in
            guard let span = calendar.span(item.history.id) else { return nil }
            var agreement = item.agreement
            agreement.begin(at: span.begins)
            agreement.end(at: span.ends)
            for clause in agreement.clauses where clause.effect == .permit {
                guard let id = clause.clause, let ended = item.history.endedClauses[id] else { continue }
                agreement.end(clause: id, at: ended)
            }
            return agreement
        }
    }
}

extension Agreement {
    /// The part of it that its states depend on.
    var term: AgreementTerm {
        AgreementTerm(
            name: name.description, effective: effective, expires: expires, replaces: replaces?.description)
    }
}

/// Reads the texts of agreements, each once, and holds them against the hash that was proposed and approved.
final class AgreementReading: Sendable {
    private let read = Mutex<[[UInt8]: Agreement]>([:])
    private let approved = Mutex<Set<[UInt8]>>([])
    private let widening = Mutex<[Int64: Bool]>([:])

    /// The hashes of every agreement that ever came with the program: a store holds those of its own release for ever.
    private static let shippedHashes: Set<[UInt8]> = {
        let texts = (ShippedAgreements.texts(ShippedAgreements.defaultSet) ?? []) + ShippedAgreements.superseded
        return Set(texts.compactMap { try? Agreement.parse(yaml: $0.text, file: $0.file).contentHash.bytes })
    }()

    /// Refuses an enacted agreement whose approvals are not signed by the accounts that are said to have given them, or
    /// that is said to have come with the program and did not: whoever can write entries still cannot approve.
    /// `agreement`.
    func requireApproved(
        _ history: AgreementHistory, _ enacting: Enacting, _ accounts: AccountHistories
    ) throws {
        guard history.enacted != nil else { return }
        if history.isShipped {
            guard Self.shippedHashes.contains(history.contentHash) else {
                throw GovernanceError(
                    .agreement, "\(history.name) is marked as shipped and is not; run `amparo verify`.")
            }
            return
        }
        var approvers: [Account] = []
        for approval in history.approvals {
            guard let account = accounts.account(approval.account, at: approval.recorded),
                isSigned(history.statement(of: account), approval.signature, account.signingKey)
            else {
                throw GovernanceError(
                    .agreement, "An approval of \(history.name) is not signed by its account; run `amparo verify`.")
            }
            approvers.append(account)
        }
        guard enacting.isEnough(approvers, at: history.enacted ?? history.proposed) else {
            throw GovernanceError(.agreement, "\(history.name) is enacted without its approvals; run `amparo verify`.")
        }
    }

    private func isSigned(_ statement: Statement, _ signature: [UInt8], _ key: [UInt8]) -> Bool {
        let name = Statement.digest(Array(statement.text.utf8) + key + signature)
        if approved.withLock({ $0.contains(name) }) { return true }
        guard statement.isSigned(signature, by: key) else { return false }
        approved.withLock { _ = $0.insert(name) }
        return true
    }

    /// Whether an enacted agreement opened something when it was enacted; worked out once, because nothing in front of that
    /// entry ever changes.
    func isWidening(_ history: AgreementHistory, at enacted: Instant, _ judge: () throws -> Bool) rethrows -> Bool {
        if let known = widening.withLock({ $0[history.enactedSeq] }) { return known }
        let answer = try judge()
        widening.withLock { $0[history.enactedSeq] = answer }
        return answer
    }

    /// What an agreement says. Throws `agreement` when its text is not what was proposed: then nothing may be decided
    /// by it, nor without it.
    func agreement(of history: AgreementHistory) throws -> Agreement {
        let key = Statement.digest(Array(history.text.utf8)) + history.contentHash
        if let known = read.withLock({ $0[key] }) { return known }
        let agreement = try? Agreement.parse(yaml: history.text, file: history.name)
        guard let agreement, agreement.contentHash.bytes == history.contentHash,
            agreement.name.description == history.name
        else {
            throw GovernanceError(
                .agreement, "The text of \(history.name) in the journal is not what was proposed; run `amparo verify`.")
        }
        read.withLock { $0[key] = agreement }
        return agreement
    }
}
