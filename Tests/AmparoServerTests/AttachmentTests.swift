internal import AmparoDuties
internal import AmparoGate
internal import AmparoModel
@testable internal import AmparoServer
internal import AmparoSharing
internal import AmparoStore
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import NIOCore
internal import Testing

@Suite("Documents and the packet for counsel")
struct AttachmentTests {
    static let world = Result { try CaseworkWorld(children: 25, seed: 31) }
    var world: CaseworkWorld { get throws { try Self.world.get() } }

    private func upload(_ kind: String, _ content: String, name: String = "a.txt") -> ByteBuffer {
        func part(_ header: String, _ content: String) -> String {
            "--b\r\nContent-Disposition: form-data; \(header)\r\n\r\n\(content)\r\n"
        }
        return ByteBuffer(
            string: part("name=\"form\"", "token-of-the-test") + part("name=\"kind\"", kind)
                + part("name=\"file\"; filename=\"\(name)\"", content) + "--b--\r\n")
    }

    private func send(_ body: ByteBuffer, _ child: Int64, _ client: any TestClientProtocol) async throws -> TestResponse
    {
        try await client.executeRequest(
            uri: "/child/\(child)/attachments", method: .post,
            headers: [.contentType: "multipart/form-data; boundary=b"],
            body: body)
    }

    @Test("A document is attached, listed and taken with a receipt by whoever may see its field, and by nobody else")
    func attached() async throws {
        let world = try world
        let child = try #require(try world.children().first)
        let words = "Zanzibar was seen at the plant"
        let entry = try await world.run(as: "federal-field-specialist", for: "safety-check") { client async throws in
            let page = try await client.text("/child/\(child)/attachments")
            #expect(page.contains("value=\"incident\""))
            #expect(try await send(upload("nothing", words), child, client).status == .unprocessableContent)
            let broken = try await send(upload("incident", "\u{0}"), child, client)
            #expect(broken.status == .unprocessableContent)
            #expect(String(buffer: broken.body).contains("neither JPEG"))
            #expect(try await send(upload("incident", words, name: "../../x"), child, client).status == .seeOther)
            let list = try await client.text("/child/\(child)/attachments")
            let link = try #require(list.firstMatch(of: #/attachments/(\d+)"/#)?.1)
            let file = try await client.get("/child/\(child)/attachments/\(link)")
            #expect(file.status == .ok && String(buffer: file.body) == words)
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"attachment-\(link).txt\"")
            #expect(try await client.get("/child/\(child)/attachments/1").status == .notFound)
            return Int64(String(link)) ?? 0
        }
        // Nothing of it lies open in the store.
        let bytes = try Data(contentsOf: URL(filePath: world.folder + "/data/journal.sqlite"))
        #expect(bytes.range(of: Data("Zanzibar".utf8)) == nil)
        for (account, purpose) in [("trial-attorney-office", "court-appearance"), ("ero-headquarters", "removal")] {
            try await world.run(as: account, for: purpose) { client async throws in
                let file = try await client.get("/child/\(child)/attachments/\(entry)")
                #expect(file.status == .notFound, "\(account)")
                #expect(!String(buffer: file.body).contains("Zanzibar"))
                #expect(try await !client.text("/child/\(child)/attachments").contains("/\(entry)\""))
            }
        }
        let receipts = try (1...world.journal.lastSeq()).compactMap { try world.gate.receipt($0) }
        #expect(
            receipts.contains {
                $0.child == child && $0.receipt.groups.contains { $0.fields.contains("incident.report") }
            })
    }

    @Test("A packet is for counsel of record whose appearance is in the court's data or attached; others get none")
    func packet() async throws {
        let world = try world
        let counsel = "counsel-of-record"
        let children = try world.children()
        let child = try #require(
            children.first { child in
                let shown = try? world.gate.disclose(
                    GateRequest(
                        account: "federal-field-specialist", purpose: "court-appearance", operation: .view, id: "p"),
                    child: child)
                return shown?.value.rows(of: "mail").isEmpty == false
            })
        try await world.run(as: counsel, for: "legal-representation") { client async throws in
            #expect(try await client.get("/child/\(child)/packet").status != .ok)
        }
        try ConsentDesk(world.governance, codes: world.terms).give(
            ConsentRequest(
                record: child, giver: Sensitive("A Giver"), capacity: .own, language: "es", recipients: [],
                purposes: [],
                representative: counsel, until: try #require(Instant("2027-01-01T00:00:00Z")),
                paper: Sensitive("Drawer")),
            by: try #require(CaseworkWorld.signer("orr-privacy-officer")))
        try await world.run(as: counsel, for: "legal-representation") { client async throws in
            if try await client.get("/child/\(child)/packet").status == .forbidden {
                let sent = try await send(upload("appearance", "I appear for the child"), child, client)
                #expect(sent.status == .seeOther)
            }
            for language in ["en", "es"] {
                let page = try await client.text("/child/\(child)/packet?lang=\(language)")
                #expect(page.contains("id=\"part-mailed\"") && page.contains("id=\"certificate\""))
                #expect(!words(page).contains("packet."))
            }
            let archive = try await client.get("/child/\(child)/packet.zip")
            #expect(archive.headers[.contentType] == "application/zip")
            let bytes = Array(archive.body.readableBytesView)
            #expect(bytes.starts(with: [0x50, 0x4B, 3, 4]))
            let text = String(decoding: bytes, as: UTF8.self)
            for name in ["packet.html", "packet.csv", "certificate.txt", "28 USC 1746"] { #expect(text.contains(name)) }
        }
        try await world.run(as: "federal-field-specialist", for: "court-appearance") { client async throws in
            #expect(try await client.get("/child/\(child)/packet").status == .notFound)
        }
    }

    @Test("An archive is read by others: sums, places and lengths are right")
    func archive() {
        #expect(StoredArchive.crc(Array("123456789".utf8)) == 0xCBF4_3926)
        var archive = StoredArchive()
        archive.add("a.txt", Array("hello".utf8))
        archive.add("b/c.txt", [])
        let bytes = archive.bytes
        // The end record names two members, the directory's length and its place.
        let end = bytes.suffix(22)
        let at = end.startIndex
        #expect(Array(end.prefix(4)) == [0x50, 0x4B, 5, 6] && end[at + 10] == 2)
        let place = Int(end[at + 16]) | Int(end[at + 17]) << 8
        #expect(Array(bytes[place..<(place + 4)]) == [0x50, 0x4B, 1, 2])
    }

    @Test("What was recorded goes back in a system's own layout, through the gate")
    func writeBack() async throws {
        let world = try world
        try FileManager.default.createDirectory(
            atPath: world.folder + "/layouts", withIntermediateDirectories: true)
        let layout = """
            layout: office-results
            rows: results
            columns:
              - { heading: Child, field: child }
              - { heading: Hearing, field: court.hearingDate, dates: m/d/y }
              - { heading: Result, field: court.finding }
              - { heading: Given, field: identity.givenNames }
              - { heading: Source, value: "=AMPARO" }
            """
        try layout.write(toFile: world.folder + "/layouts/office.yaml", atomically: true, encoding: .utf8)
        let names = try world.names()
        try await world.run(as: "federal-field-specialist", for: "court-appearance") { client async throws in
            #expect(try await client.text("/today").contains("office-results"))
            let file = try await client.get("/write-back?layout=office-results&since=2020-01-01")
            #expect(file.status == .ok)
            let lines = String(buffer: file.body).components(separatedBy: "\r\n")
            #expect(lines.first == "\u{FEFF}Child,Hearing,Result,Given,Source")
            #expect(lines.count > 2 && lines[1].hasSuffix(",'=AMPARO"))
            #expect(lines[1].contains(#/,\d\d/\d\d/\d{4},/#))
            #expect(try await client.get("/write-back?layout=nothing").status == .notFound)
        }
        try await world.run(as: "ero-headquarters", for: "removal") { client async throws in
            let file = try await client.get("/write-back?layout=office-results&since=2020-01-01")
            let text = String(buffer: file.body).lowercased()
            #expect(!names.contains { text.contains($0) })
        }
        for wrong in [
            "", "layout: x", "layout: A b\nrows: results\ncolumns: []",
            "layout: x\nrows: y\ncolumns: [{heading: a, value: b}]",
            "layout: x\nrows: results\ncolumns: [{heading: a}]",
            "layout: x\nrows: results\ncolumns: [{heading: a, field: nothing.such}]",
        ] {
            #expect(throws: WriteBackLayout.Fault.self) { try WriteBackLayout(yaml: wrong) }
        }
    }
}
