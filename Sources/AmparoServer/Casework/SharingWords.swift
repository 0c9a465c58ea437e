internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing

/// What fields, classes, parties and rules are called on a page.
struct SharingWords: Sendable {
    let terms: SharingTerms
    let sentences: SharingPhrases
    let fields: FieldPhrases
    let catalogue: FieldCatalogue
    private let byTable: [String: [String]]

    init(terms: SharingTerms, sentences: SharingPhrases, fields: FieldPhrases, catalogue: FieldCatalogue) {
        self.terms = terms
        self.sentences = sentences
        self.fields = fields
        self.catalogue = catalogue
        var byTable: [String: [String]] = [:]
        for field in catalogue.fields {
            for table in Set(field.sources.map { SharingWords.table($0.kind.table.file) }) {
                byTable[table, default: []].append(field.name)
            }
        }
        self.byTable = byTable
    }

    /// The name that a disclosed row has of its table: the file's without its ending.
    private static func table(_ file: String) -> String {
        file.split(separator: ".").dropLast().joined(separator: ".")
    }

    /// What a field is called; its name where the catalogue has none such.
    func field(_ name: String, _ language: Language) -> String {
        catalogue[name].map { fields.phrase($0, language.sharing) } ?? name
    }

    /// The class of a field, by code; nil for a name of no field.
    func fieldClass(of field: String) -> String? { catalogue[field]?.fieldClass.code }

    /// What a class is called.
    func name(ofClass code: String, _ language: Language) -> String { sentences.name(ofClass: code, language.sharing) }

    /// What a role is called.
    func name(ofRole code: String, _ language: Language) -> String { sentences.role(code, language.sharing) }

    /// Why a group of fields was decided as it was.
    func reason(_ group: Receipt.Group, _ language: Language) -> String {
        sentences.sentence(
            outcome: group.outcome, layer: group.layer, rule: group.rule, clause: group.clause,
            citation: group.authority, language.sharing)
    }

    /// A post in words: role, agency, office.
    func post(_ party: String, _ role: String, place: String, _ language: Language) -> String {
        var text = "\(name(ofRole: role, language)), \(terms.name(ofParty: party, language))"
        if !place.isEmpty { text += " (\(place))" }
        return text
    }
}

extension Language {
    /// The same language for the words of sharing.
    var sharing: SharingLanguage { self == .english ? .english : .spanish }
}

extension SharingWords {
    /// The fields that rows of a table can hold, by the name that a disclosed row has, in the catalogue's order.
    func fields(ofTable table: String) -> [String] { byTable[table] ?? [] }
}
