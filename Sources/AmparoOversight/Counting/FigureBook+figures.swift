internal import AmparoCourt
internal import AmparoModel

extension FigureBook {
    /// Every figure of the catalogue, in its order.
    ///
    /// `checks` is a book made from this one, to which every sponsor's file was added: a sponsor that was not leaves its
    /// releases `unknown`.
    public func figures(_ checks: CheckBook) -> [Figure] {
        [
            Figure(
                .childrenTransferred, value: transfers.value, by: ["fiscalYear": transfers.years.named { String($0) }]),
            inCare,
            childrenReleased,
            Figure(
                .applicationWithdrawn, value: applications.value, denominator: applications.denominator,
                by: [
                    "reason": applications.reasons.named(SaidCells.names(CareVocabulary.withdrawnReason)),
                    "month": applications.months.named(FigureBook.month),
                ]),
            Figure(
                .noticeNoneYet, value: noNotice.value, denominator: noNotice.denominator, unknown: noNotice.unknown,
                by: [
                    "reason": noNotice.reasons.named(NoNoticeCount.reasonNames),
                    "of": FigureBook.cells(["released": noNotice.value, "transferred": noNotice.transferred]),
                ]),
            Figure(.noticeNotFiled, value: notFiled.value, denominator: notFiled.denominator),
            defectiveAddresses,
            Figure(
                .hearingPast, value: hearings.value,
                by: [
                    "finding": hearings.findings.named(FindingKind.cells),
                    "grade": hearings.grades.named(HearingCount.gradeNames),
                    "ageAtHearing": hearings.ages.named(AgeAtHearing.Band.cells),
                ]),
            Figure(
                .hearingFailedToAppear, value: failures.value, denominator: failures.denominator,
                unknown: failures.unknown,
                by: [
                    "fiscalYear": failures.years.named { String($0) },
                    "finding": failures.findings.named(FindingKind.cells),
                    "notice": failures.notices.named(NoticeStanding.cells),
                    "ageAtHearing": failures.ages.named(AgeAtHearing.Band.cells),
                ]),
            Figure(
                .hearingNotTold, value: notTold.value, denominator: notTold.denominator,
                by: [
                    "orr": notTold.orr.named(NotToldCount.stateNames),
                    "ice": notTold.ice.named(NotToldCount.stateNames),
                ]),
            Figure(
                .hearingNotInAgencySystem, value: agencyGaps.value, denominator: agencyGaps.denominator,
                unknown: agencyGaps.unknown,
                by: [
                    "system": agencyGaps.missing.named(AgencyGapCount.systemNames),
                    "contradicts": agencyGaps.contradicting.named(AgencyGapCount.systemNames),
                ]),
            Figure(
                .orderInAbsentia, value: orders.value,
                by: [
                    "status": orders.statuses.named(OrderStatus.cells),
                    "hearing": FigureBook.cells(["found": orders.found, "none": orders.value - orders.found]),
                ]),
            Figure(
                .callLate, value: lateCalls.value, denominator: lateCalls.denominator,
                by: [
                    "attempts": FigureBook.cells(["late": lateCalls.late, "none": lateCalls.value - lateCalls.late])
                ]),
            Figure(.callUndocumented, value: undocumentedCalls.value, denominator: undocumentedCalls.denominator),
            Figure(
                .childNotReached, value: notReached.value, denominator: notReached.denominator,
                by: ["spokeWith": notReached.spokeWith.named(NotReachedCount.spokeWithNames)]),
            Figure(
                .childLastConfirmed, value: lastConfirmed.value, denominator: lastConfirmed.denominator,
                by: ["days": lastConfirmed.days.named(LastConfirmedCount.dayNames)]),
            Figure(.childMissedUnaccounted, value: unaccounted.value, denominator: unaccounted.denominator),
            Figure(
                .checkUnresolvedAtRelease, value: checks.value, denominator: checks.denominator,
                unknown: checks.withoutSponsor + checks.undetermined,
                by: ["why": checks.why.named(CheckBook.Why.allCases.map(\.cell))]),
            Figure(
                .familySeparatedOpen, value: family.value,
                by: ["relation": family.relations.named(FamilyCount.relationNames)]),
            Figure(
                .courtVanished, value: absentRows.value, unknown: absentRows.unknown,
                by: ["table": absentRows.tables.named(FigureBook.table)]),
        ]
    }

    private var inCare: Figure {
        var measures: [String: Measure] = [:]
        if let mean = Tenths(care.days, over: care.value) { measures["averageDays"] = Measure(mean, over: care.value) }
        if let mean = Tenths(care.dischargedDays, over: care.discharged) {
            measures["averageDaysDischarged"] = Measure(mean, over: care.discharged)
        }
        return Figure(.childrenInCare, value: care.value, measures: measures)
    }

    private var childrenReleased: Figure {
        var measures: [String: Measure] = [:]
        if let doubled = released.daysToRelease.doubledMedian, let median = Tenths(doubled, over: 2) {
            measures["medianDaysToRelease"] = Measure(median, over: released.daysToRelease.count)
        }
        return Figure(
            .childrenReleased, value: released.value,
            by: [
                "fiscalYear": released.years.named { String($0) },
                "state": released.states.named(ReleaseCount.stateName),
                "category": released.categories.named(ReleaseCount.categoryNames),
            ], measures: measures)
    }

    private var defectiveAddresses: Figure {
        let defects = addresses.settled
        let counted: [AddressCount.Defect] = [.blank, .undeliverable, .missingUnit]
        return Figure(
            .addressDefective, value: counted.reduce(0) { $0 + defects.cells[$1.rawValue] },
            denominator: addresses.denominator,
            by: ["defect": defects.named(AddressCount.Defect.allCases.map(\.cell))])
    }

    private static func cells(_ cells: [String: Int]) -> [String: Int] { cells.filter { $0.value != 0 } }

    /// `YYYY-MM` of a month numbered `year * 12 + month - 1`.
    private static func month(_ number: Int) -> String {
        let year = String(number / 12)
        let month = String(number % 12 + 1)
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + (month.count == 1 ? "-0" : "-") + month
    }

    /// The court's name of a table: its file's, without the ending.
    private static func table(_ number: Int) -> String {
        guard let kind = RecordKind(rawValue: UInt8(number)) else { return "unlisted" }
        let file = kind.table.file
        return file.hasSuffix(".csv") ? String(file.dropLast(4)) : file
    }
}
