import AmparoCourt
internal import AmparoModel

/// SplitMix64: small, and the same on every machine.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }
    mutating func code(_ words: String) -> CourtCode { CourtCode(pick(words.split(separator: " "))) }

    /// A day in the ten weeks in which everything happens, so that days often meet.
    mutating func day() -> Day {
        chance(30)
            ? Day("2024-03-01").adding(days: 7 * Int.random(in: 0...9, using: &self))
            : Day("2024-03-01").adding(days: Int.random(in: -5...66, using: &self))
    }
    mutating func day(or percent: Int) -> Day? { chance(percent) ? nil : day() }
}

/// A small random case in which everything that rules look at happens often.
struct RandomCase {
    var world = World()
    var dice: Dice

    init(seed: UInt64) {
        dice = Dice(seed: seed)
        world.file = CaseFile(
            id: 7,
            courtCase: CourtCase(
                id: 7, caseType: dice.code("RMV RMV RMV DEP EXC ? "), siteType: dice.code("M I ?"), source: 1))
        world.asOf = dice.day().adding(days: 20)
        world.releases = (0..<Int.random(in: 0...4, using: &dice)).map {
            .init(snapshot: SnapshotID(rawValue: Int32($0)), date: dice.day().adding(days: 15))
        }
        let proceedings = Int.random(in: 1...3, using: &dice)
        for id in 0..<proceedings { addProceeding(Int64(10 + id)) }
        for id in 0..<Int.random(in: 1...6, using: &dice) { addHearing(Int64(100 + id), of: proceedings) }
        for id in 0..<Int.random(in: 0...4, using: &dice) { addMotion(Int64(500 + id), of: proceedings) }
        let days = world.file.schedule.compactMap(\.heldOn)
        for line in 0..<Int.random(in: 0...4, using: &dice) { addMail(Int32(line), days) }
        addEvidence(days, proceedings)
    }

    private mutating func addProceeding(_ id: Int64) {
        let isOrder = dice.chance(50)
        world.file.proceedings.append(
            Proceeding(
                id: id, caseID: 7, caseType: dice.code("RMV RMV RMV DEP EXC ?") == "?" ? .none : "RMV",
                enteredOn: dice.day(or: 20), decision: isOrder ? "X" : dice.pick(["", "X", "D", "E", "T"]),
                otherCompletion: dice.pick(["", "", "", "B", "B", "C", "T", "A"]), completedOn: dice.day(or: 15),
                absentia: isOrder ? "Y" : dice.pick(["", "N", "Y", "X"]),
                source: RowSource(snapshot: SnapshotID(rawValue: 1))))
    }

    private mutating func addHearing(_ id: Int64, of proceedings: Int) {
        let proceeding = Int64(10 + Int.random(in: 0..<proceedings, using: &dice))
        let completed = world.file.proceedings.first { $0.id == proceeding }?.completedOn
        let day = dice.chance(35) ? completed ?? dice.day() : dice.day()
        world.file.schedule.append(
            ScheduledHearing(
                id: id, proceedingID: dice.chance(4) ? nil : proceeding, caseID: 7,
                recordType: dice.pick(["A", "A", "A", "X", "B"]), calendarType: dice.pick(["M", "M", "I", "I", "C"]),
                scheduleType: dice.pick(["MM", "MR", "II", "--", "", "CY"]), heldOn: dice.chance(3) ? nil : day,
                startsAt: dice.pick(["0830", "0830", "830", "8:30", "1300", ""]),
                adjournment: dice.pick([
                    "", "", "", "11", "11", "11", "13", "01", "8B", "38", "9A", "99", "09", "10", "7C", "32", "ZZ",
                    "15",
                ]),
                medium: dice.pick(["P", "P", "V", "", "", "", "", "H"]),
                source: RowSource(snapshot: SnapshotID(rawValue: 1), line: Int32(id))))
    }

    private mutating func addMotion(_ id: Int64, of proceedings: Int) {
        world.file.motions.append(
            Motion(
                id: id, caseID: 7,
                proceedingID: dice.chance(10) ? nil : Int64(10 + Int.random(in: 0..<proceedings, using: &dice)),
                motionClass: dice.pick(["MA", "RD", "O", "VO", "C", "WV", "WV", "CV"]),
                decision: dice.pick(["", "", "G", "G", "G", "D"]), decidedOn: dice.day(or: 20),
                receivedOn: dice.day(or: 10), source: 1))
    }

    private mutating func addMail(_ line: Int32, _ days: [Day]) {
        let hearing = days.isEmpty || dice.chance(10) ? dice.day() : dice.pick(days)
        world.file.mailings.append(
            Mailing(
                caseID: 7, hearingDate: hearing,
                mailedOn: dice.chance(25) ? nil : hearing.adding(days: -Int.random(in: 0...4, using: &dice) * 3),
                addressee: dice.pick([.respondent, .respondent, .custodian, .counsel]),
                address: dice.pick([nil, 1, 1, 2]), returnedOn: dice.chance(70) ? nil : dice.day(),
                oralLanguage: dice.pick(["", "SP", "QUC"]),
                source: RowSource(snapshot: SnapshotID(rawValue: 1), line: line)))
    }

    private mutating func addEvidence(_ days: [Day], _ proceedings: Int) {
        for index in 0..<Int.random(in: 0...4, using: &dice) {
            world.report(
                dice.pick(CourtAddress.Source.allCases), dice.day(), dice.pick([nil, 1, 1, 2]), ordinal: Int32(index))
        }
        for _ in 0..<Int.random(in: 0...2, using: &dice) { world.serve(dice.day(or: 20), dice.pick([nil, 1, 1, 2])) }
        if dice.chance(30) {
            world.represent(
                from: dice.day(or: 10), level: dice.pick(["COURT", "COURT", "BOARD"]),
                side: dice.pick(["ALIEN", "ALIEN", "INS"]))
        }
        if dice.chance(20), let day = days.first {
            world.evidence.statements.append(
                HearingStatement(
                    id: 1, proceedingID: Int64(10 + Int.random(in: 0..<proceedings, using: &dice)), hearingDate: day,
                    startsAt: dice.pick([nil, "0830"]), kind: dice.pick([.dispute, .confirmation]),
                    party: dice.pick(HearingStatement.Party.allCases), hasEvidence: dice.chance(70),
                    enteredOn: dice.day(),
                    withdrawnOn: dice.chance(20) ? dice.day() : nil))
        }
    }
}
