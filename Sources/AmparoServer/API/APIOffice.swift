internal import AmparoGate
package import AmparoModel
internal import AmparoOversight
package import AmparoStore
internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The API of a site: who asks, whether the request is written as its route says, and the answer as it leaves.
package struct APIOffice: Sendable {
    /// The most bytes of a body.
    static let mostBody = 1_048_576

    /// The server's name: what tokens are made for.
    let name: String
    let desk: any APIDesk
    let keys: APIKeys
    let book: AnswerBook
    private let random: RandomSource
    private let started: Instant
    private let used = UsedTokens()
    /// Whether machines may show a client certificate.
    package var asksForCertificates = false

    /// The API over a desk.
    ///
    /// - Parameters:
    ///   - name: the name of this server, the `aud` of tokens.
    ///   - started: the present; older tokens are refused, because it is not known whether they were used.
    package init(
        name: String, desk: any APIDesk, keys: APIKeys, book: AnswerBook, random: RandomSource, started: Instant
    ) {
        self.name = name
        self.desk = desk
        self.keys = keys
        self.book = book
        self.random = random
        self.started = started
    }

    // MARK: Who asks

    /// Who asks: a machine by its token or its certificate, or a person by the session of this site.
    func caller(_ request: Request, _ context: ServerContext, _ site: Site) async throws -> APICaller {
        let fields = request.headers[values: .authorization]
        if let field = fields.first {
            guard fields.count == 1, field.prefix(7).lowercased() == "bearer " else {
                throw APIProblem(.tokenRefused, "one `Authorization: Bearer` is taken, with a signed token")
            }
            return try await machine(field.dropFirst(7), site.clock.now())
        }
        guard let viewer = try await apart({ try site.viewers?.viewer(request) }) else {
            if asksForCertificates, let shown = await context.clientCertificate() {
                return try await machine(certificate: shown, request)
            }
            throw APIProblem(.signInNeeded)
        }
        if request.method == .post {
            let token = request.headers[.formToken] ?? ""
            guard FormBody.isOfThisSite(request), isSame(token, viewer.formToken) else { throw APIProblem(.formToken) }
        }
        return APICaller(
            account: viewer.account, purpose: viewer.purpose, request: "web-\(try identifier())", isMachine: false)
    }

    /// An account that there is not is refused like a signature that is not its own, and after the same work.
    private func machine(_ text: some StringProtocol, _ now: Instant) async throws -> APICaller {
        guard let token = APIToken(text) else {
            throw APIProblem(.tokenRefused, "it is no signed token with the claims that docs/api.md names")
        }
        let key = try await desk.signingKey(ofAccount: token.account)
        let isSigned = token.isSigned(by: key ?? Self.nobody)
        guard isSigned, key != nil else {
            throw APIProblem(.tokenRefused, "it is not signed with the key of an account of this server")
        }
        if let fault = token.fault(for: name, at: now, since: started) { throw APIProblem(.tokenRefused, fault) }
        guard used.use(token, at: now.microseconds / 1_000_000) else {
            throw APIProblem(.tokenRefused, "its `jti` was used before; make a new token for each request")
        }
        return APICaller(account: token.account, purpose: token.purpose, request: token.id, isMachine: true)
    }

    /// A machine that is known by its client certificate: it says its purpose in a field, one of those it was registered for.
    private func machine(certificate: [UInt8], _ request: Request) async throws -> APICaller {
        guard let known = try await desk.certificate(certificate) else {
            throw APIProblem(.tokenRefused, "its certificate is registered for no account")
        }
        let told = request.headers[values: .purpose]
        guard let purpose = told.first, told.count == 1, known.purposes.contains(purpose) else {
            throw APIProblem(
                .tokenRefused, "`X-Purpose` must name one of the purposes that its certificate is registered for")
        }
        return APICaller(account: known.id, purpose: purpose, request: "tls-\(try identifier())", isMachine: true)
    }

    /// The public part of a key that nobody holds.
    private static let nobody = [UInt8](Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)

    private func identifier() throws -> String { fingerprint(try random.bytes(16)).prefix(24).description }

    // MARK: Answering

    /// Answers a request of a route. Throws `APIProblem`, and what is no fault of the asker.
    func answer(_ route: APIRoute, _ request: Request, _ context: ServerContext, _ site: Site) async throws -> Response
    {
        let caller = try await caller(request, context, site)
        let reading = APIReading(route: route, office: self)
        var call = try reading.call(request, context, caller)
        try await desk.admit(route.operation, call)
        guard route.method == .post else { return try await response(route, call, request, site) }
        let body = try await reading.body(request)
        if route.isQuestion {
            call.body = try reading.json(body)
            return try await response(route, call, request, site)
        }
        guard let key = request.headers[.idempotencyKey], TextForm.free(8...128).matches(key) else {
            throw APIProblem(.keyNeeded)
        }
        let name = keys.mark(caller.account, Array(key.utf8))
        let asked = keys.mark("\(route.operation.rawValue) \(call.question)", Array(body))
        let (book, now) = (book, site.clock.now())
        switch try await apart({ try book.find(name, request: asked, at: now) }) {
        case .answered(let answer): return Self.response(answer, isReplayed: true)
        case .other: throw APIProblem(.keyReused)
        case .busy: throw APIProblem(.keyBusy)
        case .new: break
        }
        do {
            call.body = try reading.json(body)
            call.ifMatch = try reading.ifMatch(request)
            let answer = try await act(route, call)
            try await apart { try book.keep(answer, name, request: asked, at: now) }
            return Self.response(answer, isReplayed: false)
        } catch {
            book.letGo(name)
            throw error
        }
    }

    private func act(_ route: APIRoute, _ call: APICall) async throws -> AnswerBook.Answer {
        let answer = try await desk.answer(route.operation, call)
        guard case .plain(let json) = answer.body, !route.tellsOfPersons else { throw APIProblem(.unavailable) }
        return AnswerBook.Answer(
            status: HTTPResponse.Status.ok.code, version: answer.version ?? "", body: json.bytes + [0x0A])
    }

    private static func response(_ answer: AnswerBook.Answer, isReplayed: Bool) -> Response {
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: Keeping.never.rawValue]
        if !answer.version.isEmpty { headers[.eTag] = "\"\(answer.version)\"" }
        if isReplayed { headers[.idempotencyReplayed] = "true" }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    /// A file: what a stranger may have written is saved and never shown as a page of this site.
    private static func response(_ file: APIFile) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: file.mediaType, .cacheControl: Keeping.never.rawValue,
                .contentDisposition: "attachment; filename=\"\(file.name)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }

    private func response(
        _ route: APIRoute, _ call: APICall, _ request: Request, _ site: Site
    ) async throws -> Response {
        if let json = try await ownAnswer(route, call, site) {
            return AmparoServer.answer(
                json.bytes + [0x0A], mediaType: route.mediaType,
                keeping: route.version == .revalidated ? .revalidate : .never, to: request)
        }
        let answer = try await desk.answer(route.operation, call)
        var json = JSON.null
        var written: [UInt8]?
        switch answer.body {
        case .told(let told):
            switch told.content {
            case .json(let told): json = told
            case .written(let bytes): written = bytes
            case .file(let file): return Self.response(file)
            }
        case .plain(let plain):
            // What tells of persons is made of disclosed values, or it does not leave.
            guard !route.tellsOfPersons else { throw APIProblem(.unavailable) }
            json = plain
        case .unchanged:
            return Response(
                status: .notModified,
                headers: [.eTag: "\"\(answer.version ?? "")\"", .cacheControl: Keeping.never.rawValue])
        }
        if route.isPaged, case .object(let members) = json {
            let next = try answer.next.map { try keys.seal($0, for: reading(route, call)) }
            json = .object(members + [.init("next", .text(next))])
        }
        var headers: HTTPFields = [.contentType: route.mediaType, .cacheControl: Keeping.never.rawValue]
        if let version = answer.version { headers[.eTag] = "\"\(version)\"" }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: (written ?? json.bytes) + [0x0A])))
    }

    /// For what a cursor is good: this question of this account, for this purpose.
    func reading(_ route: APIRoute, _ call: APICall) -> String {
        [route.operation.rawValue, call.caller.account, call.caller.purpose, call.question].joined(separator: "\n")
    }

    /// What the server answers by itself, about nobody; nil for what the desk answers.
    private func ownAnswer(_ route: APIRoute, _ call: APICall, _ site: Site) async throws -> JSON? {
        switch route.operation {
        case .index:
            let links = APIRoute.all.map { JSON.Member($0.operation.rawValue, .string(APIRoute.root + $0.path)) }
            return .object([
                .init("name", .string(name)), .init("version", .string(OpenAPI.version)),
                .init("account", .string(call.caller.account)), .init("purpose", .string(call.caller.purpose)),
                .init("links", .object(links)),
            ])
        case .openapi: return OpenAPI.document
        case .figures: return try JSON(utf8: Array(try await site.desk.overview().model.publicFigures))
        case .log:
            return .object([
                .init("origin", .string(name)),
                .init(
                    "links",
                    .object([
                        .init("checkpoint", .string("/log/checkpoint")), .init("tiles", .string("/log/tile/")),
                    ])),
            ])
        case .fhirMetadata: return FHIRResource.capabilities(name: name, on: site.clock.now().day)
        default: return nil
        }
    }
}

extension HTTPField.Name {
    /// RFC draft-ietf-httpapi-idempotency-key-header.
    static let idempotencyKey = named("Idempotency-Key")
    /// Says that an answer was given before.
    static let idempotencyReplayed = named("Idempotency-Replayed")
    /// The form token of a browser's session.
    static let formToken = named("X-Form-Token")

    /// A name that is well formed, as those above are.
    private static func named(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .accept }
}
