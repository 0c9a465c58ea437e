internal import AmparoGate
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// Turns what was thrown into a page, or into a problem document (RFC 9457) where a program asked. Neither says how the server
/// works; the log gets the kind of the fault, and nothing of the request but its route.
struct Faults: RouterMiddleware {
    typealias Context = ServerContext

    let site: Site

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let needed as SignInNeeded {
            return try signIn(needed, request)
        } catch let stale as FormIsStale {
            let reader = site.reader(request, for: stale.viewer)
            let page = AgainPage(path: request.uri.path, typed: stale.typed, isStale: true, reader: reader)
            return site.personal(page.markup(), status: .forbidden, reader)
        } catch let error as SignInError {
            return page(Self.status(of: error), [:], request)
        } catch let error as GovernanceError {
            return page(error.code == .notFound ? .notFound : .unprocessableContent, [:], request)
        } catch let error as any HTTPResponseError {
            return page(error.status, (error as? HTTPError)?.headers ?? [:], request)
        } catch let error as ServerError {
            context.logger.error("\(error.message)", metadata: ["code": "\(error.code.rawValue)"])
            return page(.serviceUnavailable, [.retryAfter: "60"], request)
        } catch {
            // The type only: the text of a foreign error may hold what the store holds.
            context.logger.error("a page could not be made", metadata: ["error": "\(type(of: error))"])
            return page(.serviceUnavailable, [.retryAfter: "60"], request)
        }
    }

    private static func status(of error: SignInError) -> HTTPResponse.Status {
        switch error.code {
        case .link: .gone
        case .slowed, .busy: .tooManyRequests
        default: .forbidden
        }
    }

    /// A browser is sent to the sign-in page; a program is told that it is nobody.
    private func signIn(_ needed: SignInNeeded, _ request: Request) throws -> Response {
        guard needed.isBrowser else {
            return page(.unauthorized, [.wwwAuthenticate: "Session realm=\"amparo\""], request)
        }
        if !needed.typed.isEmpty, let office = site.signIn {
            let page = SignInPage(next: needed.next, kept: FormBody.encode(needed.typed), isInterrupted: true)
            return try office.page(request, site, status: .unauthorized) { page.markup($0, token: $1) }
        }
        let next = escapedQuery(needed.next)
        return site.sent(to: site.reader(request).address("/sign-in", ["next=\(next)"]))
    }

    private func page(_ status: HTTPResponse.Status, _ headers: HTTPFields, _ request: Request) -> Response {
        var headers = headers
        headers[.cacheControl] = Keeping.never.rawValue
        let reader = site.reader(request)
        let path = request.uri.path
        let text: String
        if path.hasSuffix(".json") || path == "/healthz" || path == "/metrics" {
            headers[.contentType] = "application/problem+json"
            let title = reader.phrases.say("error.\(status.code).title")
            text = "{\"type\":\"about:blank\",\"status\":\(status.code),\"title\":\(jsonString(title))}\n"
        } else {
            headers[.contentType] = "text/html; charset=utf-8"
            headers[.contentLanguage] = reader.phrases.language.rawValue
            headers[.vary] = "Accept-Language"
            text = ErrorPage(status: status.code, reader: reader).markup().text
        }
        let response = Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        return request.method == .head ? response.createHeadResponse() : response
    }
}

/// A text as JSON writes it.
func jsonString(_ text: String) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": json += "\\\""
        case "\\": json += "\\\\"
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
            let digits = String(scalar.value, radix: 16)
            json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: json.unicodeScalars.append(scalar)
        }
    }
    return json + "\""
}
