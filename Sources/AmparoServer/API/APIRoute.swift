internal import HTTPTypes

/// An operation of the API. The raw value is its `operationId`; it is stable.
package enum APIOperation: String, Sendable, CaseIterable {
    case index, openapi, child, sponsor, search, findings, disclosures, worklist, duty, reportDuty, handoffs, handoff
    case acceptHandoff, declineHandoff, figures, events, mailboxes, mailboxMessages, collectMailbox, hearingEvents, log,
        alarms
    case documents, document, attachDocument, packet, calendar, imports, saveMapping, importFile, undoImport
    case fhirMetadata, fhirAuditEvents, fhirConsents, fhirProvenance, fhirTasks
}

/// One address of the API: what serves requests, checks them and describes itself in the OpenAPI document is this one value.
struct APIRoute: Sendable {
    /// A parameter in path or query.
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query }

        var name: String
        var place: Place
        var schema: BodySchema
        var about: String
        /// Whether a query must have it; what a path has is always there.
        var isRequired = false

        static func path(_ name: String, _ schema: BodySchema, _ about: String) -> Parameter {
            Parameter(name: name, place: .path, schema: schema, about: about)
        }

        static func query(_ name: String, _ schema: BodySchema, _ about: String) -> Parameter {
            Parameter(name: name, place: .query, schema: schema, about: about)
        }
    }

    /// What versions of an answer are for.
    enum Version: Sendable {
        /// It has none.
        case none
        /// The answer has an `ETag`.
        case given
        /// The answer has an `ETag`, and with `If-None-Match` may be 304.
        case revalidated
        /// The act needs `If-Match`.
        case needed
    }

    var operation: APIOperation
    var method: HTTPRequest.Method = .get
    /// Below `/api/v1`.
    var path: String
    var summary: String
    var about: String
    var parameters: [Parameter] = []
    /// What a POST takes.
    var body: BodySchema?
    /// What a good answer looks like.
    var answer: BodySchema
    var mediaType = "application/json"
    /// What else it may be answered as: a file is what it is.
    var otherMediaTypes: [String] = []
    /// The most bytes of a body.
    var mostBody = APIOffice.mostBody
    /// Whether the answer tells of persons: then it is made of disclosed values only.
    var tellsOfPersons = false
    /// Whether a POST asks and does nothing: its body says what must stand in no address. It needs no key, and its answer is kept
    /// nowhere.
    var isQuestion = false
    /// Whether the answer comes in pages.
    var isPaged = false
    var version = Version.none
    /// Problems beside those that every address can have.
    var problems: [APIProblem.Code] = []

    /// Where the API is.
    static let root = "/api/v1"

    /// All parameters, those of pages with them.
    var allParameters: [Parameter] {
        guard isPaged else { return parameters }
        return parameters + [
            .query("limit", .integer(1...200), "How many a page holds at most; 50 when left out."),
            .query("cursor", .text(.opaque), "Goes on after a page: what it gave as `next`, with the same question."),
        ]
    }

    /// Every problem that the address can answer.
    var allProblems: [APIProblem.Code] {
        var all: [APIProblem.Code] = [
            .badRequest, .badParameter, .unknownParameter, .signInNeeded, .tokenRefused, .refused, .notFound,
            .addressTooLong, .limitReached, .unavailable,
        ]
        if isPaged { all.append(.cursor) }
        if method == .post {
            all += [.badBody, .formToken, .bodyType, .tooLarge, .bodyRefused]
            if !isQuestion { all += [.keyNeeded, .keyReused, .keyBusy, .actRefused] }
        }
        if version == .needed { all += [.versionNeeded, .versionChanged] }
        return all + problems
    }

    /// The most bytes that a body sent to an address may have.
    static func mostBody(of address: String) -> Int { fitting(address).map(\.mostBody).max() ?? APIOffice.mostBody }

    /// The routes whose path fits an address, whatever the method.
    static func fitting(_ address: String) -> [APIRoute] {
        guard address.hasPrefix(root) else { return [] }
        let parts = address.dropFirst(root.count).split(separator: "/")
        return all.filter { route in
            let names = route.path.split(separator: "/")
            return names.count == parts.count
                && zip(names, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }
}
