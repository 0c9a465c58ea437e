public import AmparoLinkage
internal import AmparoModel

/// What somebody searches a child by: names, and perhaps a date of birth. It prints as sealed (ARCHITECTURE law 5), because it
/// is a person's name.
public struct NameQuery: Sendable, CustomStringConvertible {
    /// The longest text of one field, in Unicode scalars.
    public static let longest = 100

    /// What is compared.
    let person: PersonDescription
    /// The fields of the record that what was typed is compared with: only of a child of whom all of them may be seen is it
    /// told that they agree.
    let fields: [String]

    /// A query; nil when there is no name in it, a text is too long, or the date is not written as a day (YYYY-MM-DD), a month
    /// (YYYY-MM) or a year.
    public init?(given: String, surnames: String, birth: String = "") {
        let typed = [given, surnames, birth].map(Self.trimmed)
        guard typed.allSatisfy({ $0.unicodeScalars.count <= Self.longest }),
            typed[..<2].contains(where: { $0.contains(where: \.isLetter) })
        else { return nil }
        var person = PersonDescription(given: typed[0], surnames: typed[1])
        person.birth = PersonReader.birth(typed[2])
        guard typed[2].isEmpty || person.birth != nil else { return nil }
        self.person = person
        fields = zip([NameField.given, .surnames, .birth], typed).filter { !$1.isEmpty }.map(\.0.rawValue)
    }

    /// `‹sealed›`.
    public var description: String { "‹sealed›" }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// What is compared of the record, by the catalogue's names.
enum NameField: String {
    case given = "identity.givenNames"
    case surnames = "identity.surnames"
    case birth = "identity.dateOfBirth"
}

/// A child that fits a name, with what speaks for it. Made by the gate only, of what it disclosed.
public struct NameHit: Sendable {
    /// The child, as far as it was disclosed.
    public let record: ChildRecord
    /// How each field that was typed agrees, in the order given names, surnames, date of birth.
    public let comparisons: [FieldComparison]

    /// What speaks for it, a phrase for each field: `surnames: the same in another order`. Without the weights of the linkage:
    /// how rare a name is would tell of those that may not be seen.
    public func reasons(_ language: LinkageLanguage) -> [String] {
        comparisons.map {
            "\(LinkagePhrases.field($0.field, language)): \(LinkagePhrases.level($0.level, language))"
        }
    }
}

extension LinkageModel {
    /// The model of children, for a search by name: the same fields are compared in the same way, and whoever shares two names,
    /// or one and the year of birth, is looked at.
    static let names = LinkageModel(
        name: "names", version: 1, automatic: 1, review: 1e-9,
        comparisons: LinkageModel.shipped.comparisons.filter {
            [.givenNames, .surnames, .birth].contains($0.field)
        },
        blocking: [
            BlockingPass(.twoNames, .birthYear, most: 120), BlockingPass(.twoNames, .surnamePair, most: 240),
            BlockingPass(.twoNames, most: 240), BlockingPass(.birthDay, .anyName, most: 120),
            BlockingPass(.anyName, most: 240),
        ])
}

/// How well what was typed fits what was disclosed: a matter of these two alone, so that nobody else's name, seen or not,
/// changes what is shown or its order.
struct NameMatch {
    let comparisons: [FieldComparison]
    /// The sum of the weights in bits, without the rarity of names.
    let weight: Double

    /// nil when a name that was typed is another one, or too little agrees.
    init?(_ query: PersonDescription, _ row: RecordRow) {
        var shown = PersonDescription(
            given: row[NameField.given.rawValue]?.text ?? "", surnames: row[NameField.surnames.rawValue]?.text ?? "")
        shown.birth = row[NameField.birth.rawValue].flatMap { PersonReader.birth($0.text) }
        var table = PersonTable(.names, capacity: 2)
        let rows = (table.append(query), table.append(shown))
        let score = table.score(rows.0, rows.1, by: .names)
        comparisons = score.comparisons.filter { $0.level != .notCompared }.map {
            FieldComparison(field: $0.field, level: $0.level, weight: $0.weight, frequencyAdjustment: 0)
        }
        weight = comparisons.reduce(0) { $0 + $1.weight }
        let names = comparisons.filter { $0.field != .birth }
        guard weight > 0, !names.isEmpty, names.allSatisfy({ $0.level != .different }) else { return nil }
    }
}
