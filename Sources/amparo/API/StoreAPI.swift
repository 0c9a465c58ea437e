import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import AmparoStore

/// Answers the API from a store: persons through the gate, duties through their desk, messages through delivery. The shapes are
/// those of the command line's `--json`.
struct StoreAPI: APIDesk {
    let store: OpenStore
    let gate: Gate
    let duties: DutyDesk
    let accounts: AccountDirectory
    let certificates: CertificateDirectory
    let watch: AccessWatch
    let terms: SharingTerms
    let keys: APIKeys
    let tickets = MailTickets()
    let casework: Casework
    let imports: any ImportDesk
    let names: NameIndex?

    /// Answers from a store.
    ///
    /// - Parameter names: children by name; nil where that is not switched on.
    init(_ store: OpenStore, keys: APIKeys, names: NameIndex? = nil) throws {
        self.names = names
        self.store = store
        self.keys = keys
        gate = try store.gate()
        duties = try store.dutyDesk()
        accounts = AccountDirectory(store.governance)
        certificates = CertificateDirectory(store.governance)
        watch = try store.accessWatch()
        terms = try SharingTerms.shipped()
        casework = try store.casework()
        imports = StoreImports(store)
    }

    func signingKey(ofAccount account: String) async throws -> [UInt8]? {
        let accounts = accounts
        return try await apart { try accounts.account(named: account)?.signingKey }
    }

    func certificate(_ fingerprint: [UInt8]) async throws -> MachineCertificate? {
        let certificates = certificates
        return try await apart { try certificates.find(fingerprint) }
    }

    /// Asks the gate for a denial, because the gate writes down every refusal, of whatever kind.
    func admit(_ operation: APIOperation, _ call: APICall) async throws {
        // Of these the gate itself is asked first.
        if [.child, .sponsor, .findings, .fhirConsents, .fhirProvenance, .fhirTasks].contains(operation) { return }
        try await apart {
            let account = try accounts.account(named: call.caller.account)
            let role = account.flatMap { terms.parties.role($0.role) }
            if let account, let role, !account.isLocked, account.isAttested(on: WashingtonTime.day(of: store.now())),
                terms.holds(role, call.caller.purpose)
            {
                return
            }
            var request = request(call, fields: ["statistics.figure"])
            request.operation = .aggregate
            _ = try gate.aggregate(request, query: "api \(operation.rawValue)", size: 0)
            throw GateError(.purposeNotHeld)
        }
    }

    func answer(_ operation: APIOperation, _ call: APICall) async throws -> APIAnswer {
        switch operation {
        case .child, .sponsor, .search, .findings, .disclosures, .worklist, .duty, .reportDuty, .handoffs, .handoff,
            .acceptHandoff, .declineHandoff, .events, .mailboxes, .hearingEvents, .alarms, .fhirAuditEvents,
            .fhirConsents,
            .fhirProvenance, .fhirTasks, .documents, .document, .attachDocument, .packet, .calendar, .imports,
            .saveMapping, .importFile, .undoImport:
            try await apart { try answerNow(operation, call) }
        case .mailboxMessages: try await mailboxMessages(call)
        case .collectMailbox: try await collectMailbox(call)
        // The server answers these itself.
        case .index, .openapi, .figures, .log, .fhirMetadata: throw APIProblem(.noSuchAddress)
        }
    }

    private func answerNow(_ operation: APIOperation, _ call: APICall) throws -> APIAnswer {
        switch operation {
        case .child: try child(call)
        case .sponsor: try sponsor(call)
        case .search: try search(call)
        case .findings: try findings(call)
        case .disclosures: try disclosures(call)
        case .worklist: try worklist(call)
        case .duty: try duty(call)
        case .reportDuty: try reportDuty(call)
        case .handoffs: try handoffs(call)
        case .handoff: try handoff(call)
        case .acceptHandoff: try answerHandoff(call) { .accepted(handoff: $0, by: $1) }
        case .declineHandoff: try declineHandoff(call)
        case .events: try events(call)
        case .mailboxes: try mailboxes(call)
        case .hearingEvents: try hearingEvents(call)
        case .alarms: try alarms(call)
        case .fhirAuditEvents, .fhirConsents, .fhirProvenance, .fhirTasks: try fhir(operation, call)
        case .documents: try documents(call)
        case .document: try document(call)
        case .attachDocument: try attachDocument(call)
        case .packet: try packet(call)
        case .calendar: try calendar(call)
        case .imports: try imports(call)
        case .saveMapping: try saveMapping(call)
        case .importFile: try importFile(call)
        case .undoImport: try undoImport(call)
        default: throw APIProblem(.noSuchAddress)
        }
    }

    private func alarms(_ call: APICall) throws -> APIAnswer {
        try watch.bringUpToDate()
        let since = Instant(microseconds: store.now().microseconds - 30 * 86_400_000_000)
        let desk = AccountDesk(store.governance, codes: terms)
        guard
            let told = try desk.alarms(
                for: call.caller.account, purpose: call.caller.purpose, since: since, terms: terms)
        else { throw APIProblem(.refused, reason: "not-oversight") }
        return .plain(.object([JSON.Member("alarms", .array(told.map { $0.alarm.json(account: $0.account) }))]))
    }

    /// The gate's request of a call.
    func request(_ call: APICall, fields: [String]? = nil) -> GateRequest {
        GateRequest(
            account: call.caller.account, purpose: call.caller.purpose, operation: .api, id: call.caller.request,
            fields: fields.map(GateRequest.Selection.named) ?? .everything)
    }

    /// The number of a path.
    func number(_ call: APICall) throws -> Int64 {
        guard let number = call.number("n") else { throw APIProblem(.notFound) }
        return number
    }

    /// The account that asks. Throws `notFound` when there is none.
    func account(_ call: APICall) throws -> Account {
        guard let account = try accounts.account(named: call.caller.account) else { throw APIProblem(.notFound) }
        return account
    }
}
