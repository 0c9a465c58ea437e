import AmparoModel
import AmparoOversight
import AmparoServer

/// The import desk: what it answers is made of what was handed in and tells nothing of the record.
extension StoreAPI {
    /// Throws `refused` for whoever may hand in nothing, before anything of a file is looked at.
    private func requireFeeds(_ call: APICall) throws -> [ImportFeed] {
        let feeds = try imports.feeds(of: call.caller.account)
        guard !feeds.isEmpty else { throw APIProblem(.refused, reason: "not-entitled") }
        return feeds
    }

    private func taking<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let fault as ImportFault {
            let place = [fault.row.map { "row \($0)" }, fault.column.map { "column \($0)" }].compactMap(\.self)
            throw APIProblem(.notTaken, place.joined(separator: ", "), reason: fault.reason)
        }
    }

    func imports(_ call: APICall) throws -> APIAnswer {
        let feeds = try requireFeeds(call)
        let account = call.caller.account
        let mappings = try imports.mappings(for: account)
        let batches = try imports.batches(for: account)
        return .plain(
            .object([
                JSON.Member("feeds", .array(feeds.map(\.json))),
                JSON.Member(
                    "mappings",
                    .array(
                        mappings.map {
                            .object([
                                JSON.Member("name", .string($0.name)), JSON.Member("feed", .string($0.feed)),
                                JSON.Member("issuer", .string($0.issuer)),
                            ])
                        })),
                JSON.Member("batches", .array(batches.map(\.json))),
            ]))
    }

    func saveMapping(_ call: APICall) throws -> APIAnswer {
        _ = try requireFeeds(call)
        let body = call.body ?? .null
        let choices = ImportChoices(
            name: body["name"]?.string ?? "", sheet: body["sheet"]?.string ?? "", header: body["header"]?.int ?? 1,
            dates: body["dates"]?.string ?? "",
            columns: (body["columns"]?.elements ?? []).map {
                ($0["heading"]?.string ?? "", $0["file"]?.string ?? "", $0["column"]?.string ?? "")
            })
        let name = try taking { try imports.save(choices, by: call.caller.account) }
        return .plain(.object([JSON.Member("mapping", .string(name))]))
    }

    func importFile(_ call: APICall) throws -> APIAnswer {
        _ = try requireFeeds(call)
        let file = MultipartBody.File(name: "sheet", bytes: try content(call))
        let outcome = try taking {
            try imports.take(
                file, mapping: call.body?["mapping"]?.string ?? "", isDryRun: call.body?["dryRun"] == .bool(true),
                by: call.caller.account)
        }
        return .plain(outcome.json)
    }

    func undoImport(_ call: APICall) throws -> APIAnswer {
        _ = try requireFeeds(call)
        let batch = Int32(clamping: call.body?["batch"]?.int ?? 0)
        try taking { try imports.undo(batch, by: call.caller.account) }
        return .plain(.object([JSON.Member("batch", .number(String(batch)))]))
    }
}

extension ImportFeed {
    fileprivate var json: JSON {
        .object([
            JSON.Member("name", .string(name)), JSON.Member("issuer", .string(issuer)),
            JSON.Member(
                "tables",
                .object(
                    tables.map { table in
                        JSON.Member(
                            table.file, .array(table.columns.map { .string($0.name + ($0.isRequired ? "*" : "")) }))
                    })),
        ])
    }
}

extension ImportBatch {
    fileprivate var json: JSON {
        .object([
            JSON.Member("id", .number(String(id))), JSON.Member("name", .string(name)),
            JSON.Member("feed", .string(feed)), JSON.Member("date", .string(date.description)),
            JSON.Member("rows", .count(rows)), JSON.Member("canBeUndone", .bool(canBeUndone)),
        ])
    }
}

extension ImportOutcome {
    fileprivate var json: JSON {
        .object([
            JSON.Member("batch", .string(batch)),
            JSON.Member("counts", .object(counts.map { JSON.Member($0.word, .count($0.count)) })),
            JSON.Member(
                "defects",
                .array(
                    defects.map {
                        .object([
                            JSON.Member("row", .count($0.row)), JSON.Member("reason", .string($0.reason)),
                            JSON.Member("place", .string($0.place)),
                        ])
                    })),
            JSON.Member("refused", .bool(isRefused)),
        ])
    }
}
