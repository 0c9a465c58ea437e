import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import AmparoStore

/// The views as FHIR R4 resources. What they tell, and to whom, is decided where receipts, consents, records and handoffs are given.
extension StoreAPI {
    func fhir(_ operation: APIOperation, _ call: APICall) throws -> APIAnswer {
        guard let child = call.number("patient") else {
            throw APIProblem(.badParameter, "`patient` is the record's number of a child, and is needed")
        }
        switch operation {
        case .fhirAuditEvents: return try auditEvents(child, call)
        case .fhirConsents: return try consents(child, call)
        case .fhirProvenance: return try provenance(child, call)
        default: return try tasks(child, call)
        }
    }

    private func auditEvents(_ child: Int64, _ call: APICall) throws -> APIAnswer {
        let given = try gate.statement(
            of: child, for: .child(deliveryChecked: false), language: "en",
            askedBy: .account(call.caller.account, purpose: call.caller.purpose))
        return .told(
            Told(given) { given in
                FHIRResource.bundle(given.value.entries.map { FHIRResource.auditEvent($0, child: child) })
            })
    }

    private func consents(_ child: Int64, _ call: APICall) throws -> APIAnswer {
        let shown = try gate.disclose(request(call, fields: ["existence.record"]), child: child)
        let account = try account(call)
        let agency = Party(code: account.agency)
        let isHolder = agency.isPart(of: Party(code: "hhs")) || account.isPrivacyOfficer
        let isOwn = ["subject", "subject-counsel", "counsel-of-record"].contains(account.role)
        let all = try ConsentDesk(store.governance, codes: terms).all(about: child)
        let told = all.filter { consent in
            isHolder || isOwn || consent.representative == account.number
                || consent.recipients.contains { terms.parties.covers($0, agency) }
        }
        let now = store.now()
        return .told(Told(shown) { _ in FHIRResource.bundle(told.map { FHIRResource.consent($0, at: now) }) })
    }

    private func provenance(_ child: Int64, _ call: APICall) throws -> APIAnswer {
        let shown = try gate.disclose(request(call), child: child, withHistory: true)
        return .told(Told(shown) { FHIRResource.bundle(FHIRResource.provenance($0.value)) })
    }

    private func tasks(_ child: Int64, _ call: APICall) throws -> APIAnswer {
        let shown = try gate.disclose(request(call, fields: DisclosedList.workFields), child: child)
        let isOwn = try ownPosts(call)
        let subject = DutySubject(.child, child)
        let found = try store.database.read { connection in
            try HandoffList(connection).list(HandoffList.Question(subject: subject, limit: 1000))
        }.filter { handoff in
            // What the gate withholds never left, and its receiver knows nothing of it.
            isOwn(handoff.from) || (isOwn(handoff.to) && handoff.state != .withheld)
        }
        let people = try duties.people.named(in: found.map(\.answerEntry))
        return .told(
            Told(shown) { _ in
                FHIRResource.bundle(found.map { FHIRResource.task($0, answeredBy: people[$0.answerEntry]) })
            })
    }
}
