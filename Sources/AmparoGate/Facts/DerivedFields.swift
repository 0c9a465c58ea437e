internal import AmparoCourt
internal import AmparoLinkage
internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// What the record works out of a child, as rows under the same mask as what the feeds say. None of it needs a person's key.
struct DerivedFields {
    /// The names of all fields that are worked out here.
    static let names = [
        "address.residence.noticeRisk", "address.residence.register", "address.residence.registerGroup",
        "address.residence.registerSince", "address.residence.registerSource", "address.service.register",
        "address.service.registerGroup", "address.service.registerSince", "address.service.registerSource",
        "address.service.venueMove", "court.ageAtHearing", "court.case", "court.caseGrade",
        "court.failureToAppear", "court.finding", "court.findingDisputed", "court.findingProvisional",
        "court.findingRule", "court.findingStatus", "court.hearingDate", "court.hearingTime",
        "court.nextHearingDate", "court.representedThatDay", "court.scheduleIdnproceeding",
        "court.scheduleIdnschedule", "existence.courtCase", "existence.record",
        "general.recordId", "general.stage", "identity.age", "identity.ageBand", "incident.unauthorizedAbsence",
        "notice.findingNotice", "notice.mailingProof", "notice.noticeDefect", "notice.oralAdvisal",
        "notice.returnedMail", "sponsor.network.otherChildren", "sponsor.network.relatedSponsors",
        "sponsor.network.sharedAddress",
    ]

    let catalogue: FieldCatalogue
    let mask: FieldMask
    let findings: FindingMask?
    let knowledge: Knowledge
    /// What has only the forms `yes-no` and `count`, gathered for the tally.
    private(set) var tallied: [(number: FieldNumber, form: Transform, isThere: Bool)] = []

    init(catalogue: FieldCatalogue, mask: FieldMask, findings: FindingMask?, knowledge: Knowledge) {
        self.catalogue = catalogue
        self.mask = mask
        self.findings = findings
        self.knowledge = knowledge
    }

    /// The rows: one of the child, one of each finding.
    mutating func rows(
        _ child: GatheredChild, _ facts: RecordFacts, _ reader: ChildReader, birth: BirthRange?
    ) -> [RecordRow] {
        var rows: [RecordRow] = []
        let asOf = knowledge.moment.asOf
        add("record", number: 0, line: 0, snapshot: 0, missing: 0, under: mask, to: &rows) { fields in
            fields("existence.record", .flag(child.exists))
            fields("existence.courtCase", .flag(reader.caseCount > 0))
            fields("general.recordId", .number(child.child))
            fields("general.stage", facts.stage.map { .text($0.rawValue) })
            fields("identity.age", facts.age.flatMap { $0.count == 1 ? .number(Int64($0.lowerBound)) : nil })
            fields("identity.ageBand", birth.map { .text(RowReading.band($0, on: asOf)) })
            if case .inDays(let days) = facts.hearing {
                fields("court.nextHearingDate", .day(facts.day.adding(days: days)))
            }
            fields("incident.unauthorizedAbsence", facts.isAbsent ? .flag(true) : nil)
        }
        for index in 0..<reader.caseCount {
            let found = reader.cases[index].findings
            for finding in found.hearings { add(finding, to: &rows) }
        }
        addRegisters(AddressRegisters(child, asOf: asOf), to: &rows)
        addNetwork(child.network, to: &rows)
        return rows
    }

    /// The four registers of the child's address side by side (process-and-law B6). What ORR knows from welfare work alone is of
    /// another class than what the others were told; that two have the same address is told by their group.
    private mutating func addRegisters(_ registers: AddressRegisters, to rows: inout [RecordRow]) {
        for (number, entry) in registers.entries.enumerated() {
            let statement = entry.statement
            let fieldClass = statement.way.isWelfare ? "address.residence" : "address.service"
            add("registers", number: Int64(number + 1), line: 0, snapshot: 0, missing: 0, under: mask, to: &rows) {
                fields in
                fields("\(fieldClass).register", .text(entry.register.rawValue))
                fields("\(fieldClass).registerSource", .text(statement.way.rawValue))
                fields("\(fieldClass).registerSince", .day(statement.day))
                fields("\(fieldClass).registerGroup", entry.group > 0 ? .number(Int64(entry.group)) : nil)
                // Where the newest statement is a welfare worker's, the move is told to nobody who may not know that.
                let newest = registers.entries.map(\.statement).max { $0.day < $1.day }
                if entry.register == .court, newest?.way.isWelfare != true {
                    fields("address.service.venueMove", registers.movedToState.map { .text($0) })
                }
            }
        }
    }

    /// What recurs at the child's sponsors, in counts. The floor keeps the class from DHS.
    private mutating func addNetwork(_ network: NetworkCounts?, to rows: inout [RecordRow]) {
        guard let network, network.isAny else { return }
        add(Self.network, number: 0, line: 0, snapshot: 0, missing: 0, under: mask, to: &rows) { fields in
            fields("sponsor.network.sharedAddress", network.sharedAddress.map { .number($0) })
            fields("sponsor.network.otherChildren", network.otherChildren.map { .number($0) })
            fields("sponsor.network.relatedSponsors", network.relatedSponsors.map { .number($0) })
        }
    }

    /// The table of `addNetwork`'s row.
    static let network = "network"

    private mutating func add(_ finding: HearingFinding, to rows: inout [RecordRow]) {
        let missing = finding.sourceMissingSince?.rawValue ?? 0
        add(
            "findings", number: finding.scheduleID, line: Int64(finding.source.line),
            snapshot: finding.source.snapshot.rawValue, missing: missing,
            under: findings?.mask(of: finding) ?? mask, to: &rows
        ) { fields in
            fields("court.case", .number(finding.caseID))
            fields("court.scheduleIdnproceeding", finding.proceedingID.map { .number($0) })
            fields("court.scheduleIdnschedule", .number(finding.scheduleID))
            fields("court.hearingDate", .day(finding.hearing))
            fields("court.hearingTime", finding.time.isNone ? nil : .text(finding.time.description))
            fields("court.finding", .text(finding.kind.rawValue))
            fields("court.failureToAppear", .flag(finding.failureToAppear))
            fields("court.findingRule", .text(finding.rule.rawValue))
            fields("court.findingStatus", finding.status.map { .text($0.rawValue) })
            fields("court.findingProvisional", .flag(finding.provisional))
            fields("court.findingDisputed", .flag(!finding.disputedBy.isEmpty))
            fields("court.caseGrade", .text(finding.grade.rawValue))
            fields("court.ageAtHearing", .text(finding.age.band.rawValue))
            fields("court.representedThatDay", .flag(finding.represented))
            fields("notice.findingNotice", finding.notice.map { .text($0.rawValue) })
            fields("notice.mailingProof", finding.mailing.map { .day($0.mailedOn) })
            fields("notice.returnedMail", finding.mailing?.returnedOn.map { .day($0) })
            fields("notice.oralAdvisal", finding.oralLanguage.isNone ? nil : .text(finding.oralLanguage.description))
            for ground in finding.contested.names { fields("notice.noticeDefect", .text(ground)) }
            // Shown to ORR and counsel, never to DHS (MISSED-HEARING.md): its class sees to that.
            fields("address.residence.noticeRisk", .flag(finding.noticeRisk))
        }
    }

    /// Adds a row of the fields that `told` names and `mask` permits; none when it permits nothing.
    private mutating func add(
        _ table: String, number: Int64, line: Int64, snapshot: Int32, missing: Int32, under mask: FieldMask,
        to rows: inout [RecordRow], _ told: ((String, FieldValue?) -> Void) -> Void
    ) {
        var fields: [(number: FieldNumber, field: RecordField)] = []
        var tallied: [(number: FieldNumber, form: Transform, isThere: Bool)] = []
        told { name, value in
            guard let field = catalogue[name] else { return }
            switch mask[field.number] {
            case .none: break
            case .whole:
                if let value { fields.append((field.number, RecordField(field, value: value))) }
            case .form(.ageBand):
                // The band itself is a field; any other age has no such form.
                break
            case .form(let form): tallied.append((field.number, form, value != nil))
            }
        }
        self.tallied += tallied
        guard !fields.isEmpty else { return }
        rows.append(
            RecordRow(
                table: table, number: number,
                source: knowledge.source(file: "", snapshot: snapshot, line: line, missingSince: missing),
                fields: fields.sorted { $0.number < $1.number }.map(\.field)))
    }
}

extension Knowledge {
    /// Where a row was read, in words.
    func source(file: String, snapshot: Int32, line: Int64, missingSince: Int32) -> RecordRow.Source {
        let known = moment.snapshots[snapshot]
        return RecordRow.Source(
            feed: known?.feed.name ?? "", release: known?.name ?? "", file: file, line: line,
            missingSince: missingSince == 0 ? nil : moment.snapshots[missingSince]?.name)
    }
}
