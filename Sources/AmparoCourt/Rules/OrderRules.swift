internal import AmparoModel

/// Rule 5, the part of the court's orders and closures, and how they stand.
enum OrderRules {
    /// What a proceeding's row says by the as-of day.
    ///
    /// (a) *ordered*: `ABSENTIA` exactly Y, `COMP_DATE` by then, and a `DEC_CODE` that for the case type orders removal. The case
    /// type is the proceeding's, else the case's. (b) *closed*: `OTHER_COMP` B, `COMP_DATE` by then.
    static func basis(of proceeding: Proceeding, caseType: CourtCode, asOf: Day) -> AbsenceBasis {
        guard let completedOn = proceeding.completedOn, completedOn <= asOf else { return [] }
        var basis: AbsenceBasis = []
        let type = proceeding.caseType.isNone ? caseType : proceeding.caseType
        if CourtCodes.isInAbsentia(proceeding.absentia),
            CourtCodes.ordersRemoval(proceeding.decision, caseType: type)
        {
            basis.insert(.ordered)
        }
        if CourtCodes.isClosureForAbsence(proceeding.otherCompletion) { basis.insert(.closed) }
        return basis
    }

    /// Whether the proceeding's last past hearing on or before `COMP_DATE` that rules 1 to 4 do not settle carries its order or
    /// closure: at most 30 days before it, and on `COMP_DATE` itself if it has a code of rules 6 to 8 other than 8B.
    static func carries(
        hearing: Day, code: CourtCode, meaning: AdjournmentMeaning, completedOn: Day, rules: FindingRules
    ) -> Bool {
        if completedOn.days(since: hearing) > rules.daysFromHearingToOrder { return false }
        if meaning.isHeldOrExcused, code != "8B" { return hearing == completedOn }
        return true
    }

    /// The order or closure a motion concerns: the latest of its case with `COMP_DATE` on or before `MOTION_RECD_DATE`. Of one
    /// day it is that of the greatest proceeding. A motion without that date concerns none, one received after the as-of day is
    /// not looked at. `orders` are in the order of `CaseFindings.orders`.
    static func orderConcerned(by motion: Motion, among orders: [OrderFinding], asOf: Day) -> Int? {
        guard let receivedOn = motion.receivedOn, receivedOn <= asOf else { return nil }
        return orders.lastIndex { $0.completedOn <= receivedOn }
    }

    /// Whether a motion is decided by the as-of day: it has a decision, and its day is by then. A decision without a day stands
    /// in the release, so it was made; nobody can say that it granted anything by a day.
    static func isDecided(_ motion: Motion, asOf: Day) -> Bool {
        guard !motion.decision.isNone else { return false }
        guard let decidedOn = motion.decidedOn else { return true }
        return decidedOn <= asOf
    }

    /// The status of an order or closure: the first that applies.
    static func status(of basis: AbsenceBasis, motions: MotionsOfOrder) -> OrderStatus {
        if motions.rescinded { return .rescinded }
        if motions.pending { return .stayed }
        if basis.contains(.ordered) {
            if motions.reopened || motions.laterProceeding { return .reopened }
        } else if motions.recalendared {
            return .recalendared
        }
        return .standing
    }

    /// A later proceeding of the case, entered after the order's `COMP_DATE` and by the as-of day, when the ordered proceeding
    /// did not itself move away (`OTHER_COMP` C, T).
    static func reopens(_ later: Proceeding, ordered: Proceeding, asOf: Day) -> Bool {
        guard later.id != ordered.id, let enteredOn = later.enteredOn, let completedOn = ordered.completedOn else {
            return false
        }
        return enteredOn > completedOn && enteredOn <= asOf && !CourtCodes.isMove(ordered.otherCompletion)
    }
}

/// What the motions of a case and its later proceedings do to one order or closure, by the as-of day.
struct MotionsOfOrder {
    /// A motion MA, RD or VO granted, its decision not before the order's `COMP_DATE`.
    var rescinded = false
    /// A motion MA, RD or O received and not decided.
    var pending = false
    /// A motion O granted.
    var reopened = false
    /// A motion C granted.
    var recalendared = false
    /// A later proceeding.
    var laterProceeding = false

    /// Adds a motion that concerns the order.
    mutating func add(_ motion: Motion, completedOn: Day, asOf: Day) {
        let motionClass = CourtCodes.MotionClass(motion.motionClass)
        guard OrderRules.isDecided(motion, asOf: asOf) else {
            if motionClass == .rescind || motionClass == .reopen { pending = true }
            return
        }
        guard CourtCodes.isGranted(motion.decision), let decidedOn = motion.decidedOn else { return }
        switch motionClass {
        case .rescind, .vacate: if decidedOn >= completedOn { rescinded = true }
        case .reopen: reopened = true
        case .recalendar: recalendared = true
        case .waiveAppearance, .other: break
        }
    }
}
