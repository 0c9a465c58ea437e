internal import AmparoModel
package import AmparoOversight

/// A resource of HL7 FHIR R4 (4.0.1) as JSON: no member is null and no list is empty, as its JSON form asks.
package struct FHIRResource: Sendable {
    /// The resource's type, `AuditEvent` and others.
    package let type: String
    /// Its id within the type: letters, digits, hyphens and dots.
    package let id: String
    /// The whole resource.
    package let json: JSON

    init(_ type: String, id: String, _ members: [(String, JSON?)]) {
        self.type = type
        self.id = id
        json = Self.object([("resourceType", .string(type)), ("id", .string(id))] + members)
    }

    /// The answer to a search: what was found, as a Bundle.
    package static func bundle(_ found: [FHIRResource], root: String = APIRoute.root + "/fhir") -> JSON {
        object([
            ("resourceType", .string("Bundle")), ("type", .string("searchset")), ("total", .count(found.count)),
            (
                "entry",
                list(
                    found.map { resource in
                        object([
                            ("fullUrl", .string("urn:amparo:\(resource.type):\(resource.id)")),
                            ("resource", resource.json), ("search", object([("mode", .string("match"))])),
                        ])
                    })
            ),
        ])
    }

    // MARK: Parts

    /// An object of the members that there are.
    static func object(_ members: [(String, JSON?)]) -> JSON {
        .object(members.compactMap { name, value in value.map { JSON.Member(name, $0) } })
    }

    /// A list; nil for an empty one.
    static func list(_ items: [JSON]) -> JSON? { items.isEmpty ? nil : .array(items) }

    /// A text; nil for an empty one.
    static func text(_ text: String?) -> JSON? { text.flatMap { $0.isEmpty ? nil : .string($0) } }

    /// An instant; FHIR writes seconds and the offset.
    static func instant(_ instant: Instant?) -> JSON? { instant.map { .string($0.description) } }

    static func coding(_ system: String, _ code: String, _ display: String? = nil) -> JSON {
        object([("system", .string(system)), ("code", .string(code)), ("display", text(display))])
    }

    static func concept(_ system: String, _ code: String, _ display: String? = nil) -> JSON {
        object([("coding", .array([coding(system, code, display)]))])
    }

    /// A code of this record's own vocabulary, such as a purpose.
    static func own(_ vocabulary: String, _ code: String) -> JSON { coding("urn:amparo:\(vocabulary)", code) }

    /// The child, by the record's number.
    static func patient(_ child: Int64) -> JSON {
        object([("reference", .string("Patient/\(child)")), ("type", .string("Patient"))])
    }

    /// Somebody or something that has no resource here, by its name.
    static func named(_ name: String) -> JSON { object([("display", .string(name.isEmpty ? "unnamed" : name))]) }
}

extension FHIRResource {
    /// What the server can do, as a CapabilityStatement.
    static func capabilities(name: String, on day: Day) -> JSON {
        let types = ["AuditEvent", "Consent", "Provenance", "Task"]
        return FHIRResource(
            "CapabilityStatement", id: "amparo",
            [
                ("status", .string("active")), ("date", .string(day.description)), ("kind", .string("instance")),
                ("implementation", object([("description", .string("Amparo \(name)"))])),
                ("fhirVersion", .string("4.0.1")), ("format", .array([.string("application/fhir+json")])),
                (
                    "rest",
                    .array([
                        object([
                            ("mode", .string("server")),
                            (
                                "documentation",
                                .string("Read views. Each answer about a person is a disclosure with its receipt.")
                            ),
                            (
                                "resource",
                                .array(
                                    types.map { type in
                                        object([
                                            ("type", .string(type)),
                                            (
                                                "interaction",
                                                .array([object([("code", .string("search-type"))])])
                                            ),
                                            (
                                                "searchParam",
                                                .array([
                                                    object([
                                                        ("name", .string("patient")), ("type", .string("reference")),
                                                        (
                                                            "documentation",
                                                            .string("The record's number of the child; required.")
                                                        ),
                                                    ])
                                                ])
                                            ),
                                        ])
                                    })
                            ),
                        ])
                    ])
                ),
            ]
        ).json
    }
}
