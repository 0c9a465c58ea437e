internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// The API for machines and scripts below `/api/v1`, and the pages that tell what its problems mean.
extension Site {
    func addAPI(to router: Router<ServerContext>) {
        guard let api else { return }
        for route in APIRoute.all {
            router.on(RouterPath(APIRoute.root + route.path), method: route.method) { request, context in
                try await api.answer(route, request, context, self)
            }
        }
        router.get("/problems/{code}") { request, context in
            guard let code = context.parameters.get("code").flatMap(APIProblem.Code.init(rawValue:)) else {
                throw HTTPError(.notFound)
            }
            let reader = reader(request)
            return answer(
                ProblemPage(code: code, reader: reader).markup().bytes, mediaType: "text/html; charset=utf-8",
                keeping: .revalidate, language: reader.phrases.language, to: request)
        }
    }
}

/// Turns whatever keeps the API from answering into a problem document. What is no fault of the asker says nothing of how the
/// server works.
struct APIProblems: RouterMiddleware {
    typealias Context = ServerContext

    let site: Site

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard site.api != nil, request.uri.path == APIRoute.root || request.uri.path.hasPrefix(APIRoute.root + "/")
        else {
            return try await next(request, context)
        }
        do {
            return try await next(request, context)
        } catch let problem as APIProblem {
            return site.response(problem, request)
        } catch let error as GateError {
            return site.response(APIProblem(error), request)
        } catch let error as GovernanceError {
            return site.response(APIProblem(error), request)
        } catch let error as any HTTPResponseError {
            var response = site.response(problem(error.status, request), request)
            // A body that was not read to its end closes the connection.
            response.headers[.connection] = (error as? HTTPError)?.headers[.connection] ?? response.headers[.connection]
            return response
        } catch {
            // The type only: the text of a foreign error may hold what the store holds.
            context.logger.error("the API could not answer", metadata: ["error": "\(type(of: error))"])
            return site.response(APIProblem(.unavailable), request)
        }
    }

    private func problem(_ status: HTTPResponse.Status, _ request: Request) -> APIProblem {
        let fitting = APIRoute.fitting(request.uri.path)
        let isOther = !fitting.isEmpty && !fitting.contains { $0.method == request.method }
        if isOther, [.notFound, .methodNotAllowed, .contentTooLarge].contains(status), request.method != .head {
            var problem = APIProblem(.method)
            problem.allowed = fitting.map(\.method) + (fitting.contains { $0.method == .get } ? [.head] : [])
            return problem
        }
        switch status {
        case .notFound, .methodNotAllowed: return APIProblem(.noSuchAddress)
        case .contentTooLarge: return APIProblem(.tooLarge)
        case .uriTooLong: return APIProblem(.addressTooLong)
        case .misdirectedRequest: return APIProblem(.wrongName)
        case .serviceUnavailable, .internalServerError: return APIProblem(.unavailable)
        default: return APIProblem(.badRequest)
        }
    }
}

extension APIProblem {
    /// What the gate refuses. That there is no record and that it is not for this account are one answer.
    init(_ error: GateError) {
        switch error.code {
        case .nothingPermitted, .noSuchRecord, .logWithoutQuorum, .noSuchReceipt:
            self.init(.notFound, receipt: error.receipt)
        case .accountUnknown, .accountLocked, .accountUnattested, .purposeNotHeld:
            self.init(.refused, reason: error.code.rawValue, receipt: error.receipt)
        case .limitReached: self.init(.limitReached, receipt: error.receipt)
        case .clockWentBack, .clockRanAhead, .requestFromTheFuture, .requestTooOld, .unsettled, .fault,
            .receiptNotWritten, .brokenReceipt:
            self.init(.unavailable, reason: error.code.rawValue, receipt: error.receipt)
        }
    }

    /// What governance refuses.
    init(_ error: GovernanceError) {
        switch error.code {
        case .notFound: self.init(.notFound)
        case .locked: self.init(.refused, reason: GateError.Code.accountLocked.rawValue)
        case .notAttested: self.init(.refused, reason: GateError.Code.accountUnattested.rawValue)
        default: self.init(.refused, reason: error.code.rawValue)
        }
    }
}
