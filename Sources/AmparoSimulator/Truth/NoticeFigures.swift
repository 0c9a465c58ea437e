internal import AmparoModel

extension ReadChild {
    /// A court case of the child with an OSC_DATE and a proceeding entered (INPUT_DATE), both by as-of.
    func hasCourtCase(by asOf: Day) -> Bool {
        cases.contains { read in
            let proceedings = read.proceedings.compactMap(\.latest)
            return proceedings.contains { $0.oscDate.map { $0 <= asOf } ?? false }
                && proceedings.contains { $0.inputDate.map { $0 <= asOf } ?? false }
        }
    }
}

extension FigureCounter {
    /// notice.none-yet and notice.not-filed.
    mutating func countNotices(_ child: ReadChild, _ care: CareRecord) {
        let isReleased = care.releases.contains { $0.releasedOn <= asOf }
        let isServed = child.notices.contains { $0.servedOn.map { $0 <= asOf } ?? false }
        let hasCase = child.hasCourtCase(by: asOf)
        if isServed {
            notFiled.denominator? += 1
            let isFiled = child.notices.contains { $0.filedOn.map { $0 <= asOf } ?? false }
            if !isFiled && !hasCase { notFiled.value += 1 }
        }
        let hasNone = !isServed && !hasCase
        if care.aNumber.isEmpty {
            if isReleased { noNoticeYet.unknown += 1 }
            return
        }
        if isReleased {
            noNoticeYet.denominator? += 1
            if hasNone {
                noNoticeYet.value += 1
                noNoticeYet.count("reason", latestReason(child.notices))
                noNoticeYet.count("of", "released")
            }
        }
        if hasNone && care.isTransferred(by: asOf) { noNoticeYet.count("of", "transferred") }
    }

    /// The latest not_served_reason by issued_on; a row without that date comes first, of equal ones the last counts.
    private func latestReason(_ notices: [Notice]) -> String {
        var latest: (issued: Int32, reason: NotServedReason)?
        for notice in notices {
            guard let reason = notice.notServedReason else { continue }
            let issued = notice.issuedOn?.number ?? Int32.min
            if let issuedOn = notice.issuedOn, issuedOn > asOf { continue }
            if let best = latest, best.issued > issued { continue }
            latest = (issued, reason)
        }
        return latest?.reason.rawValue ?? "none-given"
    }
}
