internal import AmparoModel
internal import Foundation

/// How often a column of the public file is empty, to tell which of several empty fields of a shifted record is the
/// surplus one. The percentages are those of July 2026 in court-data-format 3; where it gives none, 30.
struct ColumnEmptiness: Sendable {
    /// Natural logarithms of the two likelihoods.
    let empty: Double
    let filled: Double

    init(percent: Double) {
        empty = log(max(0.01, min(99.99, percent)) / 100)
        filled = log(1 - max(0.01, min(99.99, percent)) / 100)
    }

    static func of(_ column: String, in kind: RecordKind) -> ColumnEmptiness {
        if column == kind.table.keyColumns[0] || column == kind.table.subjectColumn {
            return ColumnEmptiness(percent: 0)
        }
        return ColumnEmptiness(percent: percentages[kind]?[column] ?? 30)
    }

    private static let percentages: [RecordKind: [String: Double]] = [
        .courtCase: [
            "alien_city": 3.1, "alien_state": 3.1, "alien_zipcode": 1.5, "updated_zipcode": 99.9, "updated_city": 99.9,
            "nat": 1, "lang": 1.2, "custody": 1, "site_type": 51, "e_28_date": 59.4, "atty_nbr": 39.6, "case_type": 0.1,
            "update_site": 1, "latest_hearing": 18.6, "latest_time": 18.5, "latest_cal_type": 19.4,
            "up_bond_date": 99.99, "up_bond_rsn": 99.99, "correctional_fac": 97.7, "release_month": 78.8,
            "release_year": 78.8, "inmate_housing": 98.1, "date_of_entry": 38, "c_asy_type": 60.3, "c_birthdate": 46,
            "c_release_date": 99.2, "updated_state": 99.9, "address_changedon": 62.8, "zbond_mrg_flag": 99.99,
            "sex": 45.4, "date_detained": 81.5, "date_released": 92.4, "lpr": 92, "detention_date": 99.99,
            "detention_location": 99.99, "dco_location": 99.99, "detention_facility_type": 99.99,
        ],
        .proceeding: [
            "osc_date": 0.5, "input_date": 2.8, "base_city_code": 0.1, "hearing_loc_code": 0.5, "ij_code": 0.9,
            "trans_in_date": 81.5, "prev_hearing_loc": 81.3, "prev_hearing_base": 81.3, "prev_ij_code": 81.6,
            "trans_nbr": 62.6, "hearing_date": 3.3, "hearing_time": 3.2, "dec_type": 34.4, "dec_code": 45.6,
            "deported_1": 64.1, "deported_2": 99.1, "other_comp": 74, "appeal_rsvd": 89.8, "appeal_not_filed": 96.8,
            "comp_date": 19.6, "absentia": 22.6, "venue_chg_granted": 81.3, "transfer_to": 81.3,
            "date_appeal_due_status": 31.7, "transfer_status": 67.8, "custody": 1, "case_type": 0.1, "nat": 0.3,
            "lang": 0.1, "scheduled_hear_loc": 74.1, "correctional_fac": 97.6, "crim_ind": 2.5, "ihp": 98.4,
            "aggravate_felon": 25.8, "date_detained": 76.2, "date_released": 86.6,
        ],
        .schedule: [
            "idnproceeding": 0.1, "osc_date": 1, "generation": 1, "sub_generation": 95, "rec_type": 0.1, "lang": 3.7,
            "hearing_loc_code": 0.5, "base_city_code": 0.1, "ij_code": 1, "interpreter_code": 99.99, "input_date": 1,
            "input_time": 1, "update_date": 1, "update_time": 1, "assignment_path": 85.3, "cal_type": 0.1,
            "adj_date": 0.1, "adj_time_start": 0.1, "adj_time_stop": 10.4, "adj_rsn": 14.4, "adj_medium": 12.7,
            "adj_msg": 85.3, "adj_elap_days": 47.6, "lngsessnid": 20.3, "schedule_type": 0.1, "notice_code": 43,
            "blnclockoverride": 0.1, "eoirattorneyid": 59.2,
        ],
        .juvenileHistory: ["idnproceeding": 0.1, "idnjuvenile": 0.1, "datcreatedon": 1.3, "datmodifiedon": 65.8],
        .representation: [
            "strattylevel": 0.1, "strattytype": 0.1, "parent_table": 0.1, "parent_idn": 0.1, "base_city_code": 34.4,
            "ins_ta_date_assigned": 45.1, "e_27_date": 95.9, "e_28_date": 51.8, "blnprimeatty": 0.1,
        ],
        .charge: ["idnproceeding": 0.1, "charge": 0.1, "chg_status": 18],
        .custody: ["custody": 0.1, "datdetained": 77.4, "datreleased": 89.6],
        .courtApplication: ["idnproceeding": 0.1, "appl_code": 0.1, "appl_recd_date": 5, "appl_dec": 37.8],
        .motion: ["idnproceeding": 0.1, "rec_type": 0.1, "dec": 1.4, "comp_date": 1.4, "motion_recd_date": 0.6],
        .leadRider: ["datseveredon": 88.8, "blnactive": 0.1],
        .caseIdentifier: ["case_id": 0.1],
        .casePriority: ["casepriority_code": 0.1],
    ]
}
