internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/child/{n}/attachments`: the documents of a child that the viewer may see, each taken with a receipt of its own, and the form
/// to attach one.
struct AttachmentsPage {
    private let visit: CaseVisit
    private let disclosed: Disclosed<ChildDocuments>
    private let fault: String?

    init(_ visit: CaseVisit, number: String, fault: String? = nil) throws {
        self.visit = visit
        self.fault = fault
        disclosed = try visit.casework.gate.attachments(
            visit.request(.list, fields: ChildNames.fields), child: Int64(number) ?? 0)
        guard !kinds.isEmpty else { throw CaseRefusal.nothing }
    }

    /// What the viewer may attach: what they may see.
    private var kinds: [AttachmentKind] { disclosed.value.kinds }
    private var notes: [AttachmentNote] { disclosed.value.notes }
    private var phrases: Phrases { visit.phrases }
    private var number: String { String(disclosed.value.record.child) }

    func markup() -> Markup {
        visit.page(phrases.say("attachments.title"), .elsewhere) {
            element("p", ["class": "back"]) { ChildNames(disclosed.value.record).link(visit.reader) }
            element("h1", [:], phrases.say("attachments.title"))
            formFault(fault.map { phrases.say("attachments.fault.\($0)") })
            list
            form
            element("p", ["class": "note receipt"]) {
                phrases.say("case.receipt", ["number": String(disclosed.receipt)])
            }
        }
    }

    private var list: Markup {
        guard !notes.isEmpty else { return element("p", ["class": "empty"], phrases.say("attachments.none")) }
        return element("h2", [:], phrases.say("attachments.there"))
            + element("ul", ["class": "handoffs"]) {
                for note in notes {
                    element("li") {
                        element("h3") {
                            element(
                                "a",
                                [
                                    "href": visit.reader.address("/child/\(number)/attachments/\(note.entry)"),
                                    "download": "",
                                ], phrases.say("attachments.kind.\(note.kind.code)"))
                        }
                        element("p", ["class": "source"]) {
                            phrases.say(
                                "attachments.note",
                                [
                                    "type": note.type.ending.uppercased(),
                                    "size": phrases.number((note.length + 1023) / 1024), "entry": String(note.entry),
                                ]) + " "
                            element("code", [:], hexadecimal(note.digest))
                        }
                    }
                }
            }
    }

    private var form: Markup {
        element("h2", [:], phrases.say("attachments.add"))
            + element(
                "form",
                [
                    "class": "entry", "method": "post", "enctype": "multipart/form-data",
                    "action": visit.reader.address("/child/\(number)/attachments"),
                ]
            ) {
                formToken(visit.viewer.formToken)
                element("div", ["class": "field"]) {
                    element("label", ["for": "kind"], phrases.say("attachments.kind"))
                    element("select", ["id": "kind", "name": "kind", "required": ""]) {
                        for kind in kinds {
                            element("option", ["value": kind.code], phrases.say("attachments.kind.\(kind.code)"))
                        }
                    }
                }
                element("div", ["class": "field"]) {
                    element("label", ["for": "file"], phrases.say("import.file"))
                    void(
                        "input",
                        [
                            "type": "file", "id": "file", "name": "file", "required": "",
                            "accept": ".jpg,.jpeg,.png,.pdf,.txt", "aria-describedby": "file-hint",
                        ])
                    element("p", ["class": "note", "id": "file-hint"], phrases.say("attachments.hint"))
                }
                element("button", ["type": "submit", "class": "main"], phrases.say("attachments.send"))
            }
    }

    /// Attaches what was sent. Throws `Fault`.
    func take(_ form: MultipartBody, _ desk: AttachmentDesk) throws {
        guard let kind = form["kind"].flatMap(AttachmentKind.init(code:)), kinds.contains(kind) else {
            throw Fault(reason: "kind")
        }
        guard let file = form.file else { throw Fault(reason: "file") }
        let document: CleanDocument
        do { document = try CleanDocument(file.bytes) } catch { throw Fault(reason: error.reason.rawValue) }
        try desk.attach(document, kind, to: disclosed.value.record.child, by: visit.viewer.account)
    }

    /// Why a document is not taken: `attachments.fault.<reason>` has the words.
    struct Fault: Error {
        let reason: String
    }
}

/// Bytes in hexadecimal.
func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

extension Site {
    func addAttachments(to router: Router<ServerContext>) {
        guard let desk = casework?.attachments else { return }
        router.get("/child/{n}/attachments") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await visit(request) { try AttachmentsPage($0, number: number).markup() }
        }
        router.post("/child/{n}/attachments") { request, context in
            let number = context.parameters.get("n") ?? ""
            let visit = try await visit(request)
            let form = try await MultipartBody(request, token: visit.viewer.formToken)
            return try await visit.casework.answering(visit.reader, self) {
                do {
                    try AttachmentsPage(visit, number: number).take(form, desk)
                    return self.sent(to: visit.reader.address("/child/\(number)/attachments"))
                } catch let fault as AttachmentsPage.Fault {
                    let page = try AttachmentsPage(visit, number: number, fault: fault.reason)
                    return self.personal(page.markup(), status: .unprocessableContent, visit.reader)
                }
            }
        }
        router.get("/child/{n}/attachments/{entry}") { request, context in
            let (number, entry) = (context.parameters.get("n") ?? "", context.parameters.get("entry") ?? "")
            let visit = try await visit(request)
            return try await visit.casework.answering(visit.reader, self) {
                let given = try visit.casework.gate.attachment(
                    visit.request(.export), child: Int64(number) ?? 0, entry: Int64(entry) ?? 0)
                let note = given.value.note
                // What a stranger wrote is saved and never shown as a page of this site.
                return Response(
                    status: .ok,
                    headers: [
                        .contentType: note.type.mediaType, .cacheControl: Keeping.never.rawValue,
                        .contentDisposition: "attachment; filename=\"attachment-\(note.entry).\(note.type.ending)\"",
                    ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: given.value.bytes)))
            }
        }
    }
}
