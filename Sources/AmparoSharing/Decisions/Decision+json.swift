internal import AmparoModel

extension Decision {
    /// The decision as JSON (docs/sharing.md), fields by the names they were asked for by.
    ///
    /// - Parameters:
    ///   - names: the names, in the order of the request.
    ///   - book: the book that decided.
    public func json(_ request: DecisionRequest, names: [String], book: RuleBook) -> CanonicalJSON {
        .object([
            "request": .text(request.id), "at": .text(request.at.description),
            "position": .number(Int(request.position)), "book": .text(book.hash.hex),
            "fields": .list(zip(names, fields).map { $1.json(name: $0, request, book) }),
            "obligations": .texts(obligations.codes),
            "alarms": .texts(alarms.map(\.code)),
        ])
    }
}

extension FieldDecision {
    fileprivate func json(name: String, _ request: DecisionRequest, _ book: RuleBook) -> CanonicalJSON {
        let ask = book.whomToAsk(request, self).map { CanonicalJSON.text("\($0.role) of \($0.agency)") }
        return .object([
            "ask": ask ?? .null, "nearMisses": .texts(book.nearMisses(request, field).map(\.code)),
            "field": .text(name), "outcome": .text(outcome.code), "layer": .text(rule.layer.code),
            "rule": .text(rule.id), "version": .number(rule.version), "clause": .optional(rule.clause),
            "hash": .optional(rule.hash?.hex), "kind": .optional(rule.kind?.rawValue),
            "citation": .optional(rule.citation.isEmpty ? nil : rule.citation),
            "obligations": .texts(obligations.codes),
        ])
    }
}
