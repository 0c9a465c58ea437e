/// The rare structural defects of court-data-format.md 2.1 and 2.2 that every simulation shows a few of.
enum CourtDefect: Int, CaseIterable, Sendable {
    /// An extra tab between the two words of ALIEN_CITY.
    case cityInTwo
    /// An extra tab before ALIEN_CITY, so that the column is empty.
    case cityShifted
    /// An extra tab elsewhere, as an empty field too many.
    case extraTabInProceeding
    case extraTabInSchedule
    case extraTabInApplication
    case extraTabInCharge
    /// Five fields of text too many: no reader can tell which.
    case surplusTextInCase
    case surplusTextInCharge
    /// Two fields too few, and not at the end.
    case shortSchedule
    case shortApplication
    /// One record broken over two lines.
    case splitProceeding
    case splitSchedule
    case nulInside
    case nulAlone
    /// A schedule row without its primary key.
    case scheduleWithoutKey
    case proceedingWithoutCase
    case chargeWithoutProceeding
    case repWithoutCase
    case applicationWithoutCase
    case juvenileWithoutCase
    case hearingIn1900
    case hearingIn2099
    case caseTypesDisagree
    case caseWithoutProceeding
    case caseVanishes
    case proceedingVanishes
    case birthYearConflict
    case unknownCode

    /// The table whose rows it damages while they are written; nil for those told as part of a story.
    var table: CourtTable? {
        switch self {
        case .cityInTwo, .cityShifted, .surplusTextInCase: .cases
        case .extraTabInProceeding, .splitProceeding: .proceedings
        case .extraTabInSchedule, .shortSchedule, .splitSchedule, .nulInside, .nulAlone, .scheduleWithoutKey: .schedule
        case .extraTabInApplication, .shortApplication: .applications
        case .extraTabInCharge, .surplusTextInCharge: .charges
        default: nil
        }
    }

    /// The row cannot be read any more.
    var isBeyondRepair: Bool {
        switch self {
        case .surplusTextInCase, .surplusTextInCharge, .shortSchedule, .shortApplication: true
        default: false
        }
    }
}
