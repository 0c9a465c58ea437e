internal import AmparoModel

/// The codes of calendars, decisions and motions that the rules of MISSED-HEARING.md version 1 name, each with its meaning.
///
/// Source of the codes: EOIR Case Data, tbllookupCal_Type, tbllookupSchedule_Type, tblLookupCourtDecision,
/// tblLookupMotionType (court-data-format 4).
enum CourtCodes {
    /// `CAL_TYPE` M or I: master and individual hearings.
    static func isHearingCalendar(_ code: CourtCode) -> Bool { code == "M" || code == "I" }

    /// `SCHEDULE_TYPE` of a master or individual hearing, `--` or blank.
    static func isHearingSchedule(_ code: CourtCode) -> Bool {
        code == "MM" || code == "MR" || code == "II" || code == "IR" || code == "MA" || code == "MD" || code == "RD"
            || code == "MS" || code == "IA" || code == "ID" || code == "--" || code.isNone
    }

    /// `REC_TYPE` B: bond.
    static func isBond(_ code: CourtCode) -> Bool { code == "B" }

    /// `ADJ_MEDIUM` H: no hearing.
    static func isNoHearing(_ code: CourtCode) -> Bool { code == "H" }

    /// `OTHER_COMP` C or T: change of venue, transfer.
    static func isMove(_ code: CourtCode) -> Bool { code == "C" || code == "T" }

    /// `OTHER_COMP` B: administrative closing, failure to appear.
    static func isClosureForAbsence(_ code: CourtCode) -> Bool { code == "B" }

    /// A `DEC_CODE` that for its case type orders removal, deportation or exclusion: RMV X, DEP D, EXC E. A letter without its
    /// case type says nothing.
    static func ordersRemoval(_ decision: CourtCode, caseType: CourtCode) -> Bool {
        (caseType == "RMV" && decision == "X") || (caseType == "DEP" && decision == "D")
            || (caseType == "EXC" && decision == "E")
    }

    /// `ABSENTIA` exactly Y.
    static func isInAbsentia(_ code: CourtCode) -> Bool { code == "Y" }

    /// `DEC` G of a motion: granted.
    static func isGranted(_ code: CourtCode) -> Bool { code == "G" }

    /// `SITE_TYPE` I: notice in person.
    static func isInPerson(_ code: CourtCode) -> Bool { code == "I" }

    /// `STRATTYLEVEL` COURT with `STRATTYTYPE` ALIEN: the respondent's representative before the court.
    static func isRespondentsAtCourt(_ representation: Representation) -> Bool {
        representation.side == "ALIEN" && representation.level == "COURT"
    }

    /// What a granted or pending motion of a class can do to an order or closure, or to an appearance.
    enum MotionClass {
        /// MA, RD: reopen an in absentia order, rescind.
        case rescind
        /// VO: vacate the judge's order.
        case vacate
        /// O: reopen.
        case reopen
        /// C: recalendar.
        case recalendar
        /// WV: waive appearance.
        case waiveAppearance
        /// Every other class.
        case other

        init(_ code: CourtCode) {
            if code == "MA" || code == "RD" {
                self = .rescind
            } else if code == "VO" {
                self = .vacate
            } else if code == "O" {
                self = .reopen
            } else if code == "C" {
                self = .recalendar
            } else if code == "WV" {
                self = .waiveAppearance
            } else {
                self = .other
            }
        }
    }
}
