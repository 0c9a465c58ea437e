internal import AmparoModel

extension Agreement {
    private static let members = [
        "agreement", "version", "title", "kind", "parties", "authority", "effective", "expires", "replaces", "renews",
        "enactable", "known", "unknown", "clauses",
    ]

    /// Reads one agreement in the form of SHARING.md. JSON is read too, being YAML.
    ///
    /// - Parameters:
    ///   - yaml: the text.
    ///   - file: what the text is called in an error.
    ///   - terms: the words; those shipped with the program when nil.
    /// - Throws: `SharingError` with line and column.
    public static func parse(
        yaml: String, file: String, terms: SharingTerms? = nil
    ) throws(SharingError) -> Agreement {
        let words: SharingTerms
        if let terms { words = terms } else { words = try .shipped() }
        return try Agreement(DocumentNode.parse(yaml, file: file), terms: words)
    }

    init(_ node: DocumentNode, terms: SharingTerms) throws(SharingError) {
        let root = try DocumentMembers(node, known: Agreement.members)
        let reader = RuleReader(parties: terms.parties, purposes: terms.purposes, catalogue: terms.catalogue)
        id = try root.required("agreement").code()
        version = try root.required("version").number(1...1_000_000)
        title = try root.required("title").text()
        kind = try root.required("kind").word("kind", Kind.init(rawValue:), Kind.allCases.map(\.rawValue))
        parties = try root.required("parties").elements().mapped { (node) throws(SharingError) in
            let code = try node.text()
            guard terms.parties.index(of: Party(code: code)) != nil else {
                throw node.fail(.unknownParty, "no party is called \(code)")
            }
            return Party(code: code)
        }
        guard parties.count >= 2, Set(parties).count == parties.count else {
            throw try root.required("parties").fail(.badValue, "two parties or more, each once, are expected here")
        }
        let authority = try DocumentMembers(root.required("authority"), known: ["privacyAct", "citation"])
        privacyAct = try authority.required("privacyAct").word(
            "authority", PrivacyActAuthority.init(rawValue:), PrivacyActAuthority.allCases.map(\.rawValue))
        citation = try authority.required("citation").text()
        effective = try root.required("effective").start()
        expires = try root.required("expires").end()
        guard effective.microseconds < expires.microseconds else {
            throw try root.required("expires").fail(.badValue, "it expires before it takes effect; correct the dates")
        }
        replaces = try root["replaces"].mapped(Agreement.name)
        renews = try root["renews"].mapped(Agreement.name)
        isEnactable = try root["enactable"]?.flag() ?? true
        known = try root["known"]?.elements().mapped { (node) throws(SharingError) in try node.text() } ?? []
        unknown = try root["unknown"]?.elements().mapped { (node) throws(SharingError) in try node.text() } ?? []
        var header = Rule.empty(layer: .agreement, kind: .agreement, id: id, version: version)
        header.citation = "\(privacyAct.citation); \(citation)"
        header.span = TimeSpan(from: effective, until: expires)
        clauses = try Agreement.clauses(root.required("clauses"), header: header, reader: reader)
        places = try Agreement.places(node, clauses: root.required("clauses"))
        contentHash = header.hash
        contentHash = ContentHash(of: canonical(terms.catalogue).description)
        for index in clauses.indices { clauses[index].hash = contentHash }
    }

    /// What the agreement says, as a value whose text depends on its meaning alone: the order of clauses, of members and of
    /// lists, and the way a moment is written, change nothing.
    public func canonical(_ catalogue: FieldCatalogue = .shipped) -> CanonicalJSON {
        .object([
            "agreement": .text(id), "version": .number(version), "title": .text(title), "kind": .text(kind.rawValue),
            "parties": .texts(parties.map(\.code).sorted()),
            "authority": .object(["privacyAct": .text(privacyAct.rawValue), "citation": .text(citation)]),
            "effective": .text(effective.canonical), "expires": .text(expires.canonical),
            "replaces": .optional(replaces?.description), "renews": .optional(renews?.description),
            "enactable": .flag(isEnactable), "known": .texts(known), "unknown": .texts(unknown),
            "clauses": .list(
                clauses.map { clause in
                    var body = clause.body(catalogue)
                    body["id"] = .optional(clause.clause)
                    return .object(body)
                }),
        ])
    }

    private static func places(
        _ node: DocumentNode, clauses: DocumentNode
    ) throws(SharingError) -> AgreementPlaces {
        var places = AgreementPlaces()
        for member in try node.members() { places.members[member.name] = member.value.place }
        for clause in try clauses.elements() {
            let id = try DocumentMembers(clause, known: ["id", "permit", "prohibit"]).required("id")
            places.clauses[try id.text()] = clause.place
        }
        return places
    }

    /// Reads `id@version`.
    static func name(_ node: DocumentNode) throws(SharingError) -> Name {
        let text = try node.text()
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, let version = Int(halves[1]), version > 0 else {
            throw node.fail(.badValue, "an agreement is named as orr-ice-court@1")
        }
        return Name(id: String(halves[0]), version: version)
    }

    private static func clauses(
        _ node: DocumentNode, header: Rule, reader: RuleReader
    ) throws(SharingError) -> [Rule] {
        var clauses: [Rule] = []
        for element in try node.elements() {
            let members = try DocumentMembers(element, known: ["id", "permit", "prohibit"])
            var rule = header
            rule.clause = try members.required("id").code()
            guard !clauses.contains(where: { $0.clause == rule.clause }) else {
                throw element.fail(.repeated, "a clause of this id stands before; give each an id of its own")
            }
            switch (members["permit"], members["prohibit"]) {
            case (let permit?, nil):
                let body = try DocumentMembers(permit, known: RuleReader.permitMembers)
                for name in ["from", "to", "purposes"] { _ = try body.required(name) }
                try reader.body(permit, effect: .permit, into: &rule)
                guard !rule.purposes.isEmpty else {
                    throw permit.fail(.missing, "a permit names its purposes; add them")
                }
            case (nil, let prohibit?): try reader.body(prohibit, effect: .prohibit, into: &rule)
            default: throw element.fail(.missing, "exactly one of permit and prohibit is expected")
            }
            clauses.append(rule)
        }
        guard !clauses.isEmpty else { throw node.fail(.missing, "an agreement without clauses says nothing; add one") }
        return clauses.sorted { ($0.clause ?? "") < ($1.clause ?? "") }
    }
}
