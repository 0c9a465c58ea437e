internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle

/// Word that there is something newer than an open page shows, as server-sent events (WHATWG HTML, "Server-sent events"): only
/// that, never what. To see it, the reader asks for the page again, and that is a disclosure with its receipt.
extension Site {
    /// How long between two looks.
    private static let pause = Duration.seconds(3)
    /// After how many looks the session is looked at again, and the line is kept open.
    private static let breath = 5
    /// After how many looks a connection is ended; the browser opens another by itself.
    private static let longest = 300

    func addLive(to router: Router<ServerContext>) {
        router.get("/live") { request, _ in
            guard let casework, let viewers else { throw HTTPError(.notFound) }
            // Looking is not using: a page that is left open keeps no session alive.
            guard let viewer = try await apart({ try viewers.onlooker(request) }) else {
                throw HTTPError(.unauthorized)
            }
            guard let mark = request.uri.queryParameters.get("page").flatMap({ LiveMark($0, token: viewer.formToken) })
            else { throw HTTPError(.notFound) }
            guard let seat = seats.take(viewer.account) else {
                throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "60"])
            }
            let visit = CaseVisit(
                casework: casework, viewer: viewer, reader: reader(request, for: viewer), query: [:])
            return Response(
                status: .ok,
                headers: [.contentType: "text/event-stream", .cacheControl: Keeping.never.rawValue],
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "retry: 20000\n\n"))
                    if let event = try await event(visit, mark, request, viewers, seat, &writer) {
                        try await writer.write(ByteBuffer(string: "event: \(event)\ndata: \(event)\n\n"))
                    }
                    try await writer.finish(nil)
                })
        }
    }

    /// Looks until there is something to tell: `changed`, or `ended` when the session has; nil when the connection was long
    /// enough or the server stops.
    private func event(
        _ visit: CaseVisit, _ mark: LiveMark, _ request: Request, _ viewers: any ViewerSource, _ seat: LiveSeats.Seat,
        _ writer: inout any ResponseBodyWriter
    ) async throws -> String? {
        defer { withExtendedLifetime(seat) {} }
        var known: Int64 = 0
        for look in 1...Self.longest {
            let last = try await apart { try visit.casework.store.journal.lastSeq() }
            if last != known {
                known = last
                let visit = visit.at(clock.now())
                if try await apart({ try visit.isOutdated(mark) }) { return "changed" }
            }
            do {
                try await cancelWhenGracefulShutdown { try await clock.wait(Self.pause) }
            } catch is CancellationError {
                return nil
            }
            guard look % Self.breath == 0 else { continue }
            guard let viewer = try await apart({ try viewers.onlooker(request) }),
                viewer.account == visit.viewer.account,
                viewer.purpose == visit.viewer.purpose
            else { return "ended" }
            try await writer.write(ByteBuffer(string: ":\n\n"))
        }
        return nil
    }
}
