internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// A record as it was at a past place of the journal.
struct PastRecord: Sendable {
    let knowledge: Knowledge
    let gathered: GatheredChild
}

/// One child's record, decided about and not yet opened.
struct Prepared {
    /// The child's number, or the sponsor's.
    let record: Int64
    let subject: SubjectKind
    /// The journal number at which the facts were evaluated.
    let position: Int64
    let purpose: String
    let operation: String
    let knowledge: Knowledge
    let gathered: GatheredChild
    /// The files and findings of what is shown.
    let reader: ChildReader
    let asKnown: Int64
    let assembly: RecordAssembly
    let disagreements: [StatedDisagreement]
    let sealed: SealedParts
    /// When entries were recorded, by number; empty when that is not told.
    let recorded: [Int64: Instant]
    /// Fields of which the answer says something beside the rows.
    let told: Set<String>
    let redaction: Redaction
    /// What of it is shown: of what was permitted, what had a value.
    var shown: Redaction.Shown
    /// Why everything was refused, where that has a reason of its own.
    var refusal: GateError.Code?
    let ruleBook: String

    /// Keeps of what was permitted what had a value: no other was shown. Of a number that is nobody's nothing is, so that it is
    /// answered like a record of which nothing may be shown; only whoever may know whether there is a record is told that
    /// there is none.
    mutating func note(_ record: ChildRecord?) {
        guard shown.isAny, let record else { return }
        let catalogue = redaction.columns.plan.catalogue
        var said = FieldSet()
        for row in record.rows { for field in row.fields { said.insert(field.number) } }
        for name in told { if let number = catalogue[name]?.number { said.insert(number) } }
        if !gathered.exists, catalogue["existence.record"].map({ said.contains($0.number) }) ?? false {
            refusal = .noSuchRecord
        }
        shown = redaction.shown(withValues: gathered.exists ? said : FieldSet())
    }
}

extension Gate {
    /// Records of the past that a question asks for; none when it asks for the present. Read apart: a past place of the
    /// journal never changes.
    func gatherPast(_ question: Question) throws -> [Int64: PastRecord] {
        guard let asKnown = question.asKnown, try asKnown < journal.lastSeq() else { return [:] }
        let day = question.asOf ?? WashingtonTime.day(of: now())
        let knowledge = Knowledge(
            try journal.database.read { try RecordMoment(asOf: day, seq: asKnown, on: $0) })
        var past: [Int64: PastRecord] = [:]
        for child in question.records where past[child] == nil {
            let gathered =
                try question.subject == .child
                ? record.gatherPast(child, at: knowledge, withHistory: question.withHistory)
                : journal.database.read { try record.gather(sponsor: child, at: knowledge, on: $0) }
            past[child] = PastRecord(knowledge: knowledge, gathered: gathered)
        }
        return past
    }

    /// Whether the rules of today would show these fields of a child again to the account of an old receipt, for its
    /// purpose, as a message. Decides only: nothing is read, shown or written.
    func wouldShow(
        _ fields: Set<String>, _ found: (receipt: Receipt, child: Int64, account: Int64, at: Instant)
    ) throws -> Bool {
        try journal.database.read { connection in
            let at = now()
            guard
                let standing = try sources.accounts.standing(ofNumber: found.account, at: at, on: connection),
                !standing.isLocked
            else { return false }
            let request = GateRequest(
                account: standing.requester.account, purpose: found.receipt.purpose, operation: .notify, id: "")
            let asker = try asker(standing, at: at, RecordMark(on: connection), on: connection)
            let knowledge = try record.present(asOf: WashingtonTime.day(of: at), asker.mark, on: connection)
            let subject = SubjectKind(rawValue: found.receipt.subject) ?? .child
            let child =
                try subject == .child
                ? record.gather(found.child, at: knowledge, on: connection)
                : record.gather(sponsor: found.receipt.sponsors.first ?? 0, at: knowledge, on: connection)
            let reader = child.evaluated(at: knowledge, secrets: record.secrets)
            let facts = try facts(
                of: child, reader, on: knowledge.moment.asOf, request, asker, on: connection)
            let decision = asker.book.decide(
                DecisionRequest(
                    id: "", at: at, position: asker.position, requester: standing.requester,
                    purpose: request.purpose, operation: .notify, subject: subject, facts: facts,
                    fields: fields.map { plan.catalogue[$0]?.number ?? .unknown }, lacksQuorum: asker.lacksQuorum))
            return !decision.fields.isEmpty && decision.fields.allSatisfy { $0.outcome.measure > 0 }
        }
    }

    /// Finds the facts about a child, decides, and reads the sealed parts that may be opened; opens nothing.
    func prepare(
        _ number: Int64, _ request: GateRequest, _ question: Question, _ asker: Asker, past: PastRecord?,
        on connection: any DatabaseConnection
    ) throws -> Prepared {
        let position = asker.position
        let day = WashingtonTime.day(of: asker.at)
        let present = try record.present(asOf: day, asker.mark, on: connection)
        func gather(_ knowledge: Knowledge) throws -> GatheredChild {
            try question.subject == .child
                ? record.gather(number, at: knowledge, withHistory: question.withHistory, on: connection)
                : record.gather(sponsor: number, at: knowledge, on: connection)
        }
        let current = try gather(present)
        let reader = current.evaluated(at: present, secrets: record.secrets)
        let facts = try facts(of: current, reader, on: day, request, asker, on: connection)
        let shown: (knowledge: Knowledge, gathered: GatheredChild, reader: ChildReader)
        if let past {
            shown = (
                past.knowledge, past.gathered, past.gathered.evaluated(at: past.knowledge, secrets: record.secrets)
            )
        } else if let asOf = question.asOf, asOf != day {
            let knowledge = try record.present(asOf: asOf, asker.mark, on: connection)
            let gathered = try gather(knowledge)
            shown = (knowledge, gathered, gathered.evaluated(at: knowledge, secrets: record.secrets))
        } else {
            shown = (present, current, reader)
        }
        let fields = fields(request.fields, of: shown.gathered)
        let asked = DecisionRequest(
            id: request.recordedID, at: asker.at, position: position, requester: asker.standing.requester,
            purpose: request.purpose, operation: request.operation, subject: question.subject, facts: facts,
            fields: fields, lacksQuorum: asker.lacksQuorum)
        let redaction = self.redaction(of: asker.book.decide(asked), by: asker.book)
        let assembly = RecordAssembly(
            redaction.columns, findings: findingMask(of: redaction, asked, reader, on: day, asker),
            knowledge: shown.knowledge)
        var sealed = SealedParts()
        try sealed.read(assembly.entriesToOpen(shown.gathered), on: connection)
        return Prepared(
            record: number, subject: question.subject, position: position, purpose: request.recordedPurpose,
            operation: request.operation.rawValue, knowledge: shown.knowledge, gathered: shown.gathered,
            reader: shown.reader,
            asKnown: past == nil ? position : min(question.asKnown ?? position, position), assembly: assembly,
            disagreements: try sources.facts.disagreements(about: number, at: asker.at, on: connection),
            sealed: sealed, recorded: try recorded(shown.gathered, question, on: connection), told: question.told,
            redaction: redaction,
            shown: redaction.permitted, refusal: redaction.refusal,
            ruleBook: asker.book.hash.hex)
    }

    /// What may leave of the findings of hearings that are not the failure to appear that is reported: what both this decision
    /// permits and the same one without the report. nil when that makes no difference.
    private func findingMask(
        of redaction: Redaction, _ asked: DecisionRequest, _ reader: ChildReader, on day: Day, _ asker: Asker
    ) -> FindingMask? {
        guard asked.facts.reports?.contains(RecordFacts.failureToAppear) == true else { return nil }
        var asked = asked
        asked.facts.reports?.remove(RecordFacts.failureToAppear)
        let decision = asker.book.decide(asked)
        guard decision.fields != redaction.fields else { return nil }
        return FindingMask(
            reported: RecordFacts(reader, on: day).failuresToAppear,
            others: redaction.columns.mask.lesser(FieldMask(decision, catalogue: plan.catalogue)))
    }

    /// The facts of a decision: what the record says, then what governance knows.
    func facts(
        of child: GatheredChild, _ reader: ChildReader, on day: Day, _ request: GateRequest, _ asker: Asker,
        on connection: any DatabaseConnection
    ) throws -> SubjectFacts {
        let requester = asker.standing.requester
        let known = RecordFacts(reader, gathered: child, on: day)
        var facts = SubjectFacts()
        known.add(to: &facts, requester: requester)
        if child.exists {
            let kinds = Set(child.rows.map(\.kind))
            let holds = kinds.contains { plan[$0]?.holder.map { requester.agency.isPart(of: $0) } ?? false }
            facts.holdsRecord = holds ? .yes : .no
            facts.reports = try known.reports(of: child, on: connection, keys: keys)
        }
        try sources.facts.addFacts(
            to: &facts, child: child.child, requester: asker.standing, purpose: request.purpose, at: asker.at,
            on: connection)
        return facts
    }

    /// When the entries of a record's rows were recorded, where the history is asked for.
    private func recorded(
        _ child: GatheredChild, _ question: Question, on connection: any DatabaseConnection
    ) throws -> [Int64: Instant] {
        guard question.withHistory else { return [:] }
        var recorded: [Int64: Instant] = [:]
        let entries = Set((child.rows + child.earlier).map(\.seq)).sorted()
        try connection.ask("SELECT recorded FROM entry WHERE seq = ?", count: entries.count) {
            $1.bind(entries[$0], at: 1)
        } each: { index, row in
            recorded[entries[index]] = Instant(microseconds: row.int64(0))
        }
        return recorded
    }

    /// The fields that are asked for; of everything, those that rows of the record's kinds can have and what is derived.
    private func fields(_ selection: GateRequest.Selection, of child: GatheredChild) -> [FieldNumber] {
        switch selection {
        case .named(let names): return named.numbers(of: names, plan.catalogue)
        case .everything:
            return plan.fields(ofKinds: Set(child.rows.map(\.kind)))
        }
    }

    /// Opens what may be opened and puts the record together; names the sponsors of whom it tells.
    func assemble(_ part: Prepared, for requester: Requester) throws -> (record: ChildRecord, sponsors: [Int64]) {
        let (rows, sponsors) = try part.assembly.rows(
            part.gathered, part.reader, opener: Opener(part.sealed, keys: keys), recorded: part.recorded)
        let record = ChildRecord(
            child: part.record, asOf: part.knowledge.moment.asOf, asKnown: part.asKnown, rows: rows,
            disagreements: try travelling(part.disagreements, with: rows, to: requester))
        return (record, sponsors.sorted())
    }

    /// The receipt of one child's record.
    func draft(
        _ part: Prepared, sponsors: [Int64], _ request: GateRequest, _ asker: Asker
    ) -> ReceiptDraft {
        let requester = asker.standing.requester
        let receipt = Receipt(
            request: request.recordedID, position: part.position, version: part.gathered.version,
            asOf: part.knowledge.moment.asOf, asKnown: part.asKnown, agency: requester.agency.code,
            homeAgency: requester.homeAgency.code, role: requester.role, office: requester.office ?? "",
            purpose: part.purpose, operation: part.operation, subject: part.subject.rawValue,
            ruleBook: part.ruleBook, sponsors: part.subject == .child ? sponsors : [part.record],
            refusal: part.refusal?.rawValue ?? "", groups: part.shown.decided.groups)
        let account = asker.standing.number
        let header = Question(records: [], subject: part.subject).header(part.record)
        return ReceiptDraft(
            kind: .disclosed, child: header.child, anchor: header.anchor, actor: account, occurred: .at(asker.at),
            payload: receipt.bytes(groups: part.shown.bytes),
            sealed: asker.recipient?.text.exposed ?? [], key: asker.recipient?.key,
            view: DisclosureView(receipt, account: account, child: header.child, anchor: header.anchor),
            sameSince: asker.at.microseconds - Sameness.span)
    }
}
