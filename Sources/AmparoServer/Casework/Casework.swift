internal import AmparoDuties
public import AmparoGate
internal import AmparoModel
public import AmparoSharing
public import AmparoStore

/// What the screens of casework ask: the gate for everything about a person, the desk of duties for what is owed.
///
/// Nothing here reads a projection of persons: a child is named by its number until the gate has answered.
public struct Casework: Sendable {
    let gate: Gate
    let duties: DutyDesk
    let store: GovernanceStore
    let terms: SharingTerms
    let log: PublishedLog?
    let words: SharingWords
    let figures: FigureShelf
    let decisions = DecisionShelf()
    let random: RandomSource
    /// Layouts of the agencies' own systems; nil where none can be.
    package var layouts: WriteBackShelf?
    /// What follows from judgements about who is who; nil where nobody judges.
    package var links: (any LinkUpkeep)?
    /// Children by name; nil where the operator has not switched that on.
    public var names: NameIndex?
    /// Takes documents; nil where none are taken.
    public var attachments: AttachmentDesk?

    /// Screens over a store.
    ///
    /// - Parameters:
    ///   - gate: the one way out.
    ///   - duties: the desk of the store's duties.
    ///   - store: accounts, agreements, the journal.
    ///   - log: the published log; nil where none is published.
    ///   - random: where the ids of requests come from.
    /// - Throws: `SharingError` when the shipped words cannot be read.
    public init(
        gate: Gate, duties: DutyDesk, store: GovernanceStore, log: PublishedLog? = nil, terms: SharingTerms,
        random: RandomSource
    ) throws(SharingError) {
        self.gate = gate
        self.duties = duties
        self.store = store
        self.log = log
        self.terms = terms
        self.random = random
        figures = FigureShelf(store)
        words = SharingWords(
            terms: terms, sentences: try SharingPhrases.shipped(), fields: try FieldPhrases.shipped(),
            catalogue: .shipped)
    }

    /// An id for a request, by which its receipt is found.
    func requestID() throws -> String { "web-" + fingerprint(try random.bytes(16)).prefix(24) }
}

extension SharingTerms {
    /// The name of a party in a language; its code where it has none.
    func name(ofParty code: String, _ language: Language) -> String {
        guard let index = parties.index(of: Party(code: code)) else { return code }
        let party = parties.parties[index]
        return language == .english ? party.english : party.spanish
    }

    /// The name of a purpose in a language; its code where it has none.
    func name(ofPurpose code: String, _ language: Language) -> String {
        guard let purpose = purposes.purpose(code) else { return code }
        return language == .english ? purpose.english : purpose.spanish
    }
}
