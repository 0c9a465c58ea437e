internal import AmparoGate
internal import AmparoStore
internal import HTTPTypes
internal import Hummingbird

/// The viewer's own account.
extension Site {
    func addAccount(to router: Router<ServerContext>, _ signIn: SignInOffice) {
        router.get("/account") { request, _ in try await ownAccount(request, signIn) }
        router.post("/account/password") { request, _ in
            let (token, _) = try await signIn.requiredSession(request)
            let form = try await FormBody(request, token: SignInOffice.formToken(of: token))
            do {
                guard form["password"] == form["again"] else { throw SignInError(.passwordsDiffer) }
                let changed = try await signIn.desk.change(
                    token, present: Sensitive(form["present"] ?? ""), code: form["proof"] ?? "",
                    password: Sensitive(form["password"] ?? ""), codes: nil)
                return try await ownAccount(request, signIn, token: changed.token, done: "accounts.password.done")
            } catch let error as SignInError where error.code != .ended {
                return try await ownAccount(request, signIn, fault: error.code)
            } catch is SignInError {
                throw SignInNeeded(next: "/account", isBrowser: true)
            }
        }
        router.get("/account/codes") { request, _ in
            let (token, signedIn) = try await signIn.requiredSession(request)
            return try await codes(request, token, signedIn, signIn.codeSecret())
        }
        router.post("/account/codes") { request, _ in
            let (token, signedIn) = try await signIn.requiredSession(request)
            let form = try await FormBody(request, token: SignInOffice.formToken(of: token))
            let secret = OneTimeCode(text: form["secret"] ?? "")
            do {
                guard let secret else { throw SignInError(.code) }
                let changed = try await signIn.desk.change(
                    token, present: Sensitive(form["present"] ?? ""), code: form["proof"] ?? "", password: nil,
                    codes: (secret, form["code"] ?? ""))
                let reader = reader(request)
                return personal(
                    RecoveryPage(codes: changed.recovery, path: "/account").markup(reader),
                    headers: HTTPFields([signIn.setting(.session, changed.token)]), reader)
            } catch let error as SignInError where error.code != .ended {
                return try await codes(
                    request, token, signedIn, secret ?? signIn.codeSecret(), fault: error.code)
            } catch is SignInError {
                throw SignInNeeded(next: "/account", isBrowser: true)
            }
        }
    }

    private func ownAccount(
        _ request: Request, _ signIn: SignInOffice, token renewed: String? = nil, fault: SignInError.Code? = nil,
        done: String? = nil
    ) async throws -> Response {
        guard let token = renewed ?? signIn.cookie(.session, of: request),
            let signedIn = try await apart({ try signIn.desk.signedIn(token) })
        else { throw SignInNeeded(next: "/account", isBrowser: true) }
        let number = signedIn.account.number
        let now = clock.now()
        let (sessions, events) = try await apart {
            (
                try signIn.desk.sessions.all(ofAccount: number, at: now),
                try signIn.desk.ledger.last(20, ofAccount: number)
            )
        }
        let reader = reader(request, for: signIn.viewer(token, signedIn))
        let page = AccountPage(
            signedIn: signedIn, sessions: sessions, events: events, token: SignInOffice.formToken(of: token),
            fault: fault, done: done)
        let headers = renewed.map { HTTPFields([signIn.setting(.session, $0)]) } ?? [:]
        return personal(
            page.markup(reader), status: fault == nil ? .ok : .unprocessableContent, headers: headers, reader)
    }

    private func codes(
        _ request: Request, _ token: String, _ signedIn: SignedIn, _ secret: OneTimeCode,
        fault: SignInError.Code? = nil
    ) async throws -> Response {
        let reader = reader(request, for: signIn?.viewer(token, signedIn))
        let page = CodesPage(
            account: signedIn.account.id, secret: secret, token: SignInOffice.formToken(of: token), fault: fault)
        return personal(page.markup(reader), status: fault == nil ? .ok : .unprocessableContent, reader)
    }
}
