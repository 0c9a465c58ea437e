public import AmparoModel

/// What is asked: the day, whom it is about, and the dated rules that the definitions refer to.
///
/// Figures are a pure function of a question and of the files of children and sponsors given (ARCHITECTURE law 7). What had been
/// recorded by when is chosen by whoever reads the files.
public struct Question: Hashable, Sendable {
    /// The day in the world; inclusive, and nothing later is looked at.
    public var asOf: Day
    /// Whom figures are limited to; nil for everybody.
    public var cohort: Cohort?
    /// The agency systems of which a results file was taken (`hearing.not-in-agency-system`).
    public var resultSystems: Set<AgencySystem>
    /// The schedule of safety calls.
    public var calls: CallSchedule
    /// The required checks.
    public var grid: CheckGrid

    /// A question; the rules shipped unless others are given.
    public init(
        asOf: Day, cohort: Cohort? = nil, resultSystems: Set<AgencySystem> = [],
        calls: CallSchedule = .safetyCall30, grid: CheckGrid = .grid1
    ) {
        self.asOf = asOf
        self.cohort = cohort
        self.resultSystems = resultSystems
        self.calls = calls
        self.grid = grid
    }
}

/// When a release owes its first safety and well-being call, in days after the release.
public struct CallSchedule: Hashable, Sendable {
    /// The name of the procedure.
    public var id: String
    /// The day the call is owed.
    public var dueAfter: Int
    /// The first day whose attempts count.
    public var firstDay: Int
    /// The last day of the window.
    public var windowEnd: Int

    /// A schedule.
    public init(id: String, dueAfter: Int, firstDay: Int, windowEnd: Int) {
        self.id = id
        self.dueAfter = dueAfter
        self.firstDay = firstDay
        self.windowEnd = windowEnd
    }

    /// `safety-call-30`: owed 30 days after the release, window from day 1 to day 37 (COUNTING.md, `call.late`).
    public static let safetyCall30 = CallSchedule(id: "safety-call-30", dueAfter: 30, firstDay: 1, windowEnd: 37)
}
