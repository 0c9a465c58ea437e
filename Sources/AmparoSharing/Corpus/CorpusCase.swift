public import AmparoModel

/// One case of the corpus: the rules that apply, a request, and perhaps what is expected of the decision. Its JSON form is in
/// docs/sharing.md; `amparo decide` reads the same object.
public struct CorpusCase: Sendable {
    /// What is expected of one field. A member that is nil is not looked at.
    public struct FieldExpectation: Hashable, Sendable {
        /// The outcome's code.
        public let outcome: String
        /// The layer's code.
        public let layer: String?
        /// The rule's id, or its whole code.
        public let rule: String?
        /// The clause.
        public let clause: String?
    }

    /// What is expected of the decision.
    public struct Expectation: Hashable, Sendable {
        /// By field name.
        public let fields: [String: FieldExpectation]
        /// The obligations of fields, as their words in any order; fields that are not named are not looked at.
        public let obligations: [String: Set<String>]
        /// The near misses that must be among those of a field, as their codes.
        public let nearMisses: [String: Set<String>]
    }

    /// A suspension of an agreement, or of one clause after a breach.
    public struct Suspension: Hashable, Sendable {
        /// The agreement.
        public let agreement: Agreement.Name
        /// The clause; nil for all of them.
        public let clause: String?
        /// The moment from which it does not hold.
        public let from: Instant
    }

    /// What a case says of the rules: equal, the book is the same.
    struct Rules: Hashable {
        let sets: [String]
        let agreements: [Agreement]
        let orders: [Rule]
        let suspensions: [Suspension]
        let isSimulation: Bool
        let markers: [String: Bool]
    }

    /// Its name.
    public let id: String
    /// The requirements it covers (F1 to F40).
    public let requirement: [String]
    /// Why, in a sentence a lawyer would accept; empty in a bare request.
    public let why: String
    /// Where that stands; empty in a bare request.
    public let citation: String
    /// The names of shipped sets of agreements.
    public let sets: [String]
    /// Agreements written out.
    public let agreements: [Agreement]
    /// Court orders.
    public let orders: [Rule]
    /// Agreements and clauses that do not hold from a moment on.
    public let suspensions: [Suspension]
    /// Whether agreements that may not be enacted count as if they were (`AmparoSharing` simulates with them).
    public let isSimulation: Bool
    /// What is said of the floor's markers.
    public let markers: [String: Bool]
    /// The request.
    public let request: DecisionRequest
    /// The names of the fields as they were written, in the order of the request.
    public let fieldNames: [String]
    /// What is expected; nil in a bare request.
    public let expectation: Expectation?

    /// Reads a file: one case, or `{"cases": […]}`.
    ///
    /// - Throws: `SharingError` with line and column.
    public static func read(json: String, file: String) throws(SharingError) -> [CorpusCase] {
        let root = try DocumentNode.parse(json, file: file)
        let terms = try SharingTerms.shipped()
        guard try root.members().contains(where: { $0.name == "cases" }) else {
            return [try CorpusCase(root, terms: terms)]
        }
        let cases = try DocumentMembers(root, known: ["cases", "note"]).required("cases").elements()
        return try cases.mapped { (node) throws(SharingError) in try CorpusCase(node, terms: terms) }
    }

    var rules: Rules {
        Rules(
            sets: sets, agreements: agreements, orders: orders, suspensions: suspensions, isSimulation: isSimulation,
            markers: markers)
    }

    /// The book that the case is decided by.
    ///
    /// - Throws: `SharingError` when a set is not known or a rule stands twice.
    public func book() throws(SharingError) -> RuleBook {
        var all = agreements
        for set in sets { all += try ShippedAgreements.agreements(set) }
        if !isSimulation { all.removeAll { !$0.isEnactable } }
        for suspension in suspensions {
            for index in all.indices where all[index].name == suspension.agreement {
                if let clause = suspension.clause {
                    all[index].end(clause: clause, at: suspension.from)
                } else {
                    all[index].end(at: suspension.from)
                }
            }
        }
        return try RuleBook.standard(agreements: all, orders: orders, markers: markers)
    }
}

extension CorpusCase {
    init(_ node: DocumentNode, terms: SharingTerms) throws(SharingError) {
        let members = try DocumentMembers(
            node,
            known: [
                "id", "requirement", "why", "citation", "agreements", "agreementTexts", "orders", "suspended",
                "simulate",
                "floor", "request", "expect", "note",
            ])
        id = try members.required("id").text()
        requirement =
            try members["requirement"]?.oneOrMore().mapped { (node) throws(SharingError) in try node.text() } ?? []
        why = try members["why"]?.text() ?? ""
        citation = try members["citation"]?.text() ?? ""
        sets = try members["agreements"]?.elements().mapped { (node) throws(SharingError) in try node.text() } ?? []
        let file = "\(node.file), agreement of \(id)"
        agreements =
            try members["agreementTexts"]?.elements().mapped { (node) throws(SharingError) in
                try Agreement.parse(yaml: try node.text(), file: file, terms: terms)
            } ?? []
        let reader = RuleReader(parties: terms.parties, purposes: terms.purposes, catalogue: terms.catalogue)
        orders =
            try members["orders"]?.elements().mapped { (node) throws(SharingError) in
                try RuleDocument.rule(node, layer: .order, version: 1, markers: [:], reader: reader)
            } ?? []
        suspensions = try members["suspended"]?.elements().mapped(CorpusCase.suspension) ?? []
        isSimulation = try members["simulate"]?.flag() ?? false
        markers = try members["floor"].mapped(CorpusCase.markers) ?? [:]
        (request, fieldNames) = try RequestReader(catalogue: terms.catalogue).request(members.required("request"))
        expectation = try members["expect"].mapped { (node) throws(SharingError) in try Expectation(node) }
    }

    private static func suspension(_ node: DocumentNode) throws(SharingError) -> Suspension {
        let members = try DocumentMembers(node, known: ["agreement", "clause", "from"])
        return Suspension(
            agreement: try Agreement.name(members.required("agreement")), clause: try members["clause"]?.code(),
            from: try members.required("from").start())
    }

    private static func markers(_ node: DocumentNode) throws(SharingError) -> [String: Bool] {
        if !node.isMapping {
            guard try node.text() == "shipped" else {
                throw node.fail(.badValue, "shipped, or markers as {\"rider\": \"not-in-force\"}, are expected here")
            }
            return [:]
        }
        var markers: [String: Bool] = [:]
        for member in try node.members() { markers[member.name] = try member.value.marker() }
        return markers
    }
}

extension CorpusCase.Expectation {
    init(_ node: DocumentNode) throws(SharingError) {
        let members = try DocumentMembers(node, known: ["fields", "obligations", "nearMisses"])
        var fields: [String: CorpusCase.FieldExpectation] = [:]
        for member in try members.required("fields").members() {
            let field = try DocumentMembers(member.value, known: ["outcome", "layer", "rule", "clause"])
            fields[member.name] = CorpusCase.FieldExpectation(
                outcome: try field.required("outcome").text(), layer: try field["layer"]?.text(),
                rule: try field["rule"]?.text(), clause: try field["clause"]?.text())
        }
        self.fields = fields
        obligations = try members["obligations"].mapped(CorpusCase.Expectation.lists) ?? [:]
        nearMisses = try members["nearMisses"].mapped(CorpusCase.Expectation.lists) ?? [:]
    }

    private static func lists(_ node: DocumentNode) throws(SharingError) -> [String: Set<String>] {
        var lists: [String: Set<String>] = [:]
        for member in try node.members() {
            lists[member.name] = Set(
                try member.value.elements().mapped { (node) throws(SharingError) in try node.text() })
        }
        return lists
    }
}
