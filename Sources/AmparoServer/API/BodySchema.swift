internal import AmparoOversight

/// What a value of the API looks like: the same value is written as JSON Schema (draft 2020-12) into the OpenAPI document and
/// checks what comes in.
indirect enum BodySchema: Sendable {
    /// A text.
    case text(TextForm)
    /// A text in an answer, of whatever length.
    case words
    /// A whole number.
    case integer(ClosedRange<Int64>)
    /// `true` or `false`.
    case flag
    /// A list of at least and at most so many.
    case list(BodySchema, least: Int = 0, most: Int?)
    /// An object. One that comes in has no other members; one that goes out may get more.
    case object([Member], isClosed: Bool = false)
    /// An object whose members all are of one kind, by names that are not known before.
    case map(BodySchema)
    /// The value, or `null`.
    case orNull(BodySchema)
    /// One of several.
    case either([BodySchema])
    /// A shape that is described once, by its name.
    case named(String)
    /// A file, in an answer.
    case file

    /// A member of an object.
    struct Member: Sendable {
        var name: String
        var schema: BodySchema
        var isRequired: Bool
        var about: String

        init(_ name: String, _ schema: BodySchema, isRequired: Bool = true, _ about: String = "") {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.about = about
        }
    }

    /// The schema as JSON.
    var json: JSON {
        switch self {
        case .text(let form): return Self.text(form)
        case .words: return Self.typed("string")
        case .integer(let range):
            var members = [JSON.Member("type", .string("integer"))]
            if range.lowerBound > .min { members.append(.init("minimum", .number(String(range.lowerBound)))) }
            if range.upperBound < .max { members.append(.init("maximum", .number(String(range.upperBound)))) }
            return .object(members)
        case .flag: return Self.typed("boolean")
        case .list(let schema, let least, let most):
            var members = [JSON.Member("type", .string("array")), JSON.Member("items", schema.json)]
            if least > 0 { members.append(.init("minItems", .count(least))) }
            if let most { members.append(.init("maxItems", .count(most))) }
            return .object(members)
        case .object(let members, let isClosed):
            var parts = [JSON.Member("type", .string("object"))]
            parts.append(.init("properties", .object(members.map { .init($0.name, $0.described) })))
            let required = members.filter(\.isRequired).map { JSON.string($0.name) }
            if !required.isEmpty { parts.append(.init("required", .array(required))) }
            if isClosed { parts.append(.init("additionalProperties", .bool(false))) }
            return .object(parts)
        case .map(let schema):
            return .object([.init("type", .string("object")), .init("additionalProperties", schema.json)])
        case .orNull(let schema):
            return .object([.init("anyOf", .array([schema.json, Self.typed("null")]))])
        case .either(let schemas): return .object([.init("anyOf", .array(schemas.map(\.json)))])
        case .file: return .object([])
        case .named(let name): return .object([.init("$ref", .string("#/components/schemas/\(name)"))])
        }
    }

    private static func typed(_ type: String) -> JSON { .object([.init("type", .string(type))]) }

    private static func text(_ form: TextForm) -> JSON {
        var members = [JSON.Member("type", .string("string"))]
        switch form {
        case .free(let length):
            members += [.init("minLength", .count(length.lowerBound)), .init("maxLength", .count(length.upperBound))]
        case .oneOf(let words): members.append(.init("enum", .array(words.map(JSON.string))))
        case .day: members.append(.init("format", .string("date")))
        case .moment: members.append(.init("format", .string("date-time")))
        case .base64(let longest):
            members += [.init("maxLength", .count(longest)), .init("contentEncoding", .string("base64"))]
        default: break
        }
        if let pattern = form.pattern { members.append(.init("pattern", .string(pattern))) }
        return .object(members)
    }

    /// A value whose whole numbers are written as such: `7.0` is a whole number to JSON Schema.
    static func plain(_ value: JSON) -> JSON {
        switch value {
        case .number(let text):
            guard let dot = text.firstIndex(of: "."), text[text.index(after: dot)...].allSatisfy({ $0 == "0" }) else {
                return value
            }
            return .number(String(text[..<dot]))
        case .array(let elements): return .array(elements.map(plain))
        case .object(let members): return .object(members.map { .init($0.name, plain($0.value)) })
        default: return value
        }
    }

    /// What is wrong with a value that came in: the place, and what it must be; nil when it is right.
    func fault(in value: JSON, at place: String, _ shapes: [String: BodySchema] = [:]) -> String? {
        func must(_ what: String) -> String { "\(place.isEmpty ? "the body" : "`\(place)`") must be \(what)" }
        switch self {
        case .text(let form):
            guard case .string(let text) = value else { return must("a text") }
            return form.matches(text) ? nil : must(form.description)
        case .words:
            if case .string = value { return nil }
            return must("a text")
        case .integer(let range):
            guard case .number(let text) = value, let number = Int64(text), range.contains(number) else {
                return must("a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return nil
        case .flag:
            if case .bool = value { return nil }
            return must("true or false")
        case .list(let schema, let least, let most):
            guard case .array(let elements) = value, (least...(most ?? .max)).contains(elements.count) else {
                return must("a list of \(least) to \(most ?? .max)")
            }
            for (index, element) in elements.enumerated() {
                if let fault = schema.fault(in: element, at: "\(place)[\(index)]", shapes) { return fault }
            }
            return nil
        case .object(let members, let isClosed): return Self.fault(members, isClosed, in: value, at: place, shapes)
        case .map(let schema):
            guard case .object(let members) = value else { return must("an object") }
            return members.lazy.compactMap { schema.fault(in: $0.value, at: place, shapes) }.first
        case .orNull(let schema): return value == .null ? nil : schema.fault(in: value, at: place, shapes)
        case .either(let schemas):
            let faults = schemas.map { $0.fault(in: value, at: place, shapes) }
            if faults.contains(nil) { return nil }
            // That of the right kind tells most: a list's of a list, and of objects that of the same type.
            if case .array = value { return faults.last ?? nil }
            let ofItsType = zip(schemas, faults).first { schema, _ in
                guard case .object(let members, _) = schema, let type = members.first(where: { $0.name == "type" })
                else { return false }
                return value["type"].map { type.schema.fault(in: $0, at: "type", shapes) == nil } ?? false
            }
            return ofItsType?.1 ?? faults.first ?? nil
        case .file: return nil
        case .named(let name): return shapes[name]?.fault(in: value, at: place, shapes)
        }
    }

    private static func fault(
        _ members: [Member], _ isClosed: Bool, in value: JSON, at place: String, _ shapes: [String: BodySchema]
    ) -> String? {
        let prefix = place.isEmpty ? "" : place + "."
        guard case .object(let given) = value else {
            return "\(place.isEmpty ? "the body" : "`\(place)`") must be an object"
        }
        // The name of an unknown member is not said again: it could name somebody.
        if isClosed, given.contains(where: { one in !members.contains { $0.name == one.name } }) {
            let known = members.map { "`\($0.name)`" }.joined(separator: ", ")
            return "\(place.isEmpty ? "the body" : "`\(place)`") may have these members only: \(known)"
        }
        for member in members {
            guard let value = value[member.name] else {
                if member.isRequired { return "`\(prefix)\(member.name)` is missing" }
                continue
            }
            if let fault = member.schema.fault(in: value, at: prefix + member.name, shapes) { return fault }
        }
        return nil
    }
}

extension BodySchema.Member {
    /// The schema with what is said about it. A reference stands alone, so that every reader of schemas takes it.
    fileprivate var described: JSON {
        guard !about.isEmpty, case .object(let members) = schema.json, !members.contains(where: { $0.name == "$ref" })
        else { return schema.json }
        return .object(members + [.init("description", .string(about))])
    }
}

extension TextForm: CustomStringConvertible {
    /// What such a text is, for people.
    var description: String {
        switch self {
        case .free(let length): "a text of \(length.lowerBound) to \(length.upperBound) characters"
        case .oneOf(let words): "one of " + words.joined(separator: ", ")
        case .day: "a day, YYYY-MM-DD"
        case .birth: "a day YYYY-MM-DD, a month YYYY-MM, or a year"
        case .moment: "an instant with its offset (RFC 3339)"
        case .asKnown: "an instant with its offset (RFC 3339), or seq:N"
        case .code(let longest): "a code of at most \(longest) letters, digits and . _ -"
        case .messageID: "1 to 128 letters, digits and signs, without quotes and commas"
        case .courtCode: "a code of the court of at most 8 letters or digits"
        case .fields: "names of fields such as court.hearingDate, separated by commas"
        case .duty: "a duty as the worklist names it"
        case .handoff: "a handoff as a list or a message names it"
        case .post: "a post, PARTY/ROLE or PARTY/ROLE@OFFICE"
        case .opaque: "what an answer before gave"
        case .base64(let longest): "a file in base64, of at most \(longest) characters"
        }
    }
}
