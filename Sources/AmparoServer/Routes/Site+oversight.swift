internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Figures in full, and what proposed agreements would change: for those whom the gate or the rules of agreements let.
extension Site {
    func addOversight(to router: Router<ServerContext>) {
        router.get("/oversight") { request, _ in
            try await list(request, { try OversightPage($0).markup() }, OversightPage.file)
        }
        router.get("/oversight/compare") { request, _ in
            try await visit(request) { try ComparisonPage($0).markup() }
        }
        router.get("/oversight/{id}") { request, context in
            let id = context.parameters.get("id")?.removingPercentEncoding ?? ""
            return try await list(request, { try OversightFigurePage($0, id: id).markup() }) {
                try OversightFigurePage.file($0, id: id, $1)
            }
        }
        router.get("/simulation") { request, _ in try await visit(request) { try SimulationPage($0).markup() } }
        router.get("/simulation/{n}") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await visit(request) { try SimulationRunPage($0, number: number).markup() }
        }
        router.post("/simulation") { request, _ in
            let (visit, form) = try await visitForm(request)
            return try await signed(visit) { try SimulationAct(visit, form).take() }
        }
        router.get("/links") { request, _ in try await visit(request) { try LinksPage($0).markup() } }
        router.get("/links/{pair}") { request, context in
            let number = context.parameters.get("pair") ?? ""
            return try await visit(request) { try PairPage($0, number: number).markup() }
        }
        router.post("/links/{pair}/judge") { request, context in
            let number = context.parameters.get("pair") ?? ""
            let (visit, form) = try await visitForm(request)
            guard let links = visit.casework.links else { throw HTTPError(.notFound) }
            let typed = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            return try await signed(visit) {
                try LinkAct(visit: visit, number: number, typed: typed, upkeep: links).take()
            }
        }
    }

    /// The answer to an act that is signed.
    private func signed(
        _ visit: CaseVisit, _ act: @escaping @Sendable () throws -> SignedOutcome
    ) async throws -> Response {
        try await visit.casework.answering(visit.reader, self) {
            switch try act() {
            case .path(let path): self.sent(to: visit.reader.address(path))
            case .page(let markup, let status): self.personal(markup, status: status, visit.reader)
            }
        }
    }
}
