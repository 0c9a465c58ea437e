import AmparoModel
import AmparoSharing
import Foundation
import Testing

@Suite("The JSON Schema of an agreement")
struct SchemaTests {
    @Test("It knows the same words as the program")
    func words() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Definitions/sharing/agreement.schema.json")
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        #expect(definitions["class"]?["enum"] as? [String] == FieldClass.allCases.map(\.code))
        let obligations = try #require(definitions["obligation"]?["oneOf"] as? [[String: Any]])
        #expect(obligations.first?["enum"] as? [String] == ObligationSet.Flag.allCases.map(\.code))
        let conditions = try #require(definitions["conditions"]?["properties"] as? [String: Any])
        let others = ["stage", "hearingWithinDays", "ageUnder", "ageAtLeast", "inPopulation", "evidence", "reportOf"]
        #expect(Set(conditions.keys) == Set(Condition.Fact.allCases.map(\.rawValue) + others))
    }
}
