internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A list that is taken home as a file. It is asked of the gate as an export, with receipts of its own.
struct ListFile {
    /// The form of a file.
    enum Form: String {
        case csv, ics, json
    }

    var name: String
    var form: Form
    var text: String

    var mediaType: String {
        switch form {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .ics: "text/calendar; charset=utf-8; method=PUBLISH"
        case .json: "application/json"
        }
    }
}

extension CaseVisit {
    /// The form of file that the address asks for; nil for a page.
    var file: ListFile.Form? { query["as"].flatMap(ListFile.Form.init(rawValue:)) }

    /// The links to a list's files, below it.
    func files(_ path: String, _ query: KeyValuePairs<String, String> = [:], forms: [ListFile.Form] = [.csv]) -> Markup
    {
        element("p", ["class": "more files"]) {
            for form in forms {
                element(
                    "a",
                    [
                        "href": reader.address(path, query) + (reader.address(path, query).contains("?") ? "&" : "?")
                            + "as=\(form.rawValue)", "download": "",
                    ], phrases.say("file.\(form.rawValue)"))
                " "
            }
        }
    }
}

extension Site {
    /// A list's page, or the file of it that the address asks for.
    func list(
        _ request: Request, _ page: @escaping @Sendable (CaseVisit) throws -> Markup,
        _ file: @escaping @Sendable (CaseVisit, ListFile.Form) throws -> ListFile?
    ) async throws -> Response {
        let visit = try await visit(request)
        return try await visit.casework.answering(visit.reader, self) {
            guard let form = visit.file else { return self.personal(try page(visit), visit.reader) }
            guard let file = try file(visit, form) else { throw CaseRefusal.nothing }
            return self.sent(file, visit)
        }
    }

    /// A file for this viewer only.
    func sent(_ file: ListFile, _ visit: CaseVisit) -> Response {
        let name = "\(file.name)-\(visit.reader.now.day).\(file.form.rawValue)"
        return Response(
            status: .ok,
            headers: [
                .contentType: file.mediaType, .cacheControl: Keeping.never.rawValue,
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: file.text)))
    }
}

extension CaseVisit {
    /// What was recorded since a day of the children that the viewer's posts work on, in the layout of their own system.
    func writeBack() throws -> ListFile {
        guard let layout = casework.layouts?.all().first(where: { $0.name == query["layout"] }) else {
            throw CaseRefusal.nothing
        }
        let posts = try MyPosts(self)
        guard posts.hasSteward else { throw CaseRefusal.nothing }
        let children = try casework.store.journal.database.read {
            try WriteBackFile.children(of: posts.contains, at: reader.now, on: $0)
        }
        let file = try WriteBackFile(
            layout, since: day("since") ?? reader.now.day, of: children, gate: casework.gate
        ) { try request(.export, fields: $0) }
        return ListFile(name: layout.name, form: .csv, text: file.text)
    }
}
