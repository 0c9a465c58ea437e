internal import AmparoCourt
internal import AmparoModel

extension FindingKind {
    static let cells = allCases.map(\.rawValue)

    /// The place among `cells`.
    @inline(__always) var cell: Int {
        switch self {
        case .attended: 0
        case .heldPresenceUnknown: 1
        case .notHeld: 2
        case .notProduced: 3
        case .excused: 4
        case .defectiveNotice: 5
        case .noticeContested: 6
        case .absenceUnclear: 7
        case .missedReset: 8
        case .missedClosed: 9
        case .missedOrdered: 10
        case .rescinded: 11
        case .recordedInError: 12
        case .unknown: 13
        }
    }
}

extension NoticeStanding {
    static let cells = allCases.map(\.rawValue)

    @inline(__always) var cell: Int {
        switch self {
        case .mailed: 0
        case .counsel: 1
        case .oral: 2
        case .inPerson: 3
        case .unproven: 4
        }
    }
}

extension AgeAtHearing.Band {
    static let cells = allCases.map(\.rawValue)

    @inline(__always) var cell: Int {
        switch self {
        case .under18: 0
        case .from18To20: 1
        case .from21: 2
        case .unknown: 3
        }
    }
}

extension OrderStatus {
    static let cells = allCases.map(\.rawValue)

    @inline(__always) var cell: Int {
        switch self {
        case .rescinded: 0
        case .stayed: 1
        case .recalendared: 2
        case .reopened: 3
        case .standing: 4
        }
    }
}

/// `hearing.past`.
struct HearingCount: Sendable {
    static let gradeNames = [CaseGrade.certain.rawValue, CaseGrade.likely.rawValue]

    var value = 0
    var findings = Tally(FindingKind.cells.count)
    var grades = Tally(gradeNames.count)
    var ages = Tally(AgeAtHearing.Band.cells.count)

    mutating func add(_ court: CourtFile) {
        for hearing in court.hearings where hearing.grade.isCounted {
            value += 1
            findings.add(hearing.kind.cell)
            grades.add(hearing.grade == .certain ? 0 : 1)
            ages.add(hearing.age.cell)
        }
    }

    mutating func merge(_ other: HearingCount) {
        value += other.value
        findings.merge(other.findings)
        grades.merge(other.grades)
        ages.merge(other.ages)
    }
}

/// `hearing.failed-to-appear`.
struct FailureCount: Sendable {
    var value = 0
    var denominator = 0
    var unknown = 0
    var years = SpanTally.years
    var findings = Tally(FindingKind.cells.count)
    var notices = Tally(NoticeStanding.cells.count)
    var ages = Tally(AgeAtHearing.Band.cells.count)

    mutating func add(_ court: CourtFile) {
        unknown += court.notYetReported
        var isInDenominator = false
        var seen = DistinctYears()
        var kinds: UInt32 = 0
        var standings: UInt32 = 0
        var bands: UInt32 = 0
        for hearing in court.hearings where hearing.grade.isCounted {
            if hearing.kind.isInDenominator { isInDenominator = true }
            guard hearing.kind.isFailureToAppear else { continue }
            kinds |= 1 << UInt32(hearing.kind.cell)
            standings |= 1 << UInt32((hearing.notice ?? .unproven).cell)
            bands |= 1 << UInt32(hearing.age.cell)
            let year = hearing.hearing.fiscalYear
            if seen.insert(year) { years.add(year) }
        }
        if isInDenominator { denominator += 1 }
        guard kinds != 0 else { return }
        value += 1
        findings.add(bits: kinds)
        notices.add(bits: standings)
        ages.add(bits: bands)
    }

    mutating func merge(_ other: FailureCount) {
        value += other.value
        denominator += other.denominator
        unknown += other.unknown
        years.merge(other.years)
        findings.merge(other.findings)
        notices.merge(other.notices)
        ages.merge(other.ages)
    }
}

/// `hearing.not-told`.
struct NotToldCount: Sendable {
    static let stateNames = HandoffState.allCases.map(\.cell)

    var value = 0
    var denominator = 0
    var orr = Tally(stateNames.count)
    var ice = Tally(stateNames.count)

    mutating func add(_ court: CourtFile) {
        for hearing in court.hearings where hearing.grade.isCounted && hearing.kind.isFailureToAppear {
            denominator += 1
            orr.add(Int(hearing.orr.rawValue))
            ice.add(Int(hearing.ice.rawValue))
            if hearing.orr != .accepted, hearing.ice != .accepted { value += 1 }
        }
    }

    mutating func merge(_ other: NotToldCount) {
        value += other.value
        denominator += other.denominator
        orr.merge(other.orr)
        ice.merge(other.ice)
    }
}

/// `hearing.not-in-agency-system`.
struct AgencyGapCount: Sendable {
    static let systemNames = CareVocabulary.system.words

    /// The systems of which a results file was taken.
    let systems: [AgencySystem]
    var value = 0
    var denominator = 0
    var unknown = 0
    var missing = Tally(systemNames.count)
    var contradicting = Tally(systemNames.count)

    init(systems: Set<AgencySystem>) { self.systems = AgencySystem.allCases.filter(systems.contains) }

    mutating func add(_ child: ChildFile, _ court: CourtFile, asOf: Day) {
        guard child.isInCareRecord else { return }
        for hearing in court.hearings where hearing.grade.isCounted {
            guard hearing.kind.isFailureToAppear || hearing.kind == .rescinded else { continue }
            denominator += 1
            if systems.isEmpty { unknown += 1 }
            var isMissing = false
            for system in systems {
                var hasResult = false
                var contradicts = false
                for result in child.results {
                    guard case .value(system) = result.system, result.hearingDate == hearing.hearing,
                        case .value(let finding) = result.result, finding != .unknown
                    else { continue }
                    if let entered = result.enteredOn, entered > asOf { continue }
                    hasResult = true
                    if finding == .appeared || finding == .continued { contradicts = true }
                }
                if !hasResult {
                    missing.add(Int(system.rawValue))
                    isMissing = true
                }
                if contradicts { contradicting.add(Int(system.rawValue)) }
            }
            if isMissing { value += 1 }
        }
    }

    mutating func merge(_ other: AgencyGapCount) {
        value += other.value
        denominator += other.denominator
        unknown += other.unknown
        missing.merge(other.missing)
        contradicting.merge(other.contradicting)
    }
}

/// `order.in-absentia`.
struct OrderCount: Sendable {
    var value = 0
    var found = 0
    var statuses = Tally(OrderStatus.cells.count)

    mutating func add(_ court: CourtFile) {
        for order in court.orders {
            value += 1
            if order.hasHearing { found += 1 }
            statuses.add(order.status.cell)
        }
    }

    mutating func merge(_ other: OrderCount) {
        value += other.value
        found += other.found
        statuses.merge(other.statuses)
    }
}

/// `court.vanished`.
struct AbsentRowCount: Sendable {
    var value = 0
    var unknown = 0
    var tables = Tally(256)

    mutating func add(_ court: CourtFile) {
        for row in court.absentRows {
            if row.isQuarantined {
                unknown += 1
            } else {
                value += 1
                tables.add(Int(row.table.rawValue))
            }
        }
    }

    mutating func merge(_ other: AbsentRowCount) {
        value += other.value
        unknown += other.unknown
        tables.merge(other.tables)
    }
}
