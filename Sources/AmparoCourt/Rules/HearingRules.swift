public import AmparoModel

/// Which schedule rows are hearings, and rules 1 to 4 and 6 to 9 of MISSED-HEARING.md version 1. Each rule is a function of its own.
enum HearingRules {
    /// 1950-01-01, the first day a hearing can have.
    static let firstDay = Day(number: -7305)
    /// 2035-12-31, the last day a hearing can have.
    static let lastDay = Day(number: 24_105)

    /// A hearing: `CAL_TYPE` M or I, `REC_TYPE` not B, a `SCHEDULE_TYPE` of the list or none, `ADJ_DATE` from 1950 to 2035.
    static func isHearing(_ row: ScheduledHearing) -> Bool {
        guard let day = row.heldOn, day >= firstDay, day <= lastDay else { return false }
        return CourtCodes.isHearingCalendar(row.calendarType) && !CourtCodes.isBond(row.recordType)
            && CourtCodes.isHearingSchedule(row.scheduleType)
    }

    /// Rule 1: `ADJ_RSN` 99, recorded in error.
    static func rule1(_ meaning: AdjournmentMeaning) -> Bool { meaning == .recordedInError }

    /// Rule 2, the hearing's own row: `ADJ_MEDIUM` H, or a code of the court's own acts; not held.
    static func rule2(_ meaning: AdjournmentMeaning, medium: CourtCode) -> Bool {
        CourtCodes.isNoHearing(medium) || meaning == .notHeld
    }

    /// Rule 2, the proceeding's row: no `ADJ_RSN`, and the proceeding moved away (C, T) on the hearing's day; not held.
    static func rule2(_ meaning: AdjournmentMeaning, proceeding: Proceeding, on day: Day) -> Bool {
        meaning == .none && CourtCodes.isMove(proceeding.otherCompletion) && proceeding.completedOn == day
    }

    /// Rule 3: `ADJ_RSN` 09, not produced.
    static func rule3(_ meaning: AdjournmentMeaning) -> Bool { meaning == .notProduced }

    /// Rule 4: `ADJ_RSN` 10, defective notice.
    static func rule4(_ meaning: AdjournmentMeaning) -> Bool { meaning == .defectiveNotice }

    /// Rule 6: `ADJ_RSN` 38, 39, 40 or 50, excused.
    static func rule6(_ meaning: AdjournmentMeaning) -> Bool { meaning == .excused }

    /// Rule 6: a motion to waive appearance (WV) of this proceeding, granted after its previous hearing and by this hearing's
    /// day. The previous hearing is the one before in day and time, held or not; the first hearing has none.
    static func rule6(_ motion: Motion, proceedingID: Int64, previousHearing: Day?, hearing: Day) -> Bool {
        guard motion.proceedingID == proceedingID, CourtCodes.isGranted(motion.decision),
            CourtCodes.MotionClass(motion.motionClass) == .waiveAppearance, let grantedOn = motion.decidedOn
        else { return false }
        if let previousHearing, grantedOn <= previousHearing { return false }
        return grantedOn <= hearing
    }

    /// Rule 7: a code that says child or counsel was there.
    static func rule7(_ meaning: AdjournmentMeaning) -> Bool { meaning == .attended }

    /// Rule 7: no `ADJ_RSN`, the proceeding decided on the hearing's day, and not in absentia.
    static func rule7(_ meaning: AdjournmentMeaning, proceeding: Proceeding, on day: Day) -> Bool {
        rule8(meaning, proceeding: proceeding, on: day) && !proceeding.decision.isNone
            && !CourtCodes.isInAbsentia(proceeding.absentia)
    }

    /// Rule 8: a code that says nothing of who came.
    static func rule8(_ meaning: AdjournmentMeaning) -> Bool { meaning == .heldPresenceUnknown }

    /// Rule 8: no `ADJ_RSN`, the proceeding completed on the hearing's day in any other way.
    static func rule8(_ meaning: AdjournmentMeaning, proceeding: Proceeding, on day: Day) -> Bool {
        meaning == .none && proceeding.completedOn == day
    }
}

extension ScheduledHearing {
    /// Whether the row is a hearing as findings and figures count them (MISSED-HEARING.md): a master or individual hearing, not
    /// of a bond, on a day from 1950 to 2035.
    public var isHearing: Bool { HearingRules.isHearing(self) }
}
