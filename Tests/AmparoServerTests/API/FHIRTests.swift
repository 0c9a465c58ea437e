import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import AmparoTestSupport
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import AmparoServer

/// The published structure of the resources, as far as the views use them: HL7 FHIR R4 (4.0.1), written down from the resources'
/// own pages. An element that is not in the list is a fault, as is a missing one, a code outside of its value set, a null, an
/// empty list and an empty text.
struct FHIRStructure {
    indirect enum Kind: Sendable {
        case text, flag, count, instant, uri
        case code(Set<String>)
        case list(Kind)
        case parts([String: (kind: Kind, isRequired: Bool)])
    }

    static func all(_ parts: [String: Kind], required: Set<String> = []) -> Kind {
        .parts(
            parts.mapValues { ($0, false) }.merging(
                required.compactMap { name in parts[name].map { (name, ($0, true)) } }
            ) { $1 })
    }

    static let coding = all(["system": .uri, "code": .text, "display": .text])
    static let concept = all(["coding": .list(coding), "text": .text])
    static let identifier = all(["system": .uri, "value": .text])
    static let reference = all(["reference": .text, "type": .uri, "identifier": identifier, "display": .text])
    static let period = all(["start": .instant, "end": .instant])

    static let resources: [String: Kind] = [
        "AuditEvent": all(
            [
                "type": coding, "subtype": .list(coding), "action": .code(["C", "R", "U", "D", "E"]),
                "recorded": .instant,
                "outcome": .code(["0", "4", "8", "12"]), "purposeOfEvent": .list(concept),
                "agent": .list(
                    all(
                        ["role": .list(concept), "who": reference, "requestor": .flag, "policy": .list(.uri)],
                        required: ["requestor"])),
                "source": all(["observer": reference, "type": .list(coding)], required: ["observer"]),
                "entity": .list(
                    all([
                        "what": reference, "type": coding, "role": coding, "description": .text,
                        "detail": .list(
                            all(["type": .text, "valueString": .text], required: ["type", "valueString"])),
                    ])),
            ], required: ["type", "recorded", "agent", "source"]),
        "Consent": all(
            [
                "status": .code(["draft", "proposed", "active", "rejected", "inactive", "entered-in-error"]),
                "scope": concept, "category": .list(concept), "patient": reference, "dateTime": .instant,
                // ppc-1: either a policy or a policy rule.
                "policyRule": concept,
                "provision": all([
                    "type": .code(["deny", "permit"]), "period": period,
                    "actor": .list(all(["role": concept, "reference": reference], required: ["role", "reference"])),
                    "purpose": .list(coding), "class": .list(coding),
                ]),
            ], required: ["status", "scope", "category", "policyRule"]),
        "Provenance": all(
            [
                "target": .list(reference), "recorded": .instant,
                "agent": .list(all(["type": concept, "who": reference], required: ["who"])),
                "entity": .list(
                    all(
                        [
                            "role": .code(["derivation", "revision", "quotation", "source", "removal"]),
                            "what": reference,
                        ], required: ["role", "what"])),
            ], required: ["target", "recorded", "agent"]),
        "Task": all(
            [
                "status": .code([
                    "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress",
                    "on-hold",
                    "failed", "completed", "entered-in-error",
                ]), "statusReason": concept,
                "intent": .code([
                    "unknown", "proposal", "plan", "order", "original-order", "reflex-order", "filler-order",
                    "instance-order", "option",
                ]), "code": concept, "for": reference, "authoredOn": .instant, "lastModified": .instant,
                "requester": reference, "owner": reference, "reasonCode": concept,
                "restriction": all(["period": period]),
            ], required: ["status", "intent"]),
        "CapabilityStatement": all(
            [
                "status": .code(["draft", "active", "retired", "unknown"]), "date": .text,
                "kind": .code(["instance", "capability", "requirements"]),
                "implementation": all(["description": .text], required: ["description"]),
                "fhirVersion": .code(["4.0.1"]), "format": .list(.text),
                "rest": .list(
                    all(
                        [
                            "mode": .code(["client", "server"]), "documentation": .text,
                            "resource": .list(
                                all(
                                    [
                                        "type": .text,
                                        "interaction": .list(
                                            all(["code": .code(["search-type", "read"])], required: ["code"])),
                                        "searchParam": .list(
                                            all(
                                                ["name": .text, "type": .code(["reference"]), "documentation": .text],
                                                required: ["name", "type"])),
                                    ], required: ["type"])),
                        ], required: ["mode"])),
            ], required: ["status", "date", "kind", "fhirVersion", "format", "implementation"]),
    ]

    /// What is wrong with a resource.
    static func faults(_ json: JSON) -> [String] {
        guard case .object(let members) = json, let type = json["resourceType"]?.string, let kind = resources[type]
        else {
            return ["no resource"]
        }
        var faults: [String] = []
        let id = json["id"]?.string ?? ""
        if id.wholeMatch(of: /[A-Za-z0-9\-\.]{1,64}/) == nil { faults.append("id \(id)") }
        let rest = members.filter { !["resourceType", "id"].contains($0.name) }
        check(.object(rest), kind, type, &faults)
        return faults
    }

    private static func check(_ json: JSON, _ kind: Kind, _ path: String, _ faults: inout [String]) {
        switch (kind, json) {
        case (.flag, .bool), (.count, .number): break
        case (.text, .string(let text)) where !text.isEmpty && text.trimmed == text: break
        case (.uri, .string(let text)) where text.wholeMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*(:\S+)?/) != nil: break
        case (.instant, .string(let text))
        where text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/) != nil:
            break
        case (.code(let words), .string(let word)) where words.contains(word): break
        case (.list(let kind), .array(let items)) where !items.isEmpty:
            for (index, item) in items.enumerated() { check(item, kind, "\(path)[\(index)]", &faults) }
        case (.parts(let parts), .object(let members)) where !members.isEmpty:
            if Set(members.map(\.name)).count != members.count { faults.append("\(path) has a member twice") }
            for member in members {
                guard let part = parts[member.name] else {
                    faults.append("\(path).\(member.name) is no element")
                    continue
                }
                check(member.value, part.kind, "\(path).\(member.name)", &faults)
            }
            for (name, part) in parts where part.isRequired && json[name] == nil {
                faults.append("\(path).\(name) is missing")
            }
        default: faults.append("\(path): \(json)")
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}

@Suite("Views as FHIR R4")
struct FHIRTests {
    static let world = Result { try CaseworkWorld(children: 12, seed: 21) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    private func resources(_ bundle: JSON) -> [JSON] {
        guard case .array(let entries)? = bundle["entry"] else { return [] }
        return entries.compactMap { $0["resource"] }
    }

    @Test("Each disclosure of the accounting is an AuditEvent of the published structure")
    func auditEvents() throws {
        let world = try world
        let child = try #require(try world.children().first)
        _ = try world.gate.disclose(
            GateRequest(account: "federal-field-specialist", purpose: "safety-check", operation: .view, id: "t1"),
            child: child)
        let given = try world.gate.statement(
            of: child, for: .child(deliveryChecked: false), language: "en", askedBy: .storeOperator)
        let bundle = FHIRResource.bundle(given.value.entries.map { FHIRResource.auditEvent($0, child: child) })
        let found = resources(bundle)
        #expect(!found.isEmpty && bundle["total"] == .count(found.count))
        for resource in found {
            #expect(FHIRStructure.faults(resource).isEmpty, "\(FHIRStructure.faults(resource).prefix(3))")
        }
        #expect(found.contains { $0.description.contains("\"urn:amparo:purpose\",\"code\":\"safety-check\"") })
    }

    @Test("Handoffs in every state are Tasks of the published structure")
    func tasks() throws {
        let world = try world
        let handoffs = try world.journal.database.read {
            try HandoffList($0).list(HandoffList.Question(limit: 500))
        }
        #expect(!handoffs.isEmpty)
        for handoff in handoffs.prefix(50) {
            for state in HandoffStanding.allCases {
                var handoff = handoff
                handoff.state = state
                if state == .declined { handoff.declined = "wrong-office" }
                if state == .withheld { handoff.withheldBy = "no-agreement" }
                let faults = FHIRStructure.faults(FHIRResource.task(handoff, answeredBy: "A Name").json)
                #expect(faults.isEmpty, "\(faults.prefix(3))")
            }
        }
    }

    @Test("Where a child's rows came from is told by file, and only of rows that were shown")
    func provenance() throws {
        let world = try world
        let child = try #require(try world.children().first)
        let shown = try world.gate.disclose(
            GateRequest(account: "federal-field-specialist", purpose: "safety-check", operation: .view, id: "t2"),
            child: child, withHistory: true)
        let found = FHIRResource.provenance(shown.value)
        #expect(!found.isEmpty && Set(found.map(\.id)).count == found.count)
        for resource in found { #expect(FHIRStructure.faults(resource.json).isEmpty) }
        #expect(found.contains { $0.json.description.contains("referrals.csv") })
    }

    @Test("A consent is active until it ends or is withdrawn, and names no giver")
    func consents() throws {
        let world = try world
        let child = try #require(try world.children().first)
        let desk = ConsentDesk(world.governance, codes: world.terms)
        let id = try desk.give(
            ConsentRequest(
                record: child, giver: Sensitive("Zanzibar Quetzal"), capacity: .parent, language: "es",
                recipients: ["dol.whd"], purposes: ["labor-protection"], classes: ["identity"],
                until: try #require(Instant("2027-01-01T00:00:00Z")), paper: Sensitive("Drawer Four")),
            by: try #require(CaseworkWorld.signer("orr-privacy-officer")))
        func resource() throws -> JSON {
            let consent = try #require(try desk.all(about: child).first { $0.id == id })
            return FHIRResource.consent(consent, at: world.clock.now).json
        }
        let active = try resource()
        #expect(FHIRStructure.faults(active).isEmpty, "\(FHIRStructure.faults(active))")
        #expect(active["status"]?.string == "active")
        #expect(!active.description.contains("Zanzibar") && !active.description.contains("Drawer"))
        try desk.withdraw(id, by: nil)
        #expect(try resource()["status"]?.string == "inactive")
    }

    @Test("An empty search is a Bundle without entries, and the capabilities are of the published structure")
    func others() {
        let empty = FHIRResource.bundle([])
        #expect(empty["entry"] == nil && empty["total"] == .count(0))
        let capabilities = FHIRResource.capabilities(name: "x", on: Day(number: 20_000))
        #expect(FHIRStructure.faults(capabilities).isEmpty, "\(FHIRStructure.faults(capabilities))")
    }

    @Test("A search needs its patient")
    func patient() async throws {
        let stub = StubAPI()
        try await stub.run { client async throws in
            let missing = try await client.api("/fhir/Task", try stub.bearer())
            #expect(missing.status == 400 && missing.problem == "bad-parameter")
            let metadata = try await client.api("/fhir/metadata", try stub.bearer())
            #expect(metadata.status == 200)
            #expect(metadata.response.headers[.contentType] == "application/fhir+json")
        }
    }
}
