internal import HTTPTypes
internal import Hummingbird

/// Refuses what no page needs: other methods than GET and HEAD (and POST of a form, where people sign in), other and larger
/// bodies, long addresses, names of other hosts.
struct Limits: RouterMiddleware {
    typealias Context = ServerContext

    let longestAddress: Int
    let names: Set<String>?
    /// Whether there are forms: then POST is allowed, with a body that a form can have.
    let takesForms: Bool
    /// Whether there is an API: then POST is allowed below it, with a body of its size.
    var takesBodies = false

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let length = request.headers[.contentLength]
        let hasBody = (length != nil && length != "0") || request.headers[.transferEncoding] != nil
        let isAPI = takesBodies && request.uri.path.hasPrefix(APIRoute.root + "/")
        let isForm = (takesForms || isAPI) && request.method == .post
        let isUpload = takesForms && !isAPI && MultipartBody.isMultipart(request)
        let longest =
            isAPI
            ? hasBody ? APIRoute.mostBody(of: request.uri.path) : 0
            : isUpload ? MultipartBody.longest : FormBody.longest
        // A body without a length is read up to the most that a form or the API may have (`FormBody`, `APIReading`).
        let isRefused = hasBody && !(isForm && (length.map { Int($0) ?? .max } ?? 0) <= longest)
        if isRefused { context.stopReading() }
        var closing: HTTPFields = isRefused ? [.connection: "close"] : [:]
        guard request.method == .get || request.method == .head || isForm else {
            closing[.allow] = takesForms ? "GET, HEAD, POST" : "GET, HEAD"
            throw HTTPError(.methodNotAllowed, headers: closing)
        }
        guard !isRefused else { throw HTTPError(.contentTooLarge, headers: closing) }
        let address = request.head.path ?? ""
        guard address.utf8.count <= longestAddress else { throw HTTPError(.uriTooLong) }
        guard address.hasPrefix("/"), let host = Limits.host(request.head.authority ?? "") else {
            throw HTTPError(.badRequest)
        }
        if let names, !names.contains(host) { throw HTTPError(.misdirectedRequest) }
        return try await next(request, context)
    }

    /// The name of an authority without its port, in lower case; nil when it is not well formed.
    static func host(_ authority: String) -> String? {
        let text = authority.lowercased()
        var name = text[...]
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            name = text[text.index(after: text.startIndex)..<close]
            guard !name.isEmpty, name.utf8.allSatisfy({ isHexadecimal($0) || $0 == 0x3A || $0 == 0x2E }),
                isPort(text[text.index(after: close)...])
            else { return nil }
            return String(name)
        }
        if let colon = text.firstIndex(of: ":") {
            name = text[..<colon]
            guard isPort(text[colon...]) else { return nil }
        }
        guard !name.isEmpty, name.utf8.count <= 253,
            name.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F })
        else { return nil }
        return String(name)
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty
            || (text.first == ":" && text.utf8.count <= 6
                && text.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) })
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x61...0x66).contains(byte) || (0x30...0x39).contains(byte)
    }
}
