internal import AmparoModel

/// When a changed value was wrong when it was told, and when the world has moved on (SHARING.md, "Corrections, not updates").
///
/// The feeds do not say. A column tells of something that was so on a day (a birth, an apprehension, the address that was
/// reported, what a court entered), or of how things stand now (a telephone number, where a case lies). A changed value of
/// the first kind was wrong; of the second it is news, and nobody is told by this way. A value that was not said before
/// is news too. Two versions in releases of one date are the sender's own correction, whatever the column.
enum CorrectionRule {
    /// Columns that tell how things stand: their changes are updates. Of the court's case and proceeding tables it is all
    /// but those that `lasting` names.
    private static let standing: [RecordKind: Set<String>] = [
        .referral: ["language"],
        .placement: ["to", "exit_reason"],
        .sponsor: ["phone", "email", "preferred_language"],
        .householdMember: ["to"],
        .check: ["resulted_on", "result", "expires_on"],
        .release: ["phone"],
        .service: ["ended_on"],
        .application: ["decision", "decided_on", "withdrawn_on", "withdrawn_reason"],
        .family: ["location", "reunited_on"],
        .concern: ["closed_on"],
        .notice: ["not_served_reason"],
    ]

    /// Columns of the court's case and proceeding tables that tell of something that was so on a day.
    private static let lasting: [RecordKind: Set<String>] = [
        .courtCase: ["c_birthdate", "sex", "alien_number", "nat", "date_of_entry", "c_asy_type"],
        .proceeding: ["osc_date", "input_date", "dec_code", "comp_date", "absentia", "other_comp"],
    ]

    /// Whether a changed value of the column was wrong when it was told.
    ///
    /// - Parameter sameDate: whether both versions come from releases of one date.
    static func isCorrection(_ kind: RecordKind, column: UInt8, sameDate: Bool) -> Bool {
        guard !sameDate else { return true }
        guard let name = kind.table.field(column)?.name else { return false }
        if let lasting = lasting[kind] { return lasting.contains(name) }
        return !(standing[kind]?.contains(name) ?? false)
    }
}
