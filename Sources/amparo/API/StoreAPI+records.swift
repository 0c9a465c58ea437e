import AmparoCourt
import AmparoGate
import AmparoLinkage
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import AmparoStore

/// Persons: everything here is asked of the gate, and said of what it discloses.
extension StoreAPI {
    func child(_ call: APICall) throws -> APIAnswer {
        try record(call, "child") { try gate.disclose($0, child: number(call), asOf: $1, asKnown: $2) }
    }

    func sponsor(_ call: APICall) throws -> APIAnswer {
        try record(call, "sponsor") { try gate.disclose($0, sponsor: number(call), asOf: $1, asKnown: $2) }
    }

    private func record(
        _ call: APICall, _ subject: StaticString,
        _ ask: (GateRequest, Day?, Int64?) throws -> Disclosed<ChildRecord>
    ) throws -> APIAnswer {
        // Read before the decision: a rule that changes meanwhile makes another version.
        let state = try state(call, subject)
        if let held = call.ifNoneMatch, try stillStands(held, state, call) { return .unchanged(version: held) }
        let names = call["fields"]?.split(separator: ",").map(String.init)
        let shown = try ask(request(call, fields: names), call.day("asOf"), asKnown(call))
        let told = Told(shown, written: { $0.json(of: subject) })
        return .told(told, version: version(of: shown.receipt, state))
    }

    /// What, beside the record itself, an answer depends on: the question, who asked, the day, and all that governance decided.
    private func state(_ call: APICall, _ subject: StaticString) throws -> String {
        let rules = GovernedRules(terms: terms)
        let version = try store.database.read { try rules.version(on: $0) }
        let day = WashingtonTime.day(of: store.now())
        return [subject.description, call.caller.account, call.caller.purpose, call.question, "\(day)", "\(version)"]
            .joined(separator: "\n")
    }

    private func version(of receipt: Int64, _ state: String) -> String {
        "\(receipt)-\(keys.mark("\(receipt)\n\(state)"))"
    }

    /// Whether what an earlier receipt stands for is still all that would be shown: the same question on the same day under the
    /// same rules, of a record that has not changed.
    private func stillStands(_ held: String, _ state: String, _ call: APICall) throws -> Bool {
        guard let dash = held.firstIndex(of: "-"), let receipt = Int64(held[..<dash]), receipt > 0,
            version(of: receipt, state) == held
        else { return false }
        // A locked or unattested account, and a receipt that is not there, are asked of the gate as any other.
        return (try? gate.hasChanged(since: receipt, account: call.caller.account)) == false
    }

    private func asKnown(_ call: APICall) throws -> Int64? {
        guard let text = call["asKnown"] else { return nil }
        guard let moment = AsKnown(text) else {
            throw APIProblem(.badParameter, "`asKnown` is no moment that there is")
        }
        do {
            return try store.journal.seq(asKnown: moment)
        } catch let error as StoreError where error.code == .outOfRange {
            // Beyond the end there is nothing more.
            return nil
        }
    }

    func search(_ call: APICall) throws -> APIAnswer {
        guard let names else { throw APIProblem(.notSwitchedOn) }
        guard names.isReady else { throw APIProblem(.unavailable, reason: "names-are-being-read") }
        func typed(_ name: String) -> String { call.body?[name]?.string ?? "" }
        guard let query = NameQuery(given: typed("given"), surnames: typed("surnames"), birth: typed("birth")) else {
            throw APIProblem(.bodyRefused, "a name with letters is needed")
        }
        guard names.admits(call.caller.account, at: store.now()) else { throw APIProblem(.tooOften) }
        let fields = ["existence.record", "general.recordId", "identity.givenNames", "identity.surnames"]
        let hits = try gate.search(request(call, fields: fields), names: query, in: names)
        return .told(Told(hits) { hits in .object([JSON.Member("hits", .array(hits.map(\.json)))]) })
    }

    func findings(_ call: APICall) throws -> APIAnswer {
        let wanted = try call["kind"].map { name in
            guard let kind = FindingKind(rawValue: name) else {
                let words = FindingKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw APIProblem(.badParameter, "`kind` is one of \(words)")
            }
            return kind
        }
        let shown = try gate.disclose(
            request(call, fields: DisclosedList.findingFields), child: number(call), asOf: call.day("asOf"),
            asKnown: asKnown(call))
        return .told(
            Told(shown) { shown in
                DisclosedList([shown], tables: ["findings"]) { row in
                    wanted.map { row["court.finding"]?.text == $0.rawValue } ?? true
                }.findings
            })
    }

    func disclosures(_ call: APICall) throws -> APIAnswer {
        let child = try number(call)
        let isChecked = call["deliveryChecked"] == "true"
        let audience: StatementAudience
        switch call["for"] {
        // A number that nobody has is refused like any other, with a receipt.
        case "sponsor": audience = .sponsor(try call.number("sponsor") ?? gate.lastSponsor(of: child) ?? 0)
        case "counsel": audience = .counsel(deliveryChecked: isChecked)
        default: audience = .child(deliveryChecked: isChecked)
        }
        let given = try gate.statement(
            of: child, for: audience, language: call["language"] ?? "en",
            askedBy: .account(call.caller.account, purpose: call.caller.purpose))
        return .told(Told(given) { $0.json })
    }
}

extension Disclosed<NameHit> {
    /// A hit as the API tells it.
    fileprivate var json: JSON {
        let row = value.record.rows(of: "referrals").last
        let matched = zip(value.comparisons, value.reasons(.english)).map { comparison, words in
            JSON.object([
                JSON.Member("field", .string(comparison.field.rawValue)),
                JSON.Member("level", .string(comparison.level.rawValue)), JSON.Member("because", .string(words)),
            ])
        }
        return .object([
            JSON.Member("child", .number(String(value.record.child))), JSON.Member("receipt", .number(String(receipt))),
            JSON.Member("givenNames", .text(row?["identity.givenNames"]?.text)),
            JSON.Member("surnames", .text(row?["identity.surnames"]?.text)),
            JSON.Member("dateOfBirth", .text(row?["identity.dateOfBirth"]?.text)),
            JSON.Member("matched", .array(matched)),
        ])
    }
}
