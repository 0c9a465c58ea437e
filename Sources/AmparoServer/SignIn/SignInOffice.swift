package import AmparoGate
internal import AmparoModel
internal import AmparoSharing
package import AmparoStore
internal import Crypto
internal import HTTPTypes
package import Hummingbird
internal import NIOCore

/// The sign-in of this site: which session a request has, and the cookies that carry it.
package struct SignInOffice: ViewerSource {
    let desk: SignInDesk
    let accounts: AccountDesk
    private let random: RandomSource
    private let clock: ServerClock
    /// Whether browsers reach the site by TLS: then cookies are sent by nothing else.
    let isSecure: Bool
    /// Whether every request comes by a proxy, which says in `X-Forwarded-For` whom it speaks for.
    let isBehindProxy: Bool
    /// Who else may say who sits there; nil for nobody.
    let provider: OpenIDProvider?
    /// The site that passkeys are bound to; nil where the operator named none.
    let site: PasskeySite?

    /// The office of a store's desk.
    package init(
        desk: SignInDesk, accounts: AccountDesk, random: RandomSource, clock: ServerClock, isSecure: Bool,
        isBehindProxy: Bool = false, provider: OpenIDProvider? = nil, site: PasskeySite? = nil
    ) {
        self.site = site
        self.desk = desk
        self.accounts = accounts
        self.random = random
        self.clock = clock
        self.isSecure = isSecure
        self.isBehindProxy = isBehindProxy
        self.provider = provider
    }

    /// The viewer of a request, by its session's cookie.
    package func viewer(_ request: Request) throws -> Viewer? {
        guard let token = cookie(.session, of: request) else { return nil }
        return try desk.signedIn(token).flatMap { viewer(token, $0) }
    }

    /// The viewer of a request, whose session is not used by that.
    package func onlooker(_ request: Request) throws -> Viewer? {
        guard let token = cookie(.session, of: request) else { return nil }
        return try desk.signedIn(token, isUsing: false).flatMap { viewer(token, $0) }
    }

    /// The viewer of a session; nil before a purpose was declared.
    func viewer(_ token: String, _ signedIn: SignedIn) -> Viewer? {
        guard let purpose = signedIn.purpose else { return nil }
        return Viewer(
            account: signedIn.account.id, purpose: purpose, isSteppedUp: signedIn.isSteppedUp,
            formToken: Self.formToken(of: token), sessionEnds: signedIn.session.ends)
    }

    /// The session of a request, with or without a purpose.
    func session(_ request: Request) async throws -> (token: String, signedIn: SignedIn)? {
        guard let token = cookie(.session, of: request) else { return nil }
        return try await apart { try desk.signedIn(token).map { (token, $0) } }
    }

    /// The session of a request. Throws `SignInNeeded`.
    func requiredSession(_ request: Request) async throws -> (token: String, signedIn: SignedIn) {
        guard let session = try await session(request) else {
            throw SignInNeeded(next: request.head.path ?? "/", isBrowser: true)
        }
        return session
    }

    /// What forms carry beside the cookie of a session or visit.
    static func formToken(of token: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("amparo form 1".utf8), using: SymmetricKey(data: Array(token.utf8)))
        return Hexadecimal.text(Array(code))
    }

    /// A new token, 32 random bytes.
    func token() throws -> String { Hexadecimal.text(try random.bytes(32)) }

    /// The secret of a new authenticator.
    func codeSecret() throws -> OneTimeCode { try OneTimeCode(random: random) }

    /// Answers a failure in no other time than another failure: at the next quarter of a second.
    func settle(since start: UInt64) async throws {
        let grid: UInt64 = 250_000_000
        let rest = grid - (clock.nanoseconds() &- start) % grid
        try await clock.wait(.nanoseconds(Int64(rest)))
    }

    /// The moment at which a request is taken up, for `settle`.
    var start: UInt64 { clock.nanoseconds() }
}

// Cookies. None is read by a script, none is sent along from another site.
extension SignInOffice {
    /// What a cookie is for.
    enum CookieName: String {
        /// The session.
        case session
        /// Of somebody who is not signed in: carries the token of the sign-in form.
        case visit
        /// The way to an OpenID provider and back.
        case openid
        /// A device on which somebody signed in before.
        case device
    }

    private func name(_ cookie: CookieName) -> String { (isSecure ? "__Host-" : "") + "amparo-" + cookie.rawValue }

    /// The value of a cookie; nil when there is none.
    func cookie(_ cookie: CookieName, of request: Request) -> String? { request.cookies[name(cookie)]?.value }

    /// The header field that sets a cookie; a value of nil takes it away.
    func setting(_ cookie: CookieName, _ value: String?, seconds: Int? = nil) -> HTTPField {
        var text = "\(name(cookie))=\(value ?? ""); Path=/; HttpOnly; SameSite=Strict"
        if isSecure { text += "; Secure" }
        if let seconds = value == nil ? 0 : seconds { text += "; Max-Age=\(seconds)" }
        return HTTPField(name: .setCookie, value: text)
    }

    /// The header field for the cookie of a way to a provider: the only one that is sent when another site leads here, because
    /// the way back begins there. It is worth nothing without the provider's answer.
    func settingFlow(_ value: String?) -> HTTPField {
        let field = setting(.openid, value, seconds: 600)
        return HTTPField(name: .setCookie, value: field.value.replacing("SameSite=Strict", with: "SameSite=Lax"))
    }

    /// What sets the cookies of a session that was opened.
    func setting(_ opened: OpenedSession) -> HTTPFields {
        HTTPFields([
            setting(.session, opened.token), setting(.device, opened.device, seconds: 180 * 86_400),
            setting(.visit, nil),
        ])
    }
}

extension SignInOffice {
    /// A page for somebody who is not signed in, made with the token of its form; the form's cookie comes with it.
    func page(
        _ request: Request, _ site: Site, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:],
        _ make: (Reader, String) throws -> Markup
    ) throws -> Response {
        let reader = site.reader(request)
        let known = cookie(.visit, of: request).flatMap { $0.utf8.count == 64 ? $0 : nil }
        let visit = try known ?? token()
        var headers = headers
        if known == nil { headers.append(setting(.visit, visit)) }
        return site.personal(
            try make(reader, Self.formToken(of: visit)), status: status, headers: headers, reader)
    }

    /// The form of somebody who is not signed in. Throws `FormFault`.
    func visitForm(_ request: Request) async throws -> FormBody {
        // Without the cookie there is no token that a form could have.
        try await FormBody(request, token: Self.formToken(of: cookie(.visit, of: request) ?? token()))
    }

    /// The address that a request comes from, as text without a port; empty when it cannot be told. Of what stands before a
    /// proxy's own word, anybody may have written it: only the last address counts.
    func address(_ request: Request, _ context: ServerContext) -> String {
        guard isBehindProxy else { return context.remoteAddress?.ipAddress ?? "" }
        let told = request.headers.last { $0.name.canonicalName == "x-forwarded-for" }?.value ?? ""
        let last = told.split(separator: ",").last.map { $0.filter { $0 != " " } } ?? ""
        return last.utf8.count <= 45 ? last : ""
    }
}

/// The name of a purpose in a language; its code where the tree has none.
func purposeName(_ code: String, _ language: Language) -> String {
    guard let purpose = try? SharingTerms.shipped().purposes.purpose(code) else { return code }
    return language == .english ? purpose.english : purpose.spanish
}

/// A text as it stands in a query.
func escapedQuery(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(byte)
        default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
