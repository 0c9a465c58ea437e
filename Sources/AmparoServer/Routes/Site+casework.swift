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
    }

    /// A page for whoever has signed in; the way to sign in for everybody else.
    func visit(
        _ request: Request, _ make: @escaping @Sendable (CaseVisit) throws -> Markup
    ) async throws -> Response {
        guard let casework, let viewers else { throw HTTPError(.notFound) }
        guard let viewer = try await viewers.viewer(request) else { return try signIn(request) }
        let reader = reader(request)
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters where query[String(name)] == nil {
            query[String(name)] = String(value)
        }
        let visit = CaseVisit(casework: casework, viewer: viewer, reader: reader, query: query)
        do {
            return page(try await casework.run { try make(visit) }, .ok, reader, request)
        } catch let refusal as CaseRefusal {
            return page(refusal.markup(reader), refusal.status, reader, request)
        } catch let error as GateError {
            let refusal = CaseRefusal(error)
            return page(refusal.markup(reader), refusal.status, reader, request)
        } catch let error as GovernanceError {
            let refusal = CaseRefusal(error)
            return page(refusal.markup(reader), refusal.status, reader, request)
        }
    }

    /// A reader of pages is sent to sign in and comes back; a program is told that it has not.
    private func signIn(_ request: Request) throws -> Response {
        guard request.headers[.accept]?.contains("text/html") ?? false else { throw HTTPError(.unauthorized) }
        let next = request.uri.path
        return Response(
            status: .seeOther,
            headers: [.location: reader(request).address("/sign-in", ["next": next]), .cacheControl: "no-store"])
    }

    private func page(
        _ markup: Markup, _ status: HTTPResponse.Status, _ reader: Reader, _ request: Request
    ) -> Response {
        var response = answer(
            markup.text.utf8, mediaType: "text/html; charset=utf-8", keeping: .never,
            language: reader.phrases.language, to: request)
        response.status = status
        return response
    }
}
