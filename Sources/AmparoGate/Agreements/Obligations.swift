public import AmparoModel
public import AmparoSharing
public import AmparoStore

/// What recipients owe for what they were given, and what happened to it: onward disclosures, certificates of deletion,
/// breaches. A breach ends what the clause permits, from that second.
public struct ObligationDesk: Sendable {
    /// What was reported of a clause.
    public struct Report: Hashable, Sendable {
        /// The entry.
        public var seq: Int64
        /// `onward-disclosure`, `deletion` or `breach`.
        public var kind: String
        /// The agreement, `id@version`.
        public var agreement: String
        /// The clause.
        public var clause: String
        /// When it was recorded.
        public var recorded: Instant
        /// The number of the account that reported; 0 for the operator.
        public var account: Int64
        /// To whom something was passed on.
        public var party: String?
        /// The day on which it was passed on, or up to which everything received is deleted.
        public var day: Day?
        /// The receipts it is about; none for all.
        public var receipts: [Int64]
    }

    let agreements: AgreementDesk

    /// The obligations of a store.
    public init(_ store: GovernanceStore, terms: SharingTerms) { agreements = AgreementDesk(store, terms: terms) }

    /// Every report, in the order of the journal.
    public func all() throws -> [Report] {
        let facts = try agreements.store.read { try $0.facts.all(.agreement).recorded(by: $0.now) }
        let names = Dictionary(
            facts.filter { !$0.payload[text: .name].isEmpty }.map { ($0.subject, $0.payload[text: .name]) }
        ) { first, _ in first }
        return facts.sorted { $0.seq < $1.seq }.compactMap { fact in
            guard let kind = Self.word(fact.kind) else { return nil }
            return Report(
                seq: fact.seq, kind: kind, agreement: names[fact.subject] ?? "", clause: fact.payload[text: .clause],
                recorded: fact.recorded, account: fact.actor, party: fact.payload[codes: .parties].first,
                day: fact.payload[day: .day], receipts: fact.payload[records: .records])
        }
    }

    private static func word(_ kind: EntryKind) -> String? {
        switch kind {
        case .onwardDisclosureReported: "onward-disclosure"
        case .deletionCertified: "deletion"
        case .obligationBreached: "breach"
        default: nil
        }
    }

    /// A recipient reports that it passed on what a clause gave it. Where the clause forbids that, the report is a
    /// breach, too, and ends the clause in the same step. Answers whether it did. Throws `notFound`, `unknownWord`,
    /// `notEntitled`.
    @discardableResult
    public func reportOnward(
        _ agreement: String, clause: String, to party: String, on day: Day, receipts: [Int64], by actor: String
    ) throws -> Bool {
        try agreements.terms.check(parties: [party])
        var isBreach = false
        try agreements.store.append { moment in
            let (draft, rule) = try draft(.onwardDisclosureReported, agreement, clause, by: actor, moment)
            var report = draft
            report.payload[codes: .parties] = [party]
            report.payload[day: .day] = day
            report.payload[records: .records] = receipts
            isBreach = rule.obligations.codes.contains("no-onward-transfer")
            guard isBreach else { return [report] }
            return [report, try self.draft(.obligationBreached, agreement, clause, by: actor, moment).draft]
        }
        return isBreach
    }

    /// A recipient certifies with its signature that it has deleted what a clause gave it up to a day, or by these
    /// receipts. Throws `state` for a day in the future: what is not received yet cannot be deleted.
    public func certifyDeletion(
        _ agreement: String, clause: String, upTo day: Day, receipts: [Int64], by signer: Signer
    ) throws {
        try agreements.store.append { moment in
            guard day <= WashingtonTime.day(of: moment.now) else {
                throw GovernanceError(.state, "What is not received yet cannot be deleted; certify up to today.")
            }
            var (draft, _) = try draft(.deletionCertified, agreement, clause, by: signer.account, moment)
            draft.payload[day: .day] = day
            draft.payload[records: .records] = receipts
            try moment.sign(
                &draft, by: try moment.actor(signer.account), signer.source, about: "\(agreement)#\(clause)")
            return [draft]
        }
    }

    /// Somebody finds that an obligation of a clause was broken: what the clause permits ends at once. A privacy
    /// officer of a party or an oversight account says so. The reason is sealed.
    public func findBreach(_ agreement: String, clause: String, reason: Sensitive<String>, by actor: String) throws {
        try agreements.store.append { moment in
            let account = try moment.actor(actor)
            let parties = try AgreementDesk.item(agreement, try agreements.shelf(moment)).agreement.parties
            guard
                account.isOversight
                    || account.isPrivacyOfficer && parties.contains(where: { Account.covers(account.agency, $0.code) })
            else {
                throw GovernanceError(
                    .notEntitled, "A privacy officer of a party to it, or an oversight account, finds a breach.")
            }
            var (draft, _) = try draft(.obligationBreached, agreement, clause, by: actor, moment)
            draft.sealed = SealedWords(Person(.account, account.number), [.reason: reason.exposed])
            return [draft]
        }
    }

    private func draft(
        _ kind: EntryKind, _ name: String, _ clause: String, by actor: String, _ moment: GovernanceMoment
    ) throws -> (draft: GovernanceDraft, rule: Rule) {
        let item = try AgreementDesk.item(name, try agreements.shelf(moment))
        guard let rule = item.agreement.clauses.first(where: { $0.clause == clause && $0.effect == .permit }) else {
            throw GovernanceError(.notFound, "\(name) has no clause \(clause) that permits something.")
        }
        var draft = GovernanceDraft(kind: kind, actor: try moment.actor(actor, lapsed: true).number)
        draft.occurred = .at(moment.now)
        draft.payload[number: .subject] = item.history.id
        draft.payload[text: .clause] = clause
        return (draft, rule)
    }
}
