internal import AmparoDuties
package import AmparoGate
package import AmparoModel
internal import AmparoOversight
package import AmparoStore

/// The views of the record as FHIR resources: of receipts, consents, sources and handoffs. They say what the statement, the consent
/// and the handoff say; nothing is in them that the gate did not give for them.
extension FHIRResource {
    /// A disclosure, as the accounting tells it (5 USC 552a(c)).
    package static func auditEvent(_ entry: DisclosureStatement.Entry, child: Int64) -> FHIRResource {
        let rules = Set(entry.groups.map(\.rule)).sorted()
        return FHIRResource(
            "AuditEvent", id: "receipt-\(entry.receipt)",
            [
                ("type", coding("http://dicom.nema.org/resources/ontology/DCM", "110110", "Patient Record")),
                ("subtype", .array([own("operation", entry.operation)])), ("action", .string("R")),
                ("recorded", instant(entry.at)), ("outcome", .string("0")),
                ("purposeOfEvent", .array([object([("coding", .array([own("purpose", entry.purpose)]))])])),
                (
                    "agent",
                    .array([
                        object([
                            ("role", .array([object([("coding", .array([own("role", entry.role)]))])])),
                            (
                                "who",
                                named([entry.name, entry.agency].compactMap(\.self).joined(separator: ", "))
                            ), ("requestor", .bool(true)),
                            ("policy", list(rules.map { .string("urn:amparo:rule:\($0)") })),
                        ])
                    ])
                ),
                (
                    "source",
                    object([
                        ("observer", named("Amparo")),
                        (
                            "type",
                            .array([
                                coding(
                                    "http://terminology.hl7.org/CodeSystem/security-source-type", "4",
                                    "Application Server")
                            ])
                        ),
                    ])
                ),
                (
                    "entity",
                    .array([
                        object([
                            ("what", patient(child)),
                            (
                                "type",
                                coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", "1", "Person")
                            ), ("role", coding("http://terminology.hl7.org/CodeSystem/object-role", "1", "Patient")),
                            ("description", text(entry.words)),
                            (
                                "detail",
                                list(
                                    Set(entry.groups.flatMap(\.fields)).sorted().map {
                                        object([("type", .string("field")), ("valueString", .string($0))])
                                    })
                            ),
                        ])
                    ])
                ),
            ])
    }

    /// A consent: to whom, for what, until when. Who gave it is sealed and is not in it.
    package static func consent(_ consent: Consent, at now: Instant) -> FHIRResource {
        let participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
        return FHIRResource(
            "Consent", id: "consent-\(consent.id)",
            [
                ("status", .string(consent.holds(at: now) ? "active" : "inactive")),
                ("scope", concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")),
                ("category", .array([concept("http://loinc.org", "59284-0", "Consent Document")])),
                ("patient", patient(consent.record)), ("dateTime", instant(consent.given)),
                (
                    "policyRule",
                    object([
                        ("coding", .array([own("consent-capacity", consent.capacity.word)])),
                        ("text", .string("Consent given in the capacity: \(consent.capacity.word)")),
                    ])
                ),
                (
                    "provision",
                    object([
                        ("type", .string("permit")),
                        (
                            "period",
                            object([
                                ("start", instant(consent.given)), ("end", instant(consent.withdrawn ?? consent.until)),
                            ])
                        ),
                        (
                            "actor",
                            list(
                                consent.recipients.map { party in
                                    object([
                                        ("role", concept(participation, "IRCP", "information recipient")),
                                        (
                                            "reference",
                                            object([
                                                (
                                                    "identifier",
                                                    object([
                                                        ("system", .string("urn:amparo:party")),
                                                        ("value", .string(party)),
                                                    ])
                                                )
                                            ])
                                        ),
                                    ])
                                })
                        ), ("purpose", list(consent.purposes.map { own("purpose", $0) })),
                        ("class", list(consent.classes.map { own("field-class", $0) })),
                    ])
                ),
            ])
    }

    /// Where the rows that were disclosed came from: one for each file of each release.
    package static func provenance(_ record: ChildRecord) -> [FHIRResource] {
        struct Place: Hashable {
            var feed: String
            var release: String
            var file: String
        }
        var rows: [Place: (first: Instant, count: Int)] = [:]
        for row in record.rows {
            guard let recorded = row.recorded else { continue }
            let place = Place(feed: row.source.feed, release: row.source.release, file: row.source.file)
            let known = rows[place]
            let first = known.map { $0.first.microseconds < recorded.microseconds ? $0.first : recorded } ?? recorded
            rows[place] = (first, (known?.count ?? 0) + 1)
        }
        let type = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
        return rows.sorted { ($0.key.feed, $0.key.release, $0.key.file) < ($1.key.feed, $1.key.release, $1.key.file) }
            .map { place, found in
                let mark = fingerprint("\(record.child)\n\(place.feed)\n\(place.release)\n\(place.file)".utf8)
                return FHIRResource(
                    "Provenance", id: String(mark.prefix(32)),
                    [
                        ("target", .array([patient(record.child)])), ("recorded", instant(found.first)),
                        (
                            "agent",
                            .array([
                                object([("type", concept(type, "author", "Author")), ("who", named(place.feed))])
                            ])
                        ),
                        (
                            "entity",
                            .array([
                                object([
                                    ("role", .string("source")),
                                    ("what", named("\(place.release) \(place.file), rows shown: \(found.count)")),
                                ])
                            ])
                        ),
                    ])
            }
    }

    /// A handoff: who asks whom for what, and how far it is.
    package static func task(_ handoff: StandingHandoff, answeredBy person: String?) -> FHIRResource {
        let moments = [handoff.offered, handoff.sent, handoff.delivered, handoff.opened, handoff.answered]
        let last = moments.compactMap(\.self).max { $0.microseconds < $1.microseconds }
        return FHIRResource(
            "Task", id: handoff.reference.description,
            [
                ("status", .string(status(handoff.state))), ("statusReason", reason(handoff)),
                ("intent", .string("order")),
                ("code", object([("coding", .array([own("handoff-content", "\(handoff.content)")]))])),
                ("for", handoff.subject.child == 0 ? nil : patient(handoff.subject.child)),
                ("authoredOn", instant(handoff.offered)), ("lastModified", instant(last)),
                ("requester", named(handoff.from.description)),
                ("owner", named([person, handoff.to.description].compactMap(\.self).joined(separator: ", "))),
                (
                    "reasonCode",
                    object([
                        ("coding", .array([own("purpose", handoff.purpose)])), ("text", text(handoff.reason)),
                    ])
                ), ("restriction", object([("period", object([("end", instant(handoff.acceptBy))]))])),
            ])
    }

    /// A handoff's state in the words of the value set task-status.
    private static func status(_ state: HandoffStanding) -> String {
        switch state {
        case .offered: "requested"
        case .delivered, .opened: "received"
        case .accepted: "accepted"
        case .declined: "rejected"
        case .completed: "completed"
        case .withdrawn: "cancelled"
        case .withheld: "on-hold"
        case .expired, .undeliverable: "failed"
        }
    }

    private static func reason(_ handoff: StandingHandoff) -> JSON? {
        if !handoff.declined.isEmpty { return object([("coding", .array([own("decline", handoff.declined)]))]) }
        if !handoff.withheldBy.isEmpty { return object([("coding", .array([own("rule", handoff.withheldBy)]))]) }
        return nil
    }
}
