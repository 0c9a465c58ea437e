internal import AmparoGate
internal import AmparoModel
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Nobody is signed in, and the page is for viewers only.
struct SignInNeeded: Error {
    /// Where the reader wanted to go: path and query, of this site.
    var next: String
    /// Whether a browser asks, which is sent to the sign-in page; a program gets 401.
    var isBrowser: Bool
    /// What was typed into a form of this site; it is shown again after the sign-in.
    var typed: [(name: String, value: String)] = []
}

/// A form that was made for another session: it is shown again, with what was typed.
struct FormIsStale: Error {
    var viewer: Viewer
    var typed: [(name: String, value: String)]
}

extension Site {
    /// The viewer of a request. Throws `SignInNeeded` when there is none.
    func viewer(_ request: Request) async throws -> Viewer { try await apart { try viewerNow(request) } }

    /// The same on this thread, which may block.
    func viewerNow(_ request: Request) throws -> Viewer {
        guard let viewer = try viewers?.viewer(request) else {
            let isPage = request.method == .get || request.method == .head
            throw SignInNeeded(
                next: isPage ? request.head.path ?? "/" : request.uri.path,
                isBrowser: request.headers[values: .accept].contains { $0.contains("text/html") })
        }
        return viewer
    }

    /// The viewer and the form of a request that changes something. When the session has ended meanwhile, or the form is one of
    /// another session, what was typed comes back to whoever typed it. Throws `SignInNeeded`, `FormIsStale`, `FormFault`.
    func form(_ request: Request) async throws -> (viewer: Viewer, form: FormBody) {
        let viewer: Viewer
        do {
            viewer = try await self.viewer(request)
        } catch var needed as SignInNeeded {
            if FormBody.isSurelyOfThisSite(request) { needed.typed = FormBody.kept(try await FormBody.read(request)) }
            throw needed
        }
        do {
            return (viewer, try await FormBody(request, token: viewer.formToken))
        } catch let fault as FormFault where fault.status == .forbidden && FormBody.isSurelyOfThisSite(request) {
            throw FormIsStale(viewer: viewer, typed: FormBody.kept(fault.typed))
        }
    }

    /// Whom a request's page is for, with who is signed in.
    func reader(_ request: Request, for viewer: Viewer?) -> Reader {
        var reader = reader(request)
        reader.viewer = viewer
        return reader
    }

    /// A page for this viewer only: kept nowhere.
    func personal(
        _ markup: Markup, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], _ reader: Reader
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = reader.phrases.language.rawValue
        headers[.cacheControl] = Keeping.never.rawValue
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: markup.bytes)))
    }

    /// Sends a browser to another page of this site, with GET.
    func sent(to path: String, _ headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.location] = path
        headers[.cacheControl] = Keeping.never.rawValue
        return Response(status: .seeOther, headers: headers)
    }
}

/// An address of this site that came in from outside: a path with its query, at most 2,000 bytes of plain ASCII; the overview
/// for anything else, so that nobody is sent to another site.
func ownAddress(_ text: String?) -> String {
    guard let text, text.utf8.count <= 2000, text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"),
        text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C })
    else { return "/" }
    return text
}
