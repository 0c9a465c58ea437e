internal import AmparoModel

extension FieldCatalogue {
    /// The catalogue of this program.
    public static let shipped = FieldCatalogue(
        declarations: (careFields + noticeFields + courtFields).flatMap(\.declarations) + derivedFields
            + registerFields)
}

private let orr = Party(code: "hhs.orr")
private let opla = Party(code: "dhs.ice.opla")
private let court = Party(code: "doj.eoir")
private let street = ["line1": "street", "line2": "unit"]

private let careFields: [TableFields] = [
    TableFields(kind: .referral, holder: orr, kept: ["child_id", "referral_id"]),
    TableFields(kind: .placement, holder: orr, kept: ["child_id", "placement_id", "referral_id"]),
    TableFields(kind: .sponsor, holder: orr, kept: ["sponsor_id"]),
    TableFields(kind: .householdMember, holder: orr, kept: ["sponsor_id", "member_id"]),
    TableFields(
        kind: .check, holder: orr, kept: ["check_id", "sponsor_id", "member_id"],
        classes: [
            .init(
                fieldClass: .biometric, replaces: .checkResult, column: "type", words: ["fbi-fingerprint", "dna"]),
            .init(
                fieldClass: .criminalHistory, replaces: .checkResult, column: "type",
                words: ["sex-offender", "child-abuse", "state-criminal"]),
        ]),
    TableFields(
        kind: .release, holder: orr, names: street.merging(["phone": "phone"]) { $1 },
        kept: ["child_id", "release_id", "referral_id", "sponsor_id"]),
    // Where notices go is one class, what is known only from calls, visits and school another (SHARING.md).
    TableFields(
        kind: .address, holder: orr,
        names: street.merging([
            "reported_on": "addressReportedOn", "effective_on": "addressEffectiveOn", "source": "addressSource",
            "reported_by": "addressReportedBy",
        ]) { $1 }, kept: ["child_id"],
        classes: [
            .init(
                fieldClass: .addressService, replaces: .addressResidence, column: "source",
                words: ["court", "eoir-33", "release", "ar-11"]),
            // That somebody told an address in a call is itself known only from the call.
            .init(
                fieldClass: .addressResidence, replaces: .general, column: "source",
                words: ["court", "eoir-33", "release", "ar-11"], among: false),
        ]),
    TableFields(kind: .call, holder: orr, kept: ["child_id", "call_id"]),
    TableFields(
        kind: .service, holder: orr,
        names: [
            "kind": "serviceKind", "offered_on": "serviceOfferedOn", "accepted_on": "serviceAcceptedOn",
            "started_on": "serviceStartedOn", "ended_on": "serviceEndedOn", "provider": "serviceProvider",
        ], kept: ["child_id", "service_id"],
        classes: [
            .init(fieldClass: .education, replaces: .clinical, column: "kind", words: ["school"]),
            .init(fieldClass: .attorney, replaces: .clinical, column: "kind", words: ["legal"]),
        ]),
    TableFields(
        kind: .application, holder: orr, prefix: "application", kept: ["application_id", "child_id", "sponsor_id"]),
    TableFields(kind: .family, holder: orr, kept: ["child_id", "family_row_id"]),
    TableFields(
        kind: .concern, holder: orr, prefix: "concern", kept: ["child_id", "concern_id"],
        classes: [.init(fieldClass: .trafficking, replaces: .incident, column: "kind", words: ["trafficking"])]),
]

private let noticeFields: [TableFields] = [
    TableFields(
        kind: .notice, holder: opla, prefix: "notice",
        names: [
            "a_number": "noticeANumber", "charging_document": "chargingDocument", "issued_on": "issuedOn",
            "served_on": "servedOn", "served_how": "servedHow", "served_on_whom": "servedOnWhom", "filed_on": "filedOn",
            "not_served_reason": "notServedReason", "line1": "noticeStreet", "line2": "noticeUnit",
        ]),
    TableFields(kind: .agencyResult, holder: opla, prefix: "agencyResult"),
]

/// The other applications of the court's own table; whatever is none of these is kept as asylum.
private let otherApplications = [
    "202", "209C", "2129", "212A", "212C", "212D", "212G", "212H", "212I", "212K", "212L", "216", "237H", "241A",
    "241F",
    "245", "249", "42A", "42B", "D11", "I881", "PRMF", "SUSP", "VD", "WAIV", "WD", "WDL",
]

private let courtFields: [TableFields] = [
    TableFields(
        kind: .courtCase, holder: court, prefix: "case",
        names: [
            "idncase": "case", "alien_city": "courtCity", "alien_state": "courtState", "alien_zipcode": "courtZip",
            "updated_city": "courtUpdatedCity", "updated_state": "courtUpdatedState",
            "updated_zipcode": "courtUpdatedZip",
            "address_changedon": "addressChangedOn", "c_birthdate": "courtBirthMonth", "sex": "courtSex",
            "alien_number": "courtANumber", "c_asy_type": "caseAsylumType",
        ], classes: [.init(fieldClass: .asylum, replaces: .court, only: ["c_asy_type"])]),
    TableFields(
        kind: .proceeding, holder: court, prefix: "proceeding",
        names: [
            "idncase": "case", "hearing_date": "hearingDate", "hearing_time": "hearingTime", "absentia": "absentia",
        ]),
    TableFields(
        kind: .schedule, holder: court, prefix: "schedule",
        names: [
            "idncase": "case", "adj_date": "hearingDate", "adj_time_start": "hearingTime",
            "hearing_loc_code": "hearingLocation", "adj_rsn": "adjournmentReason", "cal_type": "calendarType",
            "adj_medium": "hearingMedium",
        ]),
    TableFields(kind: .juvenileHistory, holder: court, prefix: "juvenile", names: ["idncase": "case"]),
    TableFields(kind: .representation, holder: court, prefix: "representation", names: ["idncase": "case"]),
    TableFields(
        kind: .courtApplication, holder: court, prefix: "application", names: ["idncase": "case"],
        classes: [
            .init(
                fieldClass: .asylum, replaces: .court, column: "appl_code", words: otherApplications, among: false,
                only: ["idnproceedingappln", "idnproceeding", "appl_code", "appl_recd_date", "appl_dec"])
        ]),
    TableFields(kind: .motion, holder: court, prefix: "motion", names: ["idncase": "case"]),
    TableFields(kind: .charge, holder: court, prefix: "charge", names: ["idncase": "case"]),
    TableFields(kind: .custody, holder: court, prefix: "custody", names: ["idncase": "case"]),
    TableFields(kind: .leadRider, holder: court, prefix: "rider", names: ["idnridercase": "case"]),
    TableFields(kind: .caseIdentifier, holder: court, prefix: "identifier", names: ["idncase": "case"]),
    TableFields(kind: .casePriority, holder: court, prefix: "priority", names: ["idncase": "case"]),
    TableFields(
        kind: .mailing, holder: court, prefix: "mailing",
        names: [
            "idncase": "case", "hearing_date": "hearingDate", "mailed_on": "mailedOn", "addressee": "addressee",
            "line1": "mailedStreet", "line2": "mailedUnit", "city": "mailedCity", "state": "mailedState",
            "zip": "mailedZip", "returned_on": "returnedOn", "return_reason": "returnReason",
            "oral_notice_language": "oralNoticeLanguage",
        ]),
    TableFields(kind: .hearingEvent, holder: court, prefix: "hearingEvent", names: ["idncase": "case"]),
]

private func derived(
    _ fieldClass: FieldClass, _ holder: Party, _ names: String..., transforms: [Transform] = [.yesNo, .count]
) -> [FieldDeclaration] {
    names.map {
        FieldDeclaration(
            name: fieldClass.code + "." + $0, fieldClass: fieldClass, holder: holder, transforms: transforms)
    }
}

/// What the record derives, and the documents it keeps by class.
private let derivedFields: [FieldDeclaration] =
    derived(.existence, orr, "record", "courtCase", "link")
    + derived(
        .general, orr, "recordId", "stage", "worklistItem", "worklistReason", "worklistDeadline", "worklistHolder")
    + derived(.identity, orr, "age", "ageBand", transforms: [.yesNo, .count, .ageBand])
    + derived(
        .court, orr, "finding", "findingStatus", "findingRule", "findingProvisional", "findingDisputed",
        "failureToAppear",
        "caseGrade", "ageAtHearing", "motionClock", "representedThatDay", "nextHearingDate")
    + derived(
        .notice, orr, "findingNotice", "noticeDefect", "addressVersion", "mailingProof", "returnedMail", "oralAdvisal",
        "noticeStatus")
    + derived(.addressService, orr, "defect", "verdict", transforms: [.yesNo, .count, .region])
    // A welfare address that differs from the one used is never told to DHS (MISSED-HEARING.md).
    + derived(.addressResidence, orr, "noticeRisk", "defect", transforms: [.yesNo, .count])
    + derived(.safetyCall, orr, "overdue", "lastConfirmed")
    + derived(.checkResult, orr, "unresolved")
    + derived(.clinical, orr, "note") + derived(.contact, orr, "childPhone", "familyPhone")
    + derived(.sponsorNetwork, orr, "sharedAddress", "otherChildren", "relatedSponsors")
    + derived(.biometric, orr, "sponsorFingerprints", "householdFingerprints")
    + derived(.cat4Plan, orr, "document") + derived(.trafficking, orr, "eligibilityLetter")
    + derived(.attorney, orr, "counselName", "counselContact") + derived(.education, orr, "school")
    + derived(.familyLink, orr, "relative") + derived(.incident, orr, "report", "unauthorizedAbsence")
    + derived(.immigrationStatus, opla, "sponsorStatus", "householdStatus")
    + derived(.criminalHistory, opla, "suitabilityAnswer") + derived(.checkResult, opla, "suitabilityAnswered")
    + derived(.asylum, court, "applicationFiled") + derived(.protected1367, orr, "application")
    + derived(.statistics, orr, "figure", "figureByArea", "figureByAgency")
    + derived(.statistics, court, "courtDispositions") + derived(.statistics, opla, "noticeCounts", "removalCounts")

/// Where each register has the child's address, and since when. What only welfare work told is never DHS's.
private let registerFields: [FieldDeclaration] =
    derived(.addressService, orr, "register", "registerSource", "registerSince", "registerGroup", "venueMove")
    + derived(.addressResidence, orr, "register", "registerSource", "registerSince", "registerGroup")
