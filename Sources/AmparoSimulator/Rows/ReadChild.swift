internal import AmparoModel

/// Everything a perfect reader of the feeds knows of one child, taking care, notices, results, court in that order.
///
/// Rows that a reader must quarantine, and repeated rows, are not here. Rules of "who is the same child" (FEEDS.md)
/// are already applied: two `child_id`s of one A-number are one `ReadChild`, and a disputed number's notices, results
/// and cases stand in records of their own without care rows.
///
/// A case that no care record claims is its own child: a `ReadChild` whose `care` is nil and that has exactly one case.
/// Its grade follows from its rows (MISSED-HEARING.md) and may be one that no court figure counts.
struct ReadChild: Sendable, Hashable {
    /// nil for a court case that no care record claims.
    var care: CareRecord?
    /// Notices of this child's A-number, each key once. Those of a case that no care record claims are evidence for its findings only.
    var notices: [Notice] = []
    /// Agency results of this child's A-number, each key once. Empty without a care record.
    var results: [AgencyResult] = []
    /// The cases that are this child's by A-number; in the public profile none is.
    var cases: [ReadCase] = []
    /// The care record's A-number is disputed, so notices and cases of it belong to neither child.
    var numberIsDisputed = false
}

/// The care rows of one child, of one or more `child_id`s, and the rows of the sponsors of its releases.
struct CareRecord: Sendable, Hashable {
    /// Sender's numbers; more than one when records were joined by their A-number.
    var childIDs: [String]
    /// Nine digits, or empty when no referral of the child says a number.
    var aNumber: String
    /// The care record's birth date; nil when no referral says one. Joined records never disagree on it in a way
    /// that changes an age band.
    var dateOfBirth: Day?
    var referrals: [Referral] = []
    var placements: [Placement] = []
    var releases: [Release] = []
    var addresses: [Address] = []
    var calls: [Call] = []
    var services: [Service] = []
    var applications: [Application] = []
    var family: [Family] = []
    var concerns: [Concern] = []
    /// The sponsors of the releases above that stand in sponsors.csv, each once; the same sponsor can stand in the
    /// records of several children. A release whose sponsor is not here has no sponsor in the feed.
    var sponsors: [SponsorRecord] = []
}

/// One sponsor with household and checks, as the feeds have them.
struct SponsorRecord: Sendable, Hashable {
    var sponsor: Sponsor
    var household: [HouseholdMember] = []
    var checks: [Check] = []
}
