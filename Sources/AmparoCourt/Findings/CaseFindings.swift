public import AmparoModel

/// Everything derived for one court case. One value can be filled again for the next case and keeps its room.
public struct CaseFindings: Sendable {
    /// `IDNCASE`
    public internal(set) var caseID: Int64 = 0
    /// The grade of the case, with its reasons.
    public internal(set) var grading = CaseGrading(reasons: [])
    /// One finding for every past hearing, by proceeding (none first), day, time.
    public internal(set) var hearings: [HearingFinding] = []
    /// The hearings not yet reported, in the same order.
    public internal(set) var notYetReported: [UnreportedHearing] = []
    /// The orders and closures for absence by the as-of day, by `COMP_DATE`, then proceeding.
    public internal(set) var orders: [OrderFinding] = []
    /// The alarms, those of hearings first, in the order of the hearings, then those of orders.
    public internal(set) var alarms: [CourtAlarm] = []

    /// Room for the work on one case.
    var slots: [HearingSlot] = []
    var mail: [Int32] = []
    var motions: [MotionsOfOrder] = []

    /// Nothing yet.
    public init() {}

    /// The case's latest order (not closure), which `order.in-absentia` counts: the last `COMP_DATE`, of one day the greatest
    /// proceeding.
    public var latestOrder: OrderFinding? { orders.last { $0.isOrder } }

    /// The day of the latest failure to appear; nil without one.
    public var latestFailure: Day? { latest { $0.isFailureToAppear } }

    /// The day of the latest hearing that was attended; nil without one.
    public var latestAttended: Day? { latest { $0 == .attended } }

    /// Whether a hearing was neither not held nor recorded in error, which puts the child in the denominator of
    /// `hearing.failed-to-appear`.
    public var hasHearingInDenominator: Bool { hearings.contains { $0.kind.isInDenominator } }

    private func latest(_ isWanted: (FindingKind) -> Bool) -> Day? {
        var latest: Day?
        for finding in hearings where isWanted(finding.kind) {
            latest = max(latest ?? finding.hearing, finding.hearing)
        }
        return latest
    }

    mutating func start(caseID: Int64, grading: CaseGrading) {
        self.caseID = caseID
        self.grading = grading
        hearings.removeAllKeepingRoom()
        notYetReported.removeAllKeepingRoom()
        orders.removeAllKeepingRoom()
        alarms.removeAllKeepingRoom()
        slots.removeAllKeepingRoom()
        mail.removeAllKeepingRoom()
        motions.removeAllKeepingRoom()
    }
}
