/// The ids of the court's columns that rules and figures read: the payload numbers of `courtTables`, as constants so that
/// decoding half a million cases looks nothing up. A test holds them against the tables.
public enum CourtColumn {
    /// `courtCase`.
    public enum Case {
        /// `site_type`
        public static let siteType: UInt8 = 10
        /// `case_type`
        public static let caseType: UInt8 = 13
        /// `c_asy_type`
        public static let asylumType: UInt8 = 25
        /// `c_birthdate`
        public static let birthMonth: UInt8 = 26
        /// `casepriority_code`
        public static let priority: UInt8 = 39
        /// `alien_number`
        public static let aNumber: UInt8 = 40
    }

    /// `proceeding`.
    public enum Proceeding {
        /// `osc_date`
        public static let issued: UInt8 = 3
        /// `input_date`
        public static let entered: UInt8 = 4
        /// `base_city_code`
        public static let court: UInt8 = 5
        /// `hearing_loc_code`
        public static let location: UInt8 = 6
        /// `dec_code`
        public static let decision: UInt8 = 16
        /// `other_comp`
        public static let otherCompletion: UInt8 = 19
        /// `comp_date`
        public static let completed: UInt8 = 22
        /// `absentia`
        public static let absentia: UInt8 = 23
        /// `case_type`
        public static let caseType: UInt8 = 29
    }

    /// `schedule`.
    public enum Schedule {
        /// `idnproceeding`
        public static let proceeding: UInt8 = 2
        /// `rec_type`
        public static let recordType: UInt8 = 7
        /// `hearing_loc_code`
        public static let location: UInt8 = 9
        /// `base_city_code`
        public static let court: UInt8 = 10
        /// `cal_type`
        public static let calendarType: UInt8 = 18
        /// `adj_date`
        public static let day: UInt8 = 19
        /// `adj_time_start`
        public static let start: UInt8 = 20
        /// `adj_rsn`
        public static let adjournment: UInt8 = 22
        /// `adj_medium`
        public static let medium: UInt8 = 23
        /// `schedule_type`
        public static let scheduleType: UInt8 = 27
    }

    /// `juvenileHistory`.
    public enum Juvenile {
        /// `idnproceeding`
        public static let proceeding: UInt8 = 3
        /// `idnjuvenile`
        public static let code: UInt8 = 4
        /// `datcreatedon`
        public static let created: UInt8 = 5
    }

    /// `representation`.
    public enum Representation {
        /// `strattylevel`
        public static let level: UInt8 = 3
        /// `strattytype`
        public static let side: UInt8 = 4
        /// `e_28_date`
        public static let entered: UInt8 = 10
    }

    /// `motion`.
    public enum Motion {
        /// `idnproceeding`
        public static let proceeding: UInt8 = 2
        /// `rec_type`
        public static let motionClass: UInt8 = 5
        /// `dec`
        public static let decision: UInt8 = 17
        /// `comp_date`
        public static let decided: UInt8 = 18
        /// `motion_recd_date`
        public static let received: UInt8 = 19
    }

    /// `leadRider`.
    public enum Rider {
        /// `idnleadcase`
        public static let lead: UInt8 = 2
        /// `blnactive`
        public static let active: UInt8 = 11
    }

    /// `caseIdentifier`.
    public enum Identifier {
        /// `case_id`
        public static let code: UInt8 = 3
    }

    /// `casePriority`.
    public enum Priority {
        /// `casepriority_code`
        public static let code: UInt8 = 2
    }

    /// `mailing`.
    public enum Mail {
        /// `hearing_date`
        public static let hearing: UInt8 = 2
        /// `mailed_on`
        public static let mailed: UInt8 = 3
        /// `addressee`
        public static let addressee: UInt8 = 4
        /// `line1`
        public static let line1: UInt8 = 5
        /// `line2`
        public static let line2: UInt8 = 6
        /// `city`
        public static let city: UInt8 = 7
        /// `state`
        public static let state: UInt8 = 8
        /// `zip`
        public static let zip: UInt8 = 9
        /// `returned_on`
        public static let returned: UInt8 = 10
        /// `oral_notice_language`
        public static let language: UInt8 = 12
    }

    /// `hearingEvent`.
    public enum Event {
        /// `event`
        public static let kind: UInt8 = 2
        /// `idnproceeding`
        public static let proceeding: UInt8 = 4
        /// `idnschedule`
        public static let schedule: UInt8 = 5
        /// `reported_at`
        public static let reported: UInt8 = 6
        /// `hearing_date`
        public static let day: UInt8 = 7
        /// `hearing_time`
        public static let start: UInt8 = 8
        /// `base_city_code`
        public static let court: UInt8 = 9
        /// `hearing_loc_code`
        public static let location: UInt8 = 10
        /// `cal_type`
        public static let calendarType: UInt8 = 11
        /// `schedule_type`
        public static let scheduleType: UInt8 = 12
        /// `adj_rsn`
        public static let adjournment: UInt8 = 13
        /// `adj_medium`
        public static let medium: UInt8 = 14
    }
}
