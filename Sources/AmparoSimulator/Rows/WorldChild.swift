internal import AmparoModel

/// What really happened to one child, before anybody wrote it down wrongly or not at all.
///
/// `record` has the shape of what a reader sees, filled from the world: real addresses, calls really made and what
/// came of them, notices really served and filed, all cases of the child in every profile, whole and undamaged
/// (every row history is readable in the last release), agency results as the agencies ought to have entered them.
struct WorldChild: Sendable, Hashable {
    /// The simulator's own number of the child, counted from 0; truth-links.csv calls it `child`.
    var index: Int
    var record: ReadChild
    /// Every hearing of the child's cases that was set for a day before the last release, and what came of it.
    var hearings: [WorldHearing] = []
}

/// What really came of one hearing.
struct WorldHearing: Sendable, Hashable {
    var idncase: Int
    var idnproceeding: Int
    /// The greatest IDNSCHEDULE of the hearing.
    var idnschedule: Int
    var date: Day
    /// Four digits.
    var time: String
    /// The finding a judge of the whole truth would make, in the words of MISSED-HEARING.md (`attended`,
    /// `missedReset`, ...); never `unknown`, `absenceUnclear` or `noticeContested`.
    var finding: String
    /// The child itself was in court.
    var childAttended: Bool
    /// The status of the order or closure that the hearing carries (`rescinded`, `stayed`, `recalendared`,
    /// `reopened`, `standing`), nil when it carries none.
    var status: String?
    /// How a failure to appear stands: `mailed`, `counsel`, `oral`, `in-person`, `unproven`; nil for other findings.
    var notice: String?
}
