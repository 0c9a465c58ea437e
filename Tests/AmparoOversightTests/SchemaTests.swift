import AmparoModel
import Foundation
import Testing

@testable import AmparoOversight

/// A file of `Definitions/figures`.
func file(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Definitions/figures")
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
}

/// The part of JSON Schema that the schemas here use.
struct Schema {
    let root: JSON

    func faults(_ value: JSON, _ schema: JSON, _ path: String = "$") -> [String] {
        var schema = schema
        if let reference = schema["$ref"]?.string {
            schema = root["$defs"]![String(reference.dropFirst("#/$defs/".count))]!
        }
        var faults: [String] = []
        if let types = schema["type"] {
            let names = types.string.map { [$0] } ?? types.elements.compactMap(\.string)
            if !names.contains(where: { Schema.isType(value, $0) }) { return ["\(path) is no \(names)"] }
        }
        if let const = schema["const"], const != value { faults.append("\(path) is not \(const)") }
        if let words = schema["enum"]?.elements, !words.contains(value) {
            faults.append("\(path) is not among \(words)")
        }
        if let least = schema["minimum"]?.int, let number = value.int, number < least {
            faults.append("\(path) < \(least)")
        }
        if let pattern = schema["pattern"]?.string, let text = value.string,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            faults.append("\(path) does not match \(pattern)")
        }
        for required in schema["required"]?.elements ?? [] where value[required.string!] == nil {
            faults.append("\(path) lacks \(required)")
        }
        for (index, element) in value.elements.enumerated() {
            if let items = schema["items"] { faults += self.faults(element, items, "\(path)[\(index)]") }
        }
        for member in value.members {
            if let property = schema["properties"]?[member.name] {
                faults += self.faults(member.value, property, "\(path).\(member.name)")
            } else if schema["additionalProperties"] == .bool(false) {
                faults.append("\(path) has \(member.name)")
            } else if let other = schema["additionalProperties"], !other.members.isEmpty {
                faults += self.faults(member.value, other, "\(path).\(member.name)")
            }
        }
        return faults
    }

    static func isType(_ value: JSON, _ name: String) -> Bool {
        switch value {
        case .null: name == "null"
        case .bool: name == "boolean"
        case .number(let text): name == "number" || (name == "integer" && Int(text) != nil)
        case .string: name == "string"
        case .array: name == "array"
        case .object: name == "object"
        }
    }
}

@Suite("Schemas and files")
struct SchemaTests {
    @Test("Figures and their public form follow their schemas", arguments: [1 as UInt64, 2, 3])
    func documents(_ seed: UInt64) throws {
        let population = Population.random(seed: seed, children: 80)
        let document = FiguresDocument(
            asOf: population.question.asOf, position: RecordPosition(asKnown: "seq:5", logSize: 5, logRoot: "AA=="),
            cohort: Cohort(fiscalYears: 2024...2025), figures: population.figures)
        let full = try JSON(utf8: file("schema/figures.schema.json"))
        let open = try JSON(utf8: file("schema/public-figures.schema.json"))
        #expect(Schema(root: full).faults(document.json, full) == [])
        let form = try PublicFiguresDocument(document).json
        #expect(Schema(root: open).faults(form, open) == [])
        // Neither takes the other for its own.
        #expect(Schema(root: open).faults(document.json, open) != [])
        #expect(Schema(root: full).faults(form, full) != [])
    }

    @Test("Every definition follows its schema")
    func definitions() throws {
        let schema = try JSON(utf8: file("schema/definition.schema.json"))
        for definition in try DefinitionCatalogue().definitions {
            #expect(Schema(root: schema).faults(definition.json, schema) == [])
        }
    }

    @Test("The program carries the definitions of the folder, byte for byte (else run Definitions/figures/embed.sh)")
    func embedded() throws {
        for (name, text) in ShippedDefinitions.texts {
            #expect(try file(name) == Array((text + "\n").utf8), "\(name)")
        }
        #expect(ShippedDefinitions.texts.count == FigureID.allCases.count + 1)
    }

    @Test("Any bytes at all are read or refused without a crash")
    func anyBytes() {
        var random = Seeded(state: 99)
        let alphabet = Array(#"{}[]",:0123456789.eE+-truefalsn\u\" "#.utf8) + [0, 0xC3, 0xFF]
        for _ in 0..<20_000 {
            let bytes = (0..<random.number(0...24)).map { _ in random.pick(alphabet) }
            guard let json = try? JSON(utf8: bytes) else { continue }
            #expect((try? JSON(json.description)) == json)
        }
        #expect(throws: OversightError(.notJSON, "")) { try JSON(String(repeating: "[", count: 5000)) }
        #expect((try? JSON(#""\ud83d\ude00\n\u00e9""#)) == .string("😀\né"))
    }
}
