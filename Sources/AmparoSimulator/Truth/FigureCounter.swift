internal import AmparoModel

/// Counts every figure of COUNTING.md, version 1, child by child, as of one day.
///
/// Children may come in any order; the figures do not depend on it. What one child alone does not settle (a unit known
/// from a neighbour, which systems sent results at all) is kept small and settled in `figures()`.
struct FigureCounter: Sendable {
    let asOf: Day

    var transferred = Figure("children.transferred", by: "fiscalYear")
    var inCare = Figure("children.in-care")
    var released = Figure("children.released", by: "fiscalYear", "state", "category")
    var withdrawn = Figure("application.withdrawn", denominator: 0, by: "reason", "month")
    var noNoticeYet = Figure("notice.none-yet", denominator: 0, by: "reason", "of")
    var notFiled = Figure("notice.not-filed", denominator: 0)
    var defective = Figure("address.defective", denominator: 0, by: "defect")
    var past = Figure("hearing.past", by: "finding", "grade", "ageAtHearing")
    var failedToAppear = Figure(
        "hearing.failed-to-appear", denominator: 0, by: "fiscalYear", "finding", "notice", "ageAtHearing")
    var notTold = Figure("hearing.not-told", denominator: 0, by: "orr", "ice")
    var notInSystem = Figure("hearing.not-in-agency-system", denominator: 0, by: "system", "contradicts")
    var inAbsentia = Figure("order.in-absentia", by: "status", "hearing")
    var callLate = Figure("call.late", denominator: 0, by: "attempts")
    var undocumented = Figure("call.undocumented", denominator: 0)
    var notReached = Figure("child.not-reached", denominator: 0, by: "spokeWith")
    var lastConfirmed = Figure("child.last-confirmed", denominator: 0, by: "days")
    var missedUnaccounted = Figure("child.missed-unaccounted", denominator: 0)
    var unresolvedChecks = Figure("check.unresolved-at-release", denominator: 0, by: "why")
    var separatedOpen = Figure("family.separated-open", by: "relation")
    var vanished = Figure("court.vanished", by: "table")

    var lengths = LengthsOfCare()
    var buildings = BuildingIndex()
    var agencyGaps = AgencyGaps()
    /// Number of the next child with a care record.
    private var nextChild: Int32 = 0

    init(asOf: Day) { self.asOf = asOf }

    /// Counts one child; `cases` are the findings of its cases.
    mutating func add(_ child: ReadChild, cases: [CaseFindings]) {
        let days = ContactDays(of: child, cases: cases, asOf: asOf)
        if let care = child.care {
            countCare(care)
            countReleases(care)
            countApplications(care)
            countNotices(child, care)
            countAddresses(child, care, number: nextChild)
            countCalls(care)
            countContact(care, days)
            countChecks(care)
            countFamily(care)
            countAgencyGaps(child, cases)
            nextChild += 1
        }
        countHearings(cases)
        countFailures(cases, days)
        countOrders(cases)
    }

    /// A system whose results were taken, though this result belongs to nobody.
    mutating func add(unmatched result: AgencyResult) { agencyGaps.systems.insert(result.system) }

    /// All figures in the order of the catalogue.
    func figures() -> [Figure] {
        var inCare = inCare
        var released = released
        lengths.measure(inCare: &inCare, released: &released)
        var defective = defective
        buildings.settle(&defective)
        var notInSystem = notInSystem
        agencyGaps.settle(&notInSystem)
        return [
            transferred, inCare, released, withdrawn, noNoticeYet, notFiled, defective, past, failedToAppear, notTold,
            notInSystem, inAbsentia, callLate, undocumented, notReached, lastConfirmed, missedUnaccounted,
            unresolvedChecks, separatedOpen, vanished,
        ]
    }
}
