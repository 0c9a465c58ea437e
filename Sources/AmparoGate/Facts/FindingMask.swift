internal import AmparoCourt

/// What of a child's findings may leave, where a rule asks for the report of a failure to appear: a decision is by field and
/// about the child, and the report is about a hearing. So whoever may know of the failures that outlived their window
/// (MISSED-HEARING.md, step 5) learns of the child's other hearings what it might if there were no such failure.
struct FindingMask: Sendable {
    /// The hearings that are the report, by row of the court's schedule.
    let reported: Set<Int64>
    /// What is permitted of the findings of other hearings.
    let others: FieldMask

    /// The mask of a finding of another hearing than those reported; nil for one of these.
    func mask(of finding: HearingFinding) -> FieldMask? { reported.contains(finding.scheduleID) ? nil : others }
}
