public import AmparoModel

/// What each row of a release says about whose case it is: nil where it says nothing, so that a reader can pass it by.
extension GradeRules {
    /// A juvenile row: codes 1, 2, 3, 4 and 6. Code 5 and an empty code say nothing.
    public func signal(of row: JuvenileRow) -> CaseSignal? {
        guard (1...4).contains(row.code) || row.code == 6 else { return nil }
        return CaseSignal(
            kind: .juvenileCode, number: Int64(row.code), day: row.createdOn, table: .juvenileHistory, rowKey: row.id,
            snapshot: row.source.snapshot)
    }

    /// An active rider row, for the case that rides; it says nothing of the lead case.
    public func signal(of row: RiderRow, for caseID: Int64) -> CaseSignal? {
        guard row.isActive, row.riderCaseID == caseID else { return nil }
        return CaseSignal(
            kind: .activeRider, number: row.leadCaseID, table: .leadRider, rowKey: row.id,
            snapshot: row.source.snapshot)
    }

    /// A case identifier: J, J1, J2, UJ and FA.
    public func signal(of row: CaseIdentifierRow) -> CaseSignal? {
        let code = row.code
        guard code == "J" || code == "J1" || code == "J2" || code == "UJ" || code == "FA" else { return nil }
        return CaseSignal(
            kind: .identifier, code: code, table: .caseIdentifier, rowKey: row.id, snapshot: row.source.snapshot)
    }

    /// A priority of the history: UC.
    public func signal(of row: CasePriorityRow) -> CaseSignal? {
        guard row.code == "UC" else { return nil }
        return CaseSignal(
            kind: .priority, code: row.code, table: .casePriorityHistory, rowKey: row.id,
            snapshot: row.source.snapshot)
    }

    /// A hearing at a listed location, on its day. A schedule row that is no hearing says nothing.
    public func signal(of row: ScheduledHearing) -> CaseSignal? {
        guard locations.contains(row.location), HearingRules.isHearing(row) else { return nil }
        return CaseSignal(
            kind: .hearingLocation, code: row.location, day: row.heldOn, table: .schedule, rowKey: row.id,
            snapshot: row.source.snapshot)
    }

    /// Adds what a case's row says: priority UC, asylum type J, the birth month.
    public func note(_ row: CourtCase, in signals: inout CaseSignals) {
        func insert(_ kind: CaseSignal.Kind, code: CourtCode = .none, day: Day? = nil) {
            signals.insert(
                CaseSignal(
                    kind: kind, code: code, day: day, table: .cases, rowKey: row.id, snapshot: row.source.snapshot))
        }
        if row.priority == "UC" { insert(.priority, code: row.priority) }
        if row.asylumType == "J" { insert(.asylumType, code: row.asylumType) }
        if let month = row.birthMonth { insert(.birthMonth, day: month.firstDay) }
    }

    /// Adds what a proceeding's row says: a listed location on the day it was entered, and the day the charging document was
    /// issued.
    public func note(_ row: Proceeding, in signals: inout CaseSignals) {
        func insert(_ kind: CaseSignal.Kind, code: CourtCode, day: Day?) {
            signals.insert(
                CaseSignal(
                    kind: kind, code: code, day: day, table: .proceedings, rowKey: row.id,
                    snapshot: row.source.snapshot))
        }
        if locations.contains(row.location) { insert(.proceedingLocation, code: row.location, day: row.enteredOn) }
        if let issuedOn = row.issuedOn { insert(.issued, code: .none, day: issuedOn) }
    }

    /// Adds what every row of a case file says, so that a file of one version can be graded. Signals of earlier versions stay.
    public func noteAll(in file: inout CaseFile) {
        if let row = file.courtCase { note(row, in: &file.signals) }
        for row in file.proceedings { note(row, in: &file.signals) }
        for row in file.schedule { if let signal = signal(of: row) { file.signals.insert(signal) } }
        for row in file.juvenileRows { if let signal = signal(of: row) { file.signals.insert(signal) } }
        for row in file.riderRows { if let signal = signal(of: row, for: file.id) { file.signals.insert(signal) } }
        for row in file.identifiers { if let signal = signal(of: row) { file.signals.insert(signal) } }
        for row in file.priorities { if let signal = signal(of: row) { file.signals.insert(signal) } }
    }
}
