internal import AmparoGate
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird

/// Signing in by way of an OpenID provider.
extension Site {
    func addOpenID(to router: Router<ServerContext>, _ signIn: SignInOffice, _ provider: OpenIDProvider) {
        router.get("/sign-in/openid") { request, _ in
            let isStepUp = request.uri.queryParameters.get("again") != nil
            let flow = OpenIDFlow(
                secret: try signIn.token(), next: ownAddress(request.uri.queryParameters.get("next")),
                isStepUp: isStepUp)
            do {
                return sent(to: try await provider.start(flow), HTTPFields([signIn.settingFlow(flow.cookie)]))
            } catch let error as SignInError {
                return try notTrusted(request, signIn, error.code)
            }
        }
        router.get("/sign-out/done") { request, _ in
            let reader = reader(request)
            let expected = signIn.cookie(.openid, of: request)
            let state = request.uri.queryParameters.get("state") ?? ""
            let isBoth = expected.map { isSame("out." + state, $0) } ?? false
            return personal(
                SignedOutPage(isBoth: isBoth).markup(reader), headers: HTTPFields([signIn.settingFlow(nil)]), reader)
        }
        router.post("/sign-in/openid/signed-out") { request, _ in try await signedOut(request, signIn, provider) }
        router.get("/sign-in/openid/back") { request, _ in
            let start = signIn.start
            do {
                return try await back(request, signIn, provider)
            } catch let error as SignInError {
                signInCounts.count(.refused)
                try await signIn.settle(since: start)
                return try notTrusted(request, signIn, error.code)
            }
        }
    }

    private func back(_ request: Request, _ signIn: SignInOffice, _ provider: OpenIDProvider) async throws -> Response {
        let query = request.uri.queryParameters
        guard let flow = signIn.cookie(.openid, of: request).flatMap(OpenIDFlow.init(cookie:)),
            let state = query.get("state"), isSame(state, flow.state), let code = query.get("code"),
            // Which provider answers, where it says so (RFC 9207).
            query.get("iss").map({ $0 == provider.client.issuer }) ?? true
        else { throw SignInError(.provider) }
        let (claims, token) = try await provider.subject(code: code, flow)
        let device = signIn.cookie(.device, of: request)
        let opened = try await apart {
            try signIn.desk.signIn(
                issuer: claims.iss, subject: Sensitive(claims.sub), device: device, steppedUp: flow.isStepUp)
        }
        await provider.keep(token, ofSession: opened.token)
        signInCounts.count(.entered)
        let reader = reader(request)
        let next = reader.address("/sign-in/purpose", ["next=\(escapedQuery(flow.next))"])
        var headers = signIn.setting(opened)
        headers.append(signIn.settingFlow(nil))
        // A page and not a redirect: a browser sends the new cookie only to what a page of this site leads to.
        return personal(EnteredPage(next: next).markup(reader), headers: headers, reader)
    }

    /// The answer to a sign-out of somebody whom the provider let in: a page that leads on to the provider's own sign-out. No redirect,
    /// because a form of this site may lead to this site only. nil when the provider has none.
    func leaving(
        _ request: Request, ofSession session: String, _ signIn: SignInOffice, _ provider: OpenIDProvider
    ) async throws -> Response? {
        let state = try signIn.token()
        guard let next = await provider.ending(ofSession: session, state: state) else { return nil }
        let reader = reader(request)
        return personal(
            SignedOutPage(next: next).markup(reader),
            headers: HTTPFields([signIn.setting(.session, nil), signIn.settingFlow("out." + state)]), reader)
    }

    /// Takes word of the provider that it has signed somebody out: their sessions here end. It says nothing of whether there were any.
    private func signedOut(
        _ request: Request, _ signIn: SignInOffice, _ provider: OpenIDProvider
    ) async throws -> Response {
        let bytes = try await collected(request.body, upTo: FormBody.longest).readableBytesView
        let fields = FormBody.decode(bytes) ?? []
        guard let token = fields.first(where: { $0.name == "logout_token" })?.value,
            let subject = try? await provider.subject(loggedOutBy: token)
        else { throw HTTPError(.badRequest) }
        let issuer = provider.client.issuer
        try await apart { try signIn.desk.endSessions(issuer: issuer, subject: Sensitive(subject)) }
        return Response(status: .ok, headers: [.cacheControl: Keeping.never.rawValue])
    }

    private func notTrusted(_ request: Request, _ signIn: SignInOffice, _ code: SignInError.Code) throws -> Response {
        let page = SignInPage(next: "/", fault: code, hasProvider: true)
        return try signIn.page(request, self, status: .unauthorized) { page.markup($0, token: $1) }
    }
}

/// After the way back from a provider: leads on by itself, or by its link.
struct EnteredPage {
    var next: String

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signin.entered"), leadsTo: next).markup(reader) {
            element("h1", [:], phrases.say("signin.entered"))
            element("p") { element("a", ["href": next], phrases.say("signin.entered.on")) }
        }
    }
}

/// After a sign-out: here alone, or on the way to the provider's, or after it.
struct SignedOutPage {
    /// The provider's own sign-out; nil when there is nothing more to do.
    var next: String?
    /// Whether the provider has said that it is done there too.
    var isBoth = false

    func markup(_ reader: Reader) -> Markup {
        let phrases = reader.phrases
        return Page(title: phrases.say("signout.title"), leadsTo: next).markup(reader) {
            element("h1", [:], phrases.say("signout.title"))
            element("p", [:], phrases.say(isBoth ? "signout.both" : next == nil ? "signout.here" : "signout.next"))
            if let next { element("p") { element("a", ["href": next], phrases.say("signout.on")) } }
        }
    }
}
