internal import AmparoGate
internal import AmparoModel
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The pages and what they are made from.
struct Site: Sendable {
    let desk: OverviewDesk
    let log: (any LogSource)?
    /// Who asks; nil when nobody can sign in, and there is the public overview only.
    let viewers: (any ViewerSource)?
    /// What the screens of casework ask; nil when there are none.
    let casework: Casework?
    /// The sign-in of local accounts; nil when nobody can sign in here.
    let signIn: SignInOffice?
    /// The API; nil when there is none.
    var api: APIOffice?
    /// The import desk; nil when nobody hands in files here.
    var imports: (any ImportDesk)?
    let uploads = UploadShelf()
    let seats = LiveSeats()
    let clock: ServerClock
    let counts = RequestCounts()
    let signInCounts = SignInCounts()
    let assets = Assets()
    private let english: Phrases
    private let spanish: Phrases

    /// - Throws: `.badPhrases` when the strings of a language cannot be read.
    init(
        desk: OverviewDesk, log: (any LogSource)?, viewers: (any ViewerSource)? = nil, signIn: SignInOffice? = nil,
        casework: Casework? = nil,
        clock: ServerClock
    ) throws(ServerError) {
        self.desk = desk
        self.log = log
        self.viewers = viewers ?? signIn
        self.signIn = signIn
        self.casework = casework
        self.clock = clock
        english = try Phrases(.english)
        spanish = try Phrases(.spanish)
    }

    /// Whom a request's page is for.
    func reader(_ request: Request) -> Reader {
        let asked = request.uri.queryParameters.get("lang")
        let language = Language.negotiate(asked: asked, acceptLanguage: request.headers[.acceptLanguage])
        let query = request.uri.query?.split(separator: "&").filter { !$0.hasPrefix("lang=") }.joined(separator: "&")
        return Reader(
            phrases: language == .spanish ? spanish : english, others: [english, spanish],
            languageIsAsked: asked.flatMap { Language(rawValue: $0.lowercased()) } != nil, now: clock.now(),
            path: request.uri.path, query: query ?? "", assets: assets, canSignIn: viewers != nil)
    }

    /// The routes, on a router that answers nothing else.
    func router(_ configuration: ServerConfiguration) -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Measured(counts: counts, clock: clock))
        router.add(middleware: SecurityHeaders(isSecure: configuration.isSecure))
        router.add(middleware: Faults(site: self))
        router.add(middleware: APIProblems(site: self))
        router.add(
            middleware: Limits(
                longestAddress: configuration.longestAddress, names: configuration.names, takesForms: viewers != nil,
                takesBodies: api != nil))
        router.get("/") { request, _ in
            try await page(request) { OverviewPage(answer: $0, reader: $1).markup() }
        }
        router.get("/figures/{id}") { request, context in
            let id = context.parameters.get("id")?.removingPercentEncoding ?? ""
            return try await page(request) { answer, reader in
                answer.model.figure(at: id).map { FigurePage(figure: $0, answer: answer, reader: reader).markup() }
            }
        }
        router.get("/figures") { request, _ in
            Response(status: .movedPermanently, headers: [.location: reader(request).address("/#figures")])
        }
        router.get("/figures.json") { request, _ in
            let overview = try await desk.overview()
            return answer(
                overview.model.publicFigures, mediaType: "application/json", keeping: .revalidate, to: request)
        }
        router.get("/ingests") { request, _ in
            try await page(request) { IngestsPage(answer: $0, reader: $1).markup() }
        }
        router.get("/ingests/{n}") { request, context in
            let number = context.parameters.get("n") ?? ""
            return try await page(request) { answer, reader in
                answer.model.ingests.first { String($0.number) == number }
                    .map { IngestPage(ingest: $0, answer: answer, reader: reader).markup() }
            }
        }
        router.get("/assets/{name}") { request, context in
            guard let asset = assets.find(context.parameters.get("name") ?? "") else { throw HTTPError(.notFound) }
            return answer(asset.bytes, mediaType: asset.mediaType, keeping: .forEver, to: request)
        }
        addLog(to: router)
        if viewers != nil, casework != nil {
            addCasework(to: router)
            addOversight(to: router)
            addLive(to: router)
            addImport(to: router)
            addAttachments(to: router)
            addPacket(to: router)
        }
        addSignIn(to: router)
        addAPI(to: router)
        router.get("/healthz") { request, _ in await health(request) }
        router.get("/metrics") { request, _ in
            answer(await metrics().utf8, mediaType: Exposition.mediaType, keeping: .never, to: request)
        }
        return router
    }

    /// A page of the overview, or 404 when `make` gives none.
    private func page(
        _ request: Request, _ make: (OverviewDesk.Answer, Reader) -> Markup?
    ) async throws -> Response {
        let overview = try await desk.overview()
        let reader = reader(request, for: try await apart { try viewers?.viewer(request) })
        guard let markup = make(overview, reader) else { throw HTTPError(.notFound) }
        guard reader.viewer == nil else { return personal(markup, reader) }
        return answer(
            markup.bytes, mediaType: "text/html; charset=utf-8", keeping: .revalidate,
            language: reader.phrases.language, to: request)
    }
}
