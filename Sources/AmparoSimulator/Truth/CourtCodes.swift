/// The code lists of MISSED-HEARING.md, version 1, written down a second time, on purpose.
///
/// The truth shares nothing with the product, so that a slip of the pen in either list shows as a difference.
enum CourtCodes {
    /// CAL_TYPE of a hearing: master and individual.
    static let calendars: Set<String> = ["M", "I"]

    /// SCHEDULE_TYPE of a hearing; the empty one is a blank column.
    static let scheduleTypes: Set<String> = [
        "MM", "MR", "MA", "MD", "RD", "MS", "II", "IA", "IR", "ID", "--", "",
    ]

    /// ADJ_RSN of rule 2.
    static let notHeld: Set<String> = [
        "14", "19", "1A", "1B", "25", "34", "35", "3A", "3B", "41", "46", "4A", "52", "55", "59", "5A", "64", "74",
        "8A", "96", "97", "98", "9A", "9B", "9C", "9V", "RO", "TQ",
    ]

    /// ADJ_RSN of rule 6.
    static let excused: Set<String> = ["38", "39", "40", "50"]

    /// ADJ_RSN of rule 7.
    static let attended: Set<String> = [
        "01", "02", "05", "06", "17", "20", "21", "22", "23", "26", "29", "36", "42", "45", "51", "54", "8B", "AB",
        "AS", "CA", "CB", "OT", "RD", "RE", "RR", "ST", "SU", "WA",
    ]

    /// ADJ_RSN of rule 8; its ranges (30-33, 47-49, 4B-4F, 60-63, 7A-7H) are written out.
    static let heldPresenceUnknown: Set<String> = [
        "03", "04", "07", "08", "12", "13", "16", "18", "24", "27", "28", "30", "31", "32", "33", "37", "43", "44",
        "47", "48", "49", "4B", "4C", "4D", "4E", "4F", "53", "56", "57", "58", "5B", "5C", "60", "61", "62", "63",
        "7A", "7B", "7C", "7D", "7E", "7F", "7G", "7H", "DD", "IA", "IB", "MR", "PD", "SR",
    ]

    /// Codes of rules 6 to 8 other than 8B: such a hearing carries an order only of its own day (rule 5(a)).
    static func carriesOnlyItsOwnDay(_ code: String) -> Bool {
        code != "8B" && (excused.contains(code) || attended.contains(code) || heldPresenceUnknown.contains(code))
    }

    /// HEARING_LOC_CODE of the juvenile and care-provider list, version 1.
    static let juvenileLocations: Set<String> = [
        "ADJ", "ANJ", "BAY", "BJV", "BKC", "CAN", "CFS", "CHJ", "CHV", "CNH", "CNJ", "CRG", "CRS", "DBC", "DRI",
        "EJD", "EPJ", "HYJ", "JUD", "JUV", "LAJ", "LJD", "LJN", "NYJ", "PHJ", "SDJ", "SJD", "SJN", "SJR", "SSL",
        "STC", "SUC", "SWK", "SWQ", "TRN", "VJD", "VUA", "WAJ", "WJD",
    ]

    /// DEC_CODE that orders removal, deportation or exclusion, by case type.
    static let removalOrder: [String: String] = ["RMV": "X", "DEP": "D", "EXC": "E"]
}
