internal import AmparoModel

// One struct per table of the court release (court-data-format.md 3), one property per column that any rule reads.
// Empty text and nil mean NULL. Values are as they are meant, not as a defect writes them: trimmed, times of
// four digits, `sex` whether the header says GENDER or Sex. Columns that nobody reads are made up while writing.

/// A month of birth, the precision of C_BIRTHDATE.
struct BirthMonth: Sendable, Hashable {
    var year: Int
    /// 1 to 12.
    var month: Int
}

/// A row of A_TblCase.
struct CourtCase: Sendable, Hashable {
    var idncase: Int
    var alienCity = ""
    var alienState = ""
    var alienZipcode = ""
    var nat = ""
    var lang = ""
    var custody = ""
    /// `I` notice in person, `M` mailed, or empty.
    var siteType = ""
    var e28Date: Day?
    var caseType = ""
    var updateSite = ""
    var latestHearing: Day?
    var latestTime = ""
    var latestCalType = ""
    var dateOfEntry: Day?
    var cAsyType = ""
    var cBirthdate: BirthMonth?
    var addressChangedon: Day?
    var sex = ""
    var dateDetained: Day?
    var dateReleased: Day?
    var casepriorityCode = ""
    /// Nine digits or empty; a column of the agency profile only, always empty in the public one.
    var alienNumber = ""
}

/// A row of B_TblProceeding.
struct Proceeding: Sendable, Hashable {
    var idnproceeding: Int
    var idncase: Int
    var oscDate: Day?
    var inputDate: Day?
    var baseCityCode = ""
    var hearingLocCode = ""
    var ijCode = ""
    var transInDate: Day?
    var hearingDate: Day?
    var hearingTime = ""
    var decType = ""
    /// Trimmed: the blank-but-not-empty `" "` of the file is empty here.
    var decCode = ""
    var otherComp = ""
    var compDate: Day?
    /// `Y`, `N`, empty, or a stray value that is neither.
    var absentia = ""
    var venueChgGranted: Day?
    var transferTo = ""
    var custody = ""
    var caseType = ""
    var nat = ""
    var lang = ""
}

/// A row of tbl_schedule.
struct ScheduleRow: Sendable, Hashable {
    var idnschedule: Int
    var idnproceeding: Int
    var idncase: Int
    var oscDate: Day?
    var recType = ""
    var lang = ""
    var hearingLocCode = ""
    var baseCityCode = ""
    var ijCode = ""
    var inputDate: Day?
    var calType = ""
    /// The hearing date.
    var adjDate: Day?
    /// Four digits, or empty.
    var adjTimeStart = ""
    var adjTimeStop = ""
    var adjRsn = ""
    var adjMedium = ""
    var scheduleType = ""
    var noticeCode = ""
    var eoirAttorneyID = ""
}

/// A row of tbl_JuvenileHistory.
struct JuvenileRow: Sendable, Hashable {
    var idnJuvenileHistory: Int
    var idnCase: Int
    var idnProceeding: Int?
    /// 1 to 6, or nil.
    var idnJuvenile: Int?
    var datcreatedon: Day?
    var datmodifiedon: Day?
}

/// A row of tbl_RepsAssigned.
struct RepRow: Sendable, Hashable {
    var idnrepsassigned: Int
    var idncase: Int
    /// `COURT` or `BOARD`.
    var strattylevel = ""
    /// `ALIEN` (the respondent's) or `INS` (the government's).
    var strattytype = ""
    var parentTable = ""
    var parentIdn: Int?
    var baseCityCode = ""
    var e27Date: Day?
    var e28Date: Day?
}

/// A row of B_TblProceedCharges.
struct ChargeRow: Sendable, Hashable {
    var idnprcdchg: Int
    var idncase: Int
    var idnproceeding: Int
    var charge = ""
    var chgStatus = ""
}

/// A row of tbl_Court_Appln.
struct CourtApplicationRow: Sendable, Hashable {
    var idnproceedingappln: Int
    var idnproceeding: Int
    var idncase: Int
    var applCode = ""
    var applRecdDate: Day?
    var applDec = ""
}

/// A row of tbl_Court_Motions.
struct MotionRow: Sendable, Hashable {
    var idnmotion: Int
    var idnproceeding: Int
    var idncase: Int
    var oscDate: Day?
    /// The motion's class: MA, RD, VO, O, C, WV, CV, ...
    var recType = ""
    var inputDate: Day?
    var baseCityCode = ""
    /// `G` granted, `D` denied, `W` withdrawn, empty undecided.
    var dec = ""
    var compDate: Day?
    var motionRecdDate: Day?
    var strfilingparty = ""
}

/// A row of tbl_CustodyHistory.
struct CustodyRow: Sendable, Hashable {
    var idncustody: Int
    var idncase: Int
    var custody = ""
    var datdetained: Day?
    var datreleased: Day?
}

/// A row of tbl_Lead_Rider.
struct RiderRow: Sendable, Hashable {
    var idnLeadRider: Int
    var idnLeadCase: Int
    var idnRiderCase: Int
    var datCreatedOn: Day?
    var datSeveredOn: Day?
    var blnActive: Bool
}

/// A row of A_TblCaseIdentifier.
struct IdentifierRow: Sendable, Hashable {
    var idncaseid: Int
    var idncase: Int
    var caseID = ""
}

/// A row of tbl_CasePriorityHistory.
struct PriorityRow: Sendable, Hashable {
    var idnCasePriHistory: Int
    var casePriorityCode = ""
    var idnCase: Int
    var datcreatedon: Day?
}
