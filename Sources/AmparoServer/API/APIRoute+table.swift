internal import AmparoCourt
internal import AmparoDuties
internal import HTTPTypes

extension APIRoute {
    static let child = Parameter.path(
        "n", .integer(1...999_999_999_999_999), "The record's number of the child.")
    private static let asOf = Parameter.query("asOf", .text(.day), "The day in the world; today when left out.")
    private static let asKnown = Parameter.query(
        "asKnown", .text(.asKnown), "What had been recorded by then; everything when left out.")
    private static let fields = Parameter.query(
        "fields", .text(.fields), "Fields of docs/fields.md; every field when left out.")
    static let shown = "What may not be seen is not in it. Each answer is a disclosure with its receipt."
    private static let withReceipt =
        shown
        + " A 304 says that what an earlier receipt stands for is still all there is; it shows nothing and has no "
        + "receipt of its own."

    /// The whole API.
    static let all: [APIRoute] = about + records + files + imports + duties + delivery + fhir

    private static let about: [APIRoute] = [
        APIRoute(
            operation: .index, path: "/", summary: "What there is",
            about: "The addresses of the API, the name of this server (the `aud` of tokens), and who asks.",
            answer: .object([
                .init("name", .words), .init("version", .words), .init("account", .words), .init("purpose", .words),
                .init("links", .map(.words)),
            ]), version: .none),
        APIRoute(
            operation: .openapi, path: "/openapi.json", summary: "This document",
            about: "OpenAPI 3.1, made from the same table that serves.",
            answer: .object([.init("openapi", .words), .init("paths", .map(.object([])))]), version: .revalidated),
        APIRoute(
            operation: .figures, path: "/figures", summary: "Published figures",
            about: "The public figures with their definitions; small numbers are held back.",
            answer: .object([
                .init("asOf", .text(.day)),
                .init(
                    "figures", .list(.object([.init("id", .words), .init("version", .integer(1...1000))]), most: nil)),
            ]), version: .revalidated),
        APIRoute(
            operation: .log, path: "/log", summary: "The transparency log",
            about: "Where the published log is (C2SP tlog-tiles); with it anybody can check that no receipt was lost.",
            answer: .object([.init("origin", .words), .init("links", .map(.words))])),
        APIRoute(
            operation: .alarms, path: "/alarms", summary: "Unusual access",
            about:
                "Accounts that reached the limit of their records, asked for purposes that they do not hold, or were shown "
                + "records with which they had nothing to do, in the last 30 days, the last first. For `audit` only: auditors, "
                + "inspectors of their department's accounts, privacy officers of their agencies'. No person is in it.",
            answer: .object([.init("alarms", .list(.named("Alarm"), most: nil))])),
    ]

    private static let nameText = BodySchema.text(.free(1...100))

    private static let records: [APIRoute] = [
        APIRoute(
            operation: .child, path: "/children/{n}", summary: "One child's record",
            about: "As far as the account may see it for the purpose. " + withReceipt,
            parameters: [child, asOf, asKnown, fields], answer: .named("Child"), tellsOfPersons: true,
            version: .revalidated),
        APIRoute(
            operation: .search, method: .post, path: "/search", summary: "Children by name",
            about:
                "The children who fit, the best first, at most ten, and no count of others. A child is found only where every field "
                + "that was asked with may be seen whole. It is a POST because a name stands in no address; it changes nothing and "
                + "needs no key. " + shown,
            body: .object(
                [
                    .init("given", nameText, isRequired: false, "Given names."),
                    .init("surnames", nameText, isRequired: false, "Surnames; a name is needed, here or there."),
                    .init("birth", .text(.birth), isRequired: false, "Date of birth: a day, a month or a year."),
                ], isClosed: true),
            answer: .object([.init("hits", .list(.named("NameHit"), most: 10))]), tellsOfPersons: true,
            isQuestion: true, problems: [.tooOften, .notSwitchedOn]),
        APIRoute(
            operation: .sponsor, path: "/sponsors/{n}", summary: "What the record holds of a sponsor",
            about: "The sponsor's own access, and their counsel's. " + withReceipt,
            parameters: [
                .path("n", .integer(1...999_999_999_999_999), "The record's number of the sponsor."), asOf, asKnown,
                fields,
            ], answer: .named("Sponsor"), tellsOfPersons: true, version: .revalidated),
        APIRoute(
            operation: .findings, path: "/children/{n}/findings", summary: "Findings of a child's past hearings",
            about: "What the account may not see is null. " + shown,
            parameters: [
                child, asOf, asKnown,
                .query("kind", .text(.oneOf(FindingKind.allCases.map(\.rawValue))), "Only findings of this kind."),
            ],
            answer: .object([.init("findings", .list(.named("Finding"), most: nil))]), tellsOfPersons: true),
        APIRoute(
            operation: .disclosures, path: "/children/{n}/disclosures", summary: "The accounting of disclosures",
            about:
                "To whom information was shown, when, why, by what rule (5 USC 552a(c)). Giving it is an entry itself.",
            parameters: [
                child, .query("language", .text(.oneOf(["en", "es"])), "The language of its sentences."),
                .query(
                    "for", .text(.oneOf(["child", "counsel", "sponsor"])), "Whose statement; the child's when left out."
                ),
                .query(
                    "sponsor", .integer(1...999_999_999_999_999),
                    "For a sponsor's: the sponsor; of the child's last release when left out."),
                .query(
                    "deliveryChecked", .flag,
                    "Somebody has made sure that the statement reaches the child, or counsel, and nobody else."),
            ], answer: .named("Statement"), tellsOfPersons: true),
    ]

    private static let handoffReference = Parameter.path("ref", .text(.handoff), "The handoff.")
    private static let dutyReference = Parameter.path("ref", .text(.duty), "The duty, as the worklist names it.")

    private static let standings = HandoffStanding.allCases.map { "\($0)" }
    private static let reasons = DeclineReason.allCases.map(\.rawValue)

    /// What an act answers: its entry or state, and nothing of a person.
    private static let acted = BodySchema.object([
        .init("id", .words), .init("state", .words), .init("version", .words),
        .init("entry", .integer(1...Int64.max), isRequired: false, "The entry of the evidence."),
    ])

    private static let duties: [APIRoute] = [
        APIRoute(
            operation: .worklist, path: "/worklist", summary: "What is due at the account's own post",
            about:
                "Findings, defects and duties, most urgent first. Work on a child of whom the account may see nothing is "
                + "not there: a page may hold fewer than its limit. " + shown,
            parameters: [asOf],
            answer: .page("items", .named("WorkItem"), [.init("asOf", .text(.day))]), tellsOfPersons: true,
            isPaged: true),
        APIRoute(
            operation: .duty, path: "/duties/{ref}", summary: "A duty: who holds it, until when, what happened",
            about: "For whoever may see the child. " + shown, parameters: [dutyReference], answer: .named("Duty"),
            tellsOfPersons: true, version: .given),
        APIRoute(
            operation: .reportDuty, method: .post, path: "/duties/{ref}/report", summary: "Says that a duty is done",
            about:
                "With the evidence, which is sealed; only where the procedure lets a report end it, and only by the post that "
                + "holds it or its deputy.",
            parameters: [dutyReference],
            body: .object([.init("evidence", .text(.free(1...10_000)), "What was done.")], isClosed: true),
            answer: acted, version: .needed),
        APIRoute(
            operation: .handoffs, path: "/handoffs", summary: "Handoffs to the account's posts",
            about: "In the order in which they were offered. " + shown,
            parameters: [
                .query("state", .text(.oneOf(standings)), "Only in this state."),
                .query("child", .integer(1...999_999_999_999_999), "Only of this child."),
            ], answer: .page("handoffs", .named("Handoff")), tellsOfPersons: true, isPaged: true),
        APIRoute(
            operation: .handoff, path: "/handoffs/{ref}", summary: "One handoff",
            about: "By the reference of a message or a list. " + shown, parameters: [handoffReference],
            answer: .named("Handoff"), tellsOfPersons: true, version: .given),
        APIRoute(
            operation: .acceptHandoff, method: .post, path: "/handoffs/{ref}/accept", summary: "Takes a handoff on",
            about: "By name: the holder of the account.", parameters: [handoffReference],
            body: .object([], isClosed: true), answer: acted, version: .needed),
        APIRoute(
            operation: .declineHandoff, method: .post, path: "/handoffs/{ref}/decline", summary: "Declines a handoff",
            about: "And says why; of a wrong office, perhaps whose it is. The duty stays with the sender.",
            parameters: [handoffReference],
            body: .object(
                [
                    .init("reason", .text(.oneOf(reasons))),
                    .init("proposal", .text(.post), isRequired: false, "Of a wrong office: the post whose it is."),
                ], isClosed: true), answer: acted, version: .needed),
    ]

    private static let patient = Parameter(
        name: "patient", place: .query, schema: .integer(0...999_999_999_999_999),
        about: "The record's number of the child.", isRequired: true)

    /// A search for resources of FHIR R4 about one child.
    private static func fhir(_ operation: APIOperation, _ type: String, _ about: String) -> APIRoute {
        APIRoute(
            operation: operation, path: "/fhir/\(type)", summary: "FHIR R4: \(type) of a child",
            about: about + " A Bundle of the type searchset. " + shown, parameters: [patient],
            answer: .named("FHIRBundle"), mediaType: "application/fhir+json", tellsOfPersons: true)
    }

    private static let fhir: [APIRoute] = [
        APIRoute(
            operation: .fhirMetadata, path: "/fhir/metadata", summary: "FHIR R4: CapabilityStatement",
            about: "What the views are that others' systems can read as HL7 FHIR 4.0.1.",
            answer: .object([.init("resourceType", .text(.oneOf(["CapabilityStatement"]))), .init("status", .words)]),
            mediaType: "application/fhir+json"),
        fhir(.fhirAuditEvents, "AuditEvent", "The accounting of disclosures; giving it is an entry itself."),
        fhir(.fhirConsents, "Consent", "Consents; somebody outside HHS sees those that name their agency."),
        fhir(.fhirProvenance, "Provenance", "From which files of which senders the rows are that may be seen."),
        fhir(.fhirTasks, "Task", "Handoffs from and to the account's posts."),
    ]

    private static let mailbox = Parameter.path("name", .text(.code(longest: 64)), "The mailbox's name.")

    private static let delivery: [APIRoute] = [
        APIRoute(
            operation: .events, path: "/events", summary: "What was for the account's receivers, in order",
            about:
                "Everything after a number, whether it arrived or not: against it a receiver checks what it has. References "
                + "and codes only. Nothing is missing any more up to `completeTo`; go on from there.",
            parameters: [
                .query("after", .integer(0...999_999_999_999_999), "The last number that is sure; 0 when left out."),
                .query("receiver", .text(.code(longest: 64)), "Only of this receiver."),
                .query("limit", .integer(1...200), "How many at most; 50 when left out."),
            ],
            answer: .object([
                .init("messages", .list(.named("Message"), most: 200)), .init("completeTo", .integer(0...Int64.max)),
                .init("more", .flag, "Whether there are more after the last."),
            ])),
        APIRoute(
            operation: .mailboxes, path: "/mailboxes", summary: "The account's mailboxes",
            about: "How many messages wait, and since when.",
            answer: .object([
                .init(
                    "mailboxes",
                    .list(
                        .object([
                            .init("name", .words), .init("posts", .words), .init("waiting", .integer(0...Int64.max)),
                            .init("oldest", .orNull(.text(.moment))),
                        ]), most: nil))
            ])),
        APIRoute(
            operation: .mailboxMessages, path: "/mailboxes/{name}/messages", summary: "The first messages of a mailbox",
            about:
                "CloudEvents, each with the gate's leave. They stay until they are collected, and come again with the same ids.",
            parameters: [
                mailbox, .query("limit", .integer(1...200), "How many at most; 50 when left out."),
            ],
            answer: .object([
                .init("messages", .list(.named("CloudEvent"), most: 200)), .init("more", .flag),
                .init("ticket", .orNull(.text(.opaque)), "Say this when you have them; null when there are none."),
            ])),
        APIRoute(
            operation: .collectMailbox, method: .post, path: "/mailboxes/{name}/collect",
            summary: "Says that messages were received", about: "That is their delivery.", parameters: [mailbox],
            body: .object([.init("ticket", .text(.opaque), "Of the answer that had the messages.")], isClosed: true),
            answer: .object([.init("collected", .integer(0...200))]), problems: [.ticketExpired]),
        APIRoute(
            operation: .hearingEvents, method: .post, path: "/hearing-events",
            summary: "Takes messages of the court's live feed",
            about:
                "Only from staff of the courts. One message or a list; what is not whole refuses all of them. The same "
                + "message twice changes nothing (docs/hearing-events.md).",
            body: .either([.named("HearingEvent"), .list(.named("HearingEvent"), least: 1, most: 5000)]),
            answer: .named("IngestReport")),
    ]
}
