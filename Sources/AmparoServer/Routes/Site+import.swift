internal import AmparoGate
internal import HTTPTypes
internal import Hummingbird

/// The import desk: a file is handed in, tried out, taken and taken back.
extension Site {
    func addImport(to router: Router<ServerContext>) {
        guard let imports else { return }
        router.get("/import") { request, _ in try await visit(request) { try ImportPage($0, imports).markup() } }
        router.post("/import/try") { request, _ in
            let visit = try await visit(request)
            let form = try await MultipartBody(request, token: visit.viewer.formToken)
            return try await importing(visit, imports) {
                guard let file = form.file else { throw ImportFault("file") }
                let header = Int(form["header"] ?? "") ?? 1
                let look = try imports.look(file, sheet: form["sheet"].flatMap { $0.isEmpty ? nil : $0 })
                let ticket = uploads.put(
                    file, of: visit.viewer.account, ticket: try visit.casework.requestID(), now: clock.now())
                guard let mapping = form["mapping"], !mapping.isEmpty else {
                    return .map(ticket: ticket, look, header: header)
                }
                let outcome = try imports.take(file, mapping: mapping, isDryRun: true, by: visit.viewer.account)
                return .tried(ticket: ticket, mapping: mapping, look, outcome)
            }
        }
        router.post("/import/map") { request, _ in
            let (visit, form) = try await visitForm(request)
            return try await importing(visit, imports) { try mapped(form, visit, imports) }
        }
        router.post("/import/take") { request, _ in
            let (visit, form) = try await visitForm(request)
            return try await importing(visit, imports) {
                let ticket = form["ticket"] ?? ""
                let file = try handedIn(ticket, visit)
                let outcome = try imports.take(
                    file, mapping: form["mapping"] ?? "", isDryRun: false, by: visit.viewer.account)
                uploads.remove(ticket)
                return .taken(outcome)
            }
        }
        router.post("/import/undo") { request, _ in
            let (visit, form) = try await visitForm(request)
            return try await importing(visit, imports) {
                try imports.undo(Int32(form["batch"] ?? "") ?? 0, by: visit.viewer.account)
                return .choose
            }
        }
    }

    private func handedIn(_ ticket: String, _ visit: CaseVisit) throws -> MultipartBody.File {
        guard let file = uploads.file(ticket, of: visit.viewer.account, now: clock.now()) else {
            throw ImportFault("gone")
        }
        return file
    }

    /// Saves what was chosen for the columns, and tries it out; with a fault the choice is shown again.
    private func mapped(_ form: FormBody, _ visit: CaseVisit, _ imports: any ImportDesk) throws -> ImportPage.Step {
        let ticket = form["ticket"] ?? ""
        let file = try handedIn(ticket, visit)
        let headings = form.all("heading")
        let targets = form.all("target")
        guard headings.count == targets.count else { throw ImportFault("mapping") }
        let columns = zip(headings, targets).compactMap { heading, target in
            let parts = target.split(separator: "/").map(String.init)
            return parts.count == 2 ? (heading: heading, file: parts[0], column: parts[1]) : nil
        }
        let choices = ImportChoices(
            name: form["name"] ?? "", sheet: form["sheet"] ?? "", header: Int(form["header"] ?? "") ?? 1,
            dates: form["dates"] ?? "", columns: columns)
        let mapping = try imports.save(choices, by: visit.viewer.account)
        let look = try imports.look(file, sheet: choices.sheet.isEmpty ? nil : choices.sheet)
        let outcome = try imports.take(file, mapping: mapping, isDryRun: true, by: visit.viewer.account)
        return .tried(ticket: ticket, mapping: mapping, look, outcome)
    }

    /// The page after a step; a fault is told on the page it was made on.
    private func importing(
        _ visit: CaseVisit, _ imports: any ImportDesk, _ step: @escaping @Sendable () throws -> ImportPage.Step
    ) async throws -> Response {
        try await visit.casework.answering(visit.reader, self) {
            // Who may not import hears so before anything of a file is looked at.
            _ = try ImportPage(visit, imports)
            do {
                let step = try step()
                return self.personal(try ImportPage(visit, imports, step: step).markup(), visit.reader)
            } catch let fault as ImportFault {
                let page = try ImportPage(visit, imports, fault: fault)
                return self.personal(page.markup(), status: .unprocessableContent, visit.reader)
            }
        }
    }
}
