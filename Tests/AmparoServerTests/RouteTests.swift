internal import AmparoServer
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import NIOCore
internal import Testing

@Suite("Routes")
struct RouteTests {
    static let pages = [
        "/", "/figures/hearing.past", "/figures/application.withdrawn", "/figures/new.figure", "/ingests", "/ingests/7",
        "/ingests/3",
    ]

    @Test("Every page answers in both languages and says which", arguments: pages, ["en", "es"])
    func pageInLanguage(page: String, language: String) async throws {
        try await World().run { client async throws in
            let response = try await client.get("\(page)?lang=\(language)")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/html; charset=utf-8")
            #expect(response.headers[.contentLanguage] == language)
            #expect(response.headers[.vary] == "Accept-Language")
            let html = String(buffer: response.body)
            #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language)\" data-log-size=\"1234567\">"))
            #expect(html.hasSuffix("</html>"))
        }
    }

    @Test("The browser's language decides where the address does not")
    func acceptLanguage() async throws {
        try await World().run { client async throws in
            #expect(
                try await client.text("/", [.acceptLanguage: "es-GT,es;q=0.9,en;q=0.5"]).contains("<html lang=\"es\""))
            #expect(try await client.text("/", [.acceptLanguage: "fr"]).contains("<html lang=\"en\""))
            #expect(try await client.text("/?lang=en", [.acceptLanguage: "es"]).contains("<html lang=\"en\""))
            #expect(try await client.text("/?lang=klingon", [.acceptLanguage: "es"]).contains("<html lang=\"es\""))
        }
    }

    @Test("Links keep a language that was asked for, and only that")
    func linksKeepLanguage() async throws {
        try await World().run { client async throws in
            #expect(try await client.text("/?lang=es").contains("href=\"/figures/hearing.past?lang=es\""))
            #expect(try await client.text("/", [.acceptLanguage: "es"]).contains("href=\"/figures/hearing.past\""))
            let moved = try await client.get("/figures?lang=es")
            #expect(moved.status == .movedPermanently)
            #expect(moved.headers[.location] == "/?lang=es#figures")
        }
    }

    @Test("The figures as JSON are the source's bytes")
    func figuresJSON() async throws {
        try await World().run { client async throws in
            let response = try await client.get("/figures.json")
            #expect(response.headers[.contentType] == "application/json")
            #expect(Array(response.body.readableBytesView) == Sample.overview.publicFigures)
        }
    }

    @Test("Style sheet, script and icon have hashed names and may be kept for ever")
    func assets() async throws {
        try await World().run { client async throws in
            let html = try await client.text("/")
            let addresses = html.split(separator: "\"").filter { $0.hasPrefix("/assets/") }
            #expect(Set(addresses).count == 3)
            for address in addresses {
                let response = try await client.get(String(address))
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(response.body.readableBytes > 100)
            }
            #expect(try await client.get("/assets/style.000000000000.css").status == .notFound)
            #expect(try await client.get("/assets/..%2f..%2fetc%2fpasswd").status == .notFound)
        }
    }

    @Test(
        "What is not there is said to be not there, in a page with a way back",
        arguments: [
            "/nope", "/figures/none", "/figures/hearing.past@2", "/figures/%00", "/ingests/99", "/ingests/-1",
            "/ingests/07", "/assets", "/figures/a/b",
        ])
    func notFound(path: String) async throws {
        try await World().run { client async throws in
            let response = try await client.get(path + "?lang=es")
            #expect(response.status == .notFound)
            #expect(response.headers[.cacheControl] == "no-store")
            let html = String(buffer: response.body)
            #expect(html.contains("<h1>No existe esa página</h1>"))
            #expect(html.contains("href=\"/?lang=es\""))
        }
    }

    @Test("A figure of a named version is found by it")
    func version() async throws {
        var model = Sample.overview
        var other = model.figures[6]
        other.version = 2
        other.title = Sample.both("Hearings, second version", "Audiencias, segunda versión")
        model.figures.append(other)
        try await World(source: StubSource(model)).run { client async throws in
            #expect(try await client.text("/figures/hearing.past").contains("<h1>Hearings, second version</h1>"))
            #expect(try await client.text("/figures/hearing.past@1").contains("<h1>Past hearings</h1>"))
            #expect(try await client.text("/").contains("href=\"/figures/hearing.past@1\""))
        }
    }

    @Test(
        "Only GET and HEAD are allowed, on every path",
        arguments: [HTTPRequest.Method.post, .put, .delete, .patch, .options], ["/", "/nope", "/metrics"])
    func methods(method: HTTPRequest.Method, path: String) async throws {
        try await World().run { client async throws in
            let response = try await client.get(path, method: method)
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow] == "GET, HEAD")
        }
    }

    @Test(
        "HEAD answers as GET does, without the body",
        arguments: pages + ["/figures.json", "/healthz", "/metrics", "/nope"])
    func head(path: String) async throws {
        try await World().run { client async throws in
            let get = try await client.get(path)
            let head = try await client.get(path, method: .head)
            #expect(head.status == get.status)
            #expect(head.body.readableBytes == 0)
            for name in [HTTPField.Name.contentType, .eTag, .contentSecurityPolicy] {
                #expect(head.headers[name] == get.headers[name])
            }
            // What is measured has grown in between.
            if path != "/metrics" { #expect(head.headers[.contentLength] == get.headers[.contentLength]) }
        }
    }

    @Test("A page that the reader has is not sent again", arguments: ["/", "/figures.json", "/ingests/7"])
    func conditional(path: String) async throws {
        try await World().run { client async throws in
            let page = try await client.get(path)
            let length = page.headers[.contentLength]
            let tag = try #require(page.headers[.eTag])
            for held in [tag, "\"other\", W/\(tag)", "*"] {
                let response = try await client.get(path, [.ifNoneMatch: held])
                #expect(response.status == .notModified)
                #expect(response.headers[.eTag] == tag)
                #expect(response.headers[.cacheControl] == "no-cache")
                #expect(response.headers[.contentLength] == length)
                #expect(response.body.readableBytes == 0)
            }
            #expect(try await client.get(path, [.ifNoneMatch: "\"other\""]).status == .ok)
        }
    }

    @Test("The same page in two languages has two tags")
    func tagsByLanguage() async throws {
        try await World().run { client async throws in
            let tags = [
                try await client.get("/?lang=en").headers[.eTag], try await client.get("/?lang=es").headers[.eTag],
            ]
            #expect(tags[0] != nil && tags[0] != tags[1])
        }
    }
}
