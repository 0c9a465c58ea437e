import AmparoModel
import AmparoSharing
import Foundation
import Testing

/// `docs/fields.md` is written from the catalogue: `AMPARO_WRITE_FIELDS=1 swift test --filter FieldListTests`.
@Suite("The list of fields in the docs")
struct FieldListTests {
    private let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/fields.md")

    private var text: String {
        var text = """
            # The fields that can leave

            Written from the catalogue in `Sources/AmparoSharing/Fields` (a test compares them). A rule speaks of classes and
            holders; a request names fields. `yes-no` and `count` are forms of every field.

            | field | class | holder | made of | other forms |
            |---|---|---|---|---|

            """
        for field in FieldCatalogue.shipped.fields {
            let sources = field.sources.map { source in
                let table = source.kind.table
                return "\(table.file) \(table.field(source.column)?.name ?? "")"
                    + (source.rows == nil ? "" : " (some rows)")
            }
            let forms = field.transforms.filter { $0 != .yesNo && $0 != .count }.map(\.code)
            text += "| `\(field.name)` | \(field.fieldClass.code) | \(field.holder) | "
            text += "\(sources.isEmpty ? "derived, or a document of the record" : sources.joined(separator: ", ")) | "
            text += "\(forms.joined(separator: ", ")) |\n"
        }
        return text
    }

    @Test("It is the catalogue's")
    func list() throws {
        if ProcessInfo.processInfo.environment["AMPARO_WRITE_FIELDS"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
