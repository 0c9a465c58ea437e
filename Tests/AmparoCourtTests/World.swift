import AmparoCourt
public import AmparoModel

/// A small invented case, stated in a few lines by each test. The hearing is on 2024-03-11, the court's releases are of
/// 2024-02-01, 2024-04-01 and 2024-06-03, and findings are asked for as of 2024-06-10.
struct World {
    static let caseID: Int64 = 700
    var asOf: Day = "2024-06-10"
    var releases: [CourtReleases.Release] = [
        .init(snapshot: 1, date: "2024-02-01"), .init(snapshot: 2, date: "2024-04-01"),
        .init(snapshot: 3, date: "2024-06-03"),
    ]
    var file: CaseFile
    var evidence = CareEvidence(belongsToCareChild: true)

    /// One removal case with one proceeding and one hearing.
    init(
        _ code: CourtCode = .none, on hearing: Day = "2024-03-11", decision: CourtCode = .none,
        other: CourtCode = .none, completed: Day? = nil, absentia: CourtCode = .none, medium: CourtCode = .none
    ) {
        file = CaseFile(id: World.caseID, courtCase: CourtCase(id: World.caseID, caseType: "RMV", source: 1))
        file.proceedings = [
            Proceeding(
                id: 10, caseID: World.caseID, enteredOn: "2023-01-09", decision: decision, otherCompletion: other,
                completedOn: completed, absentia: absentia, source: 2)
        ]
        addHearing(hearing, code: code, medium: medium)
    }

    /// An in absentia removal order on the hearing's day.
    static func ordered(_ code: CourtCode = .none, completed: Day = "2024-03-11") -> World {
        World(code, decision: "X", completed: completed, absentia: "Y")
    }

    /// A closure for failure to appear on the hearing's day.
    static func closed(_ code: CourtCode = .none, completed: Day = "2024-03-11") -> World {
        World(code, other: "B", completed: completed)
    }

    mutating func addHearing(
        _ day: Day, at time: HearingTime = "0830", code: CourtCode = .none, medium: CourtCode = .none,
        proceeding: Int64? = 10, id: Int64? = nil
    ) {
        file.schedule.append(
            ScheduledHearing(
                id: id ?? Int64(100 + file.schedule.count), proceedingID: proceeding, caseID: World.caseID,
                recordType: "A", calendarType: "M", scheduleType: "MR", heldOn: day, startsAt: time,
                adjournment: code, medium: medium, source: 2))
    }

    mutating func addMotion(
        _ motionClass: CourtCode, received: Day? = "2024-04-02", decision: CourtCode = .none, decided: Day? = nil,
        proceeding: Int64? = 10
    ) {
        file.motions.append(
            Motion(
                id: Int64(500 + file.motions.count), caseID: World.caseID, proceedingID: proceeding,
                motionClass: motionClass, decision: decision, decidedOn: decided, receivedOn: received, source: 3))
    }

    mutating func mail(
        _ day: Day?, to addressee: Mailing.Addressee = .respondent, address: AddressKey? = 1, returned: Day? = nil,
        oral: CourtCode = .none, hearing: Day = "2024-03-11"
    ) {
        file.mailings.append(
            Mailing(
                caseID: World.caseID, hearingDate: hearing, mailedOn: day, addressee: addressee, address: address,
                returnedOn: returned, oralLanguage: oral, source: 2))
    }

    mutating func report(_ source: CourtAddress.Source, _ day: Day, _ address: AddressKey?, ordinal: Int32 = 0) {
        evidence.addresses.append(
            CourtAddress(
                id: Int64(900 + evidence.addresses.count), givenTo: source, reportedOn: day, ordinal: ordinal,
                address: address, source: 1))
    }

    mutating func serve(_ day: Day?, _ address: AddressKey? = nil, issued: Day? = nil) {
        evidence.notices.append(
            NoticeToAppear(
                id: Int64(800 + evidence.notices.count), issuedOn: issued, servedOn: day, address: address, source: 1))
    }

    mutating func dispute(
        by party: HearingStatement.Party, evidence hasEvidence: Bool = true, on day: Day = "2024-05-01",
        withdrawn: Day? = nil, kind: HearingStatement.Kind = .dispute
    ) {
        evidence.statements.append(
            HearingStatement(
                id: 1, proceedingID: 10, hearingDate: "2024-03-11", kind: kind, party: party,
                hasEvidence: hasEvidence, enteredOn: day, withdrawnOn: withdrawn))
    }

    mutating func represent(from day: Day?, level: CourtCode = "COURT", side: CourtCode = "ALIEN") {
        file.representations.append(
            Representation(id: 1, caseID: World.caseID, level: level, side: side, enteredOn: day, source: 1))
    }

    /// Everything derived.
    var findings: CaseFindings {
        var report = CaseFindings()
        Findings.evaluate(
            file, on: FindingsDay(asOf: asOf, releases: CourtReleases(releases)), evidence: evidence, into: &report)
        return report
    }

    /// The finding of the hearing on a day, 2024-03-11 unless told.
    func finding(_ day: Day = "2024-03-11") -> HearingFinding? { findings.hearings.first { $0.hearing == day } }

    /// The kind of that finding.
    var kind: FindingKind? { finding()?.kind }
    /// The rule of that finding.
    var rule: FindingRule? { finding()?.rule }
    /// The status of that finding.
    var status: OrderStatus? { finding()?.status }
}

extension Day: ExpressibleByStringLiteral {
    /// A day written in a test; a text that is none becomes 1970-01-01, which no test expects.
    public init(stringLiteral value: StaticString) { self = Day(value.description) ?? Day(number: 0) }
}

extension SnapshotID: ExpressibleByIntegerLiteral {
    /// A snapshot's number.
    public init(integerLiteral value: Int32) { self.init(rawValue: value) }
}

extension RowSource: ExpressibleByIntegerLiteral {
    /// A row of that snapshot.
    public init(integerLiteral value: Int32) { self.init(snapshot: SnapshotID(rawValue: value)) }
}

extension AddressKey: ExpressibleByIntegerLiteral {
    /// A surrogate.
    public init(integerLiteral value: Int64) { self.init(rawValue: value) }
}
