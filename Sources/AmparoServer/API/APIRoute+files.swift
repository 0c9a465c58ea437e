internal import AmparoGate
internal import HTTPTypes

/// Documents, packets, calendars, and files that are handed in.
extension APIRoute {
    /// Characters of base64 for so many bytes.
    private static func characters(_ bytes: Int) -> Int { (bytes + 2) / 3 * 4 }

    private static let kinds = AttachmentKind.allCases.map(\.code)
    private static let entry = Parameter.path("entry", .integer(1...999_999_999_999_999), "The document's entry.")

    static let files: [APIRoute] = [
        APIRoute(
            operation: .documents, path: "/children/{n}/documents", summary: "The documents of a child",
            about: "Those of a kind whose field the account may see whole, without their bytes. " + shown,
            parameters: [child],
            answer: .object([
                .init("receipt", .integer(1...Int64.max)), .init("child", .integer(0...Int64.max)),
                .init("kinds", .list(.text(.oneOf(kinds)), most: nil), "What the account may attach."),
                .init(
                    "documents",
                    .list(
                        .object([
                            .init("entry", .integer(1...Int64.max)), .init("kind", .text(.oneOf(kinds))),
                            .init("mediaType", .words), .init("length", .integer(0...Int64.max)),
                            .init("sha256", .words),
                        ]), most: nil)),
            ]), tellsOfPersons: true),
        APIRoute(
            operation: .document, path: "/children/{n}/documents/{entry}", summary: "One document",
            about: "Its bytes, as they are kept, with a receipt of its own. " + shown, parameters: [child, entry],
            answer: .file, mediaType: "application/pdf", otherMediaTypes: ["image/jpeg", "image/png", "text/plain"],
            tellsOfPersons: true),
        APIRoute(
            operation: .attachDocument, method: .post, path: "/children/{n}/documents", summary: "Attaches a document",
            about:
                "Of a kind that the account may see. It is known by its bytes (PDF, JPEG, PNG, text), cleaned of what says who "
                + "made it, sealed to the child.",
            parameters: [child],
            body: .object(
                [
                    .init("kind", .text(.oneOf(kinds))),
                    .init("content", .text(.base64(longest: characters(CleanDocument.most)))),
                ], isClosed: true),
            answer: .object([.init("entry", .integer(1...Int64.max))]),
            mostBody: characters(CleanDocument.most) + 1024, problems: [.notTaken]),
        APIRoute(
            operation: .packet, path: "/children/{n}/packet", summary: "Counsel's packet for a motion",
            about:
                "Mailings, addresses, returned mail, oral notice, proofs, a certificate, as a ZIP. For counsel of the child whose "
                + "appearance the court's data or an attached paper shows. " + shown,
            parameters: [child, .query("language", .text(.oneOf(["en", "es"])), "The language of its words.")],
            answer: .file, mediaType: "application/zip", tellsOfPersons: true),
        APIRoute(
            operation: .calendar, path: "/children/{n}/hearings.ics", summary: "A child's hearings as a calendar",
            about: "Today's and later ones (RFC 5545), each in the time zone of its court, without a name. " + shown,
            parameters: [child], answer: .file, mediaType: "text/calendar", tellsOfPersons: true),
    ]

    private static let name = BodySchema.text(.code(longest: 64))
    private static let words = BodySchema.text(.free(0...200))

    private static let outcome = BodySchema.object([
        .init("batch", .words), .init("counts", .map(.integer(0...Int64.max))),
        .init(
            "defects",
            .list(
                .object([.init("row", .integer(0...Int64.max)), .init("reason", .words), .init("place", .words)]),
                most: nil)),
        .init("refused", .flag, "Whether the file is refused for its defects."),
    ])

    static let imports: [APIRoute] = [
        APIRoute(
            operation: .imports, path: "/imports", summary: "What the account may hand in",
            about: "Its feeds, its saved mappings, and the batches that stand. It tells nothing of the record.",
            answer: .object([
                .init(
                    "feeds",
                    .list(
                        .object([
                            .init("name", .words), .init("issuer", .words),
                            .init(
                                "tables", .map(.list(.words, most: nil)), "The columns of each; * for those it needs."),
                        ]), most: nil)),
                .init(
                    "mappings",
                    .list(
                        .object([.init("name", .words), .init("feed", .words), .init("issuer", .words)]), most: nil)),
                .init(
                    "batches",
                    .list(
                        .object([
                            .init("id", .integer(0...Int64.max)), .init("name", .words), .init("feed", .words),
                            .init("date", .text(.day)), .init("rows", .integer(0...Int64.max)),
                            .init("canBeUndone", .flag),
                        ]), most: nil)),
            ])),
        APIRoute(
            operation: .saveMapping, method: .post, path: "/imports/mappings", summary: "Saves a mapping of a sheet",
            about: "Which heading is which column of a feed of the account. One of the same name is replaced.",
            body: .object(
                [
                    .init("name", name), .init("sheet", words, isRequired: false, "The first one when left out."),
                    .init("header", .integer(1...1000), isRequired: false, "The row of the headings; 1 when left out."),
                    .init(
                        "dates", .text(.oneOf(["m/d/y", "d/m/y", "y/m/d"])), isRequired: false,
                        "How dates are written as text; YYYY-MM-DD when left out."),
                    .init(
                        "columns",
                        .list(
                            .object(
                                [
                                    .init("heading", .text(.free(1...200))), .init("file", words),
                                    .init("column", words),
                                ], isClosed: true), least: 1, most: 200)),
                ], isClosed: true), answer: .object([.init("mapping", .words)]), problems: [.notTaken]),
        APIRoute(
            operation: .importFile, method: .post, path: "/imports/files", summary: "Hands in a spreadsheet",
            about:
                "XLSX or CSV, read with a saved mapping. With `dryRun` nothing is taken: the answer says what would become of "
                + "each row.",
            body: .object(
                [
                    .init("mapping", name), .init("dryRun", .flag),
                    .init("content", .text(.base64(longest: characters(MultipartBody.longest)))),
                ], isClosed: true), answer: outcome, mostBody: characters(MultipartBody.longest) + 1024,
            problems: [.notTaken]),
        APIRoute(
            operation: .undoImport, method: .post, path: "/imports/undo", summary: "Takes a batch back",
            about: "The last one of its feed.",
            body: .object([.init("batch", .integer(1...Int64(Int32.max)))], isClosed: true),
            answer: .object([.init("batch", .integer(1...Int64(Int32.max)))]), problems: [.notTaken]),
    ]
}
