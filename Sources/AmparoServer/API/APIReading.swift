internal import AmparoOversight
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads a request as its route says; whatever is not written so is refused before anything is asked.
struct APIReading: Sendable {
    let route: APIRoute
    let office: APIOffice

    /// The call of a request, without body.
    func call(_ request: Request, _ context: ServerContext, _ caller: APICaller) throws -> APICall {
        var call = APICall(caller: caller, parameters: try parameters(request, context))
        if route.version == .revalidated {
            call.ifNoneMatch = request.headers[.ifNoneMatch].flatMap { Self.tag($0, weak: true) }
        }
        guard route.isPaged, let cursor = call["cursor"] else { return call }
        guard let position = office.keys.open(cursor, for: office.reading(route, call)) else {
            throw APIProblem(.cursor)
        }
        call.position = position
        return call
    }

    private func parameters(_ request: Request, _ context: ServerContext) throws -> [String: String] {
        var given: [String: String] = [:]
        for parameter in route.parameters where parameter.place == .path {
            guard let text = context.parameters.get(parameter.name)?.removingPercentEncoding else {
                throw APIProblem(.badParameter, "`\(parameter.name)` is not written as an address can be")
            }
            given[parameter.name] = try checked(text, parameter)
        }
        let known = route.allParameters.filter { $0.place == .query }
        for (name, value) in request.uri.queryParameters {
            guard let parameter = known.first(where: { $0.name == name }) else {
                let names = known.map { "`\($0.name)`" }.joined(separator: ", ")
                throw APIProblem(
                    .unknownParameter, names.isEmpty ? "this address takes none" : "this address takes \(names)")
            }
            guard given[parameter.name] == nil else {
                throw APIProblem(.badParameter, "`\(parameter.name)` is there more than once")
            }
            given[parameter.name] = try checked(String(value), parameter)
        }
        if let missing = known.first(where: { $0.isRequired && given[$0.name] == nil }) {
            throw APIProblem(.badParameter, "`\(missing.name)` is missing")
        }
        return given
    }

    private func checked(_ text: String, _ parameter: APIRoute.Parameter) throws -> String {
        let value: JSON
        switch parameter.schema {
        // As JSON writes a number: no sign, no zero in front.
        case .integer: value = .number(text.first == "0" && text.utf8.count > 1 || text.first == "+" ? "" : text)
        case .flag: value = text == "true" ? .bool(true) : text == "false" ? .bool(false) : .null
        default: value = .string(text)
        }
        if let fault = parameter.schema.fault(in: value, at: parameter.name) { throw APIProblem(.badParameter, fault) }
        return text
    }

    /// The bytes of a POST's body, of at most as many as the route takes.
    func body(_ request: Request) async throws -> [UInt8] {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard type.prefix(while: { $0 != ";" && $0 != " " }) == "application/json" else { throw APIProblem(.bodyType) }
        do {
            return Array(try await collected(request.body, upTo: route.mostBody).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw APIProblem(.tooLarge)
        }
    }

    /// The body as JSON of the route's shape.
    func json(_ bytes: [UInt8]) throws -> JSON {
        guard let schema = route.body, let read = try? JSON(utf8: bytes) else { throw APIProblem(.badBody) }
        let json = BodySchema.plain(read)
        if let fault = schema.fault(in: json, at: "", BodySchema.shapesByName) { throw APIProblem(.bodyRefused, fault) }
        return json
    }

    /// The version that an act needs.
    func ifMatch(_ request: Request) throws -> String? {
        guard route.version == .needed else { return nil }
        guard let field = request.headers[.ifMatch], let tag = Self.tag(field, weak: false) else {
            throw APIProblem(.versionNeeded)
        }
        return tag
    }

    /// The one entity tag of a field, without its quotes; nil for anything else.
    private static func tag(_ field: String, weak: Bool) -> String? {
        var text = field[...]
        if weak, text.hasPrefix("W/") { text = text.dropFirst(2) }
        guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
        text = text.dropFirst().dropLast()
        return text.contains("\"") ? nil : String(text)
    }
}
