internal import AmparoCourt
public import AmparoModel

/// Builds a `CaseFile` from the dossier of a court case: the rows valid on a day, and every signal ever seen.
public struct CaseDecoder {
    private let grades = FindingRules.version1.grades

    /// A decoder; it holds the rules of what is a signal and nothing of a case.
    public init() {}

    /// Adds the rows of a dossier to a file. Rows of other kinds than the court's are not looked at.
    public func decode(_ rows: EffectiveRows, into file: inout CaseFile) {
        for row in rows.rows { add(row, to: &file) }
        grades.noteAll(in: &file)
        // A row that was mentioned once is its only version: that is nearly every row.
        if rows.facts.count != rows.rows.count { noteOtherVersions(rows, in: &file) }
    }

    /// The signals of every version of every row, whatever the day in the world.
    private func noteOtherVersions(_ rows: EffectiveRows, in file: inout CaseFile) {
        var version = CaseFile(id: file.id)
        for fact in rows.facts where fact.action == .version {
            version.removeAll(next: file.id)
            add(EffectiveRow(fact: fact, missingSince: 0, firstSeq: fact.seq, isDated: true), to: &version)
            grades.noteAll(in: &version)
            file.signals.formUnion(version.signals)
        }
    }

    /// The court's number of the case whose dossier it is.
    public func caseNumber(of rows: EffectiveRows) -> Int64? {
        if let row = rows.rows.first(where: { $0.fact.kind == .courtCase }) {
            return Int64(bitPattern: row.fact.rowKey)
        }
        guard let row = rows.rows.first else { return nil }
        let table = row.fact.kind.table
        let id = table.id(table.subjectColumn)
        var reader = PayloadReader(row.fact.payload)
        while let field = reader.next() {
            if field.id == id { return field.number }
        }
        return nil
    }

    private func source(_ row: EffectiveRow) -> RowSource {
        RowSource(
            snapshot: SnapshotID(rawValue: row.fact.snapshot), line: Int32(truncatingIfNeeded: row.fact.line),
            missingSince: row.missingSince == 0 ? nil : SnapshotID(rawValue: row.missingSince))
    }

    private func add(_ row: EffectiveRow, to file: inout CaseFile) {
        let key = Int64(bitPattern: row.fact.rowKey)
        var reader = PayloadReader(row.fact.payload)
        switch row.fact.kind {
        case .courtCase:
            var value = CourtCase(id: file.id, source: source(row))
            while let field = reader.next() {
                switch field.id {
                case CourtColumn.Case.siteType: value.siteType = CourtCode(utf8: field.bytes)
                case CourtColumn.Case.caseType: value.caseType = CourtCode(utf8: field.bytes)
                case CourtColumn.Case.asylumType: value.asylumType = CourtCode(utf8: field.bytes)
                case CourtColumn.Case.birthMonth: value.birthMonth = birthMonth(field)
                case CourtColumn.Case.priority: value.priority = CourtCode(utf8: field.bytes)
                default: break
                }
            }
            file.courtCase = value
        case .proceeding:
            var value = Proceeding(id: key, caseID: file.id, source: source(row))
            while let field = reader.next() {
                switch field.id {
                case CourtColumn.Proceeding.issued: value.issuedOn = field.stampDay
                case CourtColumn.Proceeding.entered: value.enteredOn = field.stampDay
                case CourtColumn.Proceeding.court: value.court = CourtCode(utf8: field.bytes)
                case CourtColumn.Proceeding.location: value.location = CourtCode(utf8: field.bytes)
                case CourtColumn.Proceeding.decision: value.decision = CourtCode(utf8: field.bytes)
                case CourtColumn.Proceeding.otherCompletion: value.otherCompletion = CourtCode(utf8: field.bytes)
                case CourtColumn.Proceeding.completed: value.completedOn = field.stampDay
                case CourtColumn.Proceeding.absentia: value.absentia = CourtCode(utf8: field.bytes)
                case CourtColumn.Proceeding.caseType: value.caseType = CourtCode(utf8: field.bytes)
                default: break
                }
            }
            file.proceedings.append(value)
        case .schedule:
            var value = ScheduledHearing(
                id: key, proceedingID: nil, caseID: file.id, calendarType: .none, heldOn: nil, source: source(row))
            while let field = reader.next() {
                switch field.id {
                case CourtColumn.Schedule.proceeding: value.proceedingID = field.form == 0 ? field.number : nil
                case CourtColumn.Schedule.recordType: value.recordType = CourtCode(utf8: field.bytes)
                case CourtColumn.Schedule.location: value.location = CourtCode(utf8: field.bytes)
                case CourtColumn.Schedule.court: value.court = CourtCode(utf8: field.bytes)
                case CourtColumn.Schedule.calendarType: value.calendarType = CourtCode(utf8: field.bytes)
                case CourtColumn.Schedule.day: value.heldOn = field.stampDay
                case CourtColumn.Schedule.start: value.startsAt = HearingTime(utf8: field.bytes)
                case CourtColumn.Schedule.adjournment: value.adjournment = CourtCode(utf8: field.bytes)
                case CourtColumn.Schedule.medium: value.medium = CourtCode(utf8: field.bytes)
                case CourtColumn.Schedule.scheduleType: value.scheduleType = CourtCode(utf8: field.bytes)
                default: break
                }
            }
            file.schedule.append(value)
        case .motion:
            var value = Motion(id: key, caseID: file.id, proceedingID: nil, motionClass: .none, source: source(row))
            while let field = reader.next() {
                switch field.id {
                case CourtColumn.Motion.proceeding: value.proceedingID = field.form == 0 ? field.number : nil
                case CourtColumn.Motion.motionClass: value.motionClass = CourtCode(utf8: field.bytes)
                case CourtColumn.Motion.decision: value.decision = CourtCode(utf8: field.bytes)
                case CourtColumn.Motion.decided: value.decidedOn = field.stampDay
                case CourtColumn.Motion.received: value.receivedOn = field.stampDay
                default: break
                }
            }
            file.motions.append(value)
        case .representation:
            var value = Representation(id: key, caseID: file.id, level: .none, side: .none, source: source(row))
            while let field = reader.next() {
                switch field.id {
                case CourtColumn.Representation.level: value.level = CourtCode(utf8: field.bytes)
                case CourtColumn.Representation.side: value.side = CourtCode(utf8: field.bytes)
                case CourtColumn.Representation.entered: value.enteredOn = field.stampDay
                default: break
                }
            }
            file.representations.append(value)
        case .juvenileHistory:
            var value = JuvenileRow(id: key, caseID: file.id, code: 0, source: source(row))
            while let field = reader.next() {
                switch field.id {
                case CourtColumn.Juvenile.proceeding: value.proceedingID = field.form == 0 ? field.number : nil
                case CourtColumn.Juvenile.code: value.code = Int16(truncatingIfNeeded: field.number)
                case CourtColumn.Juvenile.created: value.createdOn = field.stampDay
                default: break
                }
            }
            file.juvenileRows.append(value)
        case .leadRider:
            var value = RiderRow(id: key, leadCaseID: 0, riderCaseID: file.id, isActive: false, source: source(row))
            while let field = reader.next() {
                switch field.id {
                case CourtColumn.Rider.lead: value.leadCaseID = field.number
                case CourtColumn.Rider.active: value.isActive = CourtCode(utf8: field.bytes) == "1"
                default: break
                }
            }
            file.riderRows.append(value)
        case .caseIdentifier:
            var value = CaseIdentifierRow(id: key, caseID: file.id, code: .none, source: source(row))
            while let field = reader.next() {
                if field.id == CourtColumn.Identifier.code { value.code = CourtCode(utf8: field.bytes) }
            }
            file.identifiers.append(value)
        case .casePriority:
            var value = CasePriorityRow(id: key, caseID: file.id, code: .none, source: source(row))
            while let field = reader.next() {
                if field.id == CourtColumn.Priority.code { value.code = CourtCode(utf8: field.bytes) }
            }
            file.priorities.append(value)
        case .mailing: file.mailings.append(mailing(row, caseID: file.id))
        case .hearingEvent: if let event = event(row, caseID: file.id) { file.events.append(event) }
        default: break
        }
    }

    private func birthMonth(_ field: PayloadField) -> BirthMonth? {
        guard field.form == 0 else { return nil }
        let months = Int(truncatingIfNeeded: field.number)
        return BirthMonth(year: months / 12, month: months % 12 + 1)
    }

    private func mailing(_ row: EffectiveRow, caseID: Int64) -> Mailing {
        var value = Mailing(caseID: caseID, hearingDate: Day(number: 0), source: source(row))
        var reader = PayloadReader(row.fact.payload)
        while let field = reader.next() {
            switch field.id {
            case CourtColumn.Mail.hearing: value.hearingDate = field.day ?? value.hearingDate
            case CourtColumn.Mail.mailed: value.mailedOn = field.day
            case CourtColumn.Mail.addressee:
                value.addressee = field.term.flatMap(Mailing.Addressee.init(rawValue:)) ?? .respondent
            case CourtColumn.Mail.returned: value.returnedOn = field.day
            case CourtColumn.Mail.language: value.oralLanguage = CourtCode(utf8: field.bytes)
            case DerivedField.addressKey: value.address = AddressKey(rawValue: field.number)
            default: break
            }
        }
        return value
    }

    /// A live event; nil for one whose hearing, kind or instant cannot be read.
    private func event(_ row: EffectiveRow, caseID: Int64) -> HearingEvent? {
        var reader = PayloadReader(row.fact.payload)
        var value = HearingEvent(
            kind: .scheduled, scheduleID: 0, caseID: caseID, reportedAt: Instant(microseconds: 0),
            source: source(row))
        var isWhole = (kind: false, hearing: false, instant: false)
        while let field = reader.next() {
            switch field.id {
            case CourtColumn.Event.kind:
                guard let kind = field.term.flatMap(HearingEvent.Kind.init(rawValue:)) else { return nil }
                value.kind = kind
                isWhole.kind = true
            case CourtColumn.Event.schedule:
                value.scheduleID = field.number
                isWhole.hearing = field.form == 0
            case CourtColumn.Event.reported:
                guard let instant = field.instant else { return nil }
                value.reportedAt = instant
                isWhole.instant = true
            case CourtColumn.Event.proceeding: value.proceedingID = field.form == 0 ? field.number : nil
            case CourtColumn.Event.day: value.heldOn = field.day
            case CourtColumn.Event.start: value.startsAt = HearingTime(utf8: field.bytes)
            case CourtColumn.Event.court: value.court = CourtCode(utf8: field.bytes)
            case CourtColumn.Event.location: value.location = CourtCode(utf8: field.bytes)
            case CourtColumn.Event.calendarType: value.calendarType = CourtCode(utf8: field.bytes)
            case CourtColumn.Event.scheduleType: value.scheduleType = CourtCode(utf8: field.bytes)
            case CourtColumn.Event.adjournment: value.adjournment = CourtCode(utf8: field.bytes)
            case CourtColumn.Event.medium: value.medium = CourtCode(utf8: field.bytes)
            default: break
            }
        }
        return isWhole == (true, true, true) ? value : nil
    }
}
