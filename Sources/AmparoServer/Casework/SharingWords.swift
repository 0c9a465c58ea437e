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
    private let english: FieldLabels
    private let spanish: FieldLabels

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
        english = FieldLabels(catalogue.fields.map { fields.phrase($0, .english) })
        spanish = FieldLabels(catalogue.fields.map { fields.phrase($0, .spanish) })
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

extension SharingWords {
    /// What fields are called, ready to be sent.
    func labels(_ language: Language) -> FieldLabels { language == .english ? english : spanish }
}

/// What each field of the catalogue is called in a language, escaped once.
struct FieldLabels: Sendable {
    private let labels: [Markup]

    fileprivate init(_ names: [String]) { labels = names.map { Markup($0) } }

    /// What a field is called; its name where the catalogue has none such.
    subscript(field: RecordField) -> Markup {
        let number = Int(field.number.rawValue)
        return number < labels.count ? labels[number] : Markup(field.name)
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
