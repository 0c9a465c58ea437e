internal import AmparoModel
public import AmparoSharing
public import AmparoStore
internal import Synchronization

/// The rules that a store's own entries put in force, and the facts that they tell of a child.
///
/// Compiled once for a state of the store and kept, so that asking again costs one look at the number of the last
/// governance entry. A rule that cannot be read refuses everything (`GovernanceError`): a rule that errors denies.
public final class GovernedRules: RuleSource, Sendable {
    private struct Compiled {
        var version: Int64
        var book: RuleBook
    }

    private let terms: SharingTerms
    private let reading = AgreementReading()
    private let kept = Mutex<Compiled?>(nil)

    /// The rules of a store.
    public init(terms: SharingTerms) { self.terms = terms }

    /// The number of the last governance entry; 0 when there is none.
    public func version(on connection: any DatabaseConnection) throws -> Int64 {
        try GovernanceFacts(connection).version()
    }

    /// The shipped floor and mandates, courts' orders and the enacted agreements, each with the stretch in which it
    /// holds.
    public func ruleBook(on connection: any DatabaseConnection) throws -> RuleBook {
        let facts = GovernanceFacts(connection)
        let version = try facts.version()
        if let known = kept.withLock({ $0 }), known.version == version { return known.book }
        let agreements = try AgreementShelf(facts, reading: reading, terms: terms).enacted()
        let papers = try facts.all(.order).bySubject().compactMap { CourtPaper($0.facts) }
        let book = try RuleBook.standard(agreements: agreements, orders: CourtPaper.rules(papers, terms))
        kept.withLock { $0 = Compiled(version: version, book: book) }
        return book
    }
}

extension CourtPaper {
    /// What orders and injunctions mean to a decision: an order permits what it names, for those it names; an
    /// injunction prohibits it. Both speak of a class of people, to which `GovernedFacts` says who belongs.
    static func rules(_ papers: [CourtPaper], _ terms: SharingTerms) throws -> [Rule] {
        let rules = papers.filter { $0.kind == .order || $0.kind == .injunction }.flatMap(\.documents)
        guard !rules.isEmpty else { return [] }
        let document = "{\"version\":1,\"rules\":[\(rules.joined(separator: ","))]}"
        return try RuleDocument(yaml: document, file: "orders", layer: .order, terms: terms).rules
    }

    /// The class of people it speaks of: its own, where it names one; else those it names, under a name of its own.
    var populationCode: String { population.isEmpty ? "order-\(id)" : population }

    private var documents: [String] {
        let begins = max(taken.microseconds, from.microseconds)
        let classes = classes.isEmpty ? FieldClass.allCases.map(\.code) : classes
        let recipients = recipients.isEmpty ? ["third-parties"] : recipients
        return recipients.enumerated().map { index, recipient in
            var text = "{\"id\":\"order-\(id)-\(index + 1)\",\"kind\":\"order\",\"citation\":\"entry \(id)\","
            text += "\"from\":\"\(Instant(microseconds: begins))\","
            if let until { text += "\"until\":\"\(Instant(microseconds: until.microseconds))\"," }
            text += "\"\(kind == .order ? "permit" : "prohibit")\":{\"to\":\"\(recipient)\",\"classes\":["
            text += classes.map { "\"\($0)\"" }.joined(separator: ",")
            return text + "],\"when\":{\"inPopulation\":\"\(populationCode)\"}}}"
        }
    }
}
