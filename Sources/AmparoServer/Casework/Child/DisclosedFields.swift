internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing

/// What was decided of every field of a page, whether or not the record says anything of it: so the reasons on a page never
/// tell what is there.
struct DisclosedFields {
    /// Every field of the catalogue: what a child's page asks for.
    static let all = FieldCatalogue.shipped.fields.map(\.name)

    private let groups: [Receipt.Group]
    private let byField: [String: Int]

    init(_ groups: [Receipt.Group]) {
        self.groups = groups
        var byField: [String: Int] = [:]
        for (index, group) in groups.enumerated() {
            for field in group.fields { byField[field] = index }
        }
        self.byField = byField
    }

    /// How a field was decided; nil when it was not asked for.
    func group(of field: String) -> Receipt.Group? { byField[field].map { groups[$0] } }

    /// Whether a field may be seen, in whatever form, if anything is said of it.
    func mayBeSeen(_ field: String) -> Bool {
        group(of: field).map { !["withhold", "undetermined"].contains($0.outcome) } ?? false
    }

    /// Whether any of some fields may be seen.
    func mayBeSeen(any fields: [String]) -> Bool { fields.contains(where: mayBeSeen) }

    /// The classes of which something may be seen, by code.
    func classes(_ words: SharingWords) -> Set<String> {
        Set(byField.keys.filter(mayBeSeen).compactMap { words.fieldClass(of: $0) })
    }

    /// What is not shown, by class and reason, in the order of the catalogue's classes.
    func withheld(_ words: SharingWords, _ language: Language) -> [Withheld] {
        var found: [Withheld] = []
        for group in groups where ["withhold", "undetermined"].contains(group.outcome) {
            let reason = words.reason(group, language)
            for field in group.fields {
                guard let code = words.fieldClass(of: field) else { continue }
                if let index = found.firstIndex(where: { $0.fieldClass == code && $0.reason == reason }) {
                    found[index].fields.append(field)
                } else {
                    found.append(Withheld(fieldClass: code, reason: reason, group: group, fields: [field]))
                }
            }
        }
        let order = FieldClass.allCases.map(\.code)
        return found.sorted {
            (order.firstIndex(of: $0.fieldClass) ?? 0, $0.reason) < (
                order.firstIndex(of: $1.fieldClass) ?? 0, $1.reason
            )
        }
    }

    /// A class of fields that is not shown, and why.
    struct Withheld {
        var fieldClass: String
        var reason: String
        var group: Receipt.Group
        var fields: [String]
    }
}
