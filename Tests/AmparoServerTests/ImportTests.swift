internal import AmparoModel
@testable internal import AmparoServer
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import NIOCore
internal import Synchronization
internal import Testing

/// An import desk that remembers what it was asked.
private final class StubImports: ImportDesk {
    struct State {
        var saved: [ImportChoices] = []
        var taken: [(mapping: String, isDryRun: Bool, bytes: [UInt8])] = []
        var undone: [Int32] = []
    }
    let state = Mutex(State())

    func feeds(of account: String) throws -> [ImportFeed] {
        account == "data-quality-steward"
            ? [
                ImportFeed(
                    name: "care", issuer: "hhs.orr", tables: [("calls.csv", [("child_id", true), ("caller", false)])])
            ]
            : []
    }
    func look(_ file: MultipartBody.File, sheet: String?) throws -> SheetLook {
        guard file.bytes != Array("broken".utf8) else { throw ImportFault("bad-spreadsheet", row: 3) }
        return SheetLook(sheets: [""], sheet: "", rows: [(1, ["Child <no>", "Caller"]), (2, ["c1", "=x"])])
    }
    func mappings(for account: String) throws -> [ImportMapping] {
        state.withLock { $0.saved.map { ImportMapping(name: $0.name, feed: "care", issuer: "hhs.orr") } }
    }
    func save(_ choices: ImportChoices, by account: String) throws -> String {
        state.withLock { $0.saved.append(choices) }
        return choices.name
    }
    func take(_ file: MultipartBody.File, mapping: String, isDryRun: Bool, by account: String) throws -> ImportOutcome {
        state.withLock { $0.taken.append((mapping, isDryRun, file.bytes)) }
        return ImportOutcome(
            batch: "\(mapping)-1", counts: [("added", 1), ("quarantined", 1)],
            defects: [(row: 2, reason: "bad-type", place: "calls.csv caller")], isRefused: false)
    }
    func batches(for account: String) throws -> [ImportBatch] {
        guard let day = Day("2026-06-01") else { return [] }
        return [ImportBatch(id: 7, name: "office-1", feed: "care", date: day, rows: 4, canBeUndone: true)]
    }
    func undo(_ batch: Int32, by account: String) throws {
        guard batch == 7 else { throw ImportFault("batch") }
        state.withLock { $0.undone.append(batch) }
    }
}

@Suite("Import desk")
struct ImportTests {
    private func multipart(_ parts: [(header: String, content: String)], boundary: String = "b") -> String {
        parts.map { "--\(boundary)\r\nContent-Disposition: form-data; \($0.header)\r\n\r\n\($0.content)\r\n" }.joined()
            + "--\(boundary)--\r\n"
    }

    private func field(_ name: String, _ value: String) -> (header: String, content: String) {
        ("name=\"\(name)\"", value)
    }

    @Test("A body with a file is read as browsers write it")
    func reading() throws {
        let text = multipart([
            field("form", "t"), field("empty", ""),
            ("name=\"file\"; filename=\"C:\\\\a\\\\calls%22.csv\"", "a\r\nb\r\n--c"),
        ])
        let body = try #require(MultipartBody(Array(text.utf8), boundary: "b"))
        #expect(body["form"] == "t" && body["empty"] == "" && body["nothing"] == nil)
        #expect(body.file?.name == "calls\".csv")
        #expect(body.file?.bytes == Array("a\r\nb\r\n--c".utf8))
        #expect(MultipartBody.boundary("multipart/form-data; boundary=\"x y\"") == nil)
        #expect(MultipartBody.boundary("Multipart/Form-Data; charset=utf-8; Boundary=x") == "x")
        #expect(MultipartBody.boundary("text/plain; boundary=x") == nil)
        let none = multipart([("name=\"file\"; filename=\"\"", "")])
        #expect(try #require(MultipartBody(Array(none.utf8), boundary: "b")).file == nil)
    }

    @Test("However a body is cut or changed, it is read or refused", arguments: [UInt64(5), 6, 7])
    func changed(seed: UInt64) {
        let text = multipart([field("form", "t"), ("name=\"file\"; filename=\"a\"", "x\r\n--b"), field("a", "ñ")])
        let whole = Array(text.utf8)
        for length in 0..<whole.count { _ = MultipartBody(Array(whole[..<length]), boundary: "b") }
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0...next(4) {
                switch next(3) {
                case 0: bytes[next(bytes.count)] = UInt8(next(256))
                case 1: bytes.remove(at: next(bytes.count))
                default: bytes.insert(contentsOf: Array("\r\n--b".utf8), at: next(bytes.count))
                }
            }
            _ = MultipartBody(bytes, boundary: "b")
        }
        let many = multipart((0..<70).map { field("f\($0)", "") })
        #expect(MultipartBody(Array(many.utf8), boundary: "b") == nil)
    }

    static let world = Result { try CaseworkWorld(children: 3, seed: 5) }

    @Test("A file is mapped, tried out with the errors on its rows, taken once, and taken back; nobody else may")
    func desk() async throws {
        let world = try Self.world.get()
        let imports = StubImports()
        func body(_ parts: [(header: String, content: String)]) -> ByteBuffer {
            ByteBuffer(string: multipart([field("form", "token-of-the-test")] + parts))
        }
        let file = (header: "name=\"file\"; filename=\"calls.csv\"", content: "Child,Caller\nc1,=x\n")
        let upload = body([file, field("header", "1"), field("mapping", "")])
        let broken = body([(header: "name=\"file\"; filename=\"x\"", content: "broken")])
        let forged = ByteBuffer(string: multipart([field("form", "other"), file]))
        try await world.run(as: "data-quality-steward", for: "data-quality", imports: imports) { client async throws in
            func post(_ path: String, _ body: ByteBuffer, _ type: String) async throws -> TestResponse {
                try await client.executeRequest(uri: path, method: .post, headers: [.contentType: type], body: body)
            }
            let form = "application/x-www-form-urlencoded"
            let files = "multipart/form-data; boundary=b"
            #expect(try await client.text("/import").contains("enctype=\"multipart/form-data\""))
            #expect(try await post("/import/try", forged, files).status == .forbidden)
            let refused = try await post("/import/try", broken, files)
            #expect(refused.status == .unprocessableContent)
            #expect(String(buffer: refused.body).contains("Row 3."))
            let page = String(buffer: try await post("/import/try", upload, files).body)
            #expect(page.contains("Child &lt;no&gt;") && page.contains("value=\"calls.csv/child_id\""))
            let ticket = try #require(page.firstMatch(of: /name="ticket" value="([^"]+)"/)?.1)
            let choices =
                "form=token-of-the-test&ticket=\(ticket)&sheet=&header=1&name=desk&dates=m%2Fd%2Fy"
                + "&heading=Child&target=calls.csv%2Fchild_id&heading=Caller&target="
            let tried = String(buffer: try await post("/import/map", ByteBuffer(string: choices), form).body)
            #expect(tried.contains("calls.csv caller") && tried.contains("value of the wrong type"))
            #expect(imports.state.withLock { $0.taken.map(\.isDryRun) } == [true])
            let take = ByteBuffer(string: "form=token-of-the-test&ticket=\(ticket)&mapping=desk")
            #expect(try await post("/import/take", take, form).status == .ok)
            #expect(imports.state.withLock { $0.taken.map(\.isDryRun) } == [true, false])
            // The file is not kept any more.
            #expect(try await post("/import/take", take, form).status == .unprocessableContent)
            let undo = ByteBuffer(string: "form=token-of-the-test&batch=7")
            #expect(try await post("/import/undo", undo, form).status == .ok)
            let other = ByteBuffer(string: "form=token-of-the-test&batch=8")
            #expect(try await post("/import/undo", other, form).status == .unprocessableContent)
        }
        #expect(imports.state.withLock { $0.saved.first?.columns.count } == 1)
        #expect(imports.state.withLock { $0.undone } == [7])
        try await world.run(as: "case-manager", for: "child-welfare", imports: imports) { client async throws in
            #expect(try await client.get("/import").status == .forbidden)
            let response = try await client.executeRequest(
                uri: "/import/try", method: .post, headers: [.contentType: "multipart/form-data; boundary=b"],
                body: upload)
            #expect(response.status == .forbidden)
        }
        #expect(imports.state.withLock { $0.taken.count } == 2)
    }

    @Test("A file that was handed in is its account's for half an hour")
    func shelf() {
        let shelf = UploadShelf()
        let file = MultipartBody.File(name: "a", bytes: [1])
        let start = Instant(microseconds: 0)
        _ = shelf.put(file, of: "one", ticket: "t", now: start)
        #expect(shelf.file("t", of: "one", now: start) == file)
        #expect(shelf.file("t", of: "two", now: start) == nil)
        #expect(shelf.file("t", of: "one", now: Instant(microseconds: 31 * 60 * 1_000_000)) == nil)
        for number in 0..<9 {
            let large = MultipartBody.File(name: "\(number)", bytes: [UInt8](repeating: 0, count: 8 << 20))
            _ = shelf.put(large, of: "one", ticket: "\(number)", now: start)
        }
        #expect(shelf.file("0", of: "one", now: start) == nil)
        #expect(shelf.file("8", of: "one", now: start) != nil)
    }
}
