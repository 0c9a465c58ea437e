internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Counts every request by the route that answered it, and logs it under a number of its own that the answer carries too.
struct Measured: RouterMiddleware {
    typealias Context = ServerContext

    let counts: RequestCounts
    let clock: ServerClock

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = clock.nanoseconds()
        let method = request.method == .get || request.method == .head ? request.method.rawValue : "other"
        func count(_ status: HTTPResponse.Status) {
            let route = context.endpointPath.map { $0 == "NotFound" ? "none" : $0 } ?? "none"
            let nanoseconds = clock.nanoseconds() &- start
            counts.count(route: route, method: method, status: status.code, nanoseconds: nanoseconds)
            // The route as the program names it, never the address that was asked for: that may name a record or a link.
            context.logger.info(
                "answered",
                metadata: [
                    "method": "\(method)", "route": "\(route)", "status": "\(status.code)",
                    "microseconds": "\(nanoseconds / 1000)",
                ])
        }
        do {
            var response = try await next(request, context)
            count(response.status)
            // The number under which the operator finds the request in the log.
            if let name = HTTPField.Name("X-Request-Id") { response.headers[name] = context.id }
            return response
        } catch {
            count(.internalServerError)
            throw error
        }
    }
}
