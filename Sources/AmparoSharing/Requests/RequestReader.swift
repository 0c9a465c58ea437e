internal import AmparoModel

/// Reads a request from its JSON form (docs/sharing.md).
struct RequestReader {
    let catalogue: FieldCatalogue

    /// The request with the names of its fields as they were written, known or not.
    func request(_ node: DocumentNode) throws(SharingError) -> (DecisionRequest, fieldNames: [String]) {
        let members = try DocumentMembers(
            node,
            known: ["id", "at", "position", "requester", "purpose", "operation", "subject", "facts", "fields", "log"])
        let names = try members.required("fields").elements().mapped { (node) throws(SharingError) in try node.text() }
        let request = DecisionRequest(
            id: try members.required("id").text(), at: try moment(members.required("at")),
            position: Int64(try members["position"]?.number(0...Int.max) ?? 0),
            requester: try requester(members.required("requester")), purpose: try members.required("purpose").text(),
            operation: try members["operation"]?
                .word("operation", Operation.init(rawValue:), Operation.allCases.map(\.rawValue)) ?? .view,
            subject: try members["subject"]?
                .word("subject", SubjectKind.init(rawValue:), SubjectKind.allCases.map(\.rawValue)) ?? .child,
            facts: try members["facts"].mapped(facts) ?? SubjectFacts(),
            fields: names.map { catalogue[$0]?.number ?? .unknown },
            lacksQuorum: try members["log"]?.word("state of the log", { LogWord(rawValue: $0) }, LogWord.all)
                == .withoutQuorum)
        return (request, names)
    }

    /// How the transparency log stands, in a request's JSON form.
    private enum LogWord: String, CaseIterable {
        case witnessed
        case withoutQuorum = "without-quorum"

        static var all: [String] { allCases.map(\.rawValue) }
    }

    private func moment(_ node: DocumentNode) throws(SharingError) -> Instant {
        guard let moment = Instant(try node.text()) else {
            throw node.fail(.badValue, "a moment as 2026-03-01T12:00:00Z is expected here")
        }
        return moment
    }

    private func requester(_ node: DocumentNode) throws(SharingError) -> Requester {
        let members = try DocumentMembers(
            node, known: ["account", "agency", "homeAgency", "role", "office", "area", "attestedOn"])
        let agency = Party(code: try members.required("agency").text())
        let attested = try members["attestedOn"].mapped { (node) throws(SharingError) -> Day in
            guard let day = Day(try node.text()) else {
                throw node.fail(.badValue, "a day as 2026-02-01 is expected here")
            }
            return day
        }
        return Requester(
            account: try members.required("account").text(), agency: agency,
            homeAgency: try members["homeAgency"].mapped { (node) throws(SharingError) in Party(code: try node.text()) }
                ?? agency, role: try members.required("role").text(), office: try members["office"]?.text(),
            area: try members["area"]?.text(), attestedOn: attested)
    }

    private func facts(_ node: DocumentNode) throws(SharingError) -> SubjectFacts {
        let members = try DocumentMembers(
            node,
            known: ["stage", "hearingInDays", "age", "populations", "evidence", "reports", "rest"]
                + Condition.Fact.allCases.map(\.rawValue))
        var facts = SubjectFacts()
        if let rest = members["rest"] {
            guard try rest.text() == "no" else { throw rest.fail(.badValue, "only no can be said of the rest") }
            for fact in Condition.Fact.allCases { facts[fact] = .no }
            facts.hearing = .none
            (facts.populations, facts.evidence, facts.reports) = ([], [], [])
        }
        for fact in Condition.Fact.allCases {
            guard let value = members[fact.rawValue] else { continue }
            facts[fact] = try value.word(
                "answer", { code in Tristate.allCases.first { $0.code == code } }, Tristate.allCases.map(\.code))
        }
        if let stage = members["stage"], try !stage.isUnknown {
            facts.stage = try stage.word("stage", Stage.init(rawValue:), Stage.allCases.map(\.rawValue))
        }
        if let hearing = members["hearingInDays"] { facts.hearing = try self.hearing(hearing) }
        if let age = members["age"], try !age.isUnknown {
            let bounds = try age.elements().mapped { (node) throws(SharingError) in try node.number(0...150) }
            guard bounds.count == 2, bounds[0] <= bounds[1] else {
                throw age.fail(.badValue, "the least and the greatest possible age, as [15, 16], are expected here")
            }
            facts.age = bounds[0]...bounds[1]
        }
        if let codes = members["populations"] { facts.populations = try self.codes(codes) }
        if let codes = members["evidence"] { facts.evidence = try self.codes(codes) }
        if let codes = members["reports"] { facts.reports = try self.codes(codes) }
        return facts
    }

    private func hearing(_ node: DocumentNode) throws(SharingError) -> SubjectFacts.Hearing {
        if try node.isUnknown { return .unknown }
        if case .some("none") = try? node.text() { return .none }
        return .inDays(try node.number(-36_500...36_500))
    }

    private func codes(_ node: DocumentNode) throws(SharingError) -> SubjectFacts.Codes? {
        if try node.isUnknown { return nil }
        return Set(try node.elements().mapped { (node) throws(SharingError) in try node.code() })
    }
}

extension DocumentNode {
    /// Whether the word `unknown` stands here.
    fileprivate var isUnknown: Bool {
        get throws(SharingError) { isMapping || isList ? false : try text() == "unknown" }
    }
}
