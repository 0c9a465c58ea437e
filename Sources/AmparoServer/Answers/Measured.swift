internal import HTTPTypes
internal import Hummingbird

/// Counts every request by the route that answered it.
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
            counts.count(
                route: route, method: method, status: status.code, nanoseconds: clock.nanoseconds() &- start)
        }
        do {
            let response = try await next(request, context)
            count(response.status)
            return response
        } catch {
            count(.internalServerError)
            throw error
        }
    }
}
