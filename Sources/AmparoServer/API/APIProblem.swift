internal import AmparoOversight
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Why a request of the API was not answered (RFC 9457). It says what to do and nothing about a person.
package struct APIProblem: Error, Sendable {
    /// The kinds of problems. The raw value is the end of the problem's `type`, `/problems/CODE`; it is stable.
    package enum Code: String, Sendable, CaseIterable {
        /// Nobody is signed in.
        case signInNeeded = "sign-in-needed"
        /// The token is not taken: the detail says why as far as it may.
        case tokenRefused = "token-refused"
        /// A browser's POST without the form token of its session, or from another site.
        case formToken = "form-token"
        /// The account is locked or was not attested, or its role does not hold the purpose or may not do this.
        case refused
        /// There is none, or it is not for this account: one answer.
        case notFound = "not-found"
        /// There is no such place in the API.
        case noSuchAddress = "no-such-address"
        /// The method is not one of this address.
        case method
        /// A parameter is not written as it must be.
        case badParameter = "bad-parameter"
        /// A parameter that there is not.
        case unknownParameter = "unknown-parameter"
        /// A cursor that was not given for this question and account, or too long ago.
        case cursor
        /// The body is no JSON.
        case badBody = "bad-body"
        /// The body is not of the type `application/json`.
        case bodyType = "body-type"
        /// The body is too large.
        case tooLarge = "too-large"
        /// The body is JSON and not what is taken here.
        case bodyRefused = "body-refused"
        /// The address is too long.
        case addressTooLong = "address-too-long"
        /// Another server's name.
        case wrongName = "wrong-name"
        /// The request cannot be read.
        case badRequest = "bad-request"
        /// A POST without `Idempotency-Key`.
        case keyNeeded = "key-needed"
        /// The same `Idempotency-Key` with another request.
        case keyReused = "key-reused"
        /// A request with the same `Idempotency-Key` is being answered.
        case keyBusy = "key-busy"
        /// An act without `If-Match`.
        case versionNeeded = "version-needed"
        /// Something has happened since the version that was looked at.
        case versionChanged = "version-changed"
        /// The rules of duties do not allow the act.
        case actRefused = "act-refused"
        /// The ticket of a mailbox is no longer known: fetch the messages again.
        case ticketExpired = "ticket-expired"
        /// A file, a mapping or a batch is not taken: the reason says why.
        case notTaken = "not-taken"
        /// More than the account's role may be shown in this time.
        case limitReached = "limit-reached"
        /// An account that searches by name faster than people type.
        case tooOften = "too-often"
        /// The operator of the server has not switched this on.
        case notSwitchedOn = "not-switched-on"
        /// The server cannot answer now.
        case unavailable

        /// The status it is answered with.
        var status: HTTPResponse.Status {
            switch self {
            case .signInNeeded, .tokenRefused: .unauthorized
            case .formToken, .refused: .forbidden
            case .notFound, .noSuchAddress: .notFound
            case .method: .methodNotAllowed
            case .badParameter, .unknownParameter, .cursor, .badBody, .badRequest, .keyNeeded: .badRequest
            case .bodyType: .unsupportedMediaType
            case .tooLarge: .contentTooLarge
            case .bodyRefused, .keyReused: .unprocessableContent
            case .addressTooLong: .uriTooLong
            case .wrongName: .misdirectedRequest
            case .keyBusy, .actRefused, .ticketExpired, .notTaken, .notSwitchedOn: .conflict
            case .versionNeeded: .preconditionRequired
            case .versionChanged: .preconditionFailed
            case .limitReached, .tooOften: .tooManyRequests
            case .unavailable: .serviceUnavailable
            }
        }
    }

    /// What kind.
    package var code: Code
    /// What is wrong with this very request; empty when the kind says it all.
    package var detail: String
    /// The code of the gate or of the rules of duties; nil where they were not asked.
    package var reason: String?
    /// The receipt of the denial; nil when there is none.
    package var receipt: Int64?
    /// The methods that the address has, for `.method`.
    var allowed: [HTTPRequest.Method] = []

    /// A problem.
    package init(_ code: Code, _ detail: String = "", reason: String? = nil, receipt: Int64? = nil) {
        self.code = code
        self.detail = detail
        self.reason = reason
        self.receipt = receipt
    }

    /// The problem as JSON; the title is a sentence of the code in the reader's language.
    func json(title: String) -> JSON {
        var members = [
            JSON.Member("type", .string("/problems/\(code.rawValue)")), JSON.Member("title", .string(title)),
            JSON.Member("status", .count(code.status.code)),
        ]
        if !detail.isEmpty { members.append(.init("detail", .string(detail))) }
        if let reason { members.append(.init("reason", .string(reason))) }
        if let receipt { members.append(.init("receipt", .number(String(receipt)))) }
        return .object(members)
    }

    /// The shape of a problem.
    static let schema = BodySchema.object([
        .init("type", .words, "The address of a page that says what to do; the end of it is the stable code."),
        .init("title", .words), .init("status", .integer(400...599)),
        .init("detail", .words, isRequired: false, "What is wrong with this request."),
        .init("reason", .words, isRequired: false, "The code of the gate or of the rules of duties."),
        .init("receipt", .integer(1...Int64.max), isRequired: false, "The receipt of the denial."),
    ])
}

extension Site {
    /// The answer to a problem.
    func response(_ problem: APIProblem, _ request: Request) -> Response {
        let reader = reader(request)
        let json = problem.json(title: reader.phrases.say("problem.\(problem.code.rawValue).title"))
        var headers: HTTPFields = [
            .contentType: "application/problem+json", .cacheControl: Keeping.never.rawValue,
            .contentLanguage: reader.phrases.language.rawValue, .vary: "Accept-Language",
        ]
        switch problem.code {
        case .signInNeeded: headers[.wwwAuthenticate] = "Bearer realm=\"amparo\""
        case .tokenRefused: headers[.wwwAuthenticate] = "Bearer realm=\"amparo\", error=\"invalid_token\""
        case .method: headers[.allow] = problem.allowed.map(\.rawValue).joined(separator: ", ")
        case .unavailable: headers[.retryAfter] = "60"
        case .limitReached: headers[.retryAfter] = "3600"
        case .tooOften: headers[.retryAfter] = "2"
        case .keyBusy: headers[.retryAfter] = "1"
        case .tooLarge: headers[.connection] = "close"
        default: break
        }
        let response = Response(
            status: problem.code.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.description + "\n")))
        return request.method == .head ? response.createHeadResponse() : response
    }
}
