public import AmparoModel
public import AmparoOversight
internal import AmparoSharing
internal import AmparoStore

extension AgreementDesk {
    /// Every agreement as the public feed has it: its text by hash, how it stands, what it says anew beside what it
    /// replaces, the counts of its simulation, and the approvals with keys and signatures, so that anybody can check
    /// them and run `decide`. Accounts are told by agency and role; nobody is named.
    public func publicFeed(at instant: Instant) throws -> PublicAgreements {
        try store.read { moment in
            let shelf = try shelf(moment)
            let facts = try moment.facts.all(.agreement)
            let accounts = AccountHistories(try moment.facts.all(.account))
            let phrases = try SharingPhrases.shipped()
            let items = try shelf.items.map { item in
                let old = item.agreement.replaces.flatMap { shelf.item(named: $0.description) }
                let simulation = facts.first { $0.subject == item.history.id && $0.kind == .simulationRun }
                return JSON.object(
                    item.head(shelf.calendar, at: instant) + [
                        JSON.Member("text", .string(item.history.text)),
                        JSON.Member(
                            "clauses", .array(item.agreement.difference(from: old?.agreement).map(JSON.string))),
                        JSON.Member("diff", try diff(of: item, beside: shelf, at: instant, phrases)),
                        JSON.Member(
                            "simulation", simulation.flatMap { try? JSON($0.payload[text: .text]) } ?? .null),
                        JSON.Member(
                            "approvals", .array(item.history.approvals.map { $0.json(item.history, accounts) })),
                    ])
            }
            return PublicAgreements(items: items)
        }
    }
}

extension AgreementDesk {
    /// What an agreement that is not in force yet would change, in plain words in both languages; null for one that is
    /// or was.
    private func diff(
        of item: AgreementShelf.Item, beside shelf: AgreementShelf, at instant: Instant, _ phrases: SharingPhrases
    ) throws -> JSON {
        let state = shelf.calendar.state(item.history.id, at: instant)
        guard [.proposed, .approved, .published].contains(state) else { return .null }
        let others = shelf.enacted().filter { $0.name != item.agreement.name }
        let before = try RuleBook.standard(agreements: others)
        let after = try RuleBook.standard(agreements: others + [item.agreement])
        let changes = try Disclosure.changes(before, after, from: instant)
        return .object(
            [SharingLanguage.english, .spanish].map { language in
                JSON.Member(language.rawValue, .array(phrases.diff(changes, language).map(JSON.string)))
            })
    }
}

/// The public feed of agreements.
public struct PublicAgreements: Sendable {
    let items: [JSON]

    /// The feed as JSON.
    public var description: String { JSON.object([JSON.Member("agreements", .array(items))]).description }

    /// The feed for people: each agreement with its text.
    public var table: String {
        items.map { item in
            let text = item["text"]?.string ?? ""
            let head = item.members.prefix { $0.name != "text" }.map {
                "# \($0.name): \($0.value.string ?? $0.value.description)"
            }
            return head.joined(separator: "\n") + "\n" + text
        }.joined(separator: "\n")
    }
}

extension AgreementShelf.Item {
    /// How it stands, as JSON.
    public func json(_ calendar: AgreementCalendar, at instant: Instant) -> JSON {
        .object(head(calendar, at: instant))
    }

    func head(_ calendar: AgreementCalendar, at instant: Instant) -> [JSON.Member] {
        let span = calendar.span(history.id)
        return [
            JSON.Member("agreement", .string(history.name)),
            JSON.Member("state", .string(calendar.state(history.id, at: instant).rawValue)),
            JSON.Member("hash", .string(Hexadecimal.text(history.contentHash))),
            JSON.Member("shipped", .bool(history.isShipped)),
            JSON.Member("widening", .bool(history.isWidening)),
            JSON.Member("proposed", .string(history.proposed.description)),
            JSON.Member("enacted", .text(history.enacted?.description)),
            JSON.Member(
                "published", .text(history.isWidening ? history.published?.description : history.enacted?.description)),
            JSON.Member("begins", .text(span?.begins.description)),
            JSON.Member("ends", .text(span?.ends.description)),
            JSON.Member("replaces", .text(agreement.replaces?.description)),
            JSON.Member("endedClauses", .array(history.endedClauses.keys.sorted().map(JSON.string))),
        ]
    }
}

extension AgreementHistory.Approval {
    fileprivate func json(_ history: AgreementHistory, _ accounts: AccountHistories) -> JSON {
        let account = accounts.account(self.account, at: recorded)
        return .object([
            JSON.Member("agency", .text(account?.agency)), JSON.Member("homeAgency", .text(account?.homeAgency)),
            JSON.Member("role", .text(account?.role)), JSON.Member("recorded", .string(recorded.description)),
            JSON.Member("key", .text(account.map { Hexadecimal.text($0.signingKey) })),
            JSON.Member("statement", .text(account.map { history.statement(of: $0).text })),
            JSON.Member("signature", .string(Hexadecimal.text(signature))),
        ])
    }
}

extension Agreement {
    /// What it says that the other does not, and no longer says: a line for each clause, in plain words.
    func difference(from old: Agreement?) -> [String] {
        let before = Set((old?.clauses ?? []).map(\.plainWords))
        let after = Set(clauses.map(\.plainWords))
        return after.subtracting(before).sorted().map { "new: " + $0 }
            + before.subtracting(after).sorted().map { "gone: " + $0 }
    }
}

extension Rule {
    /// The clause in plain words.
    fileprivate var plainWords: String {
        var words = effect == .permit ? "permits" : effect == .prohibit ? "forbids" : "obliges"
        words += " \(recipients.agency ?? "anybody")"
        if !recipients.roles.isEmpty { words += " (\(recipients.roles.joined(separator: ", ")))" }
        words += effect == .permit ? " to see" : " to have"
        let forms = transforms.count
        words += " \(classes.classes.map(\.code).joined(separator: ", "))"
        if forms > 0 { words += " and \(forms) fields in a lesser form" }
        if let holder { words += " of \(holder)" }
        if !purposes.isEmpty { words += " for \(purposes.joined(separator: ", "))" }
        if !conditions.isEmpty { words += " when \(conditions.map(\.name).joined(separator: ", "))" }
        if !exceptions.isEmpty { words += ", with \(exceptions.count) exceptions" }
        if !obligations.codes.isEmpty { words += "; owed: \(obligations.codes.joined(separator: ", "))" }
        return words
    }
}
