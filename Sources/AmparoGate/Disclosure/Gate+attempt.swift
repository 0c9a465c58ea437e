internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Whose records are asked for, and of when.
struct Question: Sendable {
    /// Children, or one sponsor, by the record's numbers.
    var records: [Int64]
    var subject = SubjectKind.child
    var asOf: Day?
    var asKnown: Int64?
    /// Whether what rows said before they were changed is told too, and when the record learned of each.
    var withHistory = false
    /// Fields of which the answer says something beside the rows: documents that stand for them.
    var told: Set<String> = []

    /// What the header of a receipt names: the child, or the sponsor as the anchor.
    func header(_ record: Int64) -> (child: Int64, anchor: Int64) { subject == .child ? (record, 0) : (0, record) }
}

/// What a request gave: what may leave, and every receipt, those of denials too, in the order of the children.
struct Answer: Sendable {
    var disclosed: [Disclosed<ChildRecord>]
    var receipts: [Int64]
    /// Why the account layer refused, when it did.
    var refusal: GateError.Code?
}

/// The whole request is refused before any record is looked at, or because something failed.
struct RefusedRequest: Error {
    var code: GateError.Code
    var at: Instant
    var position: Int64 = 0
    var standing: AccountStanding?
    /// What oversight is told besides.
    var alarm: ReceiptDraft?
}

extension Gate {
    /// How often a request is decided again because governance changed under it.
    private static let attempts = 8

    /// Decides, writes the receipts, discloses. Whatever goes wrong on the way is a denial with a receipt.
    func attempt(_ request: GateRequest, _ question: Question) throws(GateError) -> Answer {
        try attempting(request, question) {
            let found = try find(request, question)
            return try answer(request, question, found.asker, found.prepared)
        }
    }

    /// Does what discloses, again while governance changes under it. Whatever goes wrong is a denial with a receipt.
    func attempting<Result>(
        _ request: GateRequest, _ question: Question, _ body: () throws -> Result
    ) throws(GateError) -> Result {
        for _ in 0..<Self.attempts {
            do {
                return try body()
            } catch is GroupCommit.Stale {
                continue
            } catch let refused as RefusedRequest {
                throw deny(request, question, refused)
            } catch let error as UnwrittenReceipt {
                throw GateError(.receiptNotWritten, detail: error.code)
            } catch {
                throw deny(request, question, RefusedRequest(code: .fault, at: now()))
            }
        }
        throw deny(request, question, RefusedRequest(code: .unsettled, at: now()))
    }

    /// Who asks, and every record decided about. Throws `RefusedRequest`, `Stale`.
    func find(_ request: GateRequest, _ question: Question) throws -> (asker: Asker, prepared: [Prepared]) {
        let past = try gatherPast(question)
        // Found out once for the account; then everything is decided on one state of the store.
        if let found = try decide(request, question, past) { return found }
        let asker = try journal.database.read { try self.asker(request, on: $0) }
        do {
            guard try recipient(asker.standing.number, version: asker.version) != nil else {
                throw RefusedRequest(code: .accountUnknown, at: asker.at, standing: asker.standing)
            }
        } catch let error where !(error is RefusedRequest) {
            throw RefusedRequest(code: .fault, at: asker.at, standing: asker.standing)
        }
        // Governance may have changed in between: then the account is found out once more.
        guard let found = try decide(request, question, past) else { throw GroupCommit.Stale() }
        return found
    }

    /// Finds out who asks and decides, in one read; nil when the name of the recipient is not at hand.
    private func decide(
        _ request: GateRequest, _ question: Question, _ past: [Int64: PastRecord]
    ) throws -> (asker: Asker, prepared: [Prepared])? {
        try journal.database.read { connection in
            if question.subject == .child, question.asKnown == nil, let child = question.records.first {
                try RecordMark.foretell(on: connection)
                try LogOutage.foretell(on: connection)
                try record.foretell(child, on: connection)
            }
            var asker = try self.asker(request, on: connection)
            asker.recipient = knownRecipient(asker.standing.number, version: asker.version)
            guard asker.recipient != nil else { return nil }
            let known = asker
            return try settling(asker) {
                (
                    known,
                    try question.records.map { record in
                        try prepare(record, request, question, known, past: past[record], on: connection)
                    }
                )
            }
        }
    }

    /// What fails after it is known who asks is a denial to that account.
    func settling<Result>(_ asker: Asker, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error where !(error is GroupCommit.Stale || error is UnwrittenReceipt || error is RefusedRequest) {
            throw RefusedRequest(code: .fault, at: asker.at, standing: asker.standing)
        }
    }

    /// Opens and redacts, writes the receipts, discloses.
    private func answer(
        _ request: GateRequest, _ question: Question, _ asker: Asker, _ prepared: [Prepared]
    ) throws -> Answer {
        var undisclosed: [Undisclosed<ChildRecord>?] = []
        var drafts: [ReceiptDraft] = []
        var refusal: GateError.Code?
        for part in prepared {
            var part = part
            let assembled = try settling(asker) {
                try part.shown.isAny ? assemble(part, for: asker.standing.requester) : nil
            }
            part.note(assembled?.record)
            let shown = part.shown
            undisclosed.append(
                shown.isAny
                    ? assembled.map {
                        Undisclosed(
                            $0.record, decided: shown.decided, permitted: part.redaction.permitted.decided)
                    } : nil)
            refusal = refusal ?? part.refusal
            drafts.append(draft(part, sponsors: assembled?.sponsors ?? [], request, asker))
        }
        let records = zip(question.records, undisclosed).filter { $1 != nil }.map(\.0)
        // A message that the program itself sends shows no record: nobody has asked for it, and its receiver must not wait until
        // others of it have been read.
        if !records.isEmpty, request.operation != .notify {
            try settling(asker) {
                try journal.database.read {
                    try requireRoom(
                        for: Set(records.map { question.subject == .child ? $0 : -$0 }), asker,
                        position: prepared.first?.position ?? 0, on: $0)
                }
            }
        }
        let durable: DurableReceipts
        do {
            durable = try receipts.write(drafts, version: asker.version)
        } catch let error as GroupCommit.Stale {
            throw error
        } catch {
            throw UnwrittenReceipt(error)
        }
        return Answer(
            disclosed: Undisclosed.disclose(undisclosed, with: durable), receipts: durable.numbers,
            refusal: undisclosed.contains { $0 != nil } ? nil : refusal)
    }

    /// Writes the receipt of a request that was refused as a whole, and answers what to throw.
    private func deny(_ request: GateRequest, _ question: Question, _ refused: RefusedRequest) -> GateError {
        guard refused.code != .clockRanAhead else { return GateError(.clockRanAhead) }
        let requester = refused.standing?.requester
        let sealing = refused.standing.flatMap { try? self.recipient($0.number, version: nil) }
        let receipt = Receipt(
            request: request.recordedID, position: refused.position, version: 0,
            asOf: question.asOf ?? WashingtonTime.day(of: refused.at), asKnown: question.asKnown ?? refused.position,
            agency: requester?.agency.code ?? "", homeAgency: requester?.homeAgency.code ?? "",
            role: requester?.role ?? "", office: requester?.office ?? "",
            purpose: requester == nil ? "" : request.recordedPurpose, operation: request.operation.rawValue,
            subject: question.subject.rawValue, ruleBook: "", refusal: refused.code.rawValue, groups: [])
        let header = question.records.count == 1 ? question.header(question.records[0]) : (0, 0)
        let draft = ReceiptDraft(
            kind: .disclosed, child: header.0, anchor: header.1,
            actor: refused.standing?.number ?? 0, occurred: .at(refused.at), payload: receipt.bytes,
            sealed: sealing?.text.exposed ?? [], key: sealing?.key)
        do {
            return GateError(
                refused.code,
                receipt: try receipts.write([draft] + (refused.alarm.map { [$0] } ?? []), version: nil).numbers.first)
        } catch {
            return GateError(.receiptNotWritten, detail: UnwrittenReceipt(error).code)
        }
    }
}

/// A receipt could not be written; nothing leaves.
struct UnwrittenReceipt: Error {
    let code: String

    init(_ error: any Error) { code = (error as? StoreError)?.code.rawValue ?? "" }
}

extension GateRequest {
    /// The purpose as it may stand in a receipt: a code, not whatever somebody typed.
    var recordedPurpose: String {
        let isCode = purpose.utf8.count <= 64 && purpose.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }
        return isCode ? purpose : ""
    }
}
