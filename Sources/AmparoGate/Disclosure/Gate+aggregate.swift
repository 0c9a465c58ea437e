internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

extension Gate {
    /// Writes down that counts were shown to an account: query and size (ARCHITECTURE law 4). Whether it may have them, the
    /// rules say of the field that the request names (`statistics.figure`); no child is concerned.
    ///
    /// - Parameters:
    ///   - query: what was asked, in words that say it again and name nobody.
    ///   - size: how many numbers the answer holds.
    ///   - ofOwnRecords: whether the question goes over all records that the fields' holder keeps, so that it is to be decided
    ///     for somebody of the holder's house as if each of them were asked for.
    /// - Returns: the number of the entry, which is durable.
    /// - Throws: `GateError` when the account may not have it, or the entry could not be written; then nothing is shown.
    public func aggregate(
        _ request: GateRequest, query: String, size: Int, ofOwnRecords: Bool = false
    ) throws(GateError) -> Int64 {
        try settled(request, query) { () throws in
            try aggregateOnce(request, query: query, size: size, ofOwnRecords)
        }
    }

    /// Whether an account may be shown counts, asked before anything is counted: nothing is written of a yes, because nothing is
    /// shown yet (`aggregate` decides again); a no leaves its receipt.
    ///
    /// - Throws: as `aggregate`.
    public func permitAggregate(_ request: GateRequest, query: String) throws(GateError) {
        _ = try settled(request, query) { () throws in _ = try permit(request, false) }
    }

    private func settled<Result>(
        _ request: GateRequest, _ query: String, _ body: () throws -> Result
    ) throws(GateError) -> Result {
        for _ in 0..<8 {
            do {
                return try body()
            } catch is GroupCommit.Stale {
                continue
            } catch let error as GateError {
                throw error
            } catch let refused as RefusedRequest {
                throw refuse(request, query, refused)
            } catch {
                throw refuse(request, query, RefusedRequest(code: .fault, at: now()))
            }
        }
        throw refuse(request, query, RefusedRequest(code: .unsettled, at: now()))
    }

    /// Who asks, where the journal stood, and by which rule they may have it. Throws `RefusedRequest`.
    private func permit(
        _ request: GateRequest, _ ofOwnRecords: Bool
    ) throws -> (asker: Asker, position: Int64, rule: String) {
        let (asker, position) = try journal.database.read { connection in
            (try self.asker(request, on: connection), try Self.lastEntry(on: connection).seq)
        }
        let fields: [FieldNumber] =
            if case .named(let names) = request.fields {
                names.map { plan.catalogue[$0]?.number ?? .unknown }
            } else { [] }
        var facts = SubjectFacts()
        if ofOwnRecords {
            let agency = asker.standing.requester.agency
            let holds = fields.allSatisfy { number in
                plan.catalogue[number].map { agency.isPart(of: $0.holder) } ?? false
            }
            facts.holdsRecord = holds ? .yes : .no
        }
        let decision = asker.book.decide(
            DecisionRequest(
                id: request.recordedID, at: asker.at, position: position, requester: asker.standing.requester,
                purpose: request.purpose, operation: .aggregate, subject: .child, facts: facts, fields: fields,
                lacksQuorum: asker.lacksQuorum))
        guard !fields.isEmpty, decision.fields.allSatisfy({ $0.outcome.measure > 0 }) else {
            throw RefusedRequest(
                code: decision.refusal ?? .nothingPermitted, at: asker.at, position: position,
                standing: asker.standing)
        }
        return (asker, position, decision.fields.first.map(\.rule.code) ?? "")
    }

    private func aggregateOnce(
        _ request: GateRequest, query: String, size: Int, _ ofOwnRecords: Bool
    ) throws -> Int64 {
        let (asker, position, rule) = try permit(request, ofOwnRecords)
        let drafts = [draft(request, query, size: size, refusal: "", rule: rule, asker.standing, asker.at, position)]
        do {
            return try receipts.write(drafts, version: asker.version).numbers[0]
        } catch let error as GroupCommit.Stale {
            throw error
        } catch {
            throw GateError(.receiptNotWritten, detail: UnwrittenReceipt(error).code)
        }
    }

    private func refuse(_ request: GateRequest, _ query: String, _ refused: RefusedRequest) -> GateError {
        guard refused.code != .clockRanAhead else { return GateError(.clockRanAhead) }
        let draft = draft(
            request, query, size: 0, refusal: refused.code.rawValue, rule: "", refused.standing, refused.at,
            refused.position)
        do {
            return GateError(refused.code, receipt: try receipts.write([draft], version: nil).numbers.first)
        } catch {
            return GateError(.receiptNotWritten, detail: UnwrittenReceipt(error).code)
        }
    }

    private func draft(
        _ request: GateRequest, _ query: String, size: Int, refusal: String, rule: String, _ standing: AccountStanding?,
        _ at: Instant, _ position: Int64
    ) -> ReceiptDraft {
        let receipt = AggregateReceipt(
            request: request.recordedID, position: position, agency: standing?.requester.agency.code ?? "",
            role: standing?.requester.role ?? "", purpose: request.recordedPurpose, query: query, size: Int64(size),
            refusal: refusal, rule: rule)
        return ReceiptDraft(
            kind: .aggregateDisclosed, actor: standing?.number ?? 0, occurred: .at(at), payload: receipt.bytes)
    }
}
