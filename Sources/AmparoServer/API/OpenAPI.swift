package import AmparoOversight
internal import HTTPTypes

/// The OpenAPI 3.1 document of the API, made from the routes that serve.
package enum OpenAPI {
    /// The version of the API: the first number changes when something is taken away.
    static let version = "1.0.0"

    /// The document.
    package static let document = JSON.object([
        .init("openapi", .string("3.1.0")),
        .init(
            "info",
            .object([
                .init("title", .string("Amparo")), .init("version", .string(version)),
                .init(
                    "description",
                    .string(
                        "The accountable record of unaccompanied children. Every answer about a person is a disclosure with its "
                            + "receipt; what may not be seen is not there. docs/api.md tells how to begin.")),
                .init(
                    "license",
                    .object([.init("name", .string("Apache-2.0")), .init("identifier", .string("Apache-2.0"))])),
            ])),
        .init("servers", .array([.object([.init("url", .string(APIRoute.root))])])),
        .init(
            "security", .array(["token", "session", "certificate"].map { .object([.init($0, .array([]))]) })),
        .init("paths", .object(paths)),
        .init(
            "components",
            .object([
                .init("schemas", .object(BodySchema.shapes.map { .init($0.name, $0.schema.json) })),
                .init("securitySchemes", .object(schemes)),
            ])),
    ])

    private static let schemes: [JSON.Member] = [
        .init(
            "token",
            .object([
                .init("type", .string("http")), .init("scheme", .string("bearer")),
                .init("bearerFormat", .string("JWT")),
                .init(
                    "description",
                    .string("A JWT with EdDSA by the account's own key, for one request (docs/api.md).")),
            ])),
        .init(
            "session",
            .object([
                .init("type", .string("apiKey")), .init("in", .string("cookie")),
                .init("name", .string("amparo-session")),
                .init("description", .string("A browser's session; a POST has the form token in `X-Form-Token`.")),
            ])),
        .init(
            "certificate",
            .object([
                .init("type", .string("mutualTLS")),
                .init(
                    "description",
                    .string("A client certificate that is registered for the account; `X-Purpose` says the purpose.")),
            ])),
    ]

    private static var paths: [JSON.Member] {
        var order: [String] = []
        for route in APIRoute.all where !order.contains(route.path) { order.append(route.path) }
        return order.map { path in
            .init(
                path,
                .object(
                    APIRoute.all.filter { $0.path == path }.map {
                        .init($0.method.rawValue.lowercased(), operation($0))
                    }))
        }
    }

    private static func operation(_ route: APIRoute) -> JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(route.operation.rawValue)), .init("summary", .string(route.summary)),
            .init("description", .string(route.about)),
        ]
        let parameters = route.allParameters.map(parameter) + headers(route)
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let body = route.body {
            members.append(
                .init(
                    "requestBody",
                    .object([
                        .init("required", .bool(true)), .init("content", content("application/json", body)),
                    ])))
        }
        members.append(.init("responses", .object(responses(route))))
        return .object(members)
    }

    private static func parameter(_ parameter: APIRoute.Parameter) -> JSON {
        .object([
            .init("name", .string(parameter.name)), .init("in", .string(parameter.place.rawValue)),
            .init("required", .bool(parameter.place == .path || parameter.isRequired)),
            .init("description", .string(parameter.about)),
            .init("schema", parameter.schema.json),
        ])
    }

    private static func headers(_ route: APIRoute) -> [JSON] {
        func header(_ name: String, _ about: String, isRequired: Bool, _ schema: JSON) -> JSON {
            .object([
                .init("name", .string(name)), .init("in", .string("header")), .init("required", .bool(isRequired)),
                .init("description", .string(about)), .init("schema", schema),
            ])
        }
        let tag = JSON.object([.init("type", .string("string")), .init("pattern", .string("^\"[!#-~]{1,200}\"$"))])
        var headers: [JSON] = []
        if route.method == .post, !route.isQuestion {
            let key = JSON.object([
                .init("type", .string("string")), .init("pattern", .string("^[!-~]{8,128}$")),
            ])
            headers.append(
                header(
                    "Idempotency-Key", "New for each act, the same when it is repeated; kept for 24 hours.",
                    isRequired: true, key))
        }
        switch route.version {
        case .needed: headers.append(header("If-Match", "The version that was looked at.", isRequired: true, tag))
        case .revalidated:
            // What is no version is none that is at hand (RFC 9110, 13.1.2): any text is taken.
            let any = JSON.object([.init("type", .string("string"))])
            headers.append(header("If-None-Match", "The version that is at hand.", isRequired: false, any))
        case .none, .given: break
        }
        return headers
    }

    private static func content(_ mediaType: String, _ schema: BodySchema) -> JSON {
        .object([.init(mediaType, .object([.init("schema", schema.json)]))])
    }

    private static func responses(_ route: APIRoute) -> [JSON.Member] {
        var good: [JSON.Member] = [.init("description", .string(route.summary))]
        if route.version != .none {
            let tag = JSON.object([.init("schema", .object([.init("type", .string("string"))]))])
            good.append(.init("headers", .object([.init("ETag", tag)])))
        }
        let content = ([route.mediaType] + route.otherMediaTypes).flatMap { Self.content($0, route.answer).members }
        good.append(.init("content", .object(content)))
        var all: [JSON.Member] = [.init("200", .object(good))]
        if route.version == .revalidated {
            all.append(.init("304", .object([.init("description", .string("What is at hand still stands."))])))
        }
        let byStatus = Dictionary(grouping: route.allProblems) { $0.status.code }
        for (status, codes) in byStatus.sorted(by: { $0.key < $1.key }) {
            let words = codes.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            all.append(
                .init(
                    String(status),
                    .object([
                        .init("description", .string("Problems: \(words).")),
                        .init("content", Self.content("application/problem+json", .named("Problem"))),
                    ])))
        }
        return all
    }
}
