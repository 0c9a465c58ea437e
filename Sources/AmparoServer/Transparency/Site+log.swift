internal import AmparoTransparency
internal import HTTPTypes
internal import Hummingbird

/// The published log below `/log/`, as C2SP `tlog-tiles` has it (<https://c2sp.org/tlog-tiles>). Nothing in it names or
/// describes anybody: leaves are salted commitments (ARCHITECTURE.md, law 6).
extension Site {
    func addLog(to router: Router<ServerContext>) {
        guard let log else { return }
        router.get("/log/checkpoint") { request, _ in try await resource(.checkpoint, of: log, request) }
        router.get("/log/tile/**") { request, context in
            let path = "tile/" + context.parameters.getCatchAll().joined(separator: "/")
            guard request.uri.path == "/log/" + path, let resource = TlogResource(path: path) else {
                throw HTTPError(.notFound)
            }
            return try await self.resource(resource, of: log, request)
        }
    }

    /// Tiles and bundles never change and may be kept for ever; the checkpoint is asked for each time.
    private func resource(_ resource: TlogResource, of log: any LogSource, _ request: Request) async throws -> Response
    {
        guard let bytes = try await log.resource(resource) else { throw HTTPError(.notFound) }
        return answer(
            bytes, mediaType: resource.isImmutable ? "application/octet-stream" : "text/plain; charset=utf-8",
            keeping: resource.isImmutable ? .forEver : .revalidate, to: request)
    }
}
