internal import AmparoModel

/// A document of rules that are no agreement: the floor, the mandates, or orders of a court.
public struct RuleDocument: Sendable {
    /// The version of the document.
    public let version: Int
    /// The rules.
    public let rules: [Rule]

    /// Reads floor.yaml, mandates.yaml or a document of court orders.
    ///
    /// Each rule has `id`, `kind`, `citation`, `checked` (whether the project has read the text that is cited), `from` and
    /// `until` (a bare day is Washington time, `until` to the end of that day), perhaps a `marker`, and one of `prohibit`,
    /// `permit` and `oblige`.
    ///
    /// - Parameter markers: what the deployment says of markers, over what the document says; true is in force.
    /// - Throws: `SharingError` with line and column.
    public init(
        yaml: String, file: String, layer: Layer, terms: SharingTerms, markers: [String: Bool] = [:]
    ) throws(SharingError) {
        let root = try DocumentMembers(
            DocumentNode.parse(yaml, file: file), known: ["version", "markers", "rules"])
        var inForce: [String: Bool] = [:]
        for member in try root["markers"]?.members() ?? [] {
            inForce[member.name] = try member.value.marker()
        }
        for (name, value) in markers where inForce[name] != nil { inForce[name] = value }
        let version = try root.required("version").number(1...1_000_000)
        let reader = RuleReader(parties: terms.parties, purposes: terms.purposes, catalogue: terms.catalogue)
        var rules: [Rule] = []
        for node in try root.required("rules").elements() {
            let rule = try RuleDocument.rule(node, layer: layer, version: version, markers: inForce, reader: reader)
            guard !rules.contains(where: { $0.id == rule.id }) else {
                throw node.fail(.repeated, "\(rule.id) stands twice; give each rule a name of its own")
            }
            rules.append(rule)
        }
        self.version = version
        self.rules = rules
    }

    static func rule(
        _ node: DocumentNode, layer: Layer, version: Int, markers: [String: Bool], reader: RuleReader
    ) throws(SharingError) -> Rule {
        let effects = Effect.allCases.map(\.rawValue)
        let members = try DocumentMembers(
            node, known: ["id", "kind", "citation", "checked", "marker", "from", "until"] + effects)
        let id = try members.required("id").code()
        let kind = try members.required("kind").word("kind", RuleKind.init(rawValue:), layer.kinds.map(\.rawValue))
        guard layer.kinds.contains(kind) else {
            throw node.fail(.badValue, "\(kind.rawValue) does not belong here; one of: \(layer.kinds.map(\.rawValue))")
        }
        _ = try members["checked"]?.flag()
        let marker = try members["marker"]?.text()
        if let marker, markers[marker] == nil {
            throw node.fail(.badValue, "no marker is called \(marker); add it under markers")
        }
        var rule = Rule.empty(layer: layer, kind: kind, id: id, version: version)
        rule.citation = try members.required("citation").text()
        rule.span = TimeSpan(
            from: try members.required("from").start(),
            until: try members["until"].mapped { (node) throws(SharingError) in try node.end() })
        rule.isInForce = marker.map { markers[$0] ?? true } ?? true
        let present = Effect.allCases.filter { members[$0.rawValue] != nil }
        guard present.count == 1, let effect = present.first, let body = members[effect.rawValue] else {
            throw node.fail(.missing, "exactly one of \(effects.joined(separator: ", ")) is expected")
        }
        guard layer != .floor || effect != .permit else { throw body.fail(.badValue, "the floor permits nothing") }
        try reader.body(body, effect: effect, into: &rule)
        rule.hash = ContentHash(of: rule.canonical(reader.catalogue).description)
        return rule
    }

    /// The floor shipped with the program.
    ///
    /// - Parameter markers: what the deployment says of markers; true is in force.
    public static func shippedFloor(markers: [String: Bool] = [:]) throws(SharingError) -> RuleDocument {
        guard !markers.isEmpty else { return try plainFloor.get() }
        return try floor(markers: markers)
    }

    /// The mandates shipped with the program.
    public static func shippedMandates() throws(SharingError) -> RuleDocument { try mandates.get() }

    private static func floor(markers: [String: Bool]) throws(SharingError) -> RuleDocument {
        try RuleDocument(
            yaml: ShippedText.floor, file: "floor.yaml", layer: .floor, terms: .shipped(), markers: markers)
    }

    // Read once: a corpus asks for them with every case.
    private static let plainFloor = Result<RuleDocument, SharingError> { () throws(SharingError) -> RuleDocument in
        try floor(markers: [:])
    }
    private static let mandates = Result<RuleDocument, SharingError> { () throws(SharingError) -> RuleDocument in
        try RuleDocument(yaml: ShippedText.mandates, file: "mandates.yaml", layer: .mandate, terms: .shipped())
    }
}

extension Layer {
    /// The kinds of rule that a document of this layer may hold.
    fileprivate var kinds: [RuleKind] {
        switch self {
        case .floor: [.law, .charter]
        case .order: [.order]
        case .mandate: [.mandate]
        default: [.agreement]
        }
    }
}

extension Rule {
    /// A rule of which only the name is set.
    static func empty(layer: Layer, kind: RuleKind, id: String, version: Int) -> Rule {
        Rule(
            layer: layer, kind: kind, id: id, version: version, clause: nil, hash: ContentHash(of: ""), citation: "",
            effect: .prohibit, holder: nil, recipients: Recipients(agency: nil), purposes: [], classes: FieldClassSet(),
            transforms: [:], subjects: [], operations: [], conditions: [], exceptions: [], obligations: ObligationSet(),
            span: TimeSpan(from: Instant(microseconds: 0)), isInForce: true)
    }
}

extension DocumentNode {
    /// `in-force` or `not-in-force`.
    func marker() throws(SharingError) -> Bool {
        switch try text() {
        case "in-force": true
        case "not-in-force": false
        default: throw fail(.badValue, "in-force or not-in-force is expected here")
        }
    }

    /// A moment, or a bare day from its first moment in Washington.
    func start() throws(SharingError) -> Instant {
        let text = try text()
        if let day = Day(text) { return WashingtonTime.start(of: day) }
        return try instant(text)
    }

    /// A moment, or a bare day to its end in Washington.
    func end() throws(SharingError) -> Instant {
        let text = try text()
        if let day = Day(text) { return WashingtonTime.end(of: day) }
        return try instant(text)
    }

    private func instant(_ text: String) throws(SharingError) -> Instant {
        guard let instant = Instant(text) else {
            throw fail(.badValue, "a day as 2026-01-31, or a moment as 2026-01-31T08:00:00-05:00, is expected here")
        }
        return instant
    }
}
