internal import AmparoModel

/// What a column of the public file can hold, narrower than its `FieldType`: the widths of court-data-format 3. Used to
/// see that a record with too many fields is shifted, and to verify its repair; a record of the right field count is
/// judged by its field types only, so that a new code never costs a record.
enum ColumnShape: Equatable, Sendable {
    /// Digits; must be there.
    case key
    /// Digits or nothing.
    case number
    /// A date or nothing.
    case stamp
    /// A time of day or nothing.
    case time
    /// `M/YYYY` or nothing.
    case birthMonth
    /// At most so many letters.
    case letters(Int)
    /// At most so many bytes, and no date.
    case code(Int)
    /// A case type or nothing.
    case caseType
    /// A court: three bytes that are no case type, or nothing (`BASE_CITY_CODE` `RMV` is a shifted record).
    case court
    /// `0`, `1` or nothing.
    case bit
    /// Y, N or nothing.
    case yesNo
    /// Two capitals, `<A>` or nothing.
    case state
    /// No two capitals: the symptom of a shift by the city (court-data-format 2.1).
    case zip
    /// Anything but a date.
    case text
    /// Anything at all.
    case any
    /// An A-number or nothing.
    case aNumber

    /// Whether the column holds free text.
    var isText: Bool { self == .text || self == .any }

    /// Whether a trimmed value fits.
    func holds(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        if count == 0 { return self != .key }
        switch self {
        case .key: return plainNumber(bytes, count) >= 0
        case .number: return plainNumber(bytes, count) >= 0 || isNullLike(bytes, count)
        case .stamp: return Stamp(bytes, count) != nil || isNullLike(bytes, count)
        case .time: return timeDigits(bytes, count) != nil || isNullLike(bytes, count)
        case .birthMonth: return birthMonthNumber(bytes, count) != nil || isNullLike(bytes, count)
        case .letters(let width):
            guard count <= width else { return isNullLike(bytes, count) }
            return (0..<count).allSatisfy { isLetter(bytes[$0]) } || isNullLike(bytes, count)
        case .code(let width): return (count <= width || isNullLike(bytes, count)) && !beginsWithDate(bytes, count)
        case .caseType: return isCaseType(bytes, count) || isNullLike(bytes, count)
        case .court: return (count <= 3 || isNullLike(bytes, count)) && !isCaseType(bytes, count)
        case .bit: return count == 1 && (bytes[0] == 0x30 || bytes[0] == 0x31) || isNullLike(bytes, count)
        case .yesNo: return count == 1 && (bytes[0] == 0x59 || bytes[0] == 0x4E) || isNullLike(bytes, count)
        case .state: return isTwoCapitals(bytes, count) || count == 3 && bytes[0] == 0x3C || isNullLike(bytes, count)
        case .zip: return !isTwoCapitals(bytes, count) && !beginsWithDate(bytes, count)
        case .text: return !beginsWithDate(bytes, count)
        case .any: return true
        case .aNumber: return aNumberDigits(bytes, count) != nil || isNullLike(bytes, count)
        }
    }

    /// The shape of a column: the width the court publishes, else what the field's type says.
    static func of(_ field: Field, in kind: RecordKind) -> ColumnShape {
        if field.required, field.type == .integer { return .key }
        if let shape = published[kind]?[field.name] { return shape }
        switch field.type {
        case .integer: return .number
        case .stamp, .day, .instant: return .stamp
        case .time: return .time
        case .birthMonth: return .birthMonth
        case .aNumber: return .aNumber
        case .code, .term, .flag: return .code(longestCode(field))
        case .text, .key, .reference, .birthDate: return .text
        }
    }

    /// The longest code of a column: 20 bytes (`FieldType.code`), but an attorney's GUID has 36 and may stand in
    /// braces.
    static func longestCode(_ field: Field) -> Int { field.name == "eoirattorneyid" ? 38 : 20 }

    /// The case types of tblLookupCaseType, and two that appear without a lookup (court-data-format 4).
    private static let caseTypes: Set<UInt32> = Set(
        [
            "RMV", "CFR", "RFR", "WHO", "AOC", "DEP", "EXC", "REC", "CSR", "CDR", "NAC", "DCC", "DDC", "BND", "AOL",
        ].map { word in word.utf8.reduce(0) { $0 << 8 | UInt32($1) } })

    private func isCaseType(_ bytes: UnsafePointer<Byte>, _ count: Int) -> Bool {
        guard count == 3 else { return false }
        return ColumnShape.caseTypes.contains(UInt32(bytes[0]) << 16 | UInt32(bytes[1]) << 8 | UInt32(bytes[2]))
    }

    /// Widths of court-data-format 3 that tell a shifted record from a sound one. Columns whose content the document
    /// leaves open are not in it.
    private static let published: [RecordKind: [String: ColumnShape]] = [
        .courtCase: [
            "alien_state": .state, "updated_state": .state, "alien_zipcode": .zip, "updated_zipcode": .zip,
            "nat": .code(3), "lang": .code(3), "custody": .letters(1), "site_type": .letters(1),
            "case_type": .caseType, "update_site": .court, "latest_cal_type": .code(1),
            "correctional_fac": .letters(1), "release_month": .code(2), "release_year": .code(4),
            "c_asy_type": .letters(1), "detention_date": .any, "zbond_mrg_flag": .code(1), "sex": .letters(1),
            "lpr": .bit,
        ],
        .proceeding: [
            "base_city_code": .court, "hearing_loc_code": .code(3), "ij_code": .code(3),
            "prev_hearing_loc": .code(3), "prev_hearing_base": .court, "prev_ij_code": .code(3),
            "trans_nbr": .code(2), "dec_type": .code(1), "dec_code": .code(1), "deported_1": .code(3),
            "deported_2": .code(3), "other_comp": .code(1), "appeal_rsvd": .letters(1), "appeal_not_filed": .letters(1),
            "absentia": .yesNo, "transfer_to": .code(3), "transfer_status": .letters(1), "custody": .letters(1),
            "case_type": .caseType, "nat": .code(3), "lang": .code(3), "scheduled_hear_loc": .code(3),
            "crim_ind": .yesNo, "aggravate_felon": .bit,
        ],
        .schedule: [
            "generation": .code(2), "rec_type": .letters(1), "lang": .code(3), "hearing_loc_code": .code(3),
            "base_city_code": .court, "ij_code": .code(3), "assignment_path": .letters(1), "cal_type": .code(1),
            "adj_rsn": .code(2), "adj_medium": .letters(1), "adj_elap_days": .code(4), "schedule_type": .code(2),
            "notice_code": .code(2), "blnclockoverride": .bit,
        ],
        .representation: [
            "strattylevel": .letters(5), "strattytype": .letters(5), "base_city_code": .court, "blnprimeatty": .bit,
        ],
        .courtApplication: ["appl_code": .code(4), "appl_dec": .code(10)],
        .charge: ["charge": .code(13), "chg_status": .letters(1)],
        .custody: ["custody": .letters(1)],
        .leadRider: ["blnactive": .bit],
        .caseIdentifier: ["case_id": .code(2)],
    ]
}
