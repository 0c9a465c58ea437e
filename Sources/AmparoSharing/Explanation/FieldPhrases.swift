internal import AmparoModel

/// What each field is called, in plain words and two languages: for whoever is told what was shown of them.
public struct FieldPhrases: Sendable {
    private let phrases: [String: (english: String, spanish: String)]

    /// Reads field-phrases.yaml. Throws `SharingError` with line and column.
    public init(yaml: String, file: String) throws(SharingError) {
        let root = try DocumentMembers(DocumentNode.parse(yaml, file: file), known: ["version", "fields"])
        var phrases: [String: (english: String, spanish: String)] = [:]
        for member in try root.required("fields").members() {
            let texts = try DocumentMembers(member.value, known: ["en", "es"])
            phrases[member.name] = (try texts.required("en").text(), try texts.required("es").text())
        }
        self.phrases = phrases
    }

    /// The phrases shipped with the program. Throws `SharingError` when the embedded data is not sound; a test reads it.
    public static func shipped() throws(SharingError) -> FieldPhrases { try shippedPhrases.get() }

    private static let shippedPhrases = Result<FieldPhrases, SharingError> { () throws(SharingError) -> FieldPhrases in
        try FieldPhrases(
            yaml: String(decoding: PackageResources.field_phrases_yaml, as: UTF8.self), file: "field-phrases.yaml")
    }

    /// What a field is called; its own name where there is no phrase. The class is not said.
    public func phrase(_ field: CatalogueField, _ language: SharingLanguage) -> String {
        let name = FieldPhrases.ownName(field)
        guard let phrase = phrases[name] else { return name }
        return language == .english ? phrase.english : phrase.spanish
    }

    /// The fields without a phrase; none of the shipped catalogue.
    public func missing(in catalogue: FieldCatalogue) -> [String] {
        catalogue.fields.filter { phrases[FieldPhrases.ownName($0)] == nil }.map(\.name)
    }

    /// The name without its class.
    private static func ownName(_ field: CatalogueField) -> String {
        String(field.name.dropFirst(field.fieldClass.code.count + 1))
    }
}
