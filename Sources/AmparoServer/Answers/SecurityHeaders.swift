internal import HTTPTypes
internal import Hummingbird

extension HTTPField.Name {
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")
    static let frameOptions = HTTPField.Name("X-Frame-Options")
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")
}

/// Puts on every answer what tells a browser to run nothing but the site's own files, ask nobody else, and be framed by nobody.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = ServerContext

    /// Only the site's own style sheet, script, icon and health; nothing inline, no frame, no base; forms go to this site only.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

    /// The browser's features that no page uses.
    static let permissionsPolicy =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        + "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"

    /// Whether the server speaks TLS, and browsers shall use nothing else.
    let isSecure: Bool

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = SecurityHeaders.contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        let fields: [(name: HTTPField.Name?, value: String)] = [
            (.permissionsPolicy, SecurityHeaders.permissionsPolicy), (.referrerPolicy, "same-origin"),
            (.frameOptions, "DENY"), (.openerPolicy, "same-origin"), (.resourcePolicy, "same-origin"),
        ]
        for (name, value) in fields {
            if let name { response.headers[name] = value }
        }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=63072000" }
        return response
    }
}
