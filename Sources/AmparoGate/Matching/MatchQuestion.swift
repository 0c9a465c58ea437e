public import AmparoLinkage
internal import AmparoModel
internal import AmparoStore

/// A question of private matching, as the house asks it. Its blinds are in memory and nowhere else, so it is read by the process
/// that asked: an answer that comes when that is gone says nothing to anybody, and is asked for anew.
public struct MatchQuestion {
    /// What is sent.
    public let probe: MatchProbe
    private let table: MatchTable
    /// Each blinded word, with the place of the person it is of.
    private let words: [(person: Int, word: BlindedWord)]

    /// Asks of people whether the house that made a table may know them.
    ///
    /// - Parameters:
    ///   - people: in any order; somebody of whom nothing can be matched is no possible match.
    ///   - account: the account that asks, in the store that is asked.
    ///   - key: its private signing key.
    /// - Throws: `GovernanceError` with code `notFound` when there is nothing to ask, `capped` for more words than are answered in a
    ///   day, `file` for a table that names no key.
    public init(
        _ people: [PersonDescription], table: MatchTable, account: String, purpose: String, key: SigningKey
    ) throws {
        self.table = table
        let asked = people.enumerated().flatMap { place, person in MatchKeys.words(person).map { (place, $0) } }
        guard !asked.isEmpty else {
            throw GovernanceError(
                .notFound,
                "Nothing to ask: give A-numbers, or names with a whole date of birth, or ten-digit telephones.")
        }
        guard asked.count <= MatchDesk.dailyQuota else {
            throw GovernanceError(
                .capped,
                "That would be \(asked.count) probes; \(MatchDesk.dailyQuota) are answered in a day. Ask for fewer people."
            )
        }
        words = try asked.map { ($0.0, try BlindedWord(Array($0.1.utf8), for: table.key)) }
        var probe = MatchProbe(table, account: account, purpose: purpose, words: words.map(\.word.bytes))
        probe.signature = try key.sign(probe.statement)
        self.probe = probe
    }

    /// The places of the people whom the other house may know, in order: ask it. Of the others the table says nothing, which is
    /// not that they are unknown there.
    ///
    /// - Throws: `GovernanceError` with code `file` when the answer is of another question, or was not made with the table's key.
    public func possibleMatches(_ answer: MatchAnswer) throws -> [Int] {
        guard answer.probe == probe.digest, answer.evaluations.count == words.count else {
            throw GovernanceError(.file, "The answer is to another question; ask for the right one.")
        }
        var found: Set<Int> = []
        for (asked, evaluation) in zip(words, answer.evaluations) {
            guard let output = asked.word.output(evaluation) else {
                throw GovernanceError(.file, "The answer was not made with the table's key; ask for it again.")
            }
            if table.holds(output) { found.insert(asked.person) }
        }
        return found.sorted()
    }

    /// The entry in the asking house's own journal that it asked. Durable when this returns.
    public func noteAsked(in store: GovernanceStore, by account: String) throws {
        try note(.matchAsked, count: words.count, in: store, by: account)
    }

    /// The entry that the answer was read: of how many people it says that they may be known.
    public func noteRead(_ matches: [Int], in store: GovernanceStore, by account: String) throws {
        try note(.matchRead, count: matches.count, in: store, by: account)
    }

    private func note(_ kind: EntryKind, count: Int, in store: GovernanceStore, by account: String) throws {
        try store.append { moment in
            var draft = GovernanceDraft(
                kind: kind, actor: try moment.actor(account).number, occurred: .at(moment.now))
            draft.payload[text: .name] = Hexadecimal.text(probe.digest)
            draft.payload[number: .word] = table.subject.rawValue
            draft.payload[number: .count] = Int64(count)
            draft.payload[text: .text] = table.agreement
            return [draft]
        }
    }
}

extension MatchQuestion: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `‹sealed›` (ARCHITECTURE.md, law 5).
    public var description: String { "‹sealed›" }

    /// `‹sealed›`.
    public var debugDescription: String { description }

    /// Nothing: a dump must not show of whom is asked.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
