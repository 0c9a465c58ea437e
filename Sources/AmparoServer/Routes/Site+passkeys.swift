internal import AmparoGate
internal import HTTPTypes
internal import Hummingbird

/// Signing in and stepping up by passkey, and the passkeys of the viewer's own account.
extension Site {
    func addPasskeys(to router: Router<ServerContext>, _ signIn: SignInOffice) {
        router.post("/sign-in/passkey") { request, context in try await enterByPasskey(request, context, signIn) }
        router.post("/sign-in/step-up/passkey") { request, _ in
            let (token, _) = try await signIn.requiredSession(request)
            let form = try await FormBody(request, token: SignInOffice.formToken(of: token))
            return try await steppingUp(request, next: ownAddress(form["next"]), signIn, token) { site in
                guard let site else { throw SignInError(.refused) }
                return try signIn.desk.stepUp(token, PasskeyAnswer(form), site)
            }
        }
        router.get("/account/passkeys") { request, _ in try await passkeys(request, signIn) }
        router.post("/account/passkeys") { request, _ in
            try await changePasskeys(request, signIn) { form, token in
                guard let site = signIn.passkeySite(request) else { throw SignInError(.passkey) }
                try signIn.desk.addPasskey(PasskeyAnswer(form), label: form["label"] ?? "", token, site)
            }
        }
        router.post("/account/passkeys/remove") { request, _ in
            try await changePasskeys(request, signIn) { form, token in
                try signIn.desk.removePasskey(Int64(form["passkey"] ?? "") ?? 0, token)
            }
        }
    }

    private func enterByPasskey(
        _ request: Request, _ context: ServerContext, _ signIn: SignInOffice
    ) async throws -> Response {
        let start = signIn.start
        let form = try await signIn.visitForm(request)
        let visit = signIn.cookie(.visit, of: request).map(SignInOffice.formToken) ?? ""
        let (next, kept) = (ownAddress(form["next"]), form["kept"] ?? "")
        do {
            guard let site = signIn.passkeySite(request) else { throw SignInError(.passkey) }
            let (device, address) = (signIn.cookie(.device, of: request), signIn.address(request, context))
            let opened = try await apart {
                try signIn.desk.signIn(
                    PasskeyAnswer(form), visit: visit, site, device: device, address: address)
            }
            return try await entered(request, opened, next: next, kept: kept, signIn)
        } catch let error as SignInError {
            return try await notEntered(
                request, error, SignInPage(next: next, kept: kept, isInterrupted: !kept.isEmpty), since: start, signIn)
        }
    }

    private func passkeys(
        _ request: Request, _ signIn: SignInOffice, fault: SignInError.Code? = nil
    ) async throws -> Response {
        let (token, signedIn) = try await signIn.requiredSession(request)
        let site = signIn.passkeySite(request)
        let (known, asked) = try await apart {
            (
                try signIn.desk.passkeys(of: signedIn.account),
                try site.map { try signIn.desk.requestPasskey(.made, token, of: signedIn.account, $0) }
            )
        }
        let reader = reader(request, for: signIn.viewer(token, signedIn))
        let page = PasskeysPage(
            account: signedIn.account.id, passkeys: known, request: asked, isSteppedUp: signedIn.isSteppedUp,
            token: SignInOffice.formToken(of: token), fault: fault)
        return personal(page.markup(reader), status: fault == nil ? .ok : .unprocessableContent, reader)
    }

    private func changePasskeys(
        _ request: Request, _ signIn: SignInOffice,
        _ change: @escaping @Sendable (FormBody, String) throws -> Void
    ) async throws -> Response {
        let (token, _) = try await signIn.requiredSession(request)
        let form = try await FormBody(request, token: SignInOffice.formToken(of: token))
        do {
            try await apart { try change(form, token) }
            return sent(to: reader(request).address("/account/passkeys"))
        } catch let error as SignInError where error.code == .ended {
            throw SignInNeeded(next: "/account/passkeys", isBrowser: true)
        } catch let error as SignInError {
            // Without a step-up the page itself says what to do first.
            return try await passkeys(request, signIn, fault: error.code == .refused ? nil : error.code)
        }
    }
}

extension SignInOffice {
    /// The site that passkeys are bound to: the one that the operator named; else this machine, when it is asked for by its name. A
    /// name that merely stands in a request is none.
    func passkeySite(_ request: Request) -> PasskeySite? {
        if let site { return site }
        guard let authority = request.head.authority, Limits.host(authority) == "localhost" else { return nil }
        return PasskeySite(origin: (isSecure ? "https://" : "http://") + authority.lowercased())
    }
}
