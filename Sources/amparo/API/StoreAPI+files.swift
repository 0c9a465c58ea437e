import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoServer
import AmparoSharing
import Foundation

/// Documents, packets and calendars: each asked of the gate as the pages ask it.
extension StoreAPI {
    private func listed(_ call: APICall) throws -> Disclosed<ChildDocuments> {
        var request = request(call, fields: DisclosedList.workFields)
        request.operation = .list
        let listed = try gate.attachments(request, child: number(call))
        // Of whoever may see no kind of document, the page says as much as of nobody's number.
        guard !listed.value.kinds.isEmpty else { throw APIProblem(.notFound, receipt: listed.receipt) }
        return listed
    }

    func documents(_ call: APICall) throws -> APIAnswer {
        .told(
            Told(try listed(call)) { listed in
                .object([
                    JSON.Member("receipt", .number(String(listed.receipt))),
                    JSON.Member("child", .number(String(listed.value.record.child))),
                    JSON.Member("kinds", .array(listed.value.kinds.map { .string($0.code) })),
                    JSON.Member("documents", .array(listed.value.notes.map(\.json))),
                ])
            })
    }

    func document(_ call: APICall) throws -> APIAnswer {
        var request = request(call)
        request.operation = .export
        let given = try gate.attachment(request, child: number(call), entry: call.number("entry") ?? 0)
        let note = given.value.note
        return .told(
            Told(
                given,
                file: APIFile(
                    name: "attachment-\(note.entry).\(note.type.ending)", mediaType: note.type.mediaType,
                    bytes: given.value.bytes)))
    }

    func attachDocument(_ call: APICall) throws -> APIAnswer {
        let listed = try listed(call)
        guard let desk = casework.attachments,
            let kind = call.body?["kind"]?.string.flatMap(AttachmentKind.init(code:)),
            listed.value.kinds.contains(kind)
        else { throw APIProblem(.notTaken, reason: "kind") }
        let document: CleanDocument
        do { document = try CleanDocument(content(call)) } catch let fault as DocumentFault {
            throw APIProblem(.notTaken, reason: fault.reason.rawValue)
        }
        let entry = try desk.attach(document, kind, to: number(call), by: call.caller.account)
        return .plain(.object([JSON.Member("entry", .number(String(entry)))]))
    }

    /// The file of a body, out of its base64.
    func content(_ call: APICall) throws -> [UInt8] {
        guard let text = call.body?["content"]?.string, let bytes = Data(base64Encoded: text) else {
            throw APIProblem(.bodyRefused, "`content` must be a file in base64")
        }
        return [UInt8](bytes)
    }

    func packet(_ call: APICall) throws -> APIAnswer {
        var request = request(call)
        request.operation = .export
        do {
            let packet = try CounselPacket.archive(
                casework, request, child: number(call), language: call["language"] ?? "en", now: store.now())
            return .told(
                Told(
                    packet.disclosed,
                    file: APIFile(
                        name: "packet-\(store.now().day).zip", mediaType: "application/zip", bytes: packet.bytes)))
        } catch is CounselPacket.Fault {
            throw APIProblem(.refused, reason: "appearance")
        }
    }

    func calendar(_ call: APICall) throws -> APIAnswer {
        var request = request(call, fields: ChildCalendar.fields)
        request.operation = .export
        let shown = try gate.disclose(request, child: number(call))
        return .told(
            Told(
                shown,
                file: APIFile(
                    name: "hearings-\(store.now().day).ics", mediaType: "text/calendar; charset=utf-8; method=PUBLISH",
                    bytes: Array(try ChildCalendar.text(shown, now: store.now()).utf8))))
    }
}

extension AttachmentNote {
    fileprivate var json: JSON {
        .object([
            JSON.Member("entry", .number(String(entry))), JSON.Member("kind", .string(kind.code)),
            JSON.Member("mediaType", .string(type.mediaType)), JSON.Member("length", .count(length)),
            JSON.Member(
                "sha256", .string(digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())),
        ])
    }
}
