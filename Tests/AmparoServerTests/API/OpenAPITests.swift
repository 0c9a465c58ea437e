import AmparoOversight
import Foundation
import HTTPTypes
import Testing

@testable import AmparoServer

@Suite("The OpenAPI document")
struct OpenAPITests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "openapi.golden.json")

    @Test("Nothing that was promised is taken away, and nothing new is asked of who sends")
    func compatible() throws {
        let before = try JSON(utf8: Array(try Data(contentsOf: Self.golden)))
        let broken = APIChange.breaking(from: before, to: OpenAPI.document)
        #expect(broken.isEmpty, "write a new version of the API, or take these back: \(broken)")
        #expect(
            before == OpenAPI.document,
            "The document has grown. When that is meant: amparo api openapi > Tests/AmparoServerTests/API/openapi.golden.json"
        )
    }

    @Test("The comparison sees what breaks a client, and lets what does not")
    func comparison() throws {
        func changed(_ old: String, _ new: String) throws -> [String] {
            let text = OpenAPI.document.description
            try #require(text.contains(old))
            return APIChange.breaking(
                from: OpenAPI.document, to: try JSON(text.replacing(old, with: new, maxReplacements: 1)))
        }
        #expect(try changed("\"/worklist\":", "\"/work\":").count == 1)
        #expect(try !changed("\"evidence\":{", "\"proof\":{").isEmpty)
        #expect(try !changed("\"required\":[\"evidence\"]", "\"required\":[\"evidence\",\"more\"]").isEmpty)
        #expect(try !changed("\"asOf\":{\"type\":\"string\"", "\"asOf\":{\"type\":\"integer\"").isEmpty)
        #expect(try !changed("{\"name\":\"kind\",", "{\"name\":\"sort\",").isEmpty)
        #expect(try changed("\"summary\":\"What there is\"", "\"summary\":\"All there is\"").isEmpty)
        #expect(try changed("\"rows\":{", "\"more\":{\"type\":\"string\"},\"rows\":{").isEmpty)
    }

    @Test("Every route is in the document once, with its problems, and every shape that is named is described")
    func whole() throws {
        let paths = try #require(OpenAPI.document["paths"])
        #expect(Set(APIRoute.all.map(\.operation)) == Set(APIOperation.allCases))
        #expect(APIRoute.all.count == APIOperation.allCases.count)
        for route in APIRoute.all {
            let operation = try #require(paths[route.path]?[route.method.rawValue.lowercased()])
            #expect(operation["operationId"]?.string == route.operation.rawValue)
            for code in route.allProblems { #expect(operation["responses"]?["\(code.status.code)"] != nil) }
        }
        let named = OpenAPI.document.description.matches(of: /#\/components\/schemas\/([A-Za-z]+)/).map { String($0.1) }
        #expect(Set(named) == Set(BodySchema.shapes.map(\.name)))
    }

    @Test("What the pattern of a text takes is what is taken, whatever is written")
    func patterns() throws {
        let forms: [TextForm] = [
            .code(longest: 12), .courtCode, .messageID, .fields, .duty, .handoff, .post, .opaque, .day, .birth, .moment,
            .asKnown,
        ]
        let seeds = [
            "12.4be8a1f05dd61a93-32-900211-0", "12.4be8a1f05dd61a93-32--900211-0", "H-12", "12.3", "hhs.orr/role-a@SNA",
            "hhs.orr/role", "a.b,c-d.e", "court.hearingDate", "2026-03-04", "2026-03", "2026", "2026-03-04T12:00:00.5Z",
            "2026-03-04T12:00:00-05:00",
            "seq:12", "M:-9", "abc_DEF-1", "a\"b", "", "0", "-", "é",
        ]
        var state: UInt64 = 42
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(below))
        }
        let signs = Array("0123456789abzAZ.-_@/:,H TZ+é\"\n")
        for form in forms {
            let regex = try NSRegularExpression(pattern: try #require(form.pattern))
            for round in 0..<4000 {
                var text = Array(seeds[round % seeds.count])
                for _ in 0..<random(3) where !text.isEmpty {
                    let place = random(text.count)
                    switch random(3) {
                    case 0: text.remove(at: place)
                    case 1: text.insert(signs[random(signs.count)], at: place)
                    default: text[place] = signs[random(signs.count)]
                    }
                }
                let word = String(text)
                // ICU's `$` also stands before a last line end; that of JSON Schema does not.
                guard !word.hasSuffix("\n") else { continue }
                let range = NSRange(word.startIndex..., in: word)
                let isTaken = regex.firstMatch(in: word, range: range) != nil
                // A pattern knows no calendar: what is taken fits it, and what fits it and is no date is refused.
                if form.matches(word) {
                    #expect(isTaken, "\(form): \(word)")
                } else if isTaken {
                    #expect([.day, .birth, .moment, .asKnown].contains(form), "\(form): \(word)")
                }
            }
        }
    }
}

/// What breaks the clients of an API.
enum APIChange {
    static func breaking(from old: JSON, to new: JSON) -> [String] {
        var found: [String] = []
        for path in old["paths"]?.members ?? [] {
            for operation in path.value.members {
                let place = "\(operation.name.uppercased()) \(path.name)"
                guard let there = new["paths"]?[path.name]?[operation.name] else {
                    found.append("\(place) is gone")
                    continue
                }
                parameters(operation.value, there, place, &found)
                let body = ["requestBody", "content", "application/json", "schema"]
                if let before = at(operation.value, body), let after = at(there, body) {
                    shape(before, after, place, isSent: true, &found)
                }
                for response in operation.value["responses"]?.members ?? [] where response.name == "200" {
                    let schema = ["responses", "200", "content", "application/json", "schema"]
                    if let before = at(operation.value, schema), let after = at(there, schema) {
                        shape(before, after, place, isSent: false, &found)
                    } else if at(operation.value, schema) != nil {
                        found.append("\(place) has no answer")
                    }
                }
            }
        }
        for schema in old["components"]?["schemas"]?.members ?? [] {
            guard let after = new["components"]?["schemas"]?[schema.name] else {
                found.append("\(schema.name) is gone")
                continue
            }
            shape(schema.value, after, schema.name, isSent: schema.name == "HearingEvent", &found)
        }
        return found
    }

    private static func at(_ json: JSON, _ path: [String]) -> JSON? { path.reduce(Optional(json)) { $0?[$1] } }

    private static func parameters(_ old: JSON, _ new: JSON, _ place: String, _ found: inout [String]) {
        let (before, after) = (old["parameters"]?.elements ?? [], new["parameters"]?.elements ?? [])
        func same(_ a: JSON, _ b: JSON) -> Bool { a["name"] == b["name"] && a["in"] == b["in"] }
        for parameter in before {
            let name = parameter["name"]?.string ?? ""
            guard let there = after.first(where: { same($0, parameter) }) else {
                found.append("\(place): parameter \(name) is gone")
                continue
            }
            if let schema = parameter["schema"], let now = there["schema"] {
                shape(schema, now, "\(place) \(name)", isSent: true, &found)
            }
            if there["required"] == .bool(true), parameter["required"] != .bool(true) {
                found.append("\(place): parameter \(name) is required now")
            }
        }
        for parameter in after
        where parameter["required"] == .bool(true) && !before.contains(where: { same($0, parameter) }) {
            found.append("\(place): parameter \(parameter["name"]?.string ?? "") is new and required")
        }
    }

    private static func shape(_ old: JSON, _ new: JSON, _ place: String, isSent: Bool, _ found: inout [String]) {
        for name in [
            "type", "$ref", "format", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
        ]
        where old[name] != new[name] {
            // What an answer says of a number or a text may become narrower.
            if isSent || ["type", "$ref"].contains(name) { found.append("\(place): \(name) is another") }
        }
        let words = (old["enum"]?.elements ?? [], new["enum"]?.elements ?? [])
        if isSent, words.0.contains(where: { !words.1.contains($0) }) { found.append("\(place): a word is gone") }
        for member in old["properties"]?.members ?? [] {
            guard let there = new["properties"]?[member.name] else {
                found.append("\(place): \(member.name) is gone")
                continue
            }
            shape(member.value, there, "\(place).\(member.name)", isSent: isSent, &found)
        }
        let required = (old["required"]?.elements ?? [], new["required"]?.elements ?? [])
        if isSent, required.1.contains(where: { !required.0.contains($0) }) {
            found.append("\(place): more is required")
        }
        if !isSent, required.0.contains(where: { !required.1.contains($0) }) {
            found.append("\(place): less is promised")
        }
        for name in ["items", "additionalProperties"] {
            if let before = old[name], let after = new[name] {
                shape(before, after, "\(place)[]", isSent: isSent, &found)
            }
        }
        for (before, after) in zip(old["anyOf"]?.elements ?? [], new["anyOf"]?.elements ?? []) {
            shape(before, after, place, isSent: isSent, &found)
        }
        if (old["anyOf"]?.elements.count ?? 0) > (new["anyOf"]?.elements.count ?? 0) {
            found.append("\(place): a kind is gone")
        }
    }
}
