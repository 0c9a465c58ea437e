import AmparoGate
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

@Suite("Signing in to the program as it is run")
struct SignInTests {
    /// `amparo serve`, under way; it is told to end when the test ends.
    final class Serving {
        let address: String
        private let process = Process()
        private let output = Pipe()
        private let errors: String

        init(_ store: TestStore, _ more: [String] = []) throws {
            process.executableURL = URL(filePath: try #require(Program.path))
            process.arguments = ["serve", "--port", "0", "--data", store.data, "--keys", store.keys] + more
            process.environment = store.environment
            process.standardOutput = output
            errors = store.folder + "/serve-errors"
            _ = FileManager.default.createFile(atPath: errors, contents: nil)
            process.standardError = FileHandle(forWritingAtPath: errors)
            try process.run()
            var told = Data()
            while !told.contains(0x0A) {
                let more = output.fileHandleForReading.availableData
                if more.isEmpty { break }
                told += more
            }
            let text = String(decoding: told, as: UTF8.self)
            let start = try #require(text.range(of: "http"), "serve said: \(text)").lowerBound
            address = String(text[start...].prefix { !$0.isWhitespace }.dropLast())
        }

        /// Ends it and answers what it said on standard error.
        func end() throws -> String {
            process.terminate()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            return try String(contentsOfFile: errors, encoding: .utf8)
        }
    }

    /// Asks as a browser does, with the cookies it was given.
    private final class Visitor {
        let client: HTTPClient
        let address: String
        var cookies: [String: String] = [:]

        init(_ client: HTTPClient, _ address: String) {
            self.client = client
            self.address = address
        }

        func ask(_ path: String, _ fields: [String: String]? = nil) async throws -> (
            status: Int, headers: HTTPHeaders, text: String
        ) {
            var request = HTTPClientRequest(url: address + path)
            request.headers.add(name: "Accept", value: "text/html")
            let held = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            if !held.isEmpty { request.headers.add(name: "Cookie", value: held) }
            if let fields {
                request.method = .POST
                request.headers.add(name: "Origin", value: address)
                request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
                let body = fields.map { name, value in
                    name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
                }
                request.body = .bytes(ByteBuffer(string: body.joined(separator: "&")))
            }
            let response = try await client.execute(request, timeout: .seconds(60))
            for cookie in response.headers["Set-Cookie"] {
                let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
                cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : nil
            }
            let body = try await response.body.collect(upTo: 1 << 20)
            return (Int(response.status.code), response.headers, String(buffer: body))
        }

        /// A hidden field of the page's first form to a path.
        static func field(_ name: String, _ html: String, action: String) throws -> String {
            let form = try #require(html.range(of: "action=\"\(action)\"")).upperBound
            let field = try #require(html.range(of: "name=\"\(name)\" value=\"", range: form..<html.endIndex))
                .upperBound
            return String(html[field...].prefix { $0 != "\"" })
        }
    }

    private func world() throws -> TestStore {
        let store = try TestStore(now: "2026-06-01T12:00:00Z")
        let key = store.folder + "/orr.key"
        let publicKey = try store.expect("account", "key", key).text.trimmingCharacters(in: .whitespacesAndNewlines)
        try store.expect(
            "account", "add", "orr", "--agency", "hhs.orr", "--role", "orr-privacy-officer", "--name",
            "Rosario Invented",
            "--address", "B", "--public-key", publicKey)
        return store
    }

    @Test("From the one-time link to the own page, over a real connection; `verify` finds nothing amiss afterwards")
    func whole() async throws {
        let store = try world()
        let key = store.folder + "/orr.key"
        #expect(try store.run("account", "invite", "orr").status == 2)
        let asked = try store.expect("account", "invite", "orr", "--as", "orr", "--statement").text
        let file = store.folder + "/statement.txt"
        try asked.write(toFile: file, atomically: true, encoding: .utf8)
        let signature = try store.expect("account", "sign", file, "--signing-key", key).text
        let link = try store.expect(
            "account", "invite", "orr", "--as", "orr", "--signature",
            signature.trimmingCharacters(in: .whitespacesAndNewlines)
        ).text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(link.hasPrefix("http://127.0.0.1:8080/sign-in/link/1-"))
        let path = String(link.dropFirst("http://127.0.0.1:8080".count))

        let serving = try Serving(store)
        let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
        let told: [String]
        do {
            told = try await visit(Visitor(client, serving.address), path)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        let errors = try serving.end()
        for word in told + ["Rosario"] { #expect(!errors.contains(word), "the server's log tells \(word)") }
        try store.expect("verify")
    }

    /// Sets up, signs in and out; answers the secrets of the way.
    private func visit(_ visitor: Visitor, _ path: String) async throws -> [String] {
        #expect(try await visitor.ask("/account").status == 303)
        let page = try await visitor.ask(path)
        #expect(page.status == 200)
        let secret = try Visitor.field("secret", page.text, action: path)
        let seconds = Int64(
            try #require(ISO8601DateFormatter().date(from: "2026-06-01T12:00:00Z")).timeIntervalSince1970)
        let code = try #require(OneTimeCode(text: secret)).code(atSeconds: seconds)
        let password = "seven green otters hum"
        let set = try await visitor.ask(
            path,
            [
                "form": Visitor.field("form", page.text, action: path), "password": password, "again": password,
                "secret": secret, "code": code,
            ])
        #expect(set.status == 200)
        let recovery = set.text.matches(of: /<code>([a-z2-7\-]{19})<\/code>/).map { String($0.1) }
        #expect(recovery.count == 10)
        let entry = try await visitor.ask("/sign-in")
        let fields = [
            "form": try Visitor.field("form", entry.text, action: "/sign-in"), "account": "orr", "password": password,
            "code": recovery[0], "next": "/account",
        ]
        let entered = try await visitor.ask("/sign-in", fields)
        #expect(entered.status == 303)
        let session = try #require(visitor.cookies["amparo-session"])
        let choosing = try await visitor.ask("/sign-in/purpose")
        let chosen = try await visitor.ask(
            "/sign-in/purpose",
            [
                "form": Visitor.field("form", choosing.text, action: "/sign-in/purpose"), "purpose": "audit",
                "next": "/account",
            ])
        #expect(chosen.headers["Location"] == ["/account"])
        let own = try await visitor.ask("/account")
        #expect(own.status == 200)
        #expect(own.text.contains("hhs.orr") && !own.text.contains("Rosario"))
        let out = try await visitor.ask("/sign-out", ["form": Visitor.field("form", own.text, action: "/sign-out")])
        #expect(out.status == 303)
        #expect(try await visitor.ask("/account").status == 303)
        // The session's token is worth nothing any more.
        visitor.cookies["amparo-session"] = session
        #expect(try await visitor.ask("/account").status == 303)
        return [password, secret, session, recovery[0]]
    }

    @Test("Where nobody was invited nobody signs in, and no form is taken")
    func nobody() async throws {
        let store = try world()
        let serving = try Serving(store)
        let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
        let visitor = Visitor(client, serving.address)
        let (page, sent) = (try await visitor.ask("/sign-in"), try await visitor.ask("/sign-in", ["account": "orr"]))
        try await client.shutdown()
        _ = try serving.end()
        #expect(page.status == 404)
        #expect(sent.status == 405)
    }
}
