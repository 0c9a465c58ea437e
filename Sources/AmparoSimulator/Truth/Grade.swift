internal import AmparoModel

// MISSED-HEARING.md, "Which court cases are a child's". Every version of every row in any release is a signal.

extension ReadCase {
    /// The day the juvenile codes 5 and 6 were made, and with them the meaning of 1 and 2 changed.
    private static let juvenileCodesChanged = Day(number: 17_459)  // 2017-10-20

    /// `certain` or `likely`; nil for accompanied, juvenile and adult cases, which no figure counts.
    /// `isInCare`: the case has the A-number of a child in the care record.
    func grade(isInCare: Bool) -> CaseGrade? {
        if isInCare || hasCertainJuvenileCode { return .certain }
        if isAccompanied { return nil }
        return hasLikelySignal ? .likely : nil
    }

    /// Code 3 or 4; or 1 or 2 of a row made before 2017-10-20 (a row without that date is not before it).
    private var hasCertainJuvenileCode: Bool {
        juvenile.contains { history in
            history.readings.contains { reading in
                switch reading.row.idnJuvenile {
                case 3, 4: true
                case 1, 2: reading.row.datcreatedon.map { $0 < Self.juvenileCodesChanged } ?? false
                default: false
                }
            }
        }
    }

    private var isAccompanied: Bool {
        juvenile.contains { $0.readings.contains { $0.row.idnJuvenile == 6 } }
            || riders.contains { $0.readings.contains { $0.row.blnActive } }
            || identifiers.contains { $0.readings.contains { $0.row.caseID == "FA" } }
    }

    private var hasLikelySignal: Bool {
        if juvenile.contains(where: { $0.readings.contains { $0.row.idnJuvenile == 1 || $0.row.idnJuvenile == 2 } }) {
            return true
        }
        if row.readings.contains(where: { $0.row.casepriorityCode == "UC" }) { return true }
        if priorities.contains(where: { $0.readings.contains { $0.row.casePriorityCode == "UC" } }) { return true }
        let identifierSignals: Set<String> = ["J", "J1", "J2", "UJ"]
        if identifiers.contains(where: { $0.readings.contains { identifierSignals.contains($0.row.caseID) } }) {
            return true
        }
        return isSeenAtJuvenileLocation
    }

    /// A hearing on its ADJ_DATE, or a proceeding on its INPUT_DATE, at a location of the list, while not certainly 18.
    /// A proceeding without INPUT_DATE leaves the age open, which is not certainly 18.
    private var isSeenAtJuvenileLocation: Bool {
        let birth = birthMonth
        func isNotCertainlyAdult(on day: Day?) -> Bool {
            guard let birth, let day else { return true }
            return !birth.isCertainlyAdult(on: day)
        }
        for history in schedule {
            for (_, row) in history.readings
            where CourtCodes.juvenileLocations.contains(row.hearingLocCode) && row.isHearing
                && isNotCertainlyAdult(on: row.adjDate)
            {
                return true
            }
        }
        for history in proceedings {
            for (_, row) in history.readings
            where CourtCodes.juvenileLocations.contains(row.hearingLocCode) && isNotCertainlyAdult(on: row.inputDate) {
                return true
            }
        }
        return false
    }

    /// The court's month of birth as the latest release that has the row says it.
    var birthMonth: BirthMonth? { row.latest?.cBirthdate }
}
