internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird

/// The screens of casework: for somebody who has signed in, and made of what the gate discloses to them.
extension Site {
    func addCasework(to router: Router<ServerContext>) {
        router.get("/today") { request, _ in try await visit(request) { try TodayPage($0).markup() } }
        router.get("/handoffs") { request, _ in try await visit(request) { try HandoffsPage($0).markup() } }
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
        router.get("/child/{n}") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await visit(request) { try ChildPage($0, number: number).markup() }
        }
    }

    /// Something that a viewer's form does: then the browser goes on to another page.
    func act(
        _ request: Request, _ make: @escaping @Sendable (CaseVisit, FormBody) throws -> String
    ) async throws -> Response {
        let visit = try await visit(request)
        let form = try await FormBody(request, token: visit.viewer.formToken)
        return try await visit.casework.answering(visit.reader, self) { self.sent(to: try make(visit, form)) }
    }

    /// A page for whoever has signed in; the way to sign in for everybody else.
    func visit(
        _ request: Request, _ make: @escaping @Sendable (CaseVisit) throws -> Markup
    ) async throws -> Response {
        let visit = try await visit(request)
        return try await visit.casework.answering(visit.reader, self) { self.personal(try make(visit), visit.reader) }
    }

    /// Who looks and what the address asks for. Throws `SignInNeeded`.
    func visit(_ request: Request) async throws -> CaseVisit {
        guard let casework else { throw HTTPError(.notFound) }
        let viewer = try await viewer(request)
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
        do {
            return try await apart(make)
        } catch let refusal as CaseRefusal {
            return site.personal(refusal.markup(reader), status: refusal.status, reader)
        } catch let error as GateError {
            let refusal = CaseRefusal(error)
            return site.personal(refusal.markup(reader), status: refusal.status, reader)
        } catch let error as GovernanceError {
            let refusal = CaseRefusal(error)
            return site.personal(refusal.markup(reader), status: refusal.status, reader)
        }
    }
}
