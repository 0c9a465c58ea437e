public import AmparoModel

/// The last step: a finding for every past hearing.
extension CaseWork {
    /// What a rule says of a hearing.
    private struct Verdict {
        var kind: FindingKind
        var rule: FindingRule
        var deciding: DecidingRow
    }

    /// What all hearings of the case share.
    private struct Shared {
        var birth: BirthKnowledge
        var representedFrom: Day?
        var hasWaiver: Bool
    }

    /// What the mail rows and the parties say of one hearing.
    private struct NoticeEvidence {
        var letter: MailingProof?
        var given: AddressGiven?
        var oralLanguage: CourtCode = .none
        var confirmedBy: PartySet = []
        var disputedBy: PartySet = []
        var isDisputedWithEvidence = false
    }

    /// Writes the findings and their alarms.
    func find(_ report: inout CaseFindings) {
        guard !report.slots.isEmpty else { return }
        orderMail(&report.mail)
        let shared = Shared(
            birth: BirthKnowledge(careBirthDate: evidence.birthDate, courtBirthMonth: file.courtCase?.birthMonth),
            representedFrom: file.representedFrom,
            hasWaiver: file.motions.contains { CourtCodes.MotionClass($0.motionClass) == .waiveAppearance })
        for index in report.slots.indices { find(index, shared: shared, &report) }
    }

    private func find(_ index: Int, shared: Shared, _ report: inout CaseFindings) {
        let slot = report.slots[index]
        let row = file.schedule[slot.row]
        let notice = noticeEvidence(row, on: slot.day, mail: report.mail)
        let represented = shared.representedFrom.map { $0 <= slot.day } ?? false
        var basis: AbsenceBasis = slot.early == nil && slot.meaning == .noShow ? .noShowCode : []
        if slot.order >= 0 { basis.formUnion(report.orders[slot.order].basis) }
        let status = slot.order >= 0 ? report.orders[slot.order].status : nil
        var contested: ContestedGrounds = []
        let verdict: Verdict
        if let early = slot.early {
            verdict = settled(early, slot: slot, row: row)
        } else if !basis.isEmpty {
            contested = NoticeRules.grounds(
                letter: notice.letter, notices: evidence.notices,
                disputedWithEvidence: notice.isDisputedWithEvidence, hearing: slot.day, rules: day.rules)
            verdict = absent(
                slot, row: row, basis: basis, status: status, notice: notice, contested: contested,
                represented: represented)
        } else {
            let hasPrevious = index > 0 && isSameProceeding(report.slots[index - 1], slot)
            let previous = hasPrevious ? report.slots[index - 1].day : nil
            verdict = present(slot, row: row, previous: previous, hasWaiver: shared.hasWaiver)
        }
        let knownOn = day.resultKnown(by: verdict.deciding.source, hearing: slot.day)
        let windowEnd = day.verificationEnds(release: knownOn, represented: represented)
        let isConfirmed = !notice.confirmedBy.isDisjoint(with: [PartySet(.orr), PartySet(.counsel)])
        report.hearings.append(
            HearingFinding(
                caseID: file.id, proceedingID: row.proceedingID, scheduleID: row.id, hearing: slot.day,
                time: row.startsAt, court: row.court, location: row.location, adjournment: row.adjournment,
                kind: verdict.kind, rule: verdict.rule, rules: day.rules.version, basis: basis,
                orderedOn: slot.order >= 0 ? report.orders[slot.order].completedOn : nil, status: status,
                notice: verdict.kind.isFailureToAppear
                    ? NoticeRules.standing(
                        letter: notice.letter, oralLanguage: notice.oralLanguage,
                        siteType: file.courtCase?.siteType ?? .none)
                    : nil,
                contested: contested,
                noticeRisk: NoticeRules.isAtRisk(notice.letter, hearing: slot.day, addresses: evidence.addresses),
                mailing: notice.letter, addressGiven: notice.given, oralLanguage: notice.oralLanguage,
                represented: represented, grade: grade, age: shared.birth.age(on: slot.day), resultKnownOn: knownOn,
                verificationEndsOn: windowEnd, provisional: !isConfirmed && day.asOf <= windowEnd,
                confirmedBy: notice.confirmedBy, disputedBy: notice.disputedBy, source: row.source,
                deciding: verdict.deciding,
                sourceMissingSince: earlier(row.source.missingSince, verdict.deciding.source.missingSince)))
        raiseAlarms(slot, row: row, rule: verdict.rule, &report)
    }

    /// Rules 1 to 4.
    private func settled(_ rule: FindingRule, slot: HearingSlot, row: ScheduledHearing) -> Verdict {
        switch rule {
        case .entryError: return Verdict(kind: .recordedInError, rule: rule, deciding: deciding(row))
        case .notProduced: return Verdict(kind: .notProduced, rule: rule, deciding: deciding(row))
        case .courtSaysDefective: return Verdict(kind: .defectiveNotice, rule: rule, deciding: deciding(row))
        default:
            let isOwnRow = HearingRules.rule2(slot.meaning, medium: row.medium)
            return Verdict(kind: .notHeld, rule: .notHeld, deciding: isOwnRow ? deciding(row) : deciding(slot, row))
        }
    }

    /// Rule 5, 1 to 5.
    private func absent(
        _ slot: HearingSlot, row: ScheduledHearing, basis: AbsenceBasis, status: OrderStatus?, notice: NoticeEvidence,
        contested: ContestedGrounds, represented: Bool
    ) -> Verdict {
        let deciding = slot.order >= 0 ? deciding(slot, row) : deciding(row)
        func verdict(_ kind: FindingKind, _ rule: FindingRule) -> Verdict {
            Verdict(kind: kind, rule: rule, deciding: deciding)
        }
        if status == .rescinded { return verdict(.rescinded, .rescinded) }
        if let letter = notice.letter, NoticeRules.wasMailedElsewhere(letter, given: notice.given) {
            return verdict(.defectiveNotice, .mailedElsewhere)
        }
        if !contested.isEmpty { return verdict(.noticeContested, .contested) }
        if basis == .noShowCode, represented { return verdict(.absenceUnclear, .unclear) }
        if basis.contains(.ordered) { return verdict(.missedOrdered, .missed) }
        return verdict(basis.contains(.closed) ? .missedClosed : .missedReset, .missed)
    }

    /// Rules 6 to 9.
    private func present(_ slot: HearingSlot, row: ScheduledHearing, previous: Day?, hasWaiver: Bool) -> Verdict {
        if HearingRules.rule6(slot.meaning) {
            return Verdict(kind: .excused, rule: .excused, deciding: deciding(row))
        }
        if hasWaiver, let proceedingID = row.proceedingID,
            let waiver = waiver(of: proceedingID, previous: previous, hearing: slot.day)
        {
            return Verdict(
                kind: .excused, rule: .excused,
                deciding: DecidingRow(table: .motions, key: waiver.id, source: waiver.source))
        }
        if HearingRules.rule7(slot.meaning) {
            return Verdict(kind: .attended, rule: .attended, deciding: deciding(row))
        }
        if HearingRules.rule8(slot.meaning) {
            return Verdict(kind: .heldPresenceUnknown, rule: .heldPresenceUnknown, deciding: deciding(row))
        }
        if slot.proceeding >= 0 {
            let proceeding = file.proceedings[slot.proceeding]
            if HearingRules.rule7(slot.meaning, proceeding: proceeding, on: slot.day) {
                return Verdict(kind: .attended, rule: .attended, deciding: deciding(slot, row))
            }
            if HearingRules.rule8(slot.meaning, proceeding: proceeding, on: slot.day) {
                return Verdict(
                    kind: .heldPresenceUnknown, rule: .heldPresenceUnknown, deciding: deciding(slot, row))
            }
        }
        return Verdict(kind: .unknown, rule: .unknown, deciding: deciding(row))
    }

    /// The granted waiver that excuses the hearing; of several the one granted first, then the lowest number.
    private func waiver(of proceedingID: Int64, previous: Day?, hearing: Day) -> Motion? {
        var first: Motion?
        for motion in file.motions
        where HearingRules.rule6(
            motion, proceedingID: proceedingID, previousHearing: previous, hearing: hearing)
        {
            guard let known = first else {
                first = motion
                continue
            }
            if (motion.decidedOn?.number ?? 0, motion.id) < (known.decidedOn?.number ?? 0, known.id) { first = motion }
        }
        return first
    }

    /// Rule 9: an unknown code at once; a hearing without any word 10 business days after the first release that covers it.
    private func raiseAlarms(
        _ slot: HearingSlot, row: ScheduledHearing, rule: FindingRule, _ report: inout CaseFindings
    ) {
        if slot.meaning == .unknown {
            report.alarms.append(
                CourtAlarm(
                    kind: .unknownCode, table: .schedule, rowKey: row.id, code: row.adjournment, about: slot.day,
                    since: day.resultKnown(by: row.source, hearing: slot.day)))
        } else if rule == .unknown {
            let overdueOn = day.wordOverdueOn(release: day.firstCovering(slot.day))
            guard overdueOn <= day.asOf else { return }
            report.alarms.append(
                CourtAlarm(
                    kind: .noWord, table: .schedule, rowKey: row.id, code: .none, about: slot.day, since: overdueOn))
        }
    }

    private func noticeEvidence(_ row: ScheduledHearing, on hearing: Day, mail: [Int32]) -> NoticeEvidence {
        var notice = NoticeEvidence()
        if let letter = letter(for: hearing, mail: mail, oralLanguage: &notice.oralLanguage),
            let mailedOn = letter.mailedOn
        {
            notice.letter = MailingProof(
                mailedOn: mailedOn, addressee: letter.addressee, address: letter.address,
                returnedOn: letter.returnedOn.flatMap { $0 <= day.asOf ? $0 : nil }, source: letter.source)
            notice.given = NoticeRules.addressGiven(
                by: mailedOn, addresses: evidence.addresses, notices: evidence.notices)
        }
        for statement in evidence.statements {
            guard statement.stands(on: day.asOf),
                statement.concerns(proceedingID: row.proceedingID, hearing: hearing, startsAt: row.startsAt)
            else { continue }
            switch statement.kind {
            case .confirmation: notice.confirmedBy.insert(PartySet(statement.party))
            case .dispute:
                notice.disputedBy.insert(PartySet(statement.party))
                if statement.hasEvidence, statement.party == .orr || statement.party == .counsel {
                    notice.isDisputedWithEvidence = true
                }
            }
        }
        return notice
    }

    /// The letter that speaks, and the language of an oral notice: of several the first by its code.
    private func letter(for hearing: Day, mail: [Int32], oralLanguage: inout CourtCode) -> Mailing? {
        var low = 0
        var high = mail.count
        while low < high {
            let middle = (low + high) / 2
            if file.mailings[Int(mail[middle])].hearingDate < hearing { low = middle + 1 } else { high = middle }
        }
        var best: Mailing?
        while low < mail.count {
            let mailing = file.mailings[Int(mail[low])]
            guard mailing.hearingDate == hearing else { break }
            low += 1
            if let mailedOn = mailing.mailedOn {
                guard mailedOn < hearing else { continue }
                guard let known = best else {
                    best = mailing
                    continue
                }
                if NoticeRules.speaks(mailing, before: known) { best = mailing }
            } else if !mailing.oralLanguage.isNone {
                oralLanguage = oralLanguage.isNone ? mailing.oralLanguage : min(oralLanguage, mailing.oralLanguage)
            }
        }
        return best
    }

    /// The places of the mail rows by hearing date.
    private func orderMail(_ mail: inout [Int32]) {
        for index in file.mailings.indices { mail.append(Int32(truncatingIfNeeded: index)) }
        guard mail.count > 1 else { return }
        guard mail.count <= 24 else {
            mail.sort { file.mailings[Int($0)].hearingDate < file.mailings[Int($1)].hearingDate }
            return
        }
        for index in 1..<mail.count {
            var place = index
            while place > 0,
                file.mailings[Int(mail[place])].hearingDate < file.mailings[Int(mail[place - 1])].hearingDate
            {
                mail.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    private func deciding(_ row: ScheduledHearing) -> DecidingRow {
        DecidingRow(table: .schedule, key: row.id, source: row.source)
    }

    private func deciding(_ slot: HearingSlot, _ row: ScheduledHearing) -> DecidingRow {
        guard slot.proceeding >= 0 else { return deciding(row) }
        let proceeding = file.proceedings[slot.proceeding]
        return DecidingRow(table: .proceedings, key: proceeding.id, source: proceeding.source)
    }

    private func isSameProceeding(_ a: HearingSlot, _ b: HearingSlot) -> Bool {
        file.schedule[a.row].proceedingID == file.schedule[b.row].proceedingID
    }

    private func earlier(_ a: SnapshotID?, _ b: SnapshotID?) -> SnapshotID? {
        guard let a, let b else { return a ?? b }
        return min(a, b)
    }
}

extension CaseFile {
    /// The first day on which the respondent was represented before the court (`E_28_DATE`); nil when nobody ever was.
    public var representedFrom: Day? {
        var first: Day?
        for representation in representations where CourtCodes.isRespondentsAtCourt(representation) {
            if let enteredOn = representation.enteredOn { first = min(first ?? enteredOn, enteredOn) }
        }
        return first
    }
}
