internal import AmparoModel

/// Rules 5.2, 5.3 and 5.5, the part of the notice: which letter speaks, which address it should have borne, what contests it.
enum NoticeRules {
    /// Whether letter `a` speaks before letter `b`, both of one hearing and mailed before it: the later one; of letters of one
    /// day the one not to counsel, then the one to the respondent, then the one read later.
    static func speaks(_ a: Mailing, before b: Mailing) -> Bool {
        guard let aDay = a.mailedOn, let bDay = b.mailedOn else { return a.mailedOn != nil }
        if aDay != bDay { return aDay > bDay }
        if a.addressee != b.addressee { return a.addressee.rawValue < b.addressee.rawValue }
        return (a.source.snapshot, a.source.line) > (b.source.snapshot, b.source.line)
    }

    /// The address last given to the court by `day`: sources `eoir-33` and `court` by `reported_on`, the address on the notice to
    /// appear by `served_on`; the latest, and on one day EOIR-33 before court before notice. A row that gives no address says
    /// nothing.
    static func addressGiven(by day: Day, addresses: [CourtAddress], notices: [NoticeToAppear]) -> AddressGiven? {
        var best: AddressGiven?
        var bestRank = (Int32.min, 0, Int32.min, Int64.min)
        for row in addresses where row.givenTo.isGivenToCourt && row.reportedOn <= day {
            guard let address = row.address else { continue }
            let rank = (row.reportedOn.number, row.givenTo == .eoir33 ? 3 : 2, row.ordinal, row.id)
            if rank > bestRank {
                bestRank = rank
                best = AddressGiven(
                    way: row.givenTo == .eoir33 ? .eoir33 : .court, on: row.reportedOn, id: row.id, address: address)
            }
        }
        for notice in notices {
            guard let servedOn = notice.servedOn, servedOn <= day, let address = notice.address else { continue }
            let rank = (servedOn.number, 1, notice.issuedOn?.number ?? Int32.min, notice.id)
            if rank > bestRank {
                bestRank = rank
                best = AddressGiven(way: .notice, on: servedOn, id: notice.id, address: address)
            }
        }
        return best
    }

    /// Rule 5.2: not addressed to counsel, an address was given to the court by the day of mailing, and the two differ. A letter
    /// whose address nobody recorded cannot be compared. A letter to counsel never is.
    static func wasMailedElsewhere(_ letter: MailingProof, given: AddressGiven?) -> Bool {
        guard letter.addressee != .counsel, let given, let address = letter.address else { return false }
        return address != given.address
    }

    /// Rule 5.3: the last notice to appear served before the hearing was served less than 10 days before it.
    static func wasServedLate(_ notices: [NoticeToAppear], hearing: Day, rules: FindingRules) -> Bool {
        var last: Day?
        for notice in notices {
            if let servedOn = notice.servedOn, servedOn < hearing { last = max(last ?? servedOn, servedOn) }
        }
        guard let last else { return false }
        return hearing.days(since: last) < rules.daysFromServiceToHearing
    }

    /// Rule 5.3, all grounds.
    static func grounds(
        letter: MailingProof?, notices: [NoticeToAppear], disputedWithEvidence: Bool, hearing: Day, rules: FindingRules
    ) -> ContestedGrounds {
        var grounds: ContestedGrounds = []
        if let letter, letter.addressee != .counsel, letter.returnedOn != nil { grounds.insert(.returnedMail) }
        if wasServedLate(notices, hearing: hearing, rules: rules) { grounds.insert(.servedLate) }
        if disputedWithEvidence { grounds.insert(.disputed) }
        return grounds
    }

    /// Rule 5.5: how the notice of a failure to appear stands.
    static func standing(letter: MailingProof?, oralLanguage: CourtCode, siteType: CourtCode) -> NoticeStanding {
        if let letter { return letter.addressee == .counsel ? .counsel : .mailed }
        if !oralLanguage.isNone { return .oral }
        return CourtCodes.isInPerson(siteType) ? .inPerson : .unproven
    }

    /// Whether an address known only to ORR differs from the one on the letter: the one reported last by the hearing's day from a
    /// source other than the court's, unless it was given to the court by then too. A letter to counsel bears no child's address.
    static func isAtRisk(_ letter: MailingProof?, hearing: Day, addresses: [CourtAddress]) -> Bool {
        guard let letter, letter.addressee != .counsel, let used = letter.address else { return false }
        var known: AddressKey?
        var bestRank = (Int32.min, Int32.min, Int64.min)
        for row in addresses where !row.givenTo.isGivenToCourt && row.reportedOn <= hearing {
            guard let address = row.address else { continue }
            let rank = (row.reportedOn.number, row.ordinal, row.id)
            if rank > bestRank {
                bestRank = rank
                known = address
            }
        }
        guard let known, known != used else { return false }
        return !addresses.contains {
            $0.givenTo.isGivenToCourt && $0.reportedOn <= hearing && $0.address == known
        }
    }
}
