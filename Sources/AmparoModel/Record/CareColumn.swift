/// The ids of the columns of the care, notice and result feeds that rules and figures read: payload numbers of the
/// tables, as constants. A test holds them against the tables.
public enum CareColumn {
    /// `referral`.
    public enum Referral {
        /// `a_number`
        public static let aNumber: UInt8 = 3
        /// `given_names`
        public static let givenNames: UInt8 = 4
        /// `surnames`
        public static let surnames: UInt8 = 5
        /// `date_of_birth`
        public static let birth: UInt8 = 6
        /// `apprehended_at`
        public static let apprehended: UInt8 = 11
        /// `determined_at`
        public static let determined: UInt8 = 12
        /// `notified_at`
        public static let notified: UInt8 = 13
        /// `transferred_at`
        public static let transferred: UInt8 = 14
        /// `separated_from_family`
        public static let separated: UInt8 = 15
    }

    /// `placement`.
    public enum Placement {
        /// `referral_id`
        public static let referral: UInt8 = 3
        /// `from`
        public static let from: UInt8 = 8
        /// `to`
        public static let to: UInt8 = 9
        /// `exit_reason`
        public static let exit: UInt8 = 10
    }

    /// `householdMember`.
    public enum Household {
        /// `member_id`
        public static let member: UInt8 = 2
        /// `date_of_birth`
        public static let birth: UInt8 = 5
        /// `from`
        public static let from: UInt8 = 7
        /// `to`
        public static let to: UInt8 = 8
    }

    /// `sponsor`.
    public enum Sponsor {
        /// `date_of_birth`
        public static let birth: UInt8 = 4
    }

    /// `check`.
    public enum Check {
        /// `member_id`
        public static let member: UInt8 = 3
        /// `type`
        public static let type: UInt8 = 4
        /// `jurisdiction`
        public static let jurisdiction: UInt8 = 5
        /// `ordered_on`
        public static let ordered: UInt8 = 6
        /// `resulted_on`
        public static let resulted: UInt8 = 7
        /// `result`
        public static let result: UInt8 = 8
        /// `waived_by`
        public static let waivedBy: UInt8 = 9
        /// `expires_on`
        public static let expires: UInt8 = 10
    }

    /// `release`.
    public enum Release {
        /// `referral_id`
        public static let referral: UInt8 = 3
        /// `released_on`
        public static let released: UInt8 = 4
        /// `sponsor_id`
        public static let sponsor: UInt8 = 5
        /// `category`
        public static let category: UInt8 = 6
        /// `line1`
        public static let line1: UInt8 = 8
        /// `line2`
        public static let line2: UInt8 = 9
        /// `city`
        public static let city: UInt8 = 10
        /// `state`
        public static let state: UInt8 = 11
        /// `zip`
        public static let zip: UInt8 = 12
    }

    /// `address`.
    public enum Address {
        /// `reported_on`
        public static let reported: UInt8 = 2
        /// `effective_on`
        public static let effective: UInt8 = 3
        /// `line1`
        public static let line1: UInt8 = 4
        /// `line2`
        public static let line2: UInt8 = 5
        /// `city`
        public static let city: UInt8 = 6
        /// `state`
        public static let state: UInt8 = 7
        /// `zip`
        public static let zip: UInt8 = 8
        /// `source`
        public static let source: UInt8 = 9
    }

    /// `call`.
    public enum Call {
        /// `due_on`
        public static let due: UInt8 = 3
        /// `attempted_at`
        public static let attempted: UInt8 = 4
        /// `outcome`
        public static let outcome: UInt8 = 5
        /// `lives_with_sponsor`
        public static let livesWithSponsor: UInt8 = 6
        /// `in_school`
        public static let inSchool: UInt8 = 7
        /// `knows_hearing_date`
        public static let knowsHearingDate: UInt8 = 8
        /// `safe`
        public static let safe: UInt8 = 9
        /// `spoke_with`
        public static let spokeWith: UInt8 = 10
        /// `address_matches`
        public static let addressMatches: UInt8 = 11
        /// `new_address_reported`
        public static let newAddressReported: UInt8 = 12
        /// `documented_on`
        public static let documented: UInt8 = 13
    }

    /// `service`.
    public enum Service {
        /// `kind`
        public static let kind: UInt8 = 3
        /// `offered_on`
        public static let offered: UInt8 = 4
        /// `accepted_on`
        public static let accepted: UInt8 = 5
        /// `started_on`
        public static let started: UInt8 = 6
        /// `ended_on`
        public static let ended: UInt8 = 7
    }

    /// `application`.
    public enum Application {
        /// `sponsor_id`
        public static let sponsor: UInt8 = 3
        /// `opened_on`
        public static let opened: UInt8 = 4
        /// `decided_on`
        public static let decided: UInt8 = 5
        /// `decision`
        public static let decision: UInt8 = 6
        /// `withdrawn_on`
        public static let withdrawn: UInt8 = 7
        /// `withdrawn_reason`
        public static let withdrawnReason: UInt8 = 8
    }

    /// `family`.
    public enum Family {
        /// `relation`
        public static let relation: UInt8 = 3
        /// `separated_on`
        public static let separated: UInt8 = 4
        /// `separated_by`
        public static let separatedBy: UInt8 = 5
        /// `location`
        public static let location: UInt8 = 6
        /// `reunited_on`
        public static let reunited: UInt8 = 7
    }

    /// `concern`.
    public enum Concern {
        /// `raised_on`
        public static let raised: UInt8 = 3
        /// `kind`
        public static let kind: UInt8 = 4
        /// `reported_on`
        public static let reported: UInt8 = 7
        /// `closed_on`
        public static let closed: UInt8 = 8
    }

    /// `notice`.
    public enum Notice {
        /// `a_number`
        public static let aNumber: UInt8 = 1
        /// `issued_on`
        public static let issued: UInt8 = 3
        /// `served_on`
        public static let served: UInt8 = 4
        /// `line1`
        public static let line1: UInt8 = 7
        /// `line2`
        public static let line2: UInt8 = 8
        /// `city`
        public static let city: UInt8 = 9
        /// `state`
        public static let state: UInt8 = 10
        /// `zip`
        public static let zip: UInt8 = 11
        /// `filed_on`
        public static let filed: UInt8 = 12
        /// `not_served_reason`
        public static let reason: UInt8 = 14
    }

    /// `agencyResult`.
    public enum Result {
        /// `system`
        public static let system: UInt8 = 1
        /// `a_number`
        public static let aNumber: UInt8 = 2
        /// `hearing_date`
        public static let hearing: UInt8 = 3
        /// `result`
        public static let result: UInt8 = 4
        /// `entered_on`
        public static let entered: UInt8 = 5
    }
}
