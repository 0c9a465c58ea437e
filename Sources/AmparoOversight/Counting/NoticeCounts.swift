public import AmparoModel

extension ChildFile {
    /// The latest reason by `issued_on` why a notice was not served, a notice without that day first; of one day the last
    /// of the list, so that the order of rows does not matter. Nil when none is given by `asOf`.
    public func notServedReason(asOf: Day) -> NoticeToAppear.NotServedReason? {
        var latest: (on: Day?, reason: NoticeToAppear.NotServedReason)?
        for notice in notices {
            guard let reason = notice.notServedReason else { continue }
            if let on = notice.issuedOn, on > asOf { continue }
            if let found = latest {
                let isLater =
                    switch (notice.issuedOn, found.on) {
                    case (nil, nil): reason.rawValue > found.reason.rawValue
                    case (nil, _): false
                    case (_, nil): true
                    case (let a?, let b?): a > b || (a == b && reason.rawValue > found.reason.rawValue)
                    }
                guard isLater else { continue }
            }
            latest = (notice.issuedOn, reason)
        }
        return latest?.reason
    }

    /// Whether the child was released by `asOf` and has an A-number, but neither a served notice nor, as `hasFiledCase`
    /// says, a filed court case: the value of `notice.none-yet` (COUNTING.md).
    public func lacksNotice(asOf: Day, hasFiledCase: Bool) -> Bool {
        guard hasANumber, !hasFiledCase, releases.contains(where: { $0.releasedOn <= asOf }) else { return false }
        return !notices.contains { $0.servedOn.map { $0 <= asOf } ?? false }
    }
}

/// `notice.none-yet`.
struct NoNoticeCount: Sendable {
    static let reasonNames = NoticeToAppear.NotServedReason.allCases.map(\.text) + ["none-given"]

    var value = 0
    var denominator = 0
    var unknown = 0
    var transferred = 0
    var reasons = Tally(reasonNames.count)

    mutating func add(_ child: ChildFile, _ court: CourtFile, asOf: Day) {
        let isReleased = child.releases.contains { $0.releasedOn <= asOf }
        guard child.hasANumber else {
            if isReleased { unknown += 1 }
            return
        }
        let isTransferred = child.referrals.contains { $0.transferredOn.map { $0 <= asOf } ?? false }
        guard isReleased || isTransferred else { return }
        if isReleased { denominator += 1 }
        if court.hasFiledCase || child.notices.contains(where: { $0.servedOn.map { $0 <= asOf } ?? false }) { return }
        if isTransferred { transferred += 1 }
        guard isReleased else { return }
        value += 1
        let latest = child.notServedReason(asOf: asOf)
        reasons.add(latest.map { Int($0.rawValue) } ?? NoNoticeCount.reasonNames.count - 1)
    }

    mutating func merge(_ other: NoNoticeCount) {
        value += other.value
        denominator += other.denominator
        unknown += other.unknown
        transferred += other.transferred
        reasons.merge(other.reasons)
    }
}

/// `notice.not-filed`.
struct NotFiledCount: Sendable {
    var value = 0
    var denominator = 0

    mutating func add(_ child: ChildFile, _ court: CourtFile, asOf: Day) {
        guard child.isInCareRecord, child.notices.contains(where: { $0.servedOn.map { $0 <= asOf } ?? false })
        else { return }
        denominator += 1
        if court.hasFiledCase || child.notices.contains(where: { $0.filedOn.map { $0 <= asOf } ?? false }) { return }
        value += 1
    }

    mutating func merge(_ other: NotFiledCount) {
        value += other.value
        denominator += other.denominator
    }
}
