@testable internal import AmparoServer
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Testing

@Suite("Forms")
struct FormTests {
    private func request(_ body: String, _ headers: HTTPFields = [:], type: String? = nil) -> Request {
        var headers = headers
        headers[.contentType] = type ?? "application/x-www-form-urlencoded"
        return Request(
            head: HTTPRequest(
                method: .post, scheme: "http", authority: "localhost:8080", path: "/x", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(string: body)))
    }

    private func fetchSite(_ value: String) throws -> HTTPFields {
        var fields = HTTPFields()
        fields[try #require(HTTPField.Name("Sec-Fetch-Site"))] = value
        return fields
    }

    @Test("Fields are read as browsers write them")
    func fields() async throws {
        let form = try await FormBody(
            request("a=1+2&b=%C3%B1%0D%0A&form=t&a=3&empty=&bare"), token: "t")
        #expect(form["a"] == "1 2")
        #expect(form.all("a") == ["1 2", "3"])
        #expect(form["b"] == "ñ\r\n")
        #expect(form["empty"] == "")
        #expect(form["bare"] == "")
        #expect(form["form"] == nil)
        #expect(form["c"] == nil)
    }

    @Test(
        "What cannot be read is refused", arguments: ["a=%", "a=%4", "a=%zz", "a=%FF", "a=%00", "a=%1B", "%C3=1"])
    func broken(body: String) async throws {
        await #expect { try await FormBody(request(body), token: "t") } throws: {
            ($0 as? FormFault)?.status == .badRequest
        }
    }

    @Test("A body of another type, one too large and one with too many fields are refused")
    func limits() async throws {
        await #expect { try await FormBody(request("a=1", type: "text/plain"), token: "t") } throws: {
            ($0 as? FormFault)?.status == .badRequest
        }
        let large = "form=t&a=" + String(repeating: "x", count: FormBody.longest)
        await #expect { try await FormBody(request(large), token: "t") } throws: {
            ($0 as? FormFault)?.status == .contentTooLarge
        }
        let many = "form=t" + String(repeating: "&a", count: 1000)
        await #expect { try await FormBody(request(many), token: "t") } throws: {
            ($0 as? FormFault)?.status == .badRequest
        }
    }

    @Test("A form without the session's token, or from another site, is refused and what was typed is kept")
    func forged() async throws {
        let requests = try [
            request("a=1"), request("a=1&form=x"), request("a=1&form=tt"),
            request("a=1&form=t", fetchSite("cross-site")), request("a=1&form=t", fetchSite("same-site")),
            request("a=1&form=t", [.origin: "http://evil.example"]), request("a=1&form=t", [.origin: "null"]),
            request("a=1&form=t", [.origin: "http://localhost:8081"]),
        ]
        for request in requests {
            await #expect {
                try await FormBody(request, token: "t")
            } throws: { error in
                let fault = error as? FormFault
                return fault?.status == .forbidden && fault?.typed.map(\.value) == ["1"]
            }
        }
        for headers in [[.origin: "http://localhost:8080"], try fetchSite("same-origin")] {
            #expect(try await FormBody(request("a=1&form=t", headers), token: "t")["a"] == "1")
        }
    }

    @Test(
        "Nobody is sent to another site",
        arguments: [
            "//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a b", "/\u{e9}", "/a\r\nx",
        ])
    func elsewhere(address: String) {
        #expect(ownAddress(address) == "/")
    }

    @Test("Addresses of this site are kept", arguments: ["/", "/today?lang=es", "/child/7#x"])
    func here(address: String) { #expect(ownAddress(address) == address) }
}
