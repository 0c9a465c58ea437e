internal import AmparoGate

/// What comes in and goes out, by name. The names of members are those of the command line's `--json`.
extension BodySchema {
    /// The shapes that are described once.
    static let shapes: [(name: String, schema: BodySchema)] = [
        ("Problem", APIProblem.schema), ("Decision", decision), ("Disagreement", disagreement), ("Row", row),
        ("Child", record("child")), ("Sponsor", record("sponsor")), ("Finding", finding), ("Statement", statement),
        ("WorkItem", workItem), ("Duty", duty), ("Handoff", handoff), ("Message", message), ("CloudEvent", cloudEvent),
        ("HearingEvent", hearingEvent), ("IngestReport", ingestReport), ("FHIRBundle", fhirBundle),
        ("Alarm", alarm), ("NameHit", nameHit),
    ]

    /// The same, to look up.
    static let shapesByName = Dictionary(uniqueKeysWithValues: shapes.map { ($0.name, $0.schema) })

    private static let anyNumber = BodySchema.integer(Int64.min...Int64.max)
    private static let number = BodySchema.integer(0...Int64.max)
    private static let wordsOrNull = BodySchema.orNull(.words)
    private static let day = BodySchema.text(.day)
    private static let dayOrNull = BodySchema.orNull(.text(.day))
    private static let momentOrNull = BodySchema.orNull(.text(.moment))
    private static func list(_ schema: BodySchema) -> BodySchema { .list(schema, most: nil) }

    static let decision = BodySchema.object([
        .init("outcome", .words, "`disclose`, or the form in which the field is given."), .init("layer", .words),
        .init("rule", .words), .init("clause", wordsOrNull), .init("hash", wordsOrNull),
        .init("authority", wordsOrNull),
        .init("obligations", list(.words)), .init("fields", list(.words)),
    ])

    static let disagreement = BodySchema.object([
        .init("entry", number), .init("stated", day), .init("classes", list(.words)),
        .init("words", wordsOrNull, "The person's own words; null where they may not be told."),
    ])

    static let row = BodySchema.object([
        .init("table", .words), .init("number", anyNumber),
        .init(
            "source",
            .object([
                .init("feed", .words), .init("release", .words), .init("file", .words), .init("line", number),
                .init("missingSince", wordsOrNull),
            ])),
        .init(
            "fields",
            list(
                .object([
                    .init("field", .words, "The field's name in docs/fields.md."), .init("value", .words),
                    .init("form", wordsOrNull, "The form in which it is given when that is not the field itself."),
                ]))),
    ])

    static func record(_ subject: String) -> BodySchema {
        .object([
            .init("receipt", number, "The number of the receipt of this disclosure."), .init(subject, number),
            .init("asOf", day), .init("asKnown", .words), .init("obligations", list(.words)),
            .init("decisions", list(.named("Decision"))), .init("rows", list(.named("Row"))),
            .init("disagreements", list(.named("Disagreement"))),
        ])
    }

    static let nameHit = BodySchema.object([
        .init("child", number), .init("receipt", number), .init("givenNames", wordsOrNull),
        .init("surnames", wordsOrNull),
        .init("dateOfBirth", wordsOrNull, "Where it was asked with."),
        .init(
            "matched",
            list(
                .object([
                    .init("field", .words), .init("level", .words, "How well it agrees."),
                    .init("because", .words, "The same in English words."),
                ])), "What speaks for it."),
    ])

    static let finding = BodySchema.object([
        .init("case", .orNull(number)), .init("proceeding", .orNull(number)), .init("schedule", .orNull(number)),
        .init("hearing", dayOrNull), .init("time", wordsOrNull), .init("finding", wordsOrNull),
        .init("failureToAppear", .orNull(.flag)), .init("status", wordsOrNull), .init("notice", wordsOrNull),
        .init("rule", wordsOrNull), .init("rules", number), .init("grade", wordsOrNull),
        .init("ageAtHearing", wordsOrNull), .init("provisional", .orNull(.flag)),
        .init("noticeRisk", .orNull(.flag)), .init("represented", .orNull(.flag)),
        .init("sourceMissingSince", wordsOrNull),
        .init("source", .object([.init("release", wordsOrNull), .init("file", .words), .init("line", number)])),
        .init("child", number), .init("receipt", number),
    ])

    static let statement = BodySchema.object([
        .init("statement", number, "The entry that says that the statement was given."), .init("subject", number),
        .init("for", .text(.oneOf(["child", "counsel", "sponsor"]))), .init("language", .text(.oneOf(["en", "es"]))),
        .init("asKnown", .words), .init("logRoot", .words), .init("refusals", number),
        .init(
            "disclosures",
            list(
                .object([
                    .init("receipt", number), .init("date", .text(.moment)), .init("nature", .words),
                    .init("purpose", .words),
                    .init(
                        "recipient",
                        .object([
                            .init("name", wordsOrNull), .init("address", wordsOrNull), .init("agency", .words),
                            .init("role", .words),
                        ])),
                    .init("shown", list(.named("Decision"))), .init("words", .words),
                ]))),
        .init("disagreements", list(.named("Disagreement"))),
    ])

    static let holder = BodySchema.object([
        .init("agency", .words), .init("office", wordsOrNull), .init("person", wordsOrNull), .init("role", .words),
    ])

    static let workItem = BodySchema.object([
        .init("id", .words), .init("kind", .words), .init("child", .orNull(number)), .init("what", .words),
        .init("holder", holder), .init("deadline", dayOrNull), .init("deadlineAt", momentOrNull),
        .init("state", .text(.oneOf(["open", "due", "overdue", "paused"]))), .init("reason", .words),
        .init("case", .orNull(number), "Null when the gate does not show it."),
        .init("about", dayOrNull, "The day it is about; null when the gate does not show it."),
        .init("receipt", .orNull(number)),
        .init("shown", .map(.words), "Fields that the gate shows of the child."),
    ])

    static let duty = BodySchema.object([
        .init("subject", number), .init("version", .words, "The `ETag`, for `If-Match`."),
        .init("receipt", .orNull(number)),
        .init(
            "duties",
            list(
                .object([
                    .init("id", .text(.duty)), .init("kind", .words), .init("what", .words), .init("state", .words),
                    .init("holder", holder), .init("deadline", momentOrNull), .init("overdueSince", momentOrNull),
                    .init("escalatesTo", wordsOrNull), .init("escalatesAt", wordsOrNull),
                ]))),
        .init(
            "history",
            list(.object([.init("entry", number), .init("at", .text(.moment)), .init("what", .words)]))),
    ])

    static let handoff = BodySchema.object([
        .init("id", .text(.handoff)), .init("duty", .text(.duty)), .init("from", .words), .init("to", .words),
        .init("state", .words), .init("offered", .text(.moment)), .init("delivered", momentOrNull),
        .init("opened", momentOrNull), .init("accepted", momentOrNull), .init("acceptedBy", wordsOrNull),
        .init("reason", .words), .init("content", .words), .init("acceptBy", .text(.moment)),
        .init("declined", wordsOrNull), .init("withheldBy", wordsOrNull),
        .init("version", .words, "The version, for `If-Match`."), .init("receipt", .orNull(number)),
    ])

    static let message = BodySchema.object([
        .init("number", number, "The message's number; give the last one as `after`."), .init("handoff", .words),
        .init("kind", .words), .init("post", .words), .init("state", .words), .init("receiver", .orNull(number)),
        .init("attempts", number), .init("reason", wordsOrNull), .init("since", .text(.moment)),
    ])

    static let cloudEvent = BodySchema.object([
        .init("specversion", .words), .init("id", .words), .init("source", .words), .init("type", .words),
        .init("time", .text(.moment)), .init("datacontenttype", .words), .init("sequence", .words),
        .init("dataref", .words, isRequired: false), .init("data", .object([.init("handoff", .words)])),
    ])

    /// A message of the court's live feed (docs/hearing-events.md): what it must say depends on its type.
    static let hearingEvent = BodySchema.either([
        hearingEvent(["hearing.scheduled"], hearing: ["date", "calendar"]),
        hearingEvent(["hearing.moved", "hearing.advanced"], hearing: ["date"]),
        hearingEvent(["hearing.cancelled"], hearing: nil), hearingEvent(["hearing.result"], hearing: nil, result: true),
    ])

    private static func hearingEvent(_ types: [String], hearing: Set<String>?, result: Bool = false) -> BodySchema {
        let names = ["date", "time", "court", "location", "calendar", "scheduleType", "medium"]
        let members = names.map { name in
            Member(name, name == "date" ? day : courtCode, isRequired: hearing?.contains(name) ?? false)
        }
        return .object(
            [
                .init("id", .text(.messageID), "The sender's own number of the message."),
                .init("type", .text(.oneOf(types))), .init("reportedAt", .text(.moment)),
                .init("case", courtNumber, "IDNCASE"),
                .init("proceeding", courtNumber, isRequired: false, "IDNPROCEEDING"),
                .init("schedule", courtNumber, "IDNSCHEDULE"),
                .init("hearing", .object(members, isClosed: true), isRequired: hearing != nil),
                .init("result", courtCode, isRequired: result, "ADJ_RSN"),
            ], isClosed: true)
    }

    private static let courtNumber = BodySchema.integer(1...999_999_999_999)
    private static let courtCode = BodySchema.text(.courtCode)

    static let ingestReport = BodySchema.object([
        .init("feed", .words), .init("issuer", .words), .init("release", .words), .init("date", day),
        .init(
            "files",
            list(
                .object([
                    .init("file", .words), .init("rows", number), .init("taken", number), .init("past", .map(number)),
                    .init("quarantined", .map(number)), .init("repaired", .map(number)),
                ]))),
        .init("added", number), .init("changed", number), .init("unmatched", number), .init("entriesAppended", number),
    ])

    /// The answer to a search of FHIR R4; each resource has the form that HL7 publishes.
    static let fhirBundle = BodySchema.object([
        .init("resourceType", .text(.oneOf(["Bundle"]))), .init("type", .text(.oneOf(["searchset"]))),
        .init("total", number),
        .init(
            "entry",
            .list(
                .object([
                    .init("fullUrl", .words),
                    .init(
                        "resource",
                        .object([
                            .init(
                                "resourceType", .text(.oneOf(["AuditEvent", "Consent", "Provenance", "Task"]))),
                            .init("id", .words),
                        ])), .init("search", .object([.init("mode", .text(.oneOf(["match"])))])),
                ]), least: 1, most: nil), isRequired: false),
    ])

    static let alarm = BodySchema.object([
        .init("entry", number), .init("recorded", .text(.moment)), .init("account", .words),
        .init("reason", .text(.oneOf(AccessAlarm.Reason.allCases.map(\.rawValue)))),
        .init("window", .text(.oneOf(["hour", "day"]))), .init("limit", number, "The limit, or how many there were."),
    ])

    /// A page of a list.
    static func page(_ name: String, _ schema: BodySchema, _ more: [Member] = []) -> BodySchema {
        .object(
            more + [
                .init(name, list(schema)),
                .init("next", .orNull(.text(.opaque)), "The cursor of the next page; null on the last."),
            ])
    }
}
