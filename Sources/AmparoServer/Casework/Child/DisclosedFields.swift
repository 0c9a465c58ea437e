internal import AmparoGate
internal import AmparoModel
internal import AmparoSharing
internal import Synchronization

/// What was decided of every field of a page, whether or not the record says anything of it: so the reasons on a page never
/// tell what is there.
final class DisclosedFields: Sendable {
    /// Every field of the catalogue: what a child's page asks for.
    static let all = FieldCatalogue.shipped.fields.map(\.name)

    private let groups: [Receipt.Group]
    private let byField: [String: Int]
    /// The classes of which something may be seen, by code.
    let classes: Set<String>
    private let kept = Mutex<[String: Markup]>([:])

    init(_ groups: [Receipt.Group]) {
        self.groups = groups
        var byField: [String: Int] = [:]
        var classes: Set<String> = []
        for (index, group) in groups.enumerated() {
            for field in group.fields {
                byField[field] = index
                if !Self.isWithheld(group), let code = FieldCatalogue.shipped[field]?.fieldClass.code {
                    classes.insert(code)
                }
            }
        }
        self.byField = byField
        self.classes = classes
    }

    private static func isWithheld(_ group: Receipt.Group) -> Bool {
        ["withhold", "undetermined"].contains(group.outcome)
    }

    /// How a field was decided; nil when it was not asked for.
    func group(of field: String) -> Receipt.Group? { byField[field].map { groups[$0] } }

    /// Whether a field may be seen, in whatever form, if anything is said of it.
    func mayBeSeen(_ field: String) -> Bool { byField[field].map { !Self.isWithheld(groups[$0]) } ?? false }

    /// Whether any of some fields may be seen.
    func mayBeSeen(any fields: [String]) -> Bool { fields.contains(where: mayBeSeen) }

    /// Markup that follows from the decision alone, made once under its name. It tells of no person.
    func markup(_ name: String, _ make: () -> Markup) -> Markup {
        if let known = kept.withLock({ $0[name] }) { return known }
        let made = make()
        kept.withLock { $0[name] = made }
        return made
    }

    /// What is not shown, by class and reason, in the order of the catalogue's classes.
    func withheld(_ words: SharingWords, _ language: Language) -> [Withheld] {
        var found: [Withheld] = []
        for group in groups where Self.isWithheld(group) {
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

/// What the last decisions mean for a page: most pages of a day are decided alike. It holds no fact and no person.
final class DecisionShelf: Sendable {
    private static let limit = 32

    private struct Known {
        /// Held, so that its identity is nobody else's.
        var permitted: DecidedFields
        var fields: DisclosedFields
    }

    private let known = Mutex<[ObjectIdentifier: Known]>([:])

    /// What a disclosure's decision permits, worked out once for all that was decided alike.
    func fields<Value>(of disclosed: Disclosed<Value>) -> DisclosedFields {
        let permitted = disclosed.permitted
        let place = ObjectIdentifier(permitted)
        if let found = known.withLock({ $0[place] }) { return found.fields }
        let made = DisclosedFields(permitted.groups)
        known.withLock {
            if $0.count >= Self.limit { $0.removeAll() }
            $0[place] = Known(permitted: permitted, fields: made)
        }
        return made
    }
}
