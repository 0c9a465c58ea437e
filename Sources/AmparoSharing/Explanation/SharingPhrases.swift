internal import AmparoModel

/// The languages in which decisions are explained.
public enum SharingLanguage: String, CaseIterable, Sendable {
    /// English.
    case english = "en"
    /// Spanish.
    case spanish = "es"
}

/// Decisions, near misses and changes of agreements in plain words: rendered from codes, never free text.
public struct SharingPhrases: Sendable {
    private struct Phrase {
        let english: String
        let spanish: String
    }

    private let terms: SharingTerms
    private let phrases: [String: Phrase]
    private let roles: [String: Phrase]

    /// Reads phrases.yaml.
    ///
    /// - Throws: `SharingError` with line and column.
    public init(yaml: String, file: String, terms: SharingTerms) throws(SharingError) {
        let root = try DocumentMembers(DocumentNode.parse(yaml, file: file), known: ["version", "phrases", "roles"])
        self.terms = terms
        phrases = try SharingPhrases.read(root.required("phrases"))
        roles = try SharingPhrases.read(root.required("roles"))
    }

    private static func read(_ node: DocumentNode) throws(SharingError) -> [String: Phrase] {
        var phrases: [String: Phrase] = [:]
        for member in try node.members() {
            let texts = try DocumentMembers(member.value, known: ["en", "es"])
            phrases[member.name] = Phrase(
                english: try texts.required("en").text(), spanish: try texts.required("es").text())
        }
        return phrases
    }

    /// The phrases shipped with the program.
    ///
    /// - Throws: `SharingError` when the embedded data is not sound; a test reads it.
    public static func shipped() throws(SharingError) -> SharingPhrases {
        try SharingPhrases(
            yaml: String(decoding: PackageResources.phrases_yaml, as: UTF8.self), file: "phrases.yaml",
            terms: .shipped())
    }

    /// The codes for which there is no phrase; empty for the shipped phrases.
    public var missing: [String] {
        let needed =
            [
                "outcome.disclose", "outcome.transform", "outcome.withhold", "outcome.undetermined", "rule.no-permit",
                "rule.log-without-quorum",
            ]
            + RuleKind.allCases.map { "rule." + $0.rawValue } + AccountDenial.allCases.map { "account." + $0.rawValue }
            + Transform.allCases.map { "form." + $0.code } + FieldClass.allCases.map { "class." + $0.code }
            + ["account", "role", "purpose", "date", "condition", "known-not", "agreement", "quorum"].map {
                "change." + $0
            }
            + Condition.Fact.allCases.map { "condition." + $0.rawValue }
            + ["stage", "hearingWithinDays", "ageUnder", "ageAtLeast", "inPopulation", "evidence", "reportOf"]
            .map { "condition." + $0 } + LintFinding.Code.allCases.map { "lint." + $0.rawValue }
            + Disclosure.Change.Direction.allCases.map { "diff." + $0.rawValue }
        return needed.filter { phrases[$0] == nil }
            + terms.parties.roles.map(\.code).filter { roles[$0] == nil }.map { "roles: " + $0 }
    }

    func text(_ code: String, _ language: SharingLanguage, _ values: [String: String] = [:]) -> String {
        guard let phrase = phrases[code] else { return code }
        var text = language == .english ? phrase.english : phrase.spanish
        for (name, value) in values { text = text.replacing("{\(name)}", with: value) }
        return text
    }

    /// What a role is called; its code where there is no phrase.
    public func role(_ code: String, _ language: SharingLanguage) -> String {
        roles[code].map { language == .english ? $0.english : $0.spanish } ?? code
    }

    private func purpose(_ code: String, _ language: SharingLanguage) -> String {
        terms.purposes.purpose(code).map { language == .english ? $0.english : $0.spanish } ?? code
    }

    /// What was decided on a field, and by which rule.
    public func sentence(_ decision: FieldDecision, _ language: SharingLanguage) -> String {
        let values = ["rule": rule(decision.rule, language)]
        switch decision.outcome {
        case .disclose: return text("outcome.disclose", language, values)
        case .transform(let form):
            let form = text("form." + form.code, language)
            return text("outcome.transform", language, values.merging(["form": form]) { $1 })
        case .withhold: return text("outcome.withhold", language, values)
        case .undetermined: return text("outcome.undetermined", language, values)
        }
    }

    private func rule(_ rule: RuleReference, _ language: SharingLanguage) -> String {
        if rule.layer == .account { return text("account." + rule.id, language) }
        guard let kind = rule.kind else { return text("rule." + rule.id, language) }
        return text("rule." + kind.rawValue, language, ["citation": rule.citation, "code": rule.code])
    }

    /// What it would take; one sentence for each change, in their order.
    public func sentences(_ miss: NearMiss, _ language: SharingLanguage) -> [String] {
        miss.changes.map { change in
            switch change {
            case .account: return text("change.account", language)
            case .role(let code): return text("change.role", language, ["value": role(code, language)])
            case .purpose(let code): return text("change.purpose", language, ["value": purpose(code, language)])
            case .date(let span):
                let days =
                    "\(WashingtonTime.day(of: span.from))/"
                    + (span.until.map { "\(WashingtonTime.day(of: Instant(microseconds: $0.microseconds - 1)))" } ?? "")
                return text("change.date", language, ["value": days])
            case .condition(let condition):
                return text("condition." + condition.name, language, ["value": condition.valueText])
            case .knownNot(let condition):
                return text("change.known-not", language, ["value": condition.code])
            case .agreement(let rule): return text("change.agreement", language, ["value": rule.code])
            case .quorum: return text("change.quorum", language)
            }
        }
    }

    /// One line of the diff of two rule books.
    public func sentence(_ change: Disclosure.Change, _ language: SharingLanguage) -> String {
        let party = terms.parties.index(of: change.agency).map { terms.parties.parties[$0] }
        let agency = party.map { language == .english ? $0.english : $0.spanish } ?? change.agency.code
        return text(
            "diff." + change.direction.rawValue, language,
            [
                "agency": agency, "role": role(change.role, language), "purpose": purpose(change.purpose, language),
                "class": text("class." + change.fieldClass.code, language),
            ])
    }

    /// What `lint` found, in one sentence: what it means, and what to do.
    public func sentence(_ finding: LintFinding, _ language: SharingLanguage) -> String {
        text(
            "lint." + finding.code.rawValue, language,
            [
                "other": finding.other ?? "", "clause": finding.clause ?? "",
                "classes": finding.classes.joined(separator: ", "),
            ])
    }

    /// The diff of two rule books in plain words, each line once, in the order of the changes.
    public func diff(_ changes: [Disclosure.Change], _ language: SharingLanguage) -> [String] {
        var lines: [String] = []
        for change in changes {
            let line = sentence(change, language)
            if !lines.contains(line) { lines.append(line) }
        }
        return lines
    }
}
