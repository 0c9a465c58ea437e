internal import AmparoModel

/// A removal order in absentia (the order part of rule 5(a)) or a closure for failure to appear (5(b)).
struct CourtOrder: Sendable, Hashable {
    var idnproceeding: Int
    /// COMP_DATE, not after as-of.
    var day: Day
    /// A closure; a proceeding that is both is an order.
    var isClosure: Bool
    /// OTHER_COMP of the proceeding.
    var otherComp: String
    var status: OrderStatus = .standing
}

/// One case as its latest readable rows have it, with its orders and how they stand on a day.
struct CaseView: Sendable {
    var idncase: Int
    var asOf: Day
    var caseRow: CourtCase?
    var proceedings: [Int: Proceeding] = [:]
    var motions: [MotionRow] = []
    /// Orders and closures, the earliest first; on one day by IDNPROCEEDING.
    var orders: [CourtOrder] = []

    init(_ read: ReadCase, asOf: Day) {
        self.idncase = read.idncase
        self.asOf = asOf
        self.caseRow = read.row.latest
        for history in read.proceedings {
            if let row = history.latest { proceedings[row.idnproceeding] = row }
        }
        for history in read.motions {
            if let row = history.latest { motions.append(row) }
        }
        for proceeding in proceedings.values {
            if let order = order(of: proceeding) { orders.append(order) }
        }
        orders.sort { ($0.day, $0.idnproceeding) < ($1.day, $1.idnproceeding) }
        for index in orders.indices { orders[index].status = status(of: orders[index]) }
    }

    /// The order or closure of a proceeding by as-of, or nil.
    private func order(of proceeding: Proceeding) -> CourtOrder? {
        guard let day = proceeding.compDate, day <= asOf else { return nil }
        let caseType = proceeding.caseType.isEmpty ? caseRow?.caseType ?? "" : proceeding.caseType
        let isOrder =
            proceeding.absentia == "Y" && !proceeding.decCode.isEmpty
            && CourtCodes.removalOrder[caseType] == proceeding.decCode
        guard isOrder || proceeding.otherComp == "B" else { return nil }
        return CourtOrder(
            idnproceeding: proceeding.idnproceeding, day: day, isClosure: !isOrder, otherComp: proceeding.otherComp)
    }

    /// The motions received by as-of that concern an order: it is the latest order or closure of the case on or before
    /// the day they were received. A motion without that day concerns none.
    private func motions(concerning order: CourtOrder) -> [MotionRow] {
        motions.filter { motion in
            guard let received = motion.motionRecdDate, received <= asOf else { return false }
            return orders.last { $0.day <= received }?.idnproceeding == order.idnproceeding
        }
    }

    private func isGranted(_ motion: MotionRow) -> Bool {
        guard motion.dec == "G", let decided = motion.compDate else { return false }
        return decided <= asOf
    }

    /// A decision without a day stands in the release, so it was made by then.
    private func isUndecided(_ motion: MotionRow) -> Bool {
        if motion.dec.isEmpty { return true }
        guard let decided = motion.compDate else { return false }
        return decided > asOf
    }

    private func status(of order: CourtOrder) -> OrderStatus {
        let motions = motions(concerning: order)
        let rescinds: Set<String> = ["MA", "RD", "VO"]
        let stays: Set<String> = ["MA", "RD", "O"]
        if motions.contains(where: {
            rescinds.contains($0.recType) && isGranted($0) && ($0.compDate.map { $0 >= order.day } ?? false)
        }) {
            return .rescinded
        }
        if motions.contains(where: { stays.contains($0.recType) && isUndecided($0) }) { return .stayed }
        if order.isClosure {
            return motions.contains { $0.recType == "C" && isGranted($0) } ? .recalendared : .standing
        }
        if motions.contains(where: { $0.recType == "O" && isGranted($0) }) { return .reopened }
        let wasMovedOn = order.otherComp == "C" || order.otherComp == "T"
        let hasLaterProceeding = proceedings.values.contains { other in
            guard other.idnproceeding != order.idnproceeding, let entered = other.inputDate else { return false }
            return entered > order.day && entered <= asOf
        }
        return hasLaterProceeding && !wasMovedOn ? .reopened : .standing
    }

    /// The order or closure of one proceeding.
    func order(ofProceeding idnproceeding: Int) -> CourtOrder? {
        orders.first { $0.idnproceeding == idnproceeding }
    }

    /// A WV motion of the proceeding granted after `previous` (when there was one) and by `day`.
    func isWaived(proceeding: Int, after previous: Day?, by day: Day) -> Bool {
        motions.contains { motion in
            guard motion.recType == "WV", motion.idnproceeding == proceeding, isGranted(motion),
                let granted = motion.compDate, granted <= day
            else { return false }
            return previous.map { granted > $0 } ?? true
        }
    }
}
