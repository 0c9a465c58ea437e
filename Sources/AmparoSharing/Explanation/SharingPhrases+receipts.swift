internal import AmparoModel

// A receipt keeps codes. These are the same sentences that a decision has, made from what the receipt kept.
extension SharingPhrases {
    /// What a class of fields is called.
    public func name(ofClass code: String, _ language: SharingLanguage) -> String { text("class." + code, language) }

    /// What was decided, by the codes that a receipt keeps of a group of fields: outcome (`withhold`, `transform:year`),
    /// layer, rule with its version, clause and citation. Of a code that there is no phrase for, the code.
    public func sentence(
        outcome: String, layer: String, rule: String, clause: String, citation: String, _ language: SharingLanguage
    ) -> String {
        let reason = self.rule(layer: layer, rule: rule, clause: clause, citation: citation, language)
        let parts = outcome.split(separator: ":", maxSplits: 1).map(String.init)
        let form = parts.count == 2 ? text("form." + parts[1], language) : ""
        return text("outcome." + (parts.first ?? outcome), language, ["rule": reason, "form": form])
    }

    /// The rule that decided, in words.
    private func rule(
        layer: String, rule: String, clause: String, citation: String, _ language: SharingLanguage
    ) -> String {
        let id = String(rule.split(separator: "@").first ?? "")
        let code = rule + (clause.isEmpty ? "" : "/" + clause)
        switch layer {
        case Layer.account.code: return text("account." + id, language)
        case Layer.fallback.code, Layer.log.code: return text("rule." + id, language)
        case Layer.floor.code:
            let floor = try? RuleDocument.shippedFloor()
            let kind = floor?.rules.first { $0.id == id }?.kind ?? .law
            return text("rule." + kind.rawValue, language, ["citation": citation, "code": code])
        default: return text("rule." + layer, language, ["citation": citation, "code": code])
        }
    }
}
