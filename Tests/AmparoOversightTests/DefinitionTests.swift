import AmparoModel
import AmparoOversight
import Testing

@Suite("Definitions")
struct DefinitionTests {
    @Test("Every figure's worked example gives what the definition expects", arguments: FigureID.allCases)
    func example(_ id: FigureID) throws {
        let definition = try #require(DefinitionCatalogue()[id])
        let figure = try Population(definition.example).figure(id)
        let expected = try #require(definition.example["expect"])
        #expect(figure.outcome.ordered.description == expected.ordered.description)
    }

    @Test("Every dimension and measure of a figure is in its definition, and no other", arguments: FigureID.allCases)
    func parts(_ id: FigureID) throws {
        let definition = try #require(DefinitionCatalogue()[id])
        let figure = try Population(definition.example).figure(id)
        #expect(Set(definition.dimensions.map(\.name)) == Set(figure.by.keys))
        #expect(Set(definition.measures.map(\.name)) == Set(figure.measures.keys))
        #expect((definition.denominator == nil) == (figure.denominator == nil))
        #expect(definition.version == figure.version)
    }

    @Test("The explanation says everything in both languages", arguments: FigureID.allCases, ["en", "es"])
    func explanation(_ id: FigureID, _ language: String) throws {
        let definition = try #require(DefinitionCatalogue()[id])
        let text = definition.explanation(language: language)
        #expect(text.contains(definition.title.text(language)))
        #expect(text.contains(definition.text.text(language)))
        for part in definition.dimensions { #expect(text.contains(part.text.text(language))) }
    }

    @Test("A definition of a folder replaces the shipped one, and the layout of the file does not change its hash")
    func overriding() throws {
        let shipped = try #require(DefinitionCatalogue()[.callLate])
        let text = shipped.json.description.replacing("\"id\":\"call.late\",", with: "\n \"id\": \"call.late\",\n")
        let other = try DefinitionCatalogue(overriding: [Array(text.utf8)])
        let sum = { (bytes: [UInt8]) in [bytes.reduce(UInt8(0)) { $0 &* 31 &+ $1 }] }
        #expect(other[.callLate] == shipped)
        #expect(other[.callLate]?.hash(sha256: sum) == shipped.hash(sha256: sum))
        #expect(other.definition(named: "call.late@1") == shipped)
        #expect(other.definition(named: "call.late@2") == nil)
        let changed = text.replacing("Releases without a safety call in time", with: "Late calls")
        let renamed = try DefinitionCatalogue(overriding: [Array(changed.utf8)])
        #expect(renamed[.callLate]?.title.english == "Late calls")
        #expect(renamed[.callLate]?.hash(sha256: sum) != shipped.hash(sha256: sum))
    }

    @Test("A definition that cannot be counted is refused")
    func refused() throws {
        let shipped = try #require(DefinitionCatalogue()[.callLate]).json.description
        #expect(throws: OversightError(.unknownDefinition, "")) {
            try DefinitionCatalogue(overriding: [Array(shipped.replacing("\"version\":1", with: "\"version\":2").utf8)])
        }
        #expect(throws: OversightError(.badDefinition, "")) {
            try DefinitionCatalogue(overriding: [Array(shipped.replacing("\"title\"", with: "\"tittle\"").utf8)])
        }
        #expect(throws: OversightError(.badDefinition, "")) {
            try DefinitionCatalogue(overriding: [Array(shipped.utf8), Array(shipped.utf8)])
        }
        #expect(throws: OversightError(.notJSON, "")) {
            try DefinitionCatalogue(overriding: [Array(shipped.utf8.dropLast())])
        }
    }
}
