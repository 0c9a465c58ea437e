internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import AmparoTransparency
internal import HTTPTypes
internal import Foundation
internal import Hummingbird

/// The screens of casework: for somebody who has signed in, and made of what the gate discloses to them.
extension Site {
    func addCasework(to router: Router<ServerContext>) {
        router.get("/today") { request, _ in
            try await list(request, { try TodayPage($0).markup() }, TodayPage.file)
        }
        router.get("/handoffs") { request, _ in
            try await list(request, { try HandoffsPage($0).markup() }, HandoffsPage.file)
        }
        router.post("/handoffs/{id}/accept") { request, context in
            let id = context.parameters.get("id") ?? ""
            return try await act(request) { visit, _ in try HandoffActs(visit: visit).accept(id) }
        }
        router.post("/handoffs/{id}/decline") { request, context in
            let id = context.parameters.get("id") ?? ""
            return try await act(request) { visit, form in
                try HandoffActs(visit: visit).decline(id, reason: form["reason"], proposal: form["proposal"])
            }
        }
        router.get("/child/{n}/enter") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await visit(request) { try EnterPage($0, number: number).markup() }
        }
        router.post("/child/{n}/enter") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await enter(number, request)
        }
        router.get("/duties/{name}/snooze") { request, context in
            let name = context.parameters.get("name")?.removingPercentEncoding ?? ""
            return try await visit(request) { try SnoozePage($0, id: name).markup() }
        }
        router.post("/duties/{name}/snooze") { request, context in
            let name = context.parameters.get("name")?.removingPercentEncoding ?? ""
            let (visit, form) = try await visitForm(request)
            let typed = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            return try await visit.casework.answering(visit.reader, self) {
                let page = try SnoozePage(visit, id: name, typed: typed)
                guard let fault = try page.take() else { return self.sent(to: visit.reader.address("/today")) }
                let again = try SnoozePage(visit, id: name, typed: typed, fault: fault)
                return self.personal(again.markup(), status: .unprocessableContent, visit.reader)
            }
        }
        router.post("/duties/{name}/report") { request, context in
            let name = context.parameters.get("name")?.removingPercentEncoding ?? ""
            return try await act(request) { visit, form in
                try DutyActs(visit: visit).report(name, words: form["words"] ?? "")
            }
        }
        router.get("/child/{n}/sponsors") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await visit(request) { try SponsorPage($0, number: number).markup() }
        }
        router.get("/child/{n}/disclosures") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await list(request, { try StatementPage($0, number: number).markup() }) {
                try StatementPage.file($0, number: number, $1)
            }
        }
        router.get("/hearing/{case}/{n}") { request, context in
            let (court, row) = (context.parameters.get("case") ?? "", context.parameters.get("n") ?? "")
            return try await visit(request) { try HearingPage($0, court: court, row: row).markup() }
        }
        router.get("/court-week") { request, _ in
            try await list(request, { try CourtWeekPage($0).markup() }, CourtWeekPage.file)
        }
        router.get("/write-back") { request, _ in
            let visit = try await visit(request)
            return try await visit.casework.answering(visit.reader, self) { self.sent(try visit.writeBack(), visit) }
        }
        router.get("/preview") { request, _ in try await visit(request) { try PreviewPage($0).markup() } }
        router.get("/agreements") { request, _ in try await visit(request) { try AgreementsPage($0).markup() } }
        router.get("/agreements/{name}") { request, context in
            let name = context.parameters.get("name")?.removingPercentEncoding ?? ""
            return try await visit(request) { try AgreementsPage($0, name: name).markup() }
        }
        router.get("/log") { request, _ in try await visit(request) { try LogPage($0).markup() } }
        router.get("/log/proof/{n}") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await proof(of: number, request)
        }
        router.get("/search") { request, _ in try await visit(request) { SearchPage($0).markup() } }
        router.post("/search") { request, _ in
            let (visit, form) = try await visitForm(request)
            return try await visit.casework.answering(visit.reader, self) {
                let isFile = form["as"] == ListFile.Form.csv.rawValue
                let page = try SearchPage(visit, form, isFile: isFile)
                return isFile ? self.sent(page.file, visit) : self.personal(page.markup(), visit.reader)
            }
        }
        router.get("/child/{n}") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await visit(request) { try ChildPage($0, number: number).markup() }
        }
    }

    /// Takes what somebody enters of a child; shows the form again with what was typed when something is missing.
    private func enter(_ number: String, _ request: Request) async throws -> Response {
        let (visit, form) = try await visitForm(request)
        let typed = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        return try await visit.casework.answering(visit.reader, self) {
            do {
                try EnterPage(visit, number: number, typed: typed).take()
                return self.sent(to: visit.reader.address("/child/\(number)"))
            } catch let fault as EnterPage.Fault {
                let again = try EnterPage(visit, number: number, typed: typed, fault: fault.reason)
                return self.personal(try again.markup(), status: .unprocessableContent, visit.reader)
            }
        }
    }

    /// A proof that an entry stands in the published log (c2sp.org/tlog-proof). It shows the entry's salted commitment and
    /// nothing of the entry.
    private func proof(of number: String, _ request: Request) async throws -> Response {
        let visit = try await visit(request)
        return try await visit.casework.answering(visit.reader, self) {
            guard let log = visit.casework.log, let seq = Int64(number), seq > 0 else { throw CaseRefusal.nothing }
            do {
                return answer(
                    try log.proof(seq: seq).encoded, mediaType: "text/plain; charset=utf-8", keeping: .never,
                    to: request)
            } catch let error as StoreError where error.code == .notPublished || error.code == .outOfRange {
                throw CaseRefusal(.notFound, "unpublished")
            }
        }
    }

    /// Something that a viewer's form does: then the browser goes on to another page.
    func act(
        _ request: Request, _ make: @escaping @Sendable (CaseVisit, FormBody) throws -> String
    ) async throws -> Response {
        let (visit, form) = try await visitForm(request)
        return try await visit.casework.answering(visit.reader, self) { self.sent(to: try make(visit, form)) }
    }

    /// A page for whoever has signed in; the way to sign in for everybody else.
    func visit(
        _ request: Request, _ make: @escaping @Sendable (CaseVisit) throws -> Markup
    ) async throws -> Response {
        guard let casework else { throw HTTPError(.notFound) }
        // Who looks is found out on the thread that makes the page.
        return try await apart {
            let visit = try visit(request, viewerNow(request))
            return try casework.answeringNow(visit.reader, self) { personal(try make(visit), visit.reader) }
        }
    }

    /// Who looks and what the address asks for. Throws `SignInNeeded`.
    func visit(_ request: Request) async throws -> CaseVisit {
        guard casework != nil else { throw HTTPError(.notFound) }
        return try visit(request, try await viewer(request))
    }

    /// Who looks and what their form says. When the session has ended meanwhile, what was typed comes back after the sign-in.
    /// Throws as `form`.
    func visitForm(_ request: Request) async throws -> (visit: CaseVisit, form: FormBody) {
        let (viewer, form) = try await form(request)
        return (try visit(request, viewer), form)
    }

    private func visit(_ request: Request, _ viewer: Viewer) throws -> CaseVisit {
        guard let casework else { throw HTTPError(.notFound) }
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters where query[String(name)] == nil {
            query[String(name)] = String(value)
        }
        return CaseVisit(casework: casework, viewer: viewer, reader: reader(request, for: viewer), query: query)
    }
}

extension Casework {
    /// Runs what makes an answer; what is refused on the way is a page that says why and what to do.
    func answering(
        _ reader: Reader, _ site: Site, _ make: @escaping @Sendable () throws -> Response
    ) async throws -> Response {
        try await apart { try answeringNow(reader, site, make) }
    }

    /// The same on this thread, which may block.
    fileprivate func answeringNow(_ reader: Reader, _ site: Site, _ make: () throws -> Response) throws -> Response {
        do {
            return try make()
        } catch let refusal as CaseRefusal {
            return site.personal(refusal.markup(reader), status: refusal.status, reader)
        } catch let conflict as CaseConflict {
            return site.personal(conflict.markup(), status: .conflict, reader)
        } catch let error as GateError {
            let refusal = CaseRefusal(error)
            return site.personal(refusal.markup(reader), status: refusal.status, reader)
        } catch let error as GovernanceError {
            let refusal = CaseRefusal(error)
            return site.personal(refusal.markup(reader), status: refusal.status, reader)
        }
    }
}
