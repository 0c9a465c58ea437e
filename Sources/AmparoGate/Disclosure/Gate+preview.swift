public import AmparoSharing
internal import AmparoModel
internal import AmparoStore

extension Gate {
    /// What somebody else would be shown of a child, at this moment and under the rules in force. It is a disclosure to the
    /// account that looks, with its receipt, and holds no field that this account may not see; to the other it discloses
    /// nothing, so there is no receipt of theirs.
    ///
    /// What hangs on who somebody is (counsel of record, a consent, an emergency) is unknown of one who is only supposed.
    /// What would be decided tells of the facts it hangs on: so only HHS, which holds the record, may ask this.
    ///
    /// - Parameters:
    ///   - other: whom to suppose; attested or not, as said.
    ///   - purpose: the code of the purpose they would declare.
    /// - Throws: `GateError` when the account may not see that there is a record, and whatever `disclose` throws.
    public func preview(
        _ request: GateRequest, as other: Requester, purpose: String, child: Int64
    ) throws(GateError) -> Disclosed<SharePreview> {
        let theirs: (rows: [RecordRow], groups: [Receipt.Group])
        let isHolder: Bool
        do {
            isHolder = try holdsRecords(request.account)
            theirs = isHolder ? try supposed(other, purpose: purpose, child: child) : ([], [])
        } catch {
            throw GateError(.fault)
        }
        // Whatever the record says: which fields have a value would tell of those that the one who looks may not see.
        let names = theirs.groups.filter(\.isShown).flatMap(\.fields)
        var own = request
        // Without anything to show, the account is still told why: it must be one that may know of the record. One that may
        // not ask is denied, with a receipt, what there is not.
        own.fields = .named(!isHolder ? [] : names.isEmpty ? ["existence.record"] : names.sorted())
        let seen: Disclosed<ChildRecord>
        do {
            seen = try disclose(own, child: child)
        } catch let error where error.code == .nothingPermitted && !names.isEmpty {
            own.fields = .named(["existence.record"])
            seen = try disclose(own, child: child)
        }
        let common = CommonView(seen)
        return seen.retold(
            SharePreview(
                child: child, rows: common.rows(theirs.rows), groups: theirs.groups,
                hidden: names.filter(common.isWithheld).sorted()))
    }

    /// Whether an account is of HHS, by agency and by home.
    private func holdsRecords(_ account: String) throws -> Bool {
        let requester = try journal.database.read {
            try sources.accounts.standing(ofAccount: account, at: now(), on: $0)?.requester
        }
        let house = Party(code: "hhs")
        return requester.map { $0.agency.isPart(of: house) && $0.homeAgency.isPart(of: house) } ?? false
    }

    /// What would be shown to somebody who asks now: their rows, and what is decided of every field.
    private func supposed(
        _ other: Requester, purpose: String, child: Int64
    ) throws -> (rows: [RecordRow], groups: [Receipt.Group]) {
        let request = GateRequest(
            account: other.account, purpose: purpose, operation: .view, id: "preview",
            fields: .named(plan.catalogue.fields.map(\.name)))
        let part = try journal.database.read { connection in
            let asker = try self.asker(
                AccountStanding(number: 0, requester: other), at: now(), RecordMark(on: connection), on: connection)
            return try prepare(child, request, Question(records: [child]), asker, past: nil, on: connection)
        }
        guard part.shown.isAny, part.gathered.exists else { return ([], part.redaction.permitted.decided.groups) }
        return (try assemble(part, for: other).record.rows, part.redaction.permitted.decided.groups)
    }
}

/// What two may see, of whom one looks at the page of the other.
private struct CommonView {
    private let outcomes: [String: String]
    private let rows: Set<Row>

    private struct Row: Hashable {
        var table: String
        var number: Int64
    }

    init(_ seen: Disclosed<ChildRecord>) {
        var outcomes: [String: String] = [:]
        for group in seen.groups {
            for field in group.fields { outcomes[field] = group.outcome }
        }
        self.outcomes = outcomes
        rows = Set(seen.value.rows.map { Row(table: $0.table, number: $0.number) })
    }

    /// Whether the one who looks may see a field, in a form that tells no more than their own.
    func mayBeSeen(_ field: String, as form: String?) -> Bool {
        switch outcomes[field] {
        case "disclose": true
        case let outcome?: form.map { outcome == "transform:\($0)" } ?? false
        case nil: false
        }
    }

    /// Whether the one who looks may not see a field, whatever it says.
    func isWithheld(_ field: String) -> Bool { ["withhold", "undetermined"].contains(outcomes[field] ?? "withhold") }

    /// Rows without what the one who looks may not see; a row that is not on their own page is not on this one.
    func rows(_ theirs: [RecordRow]) -> [RecordRow] {
        theirs.compactMap { row in
            let fields = row.fields.filter { mayBeSeen($0.name, as: $0.form) }
            let isKnown = row.table == "forms" || rows.contains(Row(table: row.table, number: row.number))
            guard !fields.isEmpty, isKnown else { return nil }
            return RecordRow(table: row.table, number: row.number, source: row.source, fields: fields)
        }
    }
}
