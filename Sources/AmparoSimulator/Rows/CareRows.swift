internal import AmparoModel

// One struct per file of FEEDS.md 2, one property per column, named as the column in camel case. Empty text and nil
// mean "not said". Codes are the feed's own words. `childID` is the sender's number, not the simulator's child.

/// A row of referrals.csv.
struct Referral: Sendable, Hashable {
    var childID: String
    var referralID: String
    /// Nine digits, or empty.
    var aNumber = ""
    var givenNames = ""
    var surnames = ""
    var dateOfBirth: Day?
    var sex = ""
    var countryOfBirth = ""
    var language = ""
    var referringAgency = ""
    var apprehendedAt: Instant?
    var determinedAt: Instant?
    var notifiedAt: Instant?
    var transferredAt: Instant?
    /// `Y`, `N` or empty.
    var separatedFromFamily = ""
    var separationReason = ""
    var familyGroupID = ""
}

/// A row of placements.csv.
struct Placement: Sendable, Hashable {
    var childID: String
    var placementID: String
    /// Empty when the sender did not say to which referral the placement belongs.
    var referralID = ""
    var facilityID = ""
    var facilityName = ""
    var facilityType = ""
    var state = ""
    var from: Day
    var to: Day?
    var exitReason = ""
}

/// A row of sponsors.csv.
struct Sponsor: Sendable, Hashable {
    var sponsorID: String
    var givenNames = ""
    var surnames = ""
    var dateOfBirth: Day?
    var phone = ""
    var email = ""
    var preferredLanguage = ""
}

/// A row of household.csv.
struct HouseholdMember: Sendable, Hashable {
    var sponsorID: String
    var memberID: String
    var givenNames = ""
    var surnames = ""
    var dateOfBirth: Day?
    var relationToSponsor = ""
    var from: Day?
    var to: Day?
}

/// A row of checks.csv.
struct Check: Sendable, Hashable {
    var checkID: String
    var sponsorID: String
    /// Empty: the check is of the sponsor.
    var memberID = ""
    var type: CheckType
    var jurisdiction = ""
    var orderedOn: Day
    var resultedOn: Day?
    /// nil: no result written.
    var result: CheckResult?
    var waivedBy = ""
    var expiresOn: Day?
}

enum CheckType: String, Sendable, CaseIterable {
    case identity, relationship
    case publicRecords = "public-records"
    case sexOffender = "sex-offender"
    case fbiFingerprint = "fbi-fingerprint"
    case childAbuse = "child-abuse"
    case stateCriminal = "state-criminal"
    case dna
    case homeStudy = "home-study"
    case address
}

enum CheckResult: String, Sendable, CaseIterable {
    case clear, hit, inconclusive, waived, pending
}

/// A row of releases.csv.
struct Release: Sendable, Hashable {
    var childID: String
    var releaseID: String
    var referralID = ""
    var releasedOn: Day
    var sponsorID: String
    /// `1`, `2A`, `2B`, `3` or empty.
    var category = ""
    var relationship = ""
    var address = WrittenAddress()
    var phone = ""
    var approvedBy = ""
    var dhsNotifiedAt: Instant?
}

/// A row of addresses.csv.
struct Address: Sendable, Hashable {
    var childID: String
    var reportedOn: Day
    var effectiveOn: Day?
    var address: WrittenAddress
    var source: AddressSource
    var reportedBy = ""
}

enum AddressSource: String, Sendable, CaseIterable {
    case court
    case eoir33 = "eoir-33"
    case release
    case ar11 = "ar-11"
    case safetyCall = "safety-call"
    case postRelease = "post-release"
    case school
}

/// A row of calls.csv.
struct Call: Sendable, Hashable {
    var childID: String
    var callID: String
    var dueOn: Day
    var attemptedAt: Instant?
    /// nil: no outcome written.
    var outcome: CallOutcome?
    var livesWithSponsor = ""
    var inSchool = ""
    var knowsHearingDate = ""
    var safe = ""
    var spokeWith: SpokeWith?
    var addressMatches = ""
    var newAddressReported = ""
    var documentedOn: Day?
    var caller = ""
}

enum CallOutcome: String, Sendable, CaseIterable {
    case reached
    case noAnswer = "no-answer"
    case wrongNumber = "wrong-number"
    case disconnected, refused
}

enum SpokeWith: String, Sendable, CaseIterable {
    case childAlone = "child-alone"
    case child, sponsor, other
}

/// A row of services.csv.
struct Service: Sendable, Hashable {
    var childID: String
    var serviceID: String
    /// `prs-1`, `prs-2`, `prs-3`, `legal`, `medical`, `mental-health`, `school`.
    var kind = ""
    var offeredOn: Day?
    var acceptedOn: Day?
    var startedOn: Day?
    var endedOn: Day?
    var provider = ""
}

/// A row of applications.csv: a sponsor's application for a child.
struct Application: Sendable, Hashable {
    var applicationID: String
    var childID: String
    var sponsorID: String
    var openedOn: Day
    var decidedOn: Day?
    /// `approved`, `denied`, `remanded` or empty.
    var decision = ""
    var withdrawnOn: Day?
    /// `fear-of-enforcement`, `documents`, `changed-mind`, `other` or empty.
    var withdrawnReason = ""
    var deniedReason = ""
}

/// A row of family.csv.
struct Family: Sendable, Hashable {
    var childID: String
    var familyRowID: String
    /// `mother`, `father`, `sibling`, `grandparent`, `guardian`, `other`.
    var relation: String
    var separatedOn: Day?
    var separatedBy = ""
    var location = ""
    var reunitedOn: Day?
}

/// A row of concerns.csv.
struct Concern: Sendable, Hashable {
    var childID: String
    var concernID: String
    var raisedOn: Day
    var kind = ""
    var raisedBy = ""
    var reportedTo = ""
    var reportedOn: Day?
    var closedOn: Day?
}
