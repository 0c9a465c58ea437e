internal import AmparoModel
public import AmparoSharing

/// Of whom two houses ask whether both know them.
public enum MatchSubject: Int64, Sendable, CaseIterable {
    /// Children.
    case children = 1
    /// Sponsors.
    case sponsors = 2
    /// Adults of sponsors' households.
    case households = 3

    /// `children`, `sponsors` or `households`.
    public var word: String {
        switch self {
        case .children: "children"
        case .sponsors: "sponsors"
        case .households: "households"
        }
    }

    /// The subject of that word; nil for another word.
    public init?(word: String) {
        guard let subject = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = subject
    }

    /// What a possible match tells: of a child, that there is a record; of an adult, besides, whom the adult is connected with.
    /// All of it must be permitted. Since no component of DHS may ever have `sponsor.network` (charter, 2), none can match
    /// sponsors or households, whatever an agreement says and whether the appropriations rider is in force or not.
    var fields: [String] {
        switch self {
        case .children: ["existence.record"]
        case .sponsors: ["existence.record", "sponsor.identity.surnames", "sponsor.network.otherChildren"]
        case .households: ["existence.record", "household.surnames", "sponsor.network.otherChildren"]
        }
    }
}

/// Whether a match may be answered: a pure function of the rules and of who asks.
public enum MatchRule {
    /// The clause that permits it, as a receipt writes it; nil when it is refused. Every field that a possible match tells of must
    /// be permitted, in whatever form, by clauses of this one agreement: neither a mandate nor need to know opens a match. No fact
    /// of anybody is known here, so a clause with conditions permits nothing, and every prohibition holds.
    ///
    /// - Parameters:
    ///   - agreement: name and version; whoever asks sees to it that it is a matching agreement in force.
    public static func clause(
        permitting subject: MatchSubject, under agreement: Agreement.Name, _ request: DecisionRequest, _ book: RuleBook
    ) -> String? {
        var request = request
        request.subject = subject == .children ? .child : subject == .sponsors ? .sponsor : .householdMember
        request.operation = .searchHit
        request.facts = SubjectFacts()
        let numbers = subject.fields.compactMap { book.terms.catalogue[$0]?.number }
        guard numbers.count == subject.fields.count else { return nil }
        request.fields = numbers
        let decision = book.decide(request)
        guard decision.refusal == nil, decision.fields.count == numbers.count,
            decision.fields.allSatisfy({ field in
                field.outcome.measure > 0 && field.rule.layer == .agreement && field.rule.id == agreement.id
                    && field.rule.version == agreement.version
            })
        else { return nil }
        return decision.fields[0].rule.code
    }
}
