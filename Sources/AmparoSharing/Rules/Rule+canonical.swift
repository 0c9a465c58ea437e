internal import AmparoModel

extension Rule {
    /// The rule as a value whose text depends on its meaning alone.
    func canonical(_ catalogue: FieldCatalogue) -> CanonicalJSON {
        var members = body(catalogue)
        members["layer"] = .text(layer.code)
        members["kind"] = .text(kind.rawValue)
        members["id"] = .text(id)
        members["version"] = .number(version)
        members["clause"] = .optional(clause)
        members["citation"] = .text(citation)
        members["from"] = .text(span.from.canonical)
        members["until"] = .optional(span.until?.canonical)
        members["inForce"] = .flag(isInForce)
        return .object(members)
    }

    /// What the rule says, without its name and dates.
    func body(_ catalogue: FieldCatalogue) -> [String: CanonicalJSON] {
        var transforms: [String: CanonicalJSON] = [:]
        for (field, transform) in self.transforms {
            if let name = catalogue[field]?.name { transforms[name] = .text(transform.code) }
        }
        return [
            "effect": .text(effect.rawValue), "holder": .optional(holder), "to": recipients.canonical,
            "purposes": .texts(purposes.sorted()), "classes": .texts(classes.classes.map(\.code)),
            "transform": .object(transforms), "subjects": .texts(subjects.map(\.rawValue).sorted()),
            "operations": .texts(operations.map(\.rawValue).sorted()), "when": Condition.canonical(conditions),
            "unless": .list(
                exceptions.map { exception in
                    .object([
                        "to": exception.to?.canonical ?? .null, "when": Condition.canonical(exception.conditions),
                    ])
                }), "obligations": .texts(obligations.codes),
        ]
    }
}

extension Recipients {
    fileprivate var canonical: CanonicalJSON {
        .object(["agency": .optional(agency), "roles": .texts(roles.sorted())])
    }
}

extension Condition {
    static func canonical(_ conditions: [Condition]) -> CanonicalJSON {
        .list(conditions.sorted { $0.sortKey < $1.sortKey }.map { .texts([$0.name, $0.valueText]) })
    }
}

extension Instant {
    /// The moment in UTC, so that equal moments have equal texts.
    var canonical: String { Instant(microseconds: microseconds).description }
}
