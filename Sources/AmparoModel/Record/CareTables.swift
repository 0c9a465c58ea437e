/// The words of the care feed's closed columns (FEEDS.md 2), in payload order.
public enum CareVocabulary {
    /// `sex`.
    public static let sex = Vocabulary("f", "m", "x")
    /// `referring_agency`.
    public static let referringAgency = Vocabulary(
        "cbp-ofo", "cbp-usbp", "ice-ero", "ice-hsi", "usms", "fbi", "dol", "bop", "other")
    /// `facility_type`.
    public static let facilityType = Vocabulary(
        "shelter", "foster-care", "group-home", "heightened-supervision", "secure", "rtc", "influx", "ltfc",
        "out-of-network", "hospital")
    /// `exit_reason`.
    public static let exitReason = Vocabulary(
        "transfer", "release", "runaway", "age-out", "age-redetermined", "voluntary-departure", "removed",
        "status-granted", "deceased", "other")
    /// `type` of a check.
    public static let checkType = Vocabulary(
        "identity", "relationship", "public-records", "sex-offender", "fbi-fingerprint", "child-abuse",
        "state-criminal", "dna", "home-study", "address")
    /// `result` of a check.
    public static let checkResult = Vocabulary(
        "clear", "hit", "inconclusive", "waived", "pending")
    /// `category` of a sponsor at release.
    public static let category = Vocabulary("1", "2a", "2b", "3")
    /// `source` of an address.
    public static let addressSource = Vocabulary(
        "court", "eoir-33", "release", "ar-11", "safety-call", "post-release", "school")
    /// `outcome` of a call.
    public static let callOutcome = Vocabulary(
        "reached", "no-answer", "wrong-number", "disconnected", "refused")
    /// `spoke_with`.
    public static let spokeWith = Vocabulary("child-alone", "child", "sponsor", "other")
    /// `kind` of a service.
    public static let service = Vocabulary(
        "prs-1", "prs-2", "prs-3", "legal", "medical", "mental-health", "school")
    /// `decision` of an application.
    public static let decision = Vocabulary("approved", "denied", "remanded")
    /// `withdrawn_reason`.
    public static let withdrawnReason = Vocabulary(
        "fear-of-enforcement", "documents", "changed-mind", "other")
    /// `relation` of a family member.
    public static let relation = Vocabulary(
        "mother", "father", "sibling", "grandparent", "guardian", "other")
    /// `location` of a family member.
    public static let location = Vocabulary("us-custody", "us", "abroad", "removed")
    /// `kind` of a concern.
    public static let concern = Vocabulary(
        "trafficking", "labor", "abuse", "neglect", "missing", "self-harm", "other")
    /// `charging_document`.
    public static let charging = Vocabulary("i-862")
    /// `served_how`.
    public static let servedHow = Vocabulary("personal", "mail", "counsel")
    /// `served_on_whom`.
    public static let servedOnWhom = Vocabulary("child", "custodian", "counsel")
    /// `not_served_reason`.
    public static let notServedReason = Vocabulary(
        "awaiting-counsel", "uscis-relief", "backlog", "address-unknown", "other")
    /// `system` of an agency result.
    public static let system = Vocabulary("opla", "ero")
    /// `result` of an agency result.
    public static let result = Vocabulary(
        "appeared", "failed-to-appear", "order-in-absentia", "continued", "unknown")
    /// `addressee` of a mailing.
    public static let addressee = Vocabulary("respondent", "custodian", "counsel")
}

let careTables: [FeedTable] = [
    FeedTable(
        .referral, .care, "referrals.csv", .child, "child_id", key: ["referral_id"],
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "referral_id", .key, .identity, .sealed, required: true),
            Field(3, "a_number", .aNumber, .identity, .sealed),
            Field(4, "given_names", .text, .identity, .sealed),
            Field(5, "surnames", .text, .identity, .sealed),
            Field(6, "date_of_birth", .birthDate, .identity, .sealed),
            Field(7, "sex", .term, .identity, .sealed, words: CareVocabulary.sex),
            Field(8, "country_of_birth", .code, .identity, .sealed),
            Field(9, "language", .code, .general, .sealed),
            Field(10, "referring_agency", .term, .general, words: CareVocabulary.referringAgency),
            Field(11, "apprehended_at", .instant, .general),
            Field(12, "determined_at", .instant, .general),
            Field(13, "notified_at", .instant, .general),
            Field(14, "transferred_at", .instant, .placement),
            Field(15, "separated_from_family", .flag, .familyLink),
            Field(16, "separation_reason", .text, .familyLink, .sealed),
            Field(17, "family_group_id", .text, .familyLink, .sealed),
        ]),
    FeedTable(
        .placement, .care, "placements.csv", .child, "child_id", key: ["placement_id"],
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "placement_id", .key, .placement, .sealed, required: true),
            Field(3, "referral_id", .reference, .placement),
            Field(4, "facility_id", .text, .placement, .sealed, required: true),
            Field(5, "facility_name", .text, .placement, .sealed),
            Field(6, "facility_type", .term, .placement, words: CareVocabulary.facilityType),
            Field(7, "state", .code, .placement),
            Field(8, "from", .day, .placement, required: true),
            Field(9, "to", .day, .placement),
            Field(10, "exit_reason", .term, .placement, words: CareVocabulary.exitReason),
        ]),
    FeedTable(
        .sponsor, .care, "sponsors.csv", .sponsor, "sponsor_id", key: [],
        [
            Field(1, "sponsor_id", .key, .sponsorIdentity, .sealed, required: true),
            Field(2, "given_names", .text, .sponsorIdentity, .sealed),
            Field(3, "surnames", .text, .sponsorIdentity, .sealed),
            Field(4, "date_of_birth", .birthDate, .sponsorIdentity, .sealed),
            Field(5, "phone", .text, .sponsorContact, .sealed),
            Field(6, "email", .text, .sponsorContact, .sealed),
            Field(7, "preferred_language", .code, .sponsorContact, .sealed),
        ]),
    FeedTable(
        .householdMember, .care, "household.csv", .sponsor, "sponsor_id", key: ["member_id"],
        [
            Field(1, "sponsor_id", .key, .sponsorIdentity, .sealed, required: true),
            Field(2, "member_id", .key, .household, .sealed, required: true),
            Field(3, "given_names", .text, .household, .sealed),
            Field(4, "surnames", .text, .household, .sealed),
            Field(5, "date_of_birth", .birthDate, .household, .sealed),
            Field(6, "relation_to_sponsor", .text, .household, .sealed),
            Field(7, "from", .day, .household),
            Field(8, "to", .day, .household),
        ]),
    FeedTable(
        .check, .care, "checks.csv", .sponsor, "sponsor_id", key: ["check_id"],
        [
            Field(1, "check_id", .key, .checkResult, .sealed, required: true),
            Field(2, "sponsor_id", .key, .sponsorIdentity, .sealed, required: true),
            Field(3, "member_id", .reference, .household),
            Field(4, "type", .term, .checkResult, required: true, words: CareVocabulary.checkType),
            Field(5, "jurisdiction", .code, .checkResult),
            Field(6, "ordered_on", .day, .checkResult, required: true),
            Field(7, "resulted_on", .day, .checkResult),
            Field(8, "result", .term, .checkResult, words: CareVocabulary.checkResult),
            Field(9, "waived_by", .text, .checkResult, .sealed),
            Field(10, "expires_on", .day, .checkResult),
        ]),
    FeedTable(
        .release, .care, "releases.csv", .child, "child_id", key: ["release_id"],
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "release_id", .key, .placement, .sealed, required: true),
            Field(3, "referral_id", .reference, .placement),
            Field(4, "released_on", .day, .placement, required: true),
            Field(5, "sponsor_id", .key, .sponsorIdentity, .sealed, required: true),
            Field(6, "category", .term, .sponsorIdentity, words: CareVocabulary.category),
            Field(7, "relationship", .text, .sponsorIdentity, .sealed),
            Field(8, "line1", .text, .addressService, .sealed),
            Field(9, "line2", .text, .addressService, .sealed),
            Field(10, "city", .text, .addressService, .sealed),
            Field(11, "state", .code, .addressService),
            Field(12, "zip", .text, .addressService, .sealed),
            Field(13, "phone", .text, .sponsorContact, .sealed),
            Field(14, "approved_by", .text, .general, .sealed),
            Field(15, "dhs_notified_at", .instant, .notice),
        ]),
    FeedTable(
        .address, .care, "addresses.csv", .child, "child_id", key: ["reported_on", "source"], ordinal: true,
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "reported_on", .day, .general, required: true),
            Field(3, "effective_on", .day, .general),
            Field(4, "line1", .text, .addressResidence, .sealed),
            Field(5, "line2", .text, .addressResidence, .sealed),
            Field(6, "city", .text, .addressResidence, .sealed),
            Field(7, "state", .code, .addressResidence),
            Field(8, "zip", .text, .addressResidence, .sealed),
            Field(9, "source", .term, .general, words: CareVocabulary.addressSource),
            Field(10, "reported_by", .text, .general, .sealed),
        ]),
    FeedTable(
        .call, .care, "calls.csv", .child, "child_id", key: ["call_id"],
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "call_id", .key, .safetyCall, .sealed, required: true),
            Field(3, "due_on", .day, .safetyCall, required: true),
            Field(4, "attempted_at", .instant, .safetyCall),
            Field(5, "outcome", .term, .safetyCall, words: CareVocabulary.callOutcome),
            Field(6, "lives_with_sponsor", .flag, .safetyCall),
            Field(7, "in_school", .flag, .safetyCall),
            Field(8, "knows_hearing_date", .flag, .safetyCall),
            Field(9, "safe", .flag, .safetyCall),
            Field(10, "spoke_with", .term, .safetyCall, words: CareVocabulary.spokeWith),
            Field(11, "address_matches", .flag, .safetyCall),
            Field(12, "new_address_reported", .flag, .safetyCall),
            Field(13, "documented_on", .day, .safetyCall),
            Field(14, "caller", .text, .safetyCall, .sealed),
        ]),
    FeedTable(
        .service, .care, "services.csv", .child, "child_id", key: ["service_id"],
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "service_id", .key, .general, .sealed, required: true),
            Field(3, "kind", .term, .clinical, .sealed, words: CareVocabulary.service),
            Field(4, "offered_on", .day, .clinical),
            Field(5, "accepted_on", .day, .clinical),
            Field(6, "started_on", .day, .clinical),
            Field(7, "ended_on", .day, .clinical),
            Field(8, "provider", .text, .clinical, .sealed),
        ]),
    FeedTable(
        .application, .care, "applications.csv", .child, "child_id", key: ["application_id"],
        [
            Field(1, "application_id", .key, .sponsorIdentity, .sealed, required: true),
            Field(2, "child_id", .key, .identity, .sealed, required: true),
            Field(3, "sponsor_id", .key, .sponsorIdentity, .sealed, required: true),
            Field(4, "opened_on", .day, .sponsorIdentity, required: true),
            Field(5, "decided_on", .day, .sponsorIdentity),
            Field(6, "decision", .term, .sponsorIdentity, words: CareVocabulary.decision),
            Field(7, "withdrawn_on", .day, .sponsorIdentity),
            Field(8, "withdrawn_reason", .term, .sponsorIdentity, words: CareVocabulary.withdrawnReason),
            Field(9, "denied_reason", .text, .sponsorIdentity, .sealed),
        ]),
    FeedTable(
        .family, .care, "family.csv", .child, "child_id", key: ["family_row_id"],
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "family_row_id", .key, .familyLink, .sealed, required: true),
            Field(3, "relation", .term, .familyLink, words: CareVocabulary.relation),
            Field(4, "separated_on", .day, .familyLink),
            Field(5, "separated_by", .text, .familyLink, .sealed),
            Field(6, "location", .term, .familyLink, words: CareVocabulary.location),
            Field(7, "reunited_on", .day, .familyLink),
        ]),
    FeedTable(
        .concern, .care, "concerns.csv", .child, "child_id", key: ["concern_id"],
        [
            Field(1, "child_id", .key, .identity, .sealed, required: true),
            Field(2, "concern_id", .key, .incident, .sealed, required: true),
            Field(3, "raised_on", .day, .incident, required: true),
            Field(4, "kind", .term, .incident, .sealed, words: CareVocabulary.concern),
            Field(5, "raised_by", .text, .incident, .sealed),
            Field(6, "reported_to", .text, .incident, .sealed),
            Field(7, "reported_on", .day, .incident),
            Field(8, "closed_on", .day, .incident),
        ]),
]

let noticeTables: [FeedTable] = [
    FeedTable(
        .notice, .notices, "notices.csv", .aNumber, "a_number", key: ["charging_document", "issued_on"],
        [
            Field(1, "a_number", .aNumber, .identity, .sealed, required: true),
            Field(2, "charging_document", .term, .notice, words: CareVocabulary.charging),
            Field(3, "issued_on", .day, .notice),
            Field(4, "served_on", .day, .notice),
            Field(5, "served_how", .term, .notice, words: CareVocabulary.servedHow),
            Field(6, "served_on_whom", .term, .notice, words: CareVocabulary.servedOnWhom),
            Field(7, "line1", .text, .addressService, .sealed),
            Field(8, "line2", .text, .addressService, .sealed),
            Field(9, "city", .text, .addressService, .sealed),
            Field(10, "state", .code, .addressService),
            Field(11, "zip", .text, .addressService, .sealed),
            Field(12, "filed_on", .day, .notice),
            Field(13, "court", .code, .notice),
            Field(14, "not_served_reason", .term, .notice, words: CareVocabulary.notServedReason),
        ]),
    FeedTable(
        .agencyResult, .results, "results.csv", .aNumber, "a_number", key: ["system", "hearing_date"],
        [
            Field(1, "system", .term, .court, required: true, words: CareVocabulary.system),
            Field(2, "a_number", .aNumber, .identity, .sealed, required: true),
            Field(3, "hearing_date", .day, .court, required: true),
            Field(4, "result", .term, .court, words: CareVocabulary.result),
            Field(5, "entered_on", .day, .court),
        ]),
]
