internal import AmparoModel

// How each row stands in its file; the order is that of the header.

extension Referral: CommaRow {
    static var file: CareSheets.File { .referrals }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(referralID)
        bytes.field(aNumber)
        bytes.field(givenNames)
        bytes.field(surnames)
        bytes.field(dateOfBirth)
        bytes.field(sex)
        bytes.field(countryOfBirth)
        bytes.field(language)
        bytes.field(referringAgency)
        bytes.field(apprehendedAt)
        bytes.field(determinedAt)
        bytes.field(notifiedAt)
        bytes.field(transferredAt)
        bytes.field(separatedFromFamily)
        bytes.field(separationReason)
        bytes.field(familyGroupID)
        bytes.field("desk-2")
    }
}

extension Placement: CommaRow {
    static var file: CareSheets.File { .placements }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(placementID)
        bytes.field(referralID)
        bytes.field(facilityID)
        bytes.field(facilityName)
        bytes.field(facilityType)
        bytes.field(state)
        bytes.field(from)
        bytes.field(to)
        bytes.field(exitReason)
    }
}

extension Sponsor: CommaRow {
    static var file: CareSheets.File { .sponsors }

    func write(to bytes: inout Bytes) {
        bytes.field(sponsorID)
        bytes.field(givenNames)
        bytes.field(surnames)
        bytes.field(dateOfBirth)
        bytes.field(phone)
        bytes.field(email)
        bytes.field(preferredLanguage)
    }
}

extension HouseholdMember: CommaRow {
    static var file: CareSheets.File { .household }

    func write(to bytes: inout Bytes) {
        bytes.field(sponsorID)
        bytes.field(memberID)
        bytes.field(givenNames)
        bytes.field(surnames)
        bytes.field(dateOfBirth)
        bytes.field(relationToSponsor)
        bytes.field(from)
        bytes.field(to)
    }
}

extension Check: CommaRow {
    static var file: CareSheets.File { .checks }

    func write(to bytes: inout Bytes) {
        bytes.field(checkID)
        bytes.field(sponsorID)
        bytes.field(memberID)
        bytes.field(type.rawValue)
        bytes.field(jurisdiction)
        bytes.field(orderedOn)
        bytes.field(resultedOn)
        bytes.field(result?.rawValue ?? "")
        bytes.field(waivedBy)
        bytes.field(expiresOn)
    }
}

extension Release: CommaRow {
    static var file: CareSheets.File { .releases }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(releaseID)
        bytes.field(referralID)
        bytes.field(releasedOn)
        bytes.field(sponsorID)
        bytes.field(category)
        bytes.field(relationship)
        bytes.fields(address)
        bytes.field(phone)
        bytes.field(approvedBy)
        bytes.field(dhsNotifiedAt)
    }
}

extension Address: CommaRow {
    static var file: CareSheets.File { .addresses }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(reportedOn)
        bytes.field(effectiveOn)
        bytes.fields(address)
        bytes.field(source.rawValue)
        bytes.field(reportedBy)
    }
}

extension Call: CommaRow {
    static var file: CareSheets.File { .calls }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(callID)
        bytes.field(dueOn)
        bytes.field(attemptedAt)
        bytes.field(outcome?.rawValue ?? "")
        bytes.field(livesWithSponsor)
        bytes.field(inSchool)
        bytes.field(knowsHearingDate)
        bytes.field(safe)
        bytes.field(spokeWith?.rawValue ?? "")
        bytes.field(addressMatches)
        bytes.field(newAddressReported)
        bytes.field(documentedOn)
        bytes.field(caller)
        bytes.field("queue-1")
    }
}

extension Service: CommaRow {
    static var file: CareSheets.File { .services }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(serviceID)
        bytes.field(kind)
        bytes.field(offeredOn)
        bytes.field(acceptedOn)
        bytes.field(startedOn)
        bytes.field(endedOn)
        bytes.field(provider)
    }
}

extension Application: CommaRow {
    static var file: CareSheets.File { .applications }

    func write(to bytes: inout Bytes) {
        bytes.field(applicationID)
        bytes.field(childID)
        bytes.field(sponsorID)
        bytes.field(openedOn)
        bytes.field(decidedOn)
        bytes.field(decision)
        bytes.field(withdrawnOn)
        bytes.field(withdrawnReason)
        bytes.field(deniedReason)
    }
}

extension Family: CommaRow {
    static var file: CareSheets.File { .family }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(familyRowID)
        bytes.field(relation)
        bytes.field(separatedOn)
        bytes.field(separatedBy)
        bytes.field(location)
        bytes.field(reunitedOn)
    }
}

extension Concern: CommaRow {
    static var file: CareSheets.File { .concerns }

    func write(to bytes: inout Bytes) {
        bytes.field(childID)
        bytes.field(concernID)
        bytes.field(raisedOn)
        bytes.field(kind)
        bytes.field(raisedBy)
        bytes.field(reportedTo)
        bytes.field(reportedOn)
        bytes.field(closedOn)
    }
}

extension Notice: CommaRow {
    static var file: CareSheets.File { .notices }

    func write(to bytes: inout Bytes) {
        bytes.field(aNumber)
        bytes.field(chargingDocument)
        bytes.field(issuedOn)
        bytes.field(servedOn)
        bytes.field(servedHow)
        bytes.field(servedOnWhom)
        bytes.fields(address)
        bytes.field(filedOn)
        bytes.field(court)
        bytes.field(notServedReason?.rawValue ?? "")
    }
}

extension AgencyResult: CommaRow {
    static var file: CareSheets.File { .results }

    func write(to bytes: inout Bytes) {
        bytes.field(system.rawValue)
        bytes.field(aNumber)
        bytes.field(hearingDate)
        bytes.field(result.rawValue)
        bytes.field(enteredOn)
    }
}
