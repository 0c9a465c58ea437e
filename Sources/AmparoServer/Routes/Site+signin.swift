internal import AmparoGate
internal import AmparoSharing
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird

/// Signing in and out, the purpose, the step-up, and the one-time link.
extension Site {
    func addSignIn(to router: Router<ServerContext>) {
        guard let signIn else { return }
        router.get("/sign-in") { request, _ in
            let next = ownAddress(request.uri.queryParameters.get("next"))
            return try signInPage(request, SignInPage(next: next), signIn)
        }
        router.post("/sign-in") { request, context in try await enter(request, context, signIn) }
        router.get("/sign-in/purpose") { request, _ in
            let (token, signedIn) = try await signIn.requiredSession(request)
            let next = ownAddress(request.uri.queryParameters.get("next"))
            return try await choosing(request, signedIn, token, next: next)
        }
        router.post("/sign-in/purpose") { request, _ in try await choose(request, signIn) }
        router.get("/sign-in/step-up") { request, _ in
            let (token, signedIn) = try await signIn.requiredSession(request)
            let next = ownAddress(request.uri.queryParameters.get("next"))
            if try await apart({ try signIn.desk.isOfProvider(signedIn) }) {
                let query = ["again=1", "next=\(escapedQuery(next))"]
                return sent(to: reader(request).address("/sign-in/openid", query))
            }
            return try await stepUpPage(request, next: next, signIn, token)
        }
        router.post("/sign-in/step-up") { request, _ in try await stepUp(request, signIn) }
        router.get("/sign-in/link/{link}") { request, context in
            let link = try link(context)
            let account = try await apart { try signIn.desk.account(of: link) }
            return try signIn.page(request, self) { reader, token in
                LinkPage(account: account, link: link.text, secret: try signIn.codeSecret()).markup(
                    reader, token: token)
            }
        }
        router.post("/sign-in/link/{link}") { request, context in
            try await set(request, link: link(context), signIn)
        }
        router.post("/sign-out") { request, _ in
            if let (token, signedIn) = try await signIn.session(request) {
                let form = try await FormBody(request, token: SignInOffice.formToken(of: token))
                let isOfProvider = try await apart {
                    let isOfProvider = try signIn.desk.isOfProvider(signedIn)
                    try signIn.desk.signOut(token, everywhere: form["everywhere"] != nil)
                    return isOfProvider
                }
                if isOfProvider, let provider = signIn.provider,
                    let answer = try await leaving(request, ofSession: token, signIn, provider)
                {
                    return answer
                }
            }
            return sent(to: reader(request).address("/"), HTTPFields([signIn.setting(.session, nil)]))
        }
        if let provider = signIn.provider { addOpenID(to: router, signIn, provider) }
        addPasskeys(to: router, signIn)
        addAccount(to: router, signIn)
        addAccounts(to: router, signIn)
    }

    private func enter(_ request: Request, _ context: ServerContext, _ signIn: SignInOffice) async throws -> Response {
        let start = signIn.start
        let form: FormBody
        do {
            form = try await signIn.visitForm(request)
        } catch let fault as FormFault where fault.status == .forbidden && FormBody.isOfThisSite(request) {
            // The visit's cookie is gone or another: the same page again, with what may be shown again.
            let typed = fault.typed.first { $0.name == "account" }?.value ?? ""
            let next = fault.typed.first { $0.name == "next" }?.value
            let page = SignInPage(next: ownAddress(next), account: clipped(typed), fault: .ended)
            return try signInPage(request, page, signIn, status: .forbidden)
        }
        let (next, kept) = (ownAddress(form["next"]), form["kept"] ?? "")
        do {
            let opened = try await signIn.desk.signIn(
                SignInAttempt(
                    account: form["account"] ?? "", password: Sensitive(form["password"] ?? ""),
                    code: form["code"] ?? "", device: signIn.cookie(.device, of: request),
                    address: signIn.address(request, context)))
            return try await entered(request, opened, next: next, kept: kept, signIn)
        } catch let error as SignInError {
            let page = SignInPage(
                next: next, kept: kept, isInterrupted: !kept.isEmpty, account: clipped(form["account"] ?? ""))
            return try await notEntered(request, error, page, since: start, signIn)
        }
    }

    /// The sign-in page, with every way to sign in that there is.
    func signInPage(
        _ request: Request, _ page: SignInPage, _ signIn: SignInOffice, status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        let site = signIn.passkeySite(request)
        return try signIn.page(request, self, status: status, headers: headers) { reader, token in
            var page = page
            page.hasProvider = signIn.provider != nil
            page.passkey = try site.map { try signIn.desk.requestPasskey(visit: token, $0) }
            return page.markup(reader, token: token)
        }
    }

    /// Where somebody goes who was let in: to the choice of a purpose, with what a form held that the end of a session interrupted.
    func entered(
        _ request: Request, _ opened: OpenedSession, next: String, kept: String, _ signIn: SignInOffice
    ) async throws -> Response {
        signInCounts.count(.entered)
        let headers = signIn.setting(opened)
        guard kept.isEmpty else {
            guard let signedIn = try await apart({ try signIn.desk.signedIn(opened.token) }) else {
                throw SignInNeeded(next: next, isBrowser: true)
            }
            return try await choosing(request, signedIn, opened.token, next: next, kept: kept, headers: headers)
        }
        return sent(to: reader(request).address("/sign-in/purpose", ["next=\(escapedQuery(next))"]), headers)
    }

    /// The page again for somebody who was not let in, after the same time whatever the reason.
    func notEntered(
        _ request: Request, _ error: SignInError, _ page: SignInPage, since start: UInt64, _ signIn: SignInOffice
    ) async throws -> Response {
        signInCounts.count(error.code == .slowed ? .slowed : .refused)
        try await signIn.settle(since: start)
        let isSlowed = error.code == .slowed || error.code == .busy
        var page = page
        page.fault = error.code
        return try signInPage(
            request, page, signIn, status: isSlowed ? .tooManyRequests : .unauthorized,
            headers: isSlowed ? [.retryAfter: "360"] : [:])
    }

    /// The page on which the purpose is chosen.
    private func choosing(
        _ request: Request, _ signedIn: SignedIn, _ token: String, next: String, kept: String = "",
        headers: HTTPFields = [:], isMissing: Bool = false
    ) async throws -> Response {
        let reader = reader(request, for: headers.isEmpty ? try await apart { try viewers?.viewer(request) } : nil)
        let purposes = signIn?.desk.purposes(of: signedIn.account).map(\.code) ?? []
        let page = PurposePage(
            purposes: purposes, present: signedIn.purpose, account: signedIn.account.id, next: next, kept: kept,
            token: SignInOffice.formToken(of: token), isMissing: isMissing)
        return personal(page.markup(reader), status: isMissing ? .badRequest : .ok, headers: headers, reader)
    }

    private func choose(_ request: Request, _ signIn: SignInOffice) async throws -> Response {
        let (token, signedIn) = try await signIn.requiredSession(request)
        let form = try await FormBody(request, token: SignInOffice.formToken(of: token))
        let (next, kept) = (ownAddress(form["next"]), form["kept"] ?? "")
        do {
            try await apart { try signIn.desk.declare(form["purpose"] ?? "", token) }
        } catch let error as SignInError where error.code == .purpose {
            return try await choosing(request, signedIn, token, next: next, kept: kept, isMissing: true)
        }
        guard !kept.isEmpty, let typed = FormBody.decode(kept.utf8) else { return sent(to: next) }
        let reader = reader(request, for: try await viewer(request))
        let page = AgainPage(path: next, typed: FormBody.kept(typed), reader: reader)
        return personal(page.markup(), reader)
    }

    private func stepUp(_ request: Request, _ signIn: SignInOffice) async throws -> Response {
        let (token, _) = try await signIn.requiredSession(request)
        let form = try await FormBody(request, token: SignInOffice.formToken(of: token))
        return try await steppingUp(request, next: ownAddress(form["next"]), signIn, token) { _ in
            try signIn.desk.stepUp(token, code: form["code"] ?? "")
        }
    }

    /// Proves that the holder still sits there, by whatever proof there is; the page again when it is none.
    func steppingUp(
        _ request: Request, next: String, _ signIn: SignInOffice, _ token: String,
        _ prove: @escaping @Sendable (PasskeySite?) throws -> String
    ) async throws -> Response {
        let start = signIn.start
        let site = signIn.passkeySite(request)
        do {
            let renewed = try await apart { try prove(site) }
            signInCounts.count(.steppedUp)
            return sent(to: next, HTTPFields([signIn.setting(.session, renewed)]))
        } catch let error as SignInError where error.code == .refused {
            signInCounts.count(.refused)
            try await signIn.settle(since: start)
            return try await stepUpPage(request, next: next, signIn, token, isWrong: true)
        } catch let error as SignInError where error.code == .ended {
            throw SignInNeeded(next: next, isBrowser: true)
        }
    }

    private func stepUpPage(
        _ request: Request, next: String, _ signIn: SignInOffice, _ token: String, isWrong: Bool = false
    ) async throws -> Response {
        let (_, signedIn) = try await signIn.requiredSession(request)
        let site = signIn.passkeySite(request)
        let passkey = try await apart {
            try site.map { try signIn.desk.requestPasskey(.stepUp, token, of: signedIn.account, $0) }
        }
        let reader = reader(request, for: try await apart { try viewers?.viewer(request) })
        let page = StepUpPage(next: next, isWrong: isWrong, passkey: passkey.flatMap { $0.ids.isEmpty ? nil : $0 })
        return personal(
            page.markup(reader, token: SignInOffice.formToken(of: token)), status: isWrong ? .unauthorized : .ok, reader
        )
    }

    private func link(_ context: ServerContext) throws -> SignInLink {
        guard let link = SignInLink(text: context.parameters.get("link") ?? "") else { throw HTTPError(.notFound) }
        return link
    }

    private func set(_ request: Request, link: SignInLink, _ signIn: SignInOffice) async throws -> Response {
        let form = try await signIn.visitForm(request)
        let account = try await apart { try signIn.desk.account(of: link) }
        do {
            guard let secret = OneTimeCode(text: form["secret"] ?? "") else { throw SignInError(.code) }
            guard form["password"] == form["again"] else { throw SignInError(.passwordsDiffer) }
            let recovery = try await signIn.desk.set(
                password: Sensitive(form["password"] ?? ""), codes: secret, code: form["code"] ?? "", by: link)
            let reader = reader(request)
            return personal(RecoveryPage(codes: recovery, path: "/sign-in").markup(reader), reader)
        } catch let error as SignInError where error.code != .link {
            return try signIn.page(request, self, status: .unprocessableContent) { reader, token in
                let secret = try OneTimeCode(text: form["secret"] ?? "") ?? signIn.codeSecret()
                return LinkPage(account: account, link: link.text, secret: secret, fault: error.code).markup(
                    reader, token: token)
            }
        }
    }
}
