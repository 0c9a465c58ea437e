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
        let claims = try await provider.subject(code: code, flow)
        let device = signIn.cookie(.device, of: request)
        let opened = try await apart {
            try signIn.desk.signIn(
                issuer: claims.iss, subject: Sensitive(claims.sub), device: device, steppedUp: flow.isStepUp)
        }
        signInCounts.count(.entered)
        let reader = reader(request)
        let next = reader.address("/sign-in/purpose", ["next=\(escapedQuery(flow.next))"])
        var headers = signIn.setting(opened)
        headers.append(signIn.settingFlow(nil))
        // A page and not a redirect: a browser sends the new cookie only to what a page of this site leads to.
        return personal(EnteredPage(next: next).markup(reader), headers: headers, reader)
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
