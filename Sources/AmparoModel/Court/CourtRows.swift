/// A row of `A_TblCase`: one charging document at the immigration courts. Days are civil days.
public struct CourtCase: Hashable, Sendable {
    /// `IDNCASE`, the key.
    public var id: Int64
    /// `CASE_TYPE`: RMV, DEP, EXC and others; none when blank.
    public var caseType: CourtCode
    /// `SITE_TYPE`: how hearing notice is given, `I` in person, `M` mailed.
    public var siteType: CourtCode
    /// `C_ASY_TYPE`: `I`, `E`, `J`.
    public var asylumType: CourtCode
    /// `CASEPRIORITY_CODE`: `UC` and others.
    public var priority: CourtCode
    /// `C_BIRTHDATE`; nil when it is blank or no month.
    public var birthMonth: BirthMonth?
    /// Where the row was read.
    public var source: RowSource

    /// A case's row.
    public init(
        id: Int64, caseType: CourtCode = .none, siteType: CourtCode = .none, asylumType: CourtCode = .none,
        priority: CourtCode = .none, birthMonth: BirthMonth? = nil, source: RowSource
    ) {
        self.id = id
        self.caseType = caseType
        self.siteType = siteType
        self.asylumType = asylumType
        self.priority = priority
        self.birthMonth = birthMonth
        self.source = source
    }
}

/// A row of `B_TblProceeding`: one adjudication of a case at one court. Days are civil days.
public struct Proceeding: Hashable, Sendable {
    /// `IDNPROCEEDING`, the key.
    public var id: Int64
    /// `IDNCASE`
    public var caseID: Int64
    /// `CASE_TYPE`; none when blank, and then the case's speaks.
    public var caseType: CourtCode
    /// `OSC_DATE`: when the notice to appear was issued.
    public var issuedOn: Day?
    /// `INPUT_DATE`: when the proceeding was entered.
    public var enteredOn: Day?
    /// `BASE_CITY_CODE`: the court.
    public var court: CourtCode
    /// `HEARING_LOC_CODE`: the respondent's location.
    public var location: CourtCode
    /// `DEC_CODE`: means something only together with the case type.
    public var decision: CourtCode
    /// `OTHER_COMP`: administrative completion.
    public var otherCompletion: CourtCode
    /// `COMP_DATE`
    public var completedOn: Day?
    /// `ABSENTIA`: in absentia only when it is exactly `Y`.
    public var absentia: CourtCode
    /// Where the row was read.
    public var source: RowSource

    /// A proceeding's row.
    public init(
        id: Int64, caseID: Int64, caseType: CourtCode = .none, issuedOn: Day? = nil, enteredOn: Day? = nil,
        court: CourtCode = .none, location: CourtCode = .none, decision: CourtCode = .none,
        otherCompletion: CourtCode = .none, completedOn: Day? = nil, absentia: CourtCode = .none, source: RowSource
    ) {
        self.id = id
        self.caseID = caseID
        self.caseType = caseType
        self.issuedOn = issuedOn
        self.enteredOn = enteredOn
        self.court = court
        self.location = location
        self.decision = decision
        self.otherCompletion = otherCompletion
        self.completedOn = completedOn
        self.absentia = absentia
        self.source = source
    }
}

/// A row of `tbl_schedule`: one hearing set for one respondent, held or not.
public struct ScheduledHearing: Hashable, Sendable {
    /// `IDNSCHEDULE`, the key.
    public var id: Int64
    /// `IDNPROCEEDING`; nil when the field is blank.
    public var proceedingID: Int64?
    /// `IDNCASE`
    public var caseID: Int64
    /// `REC_TYPE`: `A` adjournment, `B` bond, `O` motion, `X` proceeding.
    public var recordType: CourtCode
    /// `CAL_TYPE`: `M` master, `I` individual, `C` custody and others.
    public var calendarType: CourtCode
    /// `SCHEDULE_TYPE`
    public var scheduleType: CourtCode
    /// `ADJ_DATE`: the day of the hearing, despite its name.
    public var heldOn: Day?
    /// `ADJ_TIME_START`
    public var startsAt: HearingTime
    /// `ADJ_RSN`: why it was adjourned; none when blank.
    public var adjournment: CourtCode
    /// `ADJ_MEDIUM`: `P`, `V`, `T`, `A`, `W`, `C`, `H` (no hearing).
    public var medium: CourtCode
    /// `BASE_CITY_CODE`: the court.
    public var court: CourtCode
    /// `HEARING_LOC_CODE`
    public var location: CourtCode
    /// The day on which the court's live feed last said how the hearing went; nil when only releases speak.
    public var reportedOn: Day?
    /// Where the row was read.
    public var source: RowSource

    /// A schedule row.
    public init(
        id: Int64, proceedingID: Int64?, caseID: Int64, recordType: CourtCode = .none, calendarType: CourtCode,
        scheduleType: CourtCode = .none, heldOn: Day?, startsAt: HearingTime = .none, adjournment: CourtCode = .none,
        medium: CourtCode = .none, court: CourtCode = .none, location: CourtCode = .none, reportedOn: Day? = nil,
        source: RowSource
    ) {
        self.reportedOn = reportedOn
        self.id = id
        self.proceedingID = proceedingID
        self.caseID = caseID
        self.recordType = recordType
        self.calendarType = calendarType
        self.scheduleType = scheduleType
        self.heldOn = heldOn
        self.startsAt = startsAt
        self.adjournment = adjournment
        self.medium = medium
        self.court = court
        self.location = location
        self.source = source
    }
}

/// A row of `tbl_Court_Motions`.
public struct Motion: Hashable, Sendable {
    /// `IDNMOTION`, the key.
    public var id: Int64
    /// `IDNCASE`
    public var caseID: Int64
    /// `IDNPROCEEDING`; nil when the field is blank.
    public var proceedingID: Int64?
    /// `REC_TYPE`, the class of the motion: `MA` reopen in absentia, `O` reopen, `RD` rescind, `VO` vacate, `C` recalendar,
    /// `WV` waive appearance and others.
    public var motionClass: CourtCode
    /// `DEC`: `G` granted, `D` denied and others; none while undecided.
    public var decision: CourtCode
    /// `COMP_DATE`: the day of the decision.
    public var decidedOn: Day?
    /// `MOTION_RECD_DATE`
    public var receivedOn: Day?
    /// Where the row was read.
    public var source: RowSource

    /// A motion's row.
    public init(
        id: Int64, caseID: Int64, proceedingID: Int64? = nil, motionClass: CourtCode, decision: CourtCode = .none,
        decidedOn: Day? = nil, receivedOn: Day? = nil, source: RowSource
    ) {
        self.id = id
        self.caseID = caseID
        self.proceedingID = proceedingID
        self.motionClass = motionClass
        self.decision = decision
        self.decidedOn = decidedOn
        self.receivedOn = receivedOn
        self.source = source
    }
}

/// A row of `tbl_RepsAssigned`: an attorney or representative of one side.
public struct Representation: Hashable, Sendable {
    /// `IDNREPSASSIGNED`, the key.
    public var id: Int64
    /// `IDNCASE`
    public var caseID: Int64
    /// `STRATTYLEVEL`: `COURT` or `BOARD`.
    public var level: CourtCode
    /// `STRATTYTYPE`: `ALIEN` for the respondent's, `INS` for the government's.
    public var side: CourtCode
    /// `E_28_DATE`: when the appearance was entered.
    public var enteredOn: Day?
    /// Where the row was read.
    public var source: RowSource

    /// A representative's row.
    public init(
        id: Int64, caseID: Int64, level: CourtCode, side: CourtCode, enteredOn: Day? = nil, source: RowSource
    ) {
        self.id = id
        self.caseID = caseID
        self.level = level
        self.side = side
        self.enteredOn = enteredOn
        self.source = source
    }
}
