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
            return try await visit.casework.answering(visit.reader, self) {
                switch try SimulationAct(visit, form).take() {
                case .run(let seq): return self.sent(to: visit.reader.address("/simulation/\(seq)"))
                case .page(let markup, let status): return self.personal(markup, status: status, visit.reader)
                }
            }
        }
    }
}
