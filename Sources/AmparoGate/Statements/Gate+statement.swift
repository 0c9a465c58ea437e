public import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import AmparoTransparency

/// Who asks for a statement.
public enum StatementAsker: Hashable, Sendable {
    /// The operator of the store, who hands it to the person concerned.
    case storeOperator
    /// An account, whose role must hold the purpose and whom the rules must let know that there is a record.
    case account(String, purpose: String)
}

extension Gate {
    /// The accounting of the disclosures of a child, or of a sponsor: complete up to the present end of the journal. Giving
    /// it is itself an entry, which is durable when this returns.
    ///
    /// The statement is the person's own. It is given to the person and to counsel, to HHS, which hands it over, and to whoever
    /// answers for privacy or declares a purpose of accounting (`StatementRule`); to nobody else, whatever they may see.
    ///
    /// - Parameters:
    ///   - child: the record's number of the child, also for a sponsor's statement: the child released to the sponsor.
    ///   - language: `en` or `es`; any other is taken as `en`.
    /// - Throws: `GateError` when the account may not have it, a receipt cannot be read or the entry not written.
    public func statement(
        of child: Int64, for audience: StatementAudience, language: String, askedBy asker: StatementAsker
    ) throws(GateError) -> Disclosed<DisclosureStatement> {
        var number: Int64 = 0
        var audience = audience
        if case .account(let name, let purpose) = asker {
            let rule = try statementRule(ofAccount: name, purpose: purpose)
            audience = rule.narrowed(audience)
            // Who may have none is denied with a receipt, like any other, and told nothing of whether there is a record.
            let request = GateRequest(
                account: name, purpose: purpose, operation: .print, id: "statement",
                fields: .named(rule.mayHave ? ["existence.record"] : []))
            // A sponsor's statement is of the sponsor, whom the sponsor's own access is about.
            let allowed: Disclosed<ChildRecord>
            if case .sponsor(let sponsor) = audience {
                allowed = try disclose(request, sponsor: sponsor)
            } else {
                allowed = try disclose(request, child: child)
            }
            guard rule.mayHave else { throw GateError(.nothingPermitted, receipt: allowed.receipt) }
            number = (try? receipt(allowed.receipt)?.account) ?? 0
        }
        do {
            return try give(child, audience, StatementWords.languages.contains(language) ? language : "en", to: number)
        } catch let error as GateError {
            throw error
        } catch {
            throw GateError(.fault)
        }
    }

    /// The sponsor to whom a child was last released, by the record's number; nil when the record knows of none. A number,
    /// nothing about the person.
    public func lastSponsor(of child: Int64) throws -> Int64? {
        try journal.database.read { connection in
            let knowledge = try record.present(
                asOf: WashingtonTime.day(of: now()), RecordMark(on: connection), on: connection)
            let reader = try record.gather(child, at: knowledge, on: connection)
                .evaluated(at: knowledge, secrets: record.secrets)
            let last = reader.child.releases.max { ($0.releasedOn, $0.rowKey) < ($1.releasedOn, $1.rowKey) }
            return last.flatMap { $0.sponsor == 0 ? nil : $0.sponsor }
        }
    }

    /// A receipt of the journal with the account it is of; nil when the entry is no receipt. Numbers and codes only.
    public func receipt(_ number: Int64) throws -> (receipt: Receipt, child: Int64, account: Int64, at: Instant)? {
        let found = try journal.withEntry(number) { entry in
            guard entry.kind == .disclosed, let receipt = Receipt(entry.payload) else { return nil as StoredReceipt? }
            return StoredReceipt(entry, receipt)
        }
        return (found ?? nil).map { ($0.receipt, $0.child, $0.account, $0.at) }
    }

    private func give(
        _ child: Int64, _ audience: StatementAudience, _ language: String, to account: Int64
    ) throws -> Disclosed<DisclosureStatement> {
        let (size, root) = try journal.root()
        let stored = try storedReceipts(of: child, audience, upTo: size)
        let words = try StatementWords(language: language, terms: .shipped())
        let choice = StatementChoice(audience: audience, catalogue: plan.catalogue)
        var entries: [DisclosureStatement.Entry] = []
        for found in stored {
            let groups = choice.groups(of: found.receipt)
            guard !groups.isEmpty else { continue }
            let recipient = try openRecipient(found)
            entries.append(
                DisclosureStatement.Entry(
                    receipt: found.seq, at: found.at, operation: found.receipt.operation,
                    purpose: found.receipt.purpose,
                    name: recipient?.name.exposed, address: recipient?.address.exposed, agency: found.receipt.agency,
                    role: found.receipt.role, groups: groups,
                    words: words.paragraph(
                        at: found.at, operation: found.receipt.operation, purpose: found.receipt.purpose,
                        name: recipient?.name.exposed, address: recipient?.address.exposed,
                        agency: found.receipt.agency, groups: groups)))
        }
        let refusals = stored.count { !$0.receipt.isGranted }
        let subject = if case .sponsor(let sponsor) = audience { sponsor } else { child }
        let disagreements = try journal.database.read {
            try sources.facts.disagreements(about: subject, at: now(), on: $0)
        }.map { try opened($0, withWords: true) }
        let statement = DisclosureStatement(
            subject: subject, audience: audience.code, language: language, position: size, root: root.description,
            entries: entries, refusals: refusals, disagreements: disagreements,
            disputed: disagreements.map(words.paragraph), opening: words.opening(audience),
            closing: words.closing(
                entries: entries.count, refusals: refusals, position: size, root: root.description))
        let given = StatementGiven(
            audience: audience.code, language: language, position: size, receipts: entries.map(\.receipt))
        let draft = ReceiptDraft(
            kind: .statementGiven, child: child, anchor: subject == child ? 0 : subject, actor: account,
            occurred: .at(now()), payload: given.bytes)
        let durable: DurableReceipts
        do {
            durable = try receipts.write([draft], version: nil)
        } catch {
            throw GateError(.receiptNotWritten, detail: UnwrittenReceipt(error).code)
        }
        let nothing = DecidedFields([])
        let undisclosed = Undisclosed(statement, decided: nothing, permitted: nothing)
        guard let given = Undisclosed.disclose([undisclosed], with: durable).first else {
            throw GateError(.receiptNotWritten)
        }
        return given
    }

    /// The receipts that a statement speaks of, in their order.
    private func storedReceipts(
        of child: Int64, _ audience: StatementAudience, upTo size: Int64
    ) throws -> [StoredReceipt] {
        let numbers = try journal.database.read { connection in
            let row: any PreparedStatement
            if case .sponsor(let sponsor) = audience {
                row = try connection.statement(
                    "SELECT seq FROM disclosure_sponsor WHERE sponsor = ? AND seq <= ? ORDER BY seq")
                row.bind(sponsor, at: 1)
            } else {
                row = try connection.statement(
                    "SELECT seq FROM disclosure WHERE child = ? AND seq <= ? ORDER BY seq")
                row.bind(child, at: 1)
            }
            defer { row.reset() }
            row.bind(size, at: 2)
            var numbers: [Int64] = []
            while try row.step() { numbers.append(row.int64(0)) }
            return numbers
        }
        return try numbers.map { number in
            let found = try journal.withEntry(number) { entry in
                Receipt(entry.payload).map { StoredReceipt(entry, $0) }
            }
            guard let found = found ?? nil else { throw GateError(.brokenReceipt, receipt: number) }
            return found
        }
    }

    /// Name and address of a receipt's recipient, opened with the account's key; nil when there are none or the key is gone.
    private func openRecipient(_ found: StoredReceipt) throws -> Recipient? {
        guard let person = found.person, let key = try keys.key(for: person, creatingMissing: false) else { return nil }
        let text = try found.sealed.withUnsafeBytes {
            try Seal.open($0, with: key, entry: found.id, field: .sharing)
        }
        return text.withUnsafeBytes { Recipient(sealedText: $0) }
    }
}

/// A receipt as it lies in the journal.
struct StoredReceipt: Sendable {
    let seq: Int64
    let receipt: Receipt
    let child: Int64
    let account: Int64
    let at: Instant
    let person: Person?
    let id: EntryID
    let sealed: [UInt8]

    init(_ entry: EntryView, _ receipt: Receipt) {
        seq = entry.seq
        self.receipt = receipt
        child = entry.child
        account = entry.actor
        at = Instant(microseconds: entry.occurred.from, offsetMinutes: entry.occurred.offsetMinutes)
        person = entry.sealedPerson
        id = entry.id
        sealed = [UInt8](entry.sealed)
    }
}

/// What of a receipt stands in a statement (SHARING.md, "Statements").
struct StatementChoice {
    let audience: StatementAudience
    let catalogue: FieldCatalogue

    /// Authorities to whom abuse, trafficking or unlawful labor is reported.
    private static let reportedTo = ["state.cps", "dol.whd", "labor-advocate"].map { Party(code: $0) }

    private static let sponsorClasses = FieldClassSet([
        .sponsorIdentity, .sponsorContact, .sponsorNetwork, .household, .biometric, .checkResult, .criminalHistory,
        .immigrationStatus,
    ])

    /// The groups to be told; empty when the receipt does not stand in the statement.
    func groups(of receipt: Receipt) -> [Receipt.Group] {
        let shown = receipt.groups.filter { $0.isShown && !Self.isLawEnforcement($0) }
        switch audience {
        case .child(let checked), .counsel(let checked):
            return checked || !Self.isReport(receipt) ? shown : []
        case .sponsor:
            guard !Self.isReport(receipt) else { return [] }
            return shown.compactMap { group in
                var group = group
                group.fields = group.fields.filter { name in
                    catalogue[name].map { Self.sponsorClasses.contains($0.fieldClass) } ?? false
                }
                return group.fields.isEmpty ? nil : group
            }
        }
    }

    /// A report to child protection, trafficking or labor authorities: by the recipient, or by the mandate that it rests on.
    static func isReport(_ receipt: Receipt) -> Bool {
        let agency = Party(code: receipt.agency)
        if reportedTo.contains(where: { agency.isPart(of: $0) }) { return true }
        return receipt.groups.contains { $0.isShown && $0.layer == "mandate" && $0.rule.hasPrefix("report-") }
    }

    /// A disclosure under 5 USC 552a(b)(7), which (c)(3) keeps out of what the person is told.
    static func isLawEnforcement(_ group: Receipt.Group) -> Bool { group.authority.contains("552a(b)(7)") }
}
