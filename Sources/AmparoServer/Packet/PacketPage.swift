package import AmparoGate
package import AmparoModel
internal import AmparoSharing
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/child/{n}/packet`: counsel's packet for a motion, as one page that prints, and as an archive.
struct PacketPage {
    let visit: CaseVisit
    let packet: CounselPacket

    init(_ visit: CaseVisit, number: String, isFile: Bool) throws {
        self.visit = visit
        do {
            packet = try CounselPacket(
                visit.casework, visit.request(isFile ? .export : .print), child: Int64(number) ?? 0)
        } catch is CounselPacket.Fault {
            throw CaseRefusal(.forbidden, "appearance")
        }
    }

    private var phrases: Phrases { visit.phrases }
    private var words: FieldWords { FieldWords(visit: visit) }
    private var number: String { String(packet.disclosed.value.child) }
    private var title: String { phrases.say("packet.title", ["number": number]) }

    func markup() -> Markup {
        visit.page(title, .elsewhere) {
            element("p", ["class": "back"]) { ChildNames(packet.disclosed).link(visit.reader) }
            element("p", ["class": "more files"]) {
                element(
                    "a", ["href": visit.reader.address("/child/\(number)/packet.zip"), "download": ""],
                    phrases.say("packet.archive"))
            }
            content(isFile: false)
        }
    }

    /// The packet itself, on the page and in the archive alike.
    private func content(isFile: Bool) -> Markup {
        element("article", ["class": "packet"]) {
            element("h1", [:], title)
            element("p") {
                foreign(ChildNames(packet.disclosed).names)
                " · " + phrases.say("packet.appearance", ["source": packet.appearance])
            }
            element("p", ["class": "note"], phrases.say("packet.clocks"))
            for part in packet.parts { section(part, isFile: isFile) }
            element("section", ["class": "certificate", "aria-labelledby": "certificate"]) {
                element("h2", ["id": "certificate"], phrases.say("packet.certificate"))
                for line in certificateLines { element("p", [:], line) }
            }
            element("p", ["class": "note receipt"]) {
                phrases.say("case.receipt", ["number": String(packet.disclosed.receipt)])
            }
        }
    }

    private func section(_ part: CounselPacket.Part, isFile: Bool) -> Markup {
        element("section", ["aria-labelledby": "part-\(part.key)"]) {
            element("h2", ["id": "part-\(part.key)"], phrases.say("packet.part.\(part.key)"))
            if part.rows.isEmpty { element("p", ["class": "empty"], phrases.say("packet.none")) }
            for row in part.rows {
                element("dl", ["class": "terms fields"]) {
                    for field in row.fields {
                        element("dt", [:], visit.words.field(field.name, visit.language))
                        element("dd") { words.value(field) }
                    }
                    element("dt", [:], phrases.say("packet.recorded"))
                    element("dd") {
                        if let recorded = row.recorded { visit.reader.time(recorded) }
                        if row.isReplaced { " · " + phrases.say("packet.replaced") }
                        if row.entry != 0 { proof(row.entry, isFile: isFile) }
                    }
                }
            }
        }
    }

    private func proof(_ entry: Int64, isFile: Bool) -> Markup {
        let name = phrases.say("child.timeline.entry", ["number": String(entry)])
        guard packet.proofs[entry] != nil else {
            return Markup(" · \(name), ") + Markup(phrases.say("packet.proof.none"))
        }
        let path = isFile ? "proofs/\(entry).tlog-proof" : "/log/proof/\(entry)"
        return Markup(" · ")
            + element(
                "a", ["href": path, "download": "\(entry).tlog-proof"], "\(name): \(phrases.say("statement.proof"))")
    }

    /// The certificate, to be signed by whoever keeps the record. An unsworn declaration is made in this form by 28 USC 1746.
    private var certificateLines: [String] {
        let record = packet.disclosed.value
        let rows = packet.parts.reduce(0) { $0 + $1.rows.count }
        return [
            phrases.say(
                "packet.certificate.text",
                [
                    "number": number, "rows": phrases.number(rows), "position": String(record.asKnown),
                    "receipt": String(packet.disclosed.receipt), "day": phrases.day(visit.reader.now.day),
                ]), phrases.say("packet.certificate.proofs"), phrases.say("packet.certificate.declare"),
            phrases.say("packet.certificate.sign"),
        ]
    }

    /// The archive.
    func archive() -> [UInt8] {
        let page =
            Markup(trusted: "<!DOCTYPE html>\n")
            + element("html", ["lang": visit.language.rawValue]) {
                element("head") {
                    void("meta", ["charset": "utf-8"])
                    element("title", [:], title)
                }
                element("body") { content(isFile: true) }
            }
        return packet.archive(
            page: page.text,
            certificate: ([phrases.say("packet.certificate")] + certificateLines).joined(separator: "\n\n") + "\n")
    }
}

extension Site {
    func addPacket(to router: Router<ServerContext>) {
        router.get("/child/{n}/packet") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await visit(request) { try PacketPage($0, number: number, isFile: false).markup() }
        }
        router.get("/child/{n}/packet.zip") { request, context in
            let number = context.parameters.get("n") ?? ""
            let visit = try await visit(request)
            return try await visit.casework.answering(visit.reader, self) {
                let bytes = try PacketPage(visit, number: number, isFile: true).archive()
                return Response(
                    status: .ok,
                    headers: [
                        .contentType: "application/zip", .cacheControl: Keeping.never.rawValue,
                        .contentDisposition: "attachment; filename=\"packet-\(visit.reader.now.day).zip\"",
                    ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            }
        }
    }
}

extension CounselPacket {
    /// The archive of a packet for whoever asks from the command line, in a language. Throws as `init`, and `ServerError`.
    package static func archive(
        _ casework: Casework, _ request: GateRequest, child: Int64, language: String, now: Instant
    ) throws -> (disclosed: Disclosed<ChildRecord>, bytes: [UInt8]) {
        let phrases = try Phrases(language == "es" ? .spanish : .english)
        let viewer = Viewer(
            account: request.account, purpose: request.purpose, isSteppedUp: false, formToken: "",
            sessionEnds: now)
        let reader = Reader(
            phrases: phrases, languageIsAsked: true, now: now, path: "", assets: Assets(), viewer: viewer)
        let visit = CaseVisit(casework: casework, viewer: viewer, reader: reader, query: [:])
        let packet = try CounselPacket(casework, request, child: child)
        return (packet.disclosed, PacketPage(visit: visit, packet: packet).archive())
    }
}

extension PacketPage {
    fileprivate init(visit: CaseVisit, packet: CounselPacket) {
        self.visit = visit
        self.packet = packet
    }
}
