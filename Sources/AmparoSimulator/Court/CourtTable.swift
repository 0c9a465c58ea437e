internal import AmparoModel

/// The twelve tables of a court release that are written.
enum CourtTable: Int, CaseIterable, Sendable {
    case cases, proceedings, schedule, juvenile, reps, charges, applications, motions, custody, riders, identifiers
    case priorities

    /// Name of the table in Count.txt and, with `.csv`, of its file.
    var name: String {
        switch self {
        case .cases: "A_TblCase"
        case .proceedings: "B_TblProceeding"
        case .schedule: "tbl_schedule"
        case .juvenile: "tbl_JuvenileHistory"
        case .reps: "tbl_RepsAssigned"
        case .charges: "B_TblProceedCharges"
        case .applications: "tbl_Court_Appln"
        case .motions: "tbl_Court_Motions"
        case .custody: "tbl_CustodyHistory"
        case .riders: "tbl_Lead_Rider"
        case .identifiers: "A_TblCaseIdentifier"
        case .priorities: "tbl_CasePriorityHistory"
        }
    }

    /// The header of a release of `date`; GENDER became Sex between the releases of March and June 2025.
    func header(on date: Day, profile: Simulation.Profile) -> [String] {
        var columns = names.split(separator: " ").map(String.init)
        guard self == .cases else { return columns }
        if date < Calendar.day(2025, 6, 1), let at = columns.firstIndex(of: "Sex") { columns[at] = "GENDER" }
        if profile == .agency { columns.append("ALIEN_NUMBER") }
        return columns
    }

    /// The columns in the order of the file (court-data-format.md 3).
    private var names: String {
        switch self {
        case .cases:
            "IDNCASE ALIEN_CITY ALIEN_STATE ALIEN_ZIPCODE UPDATED_ZIPCODE UPDATED_CITY NAT LANG CUSTODY SITE_TYPE "
                + "E_28_DATE ATTY_NBR CASE_TYPE UPDATE_SITE LATEST_HEARING LATEST_TIME LATEST_CAL_TYPE UP_BOND_DATE "
                + "UP_BOND_RSN CORRECTIONAL_FAC RELEASE_MONTH RELEASE_YEAR INMATE_HOUSING DATE_OF_ENTRY C_ASY_TYPE "
                + "C_BIRTHDATE C_RELEASE_DATE UPDATED_STATE ADDRESS_CHANGEDON ZBOND_MRG_FLAG Sex DATE_DETAINED "
                + "DATE_RELEASED LPR DETENTION_DATE DETENTION_LOCATION DCO_LOCATION DETENTION_FACILITY_TYPE "
                + "CASEPRIORITY_CODE"
        case .proceedings:
            "IDNPROCEEDING IDNCASE OSC_DATE INPUT_DATE BASE_CITY_CODE HEARING_LOC_CODE IJ_CODE TRANS_IN_DATE "
                + "PREV_HEARING_LOC PREV_HEARING_BASE PREV_IJ_CODE TRANS_NBR HEARING_DATE HEARING_TIME DEC_TYPE "
                + "DEC_CODE DEPORTED_1 DEPORTED_2 OTHER_COMP APPEAL_RSVD APPEAL_NOT_FILED COMP_DATE ABSENTIA "
                + "VENUE_CHG_GRANTED TRANSFER_TO DATE_APPEAL_DUE_STATUS TRANSFER_STATUS CUSTODY CASE_TYPE NAT LANG "
                + "SCHEDULED_HEAR_LOC CORRECTIONAL_FAC CRIM_IND IHP AGGRAVATE_FELON DATE_DETAINED DATE_RELEASED"
        case .schedule:
            "IDNSCHEDULE IDNPROCEEDING IDNCASE OSC_DATE GENERATION SUB_GENERATION REC_TYPE LANG HEARING_LOC_CODE "
                + "BASE_CITY_CODE IJ_CODE INTERPRETER_CODE INPUT_DATE INPUT_TIME UPDATE_DATE UPDATE_TIME "
                + "ASSIGNMENT_PATH CAL_TYPE ADJ_DATE ADJ_TIME_START ADJ_TIME_STOP ADJ_RSN ADJ_MEDIUM ADJ_MSG "
                + "ADJ_ELAP_DAYS LNGSESSNID SCHEDULE_TYPE NOTICE_CODE BLNCLOCKOVERRIDE EOIRAttorneyID"
        case .juvenile: "idnJuvenileHistory idnCase idnProceeding idnJuvenile DATCREATEDON DATMODIFIEDON"
        case .reps:
            "IDNREPSASSIGNED IDNCASE STRATTYLEVEL STRATTYTYPE PARENT_TABLE PARENT_IDN BASE_CITY_CODE "
                + "INS_TA_DATE_ASSIGNED E_27_DATE E_28_DATE BLNPRIMEATTY"
        case .charges: "IDNPRCDCHG IDNCASE IDNPROCEEDING CHARGE CHG_STATUS"
        case .applications: "IDNPROCEEDINGAPPLN IDNPROCEEDING IDNCASE APPL_CODE APPL_RECD_DATE APPL_DEC"
        case .motions:
            "IDNMOTION IDNPROCEEDING IDNCASE OSC_DATE REC_TYPE GENERATION SUB_GENERATION UPDATE_DATE UPDATE_TIME "
                + "INPUT_DATE INPUT_TIME REJ_Remove BASE_CITY_CODE HEARING_LOC_CODE IJ_CODE IJ_NAME_Remove DEC "
                + "COMP_DATE MOTION_RECD_DATE DATMOTIONDUE WU_MSG_Remove APPEAL_RSVD APPEAL_NOT_FILED RESP_DUE_DATE "
                + "STAY_GRANT JURISDICTION DATE_APPEAL_DUE DATE_TO_BIA DECISION_RENDERED_Remove DATE_MAILED_TO_IJ "
                + "DATE_RECD_FROM_BIA DATE_TO_BIA_UPDATE_Remove STRFILINGPARTY STRFILINGMETHOD STRCERTOFSERVICECODE "
                + "E_28_RECPTFLAG_Remove E_28_DATE O_CLOCK_OPTION SCHEDULED_HEAR_LOC_Remove BLNDELETED_Remove "
                + "strDJScenario"
        case .custody: "IDNCUSTODY IDNCASE CUSTODY DATDETAINED DATRELEASED"
        case .riders:
            "idnLeadRider idnLeadCase idnRiderCase datCreatedOn datModifiedOn datSeveredOn idnLeadProceedingStart "
                + "idnLeadProceedingEnd idnRiderProceedingStart idnRiderProceedingEnd blnActive"
        case .identifiers: "IDNCASEID IDNCASE CASE_ID"
        case .priorities: "idnCasePriHistory casePriority_code idnCase DATCREATEDON DATMODIFIEDON"
        }
    }

    /// One letter per column for the check that a repair has one answer: `k` key, `i` number, `d` date, `t` other.
    var kinds: [UInt8] {
        let text =
            switch self {
            case .cases: "kttttttttt" + "dttt" + "dtttt" + "ttttdttdtd" + "ttddtttttt"
            case .proceedings: "kiddtttdtttt" + "dttttttttd" + "tdtdttttttttttdd"
            case .schedule: "kiid" + "tttttttt" + "dtdttt" + "dttttttttttt"
            case .charges: "kiitt"
            case .applications: "kiitdt"
            default: ""
            }
        return Array(text.utf8)
    }
}
