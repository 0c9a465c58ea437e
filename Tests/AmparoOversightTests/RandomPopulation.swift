import AmparoCourt
import AmparoModel
import AmparoOversight

/// Numbers from a printed seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices.randomElement(using: &self)! }
    /// A day in the two years around the as-of day and sometimes on it, so that every border is met.
    mutating func day(_ asOf: Day) -> Day {
        chance(10) ? asOf.adding(days: number(-1...1)) : asOf.adding(days: number(-700...60))
    }
    mutating func maybe(_ percent: Int, _ day: Day) -> Day? { chance(percent) ? day : nil }
    mutating func instant(_ asOf: Day) -> Instant {
        let offset = Int16(number(-5...5) * 60)
        return Instant(
            microseconds: Int64(day(asOf).number) * 86_400_000_000 + Int64(number(0...86_399)) * 1_000_000,
            offsetMinutes: offset)
    }
    mutating func said<Term: CareTerm>(_ type: Term.Type) -> Said<Term> {
        switch number(0...19) {
        case 0: .notSaid
        case 1: .unknown
        case 2: .refused
        case 3: .unlisted
        default: .value(pick(Array(Term.allCases)))
        }
    }
}

extension Population {
    /// An invented population, with rows of every kind, rows after the as-of day, and rows that contradict each other.
    static func random(seed: UInt64, children: Int) -> Population {
        var random = Seeded(state: seed)
        let asOf = random.chance(50) ? Day("2025-03-31")! : Day("2025-09-30")!.adding(days: random.number(-3...3))
        var question = Question(asOf: asOf)
        if random.chance(30) { question.cohort = Cohort(fiscalYears: 2024...(2024 + random.number(0...1))) }
        question.resultSystems = Set(AgencySystem.allCases.filter { _ in random.chance(60) })
        var population = Population(question: question)
        for number in 0..<children { population.children.append(random.entry(number, asOf)) }
        for number in 1...max(2, children / 2) where random.chance(90) {
            population.sponsors.append(random.sponsor(number, asOf))
        }
        return population
    }
}

extension Seeded {
    mutating func entry(_ number: Int, _ asOf: Day) -> (child: ChildFile, court: CourtFile) {
        var child = ChildFile(child: UInt64(number), isInCareRecord: chance(90), hasANumber: chance(80))
        var court = CourtFile()
        if chance(85) {
            let first = asOf.adding(days: -self.number(10 * 365...20 * 365))
            child.birth = BirthRange(earliest: first, latest: first.adding(days: chance(80) ? 0 : 364))
        }
        if child.isInCareRecord { fillCare(&child, number, asOf) }
        fillCourt(&court, asOf)
        for hearing in court.hearings where chance(60) {
            child.results.append(
                AgencyResult(
                    system: said(AgencySystem.self), hearingDate: chance(80) ? hearing.hearing : day(asOf),
                    result: said(AgencyFinding.self), enteredOn: maybe(80, day(asOf))))
        }
        return (child, court)
    }

    private mutating func fillCare(_ child: inout ChildFile, _ number: Int, _ asOf: Day) {
        for key in 0..<self.number(0...3) {
            child.referrals.append(
                Referral(
                    rowKey: UInt64(key), transferredAt: chance(90) ? instant(asOf) : nil,
                    separatedFromFamily: chance(20) ? .value(true) : pick([.notSaid, .value(false), .unknown])))
        }
        for _ in 0..<self.number(0...4) {
            let from = day(asOf)
            child.placements.append(
                Placement(
                    rowKey: 0, referral: chance(50) ? UInt64(self.number(0...4)) : nil, from: from,
                    to: maybe(75, from.adding(days: self.number(-2...120)))))
        }
        for _ in 0..<self.number(0...2) {
            child.releases.append(
                Release(
                    rowKey: 0, referral: chance(50) ? UInt64(self.number(0...4)) : nil, releasedOn: day(asOf),
                    sponsor: Int64(self.number(0...max(2, number))), category: said(SponsorCategory.self),
                    state: StateCode(pick(["TX", "ca", "", "FL", "TEXAS", " NY "])),
                    defect: pick([.none, .none, .none] + AddressDefect.allCases),
                    address: chance(70) ? AddressKey(rawValue: Int64(self.number(0...5))) : nil,
                    building: chance(80) ? BuildingKey(rawValue: Int64(self.number(0...40))) : nil,
                    unit: pick([.none, .none, .given, .designatorOnly])))
        }
        for _ in 0..<self.number(0...2) {
            child.addresses.append(
                AddressReport(
                    reportedOn: day(asOf), building: BuildingKey(rawValue: Int64(self.number(0...40))),
                    unit: pick([.none, .given])))
        }
        for _ in 0..<self.number(0...3) {
            let near = child.releases.isEmpty ? nil : pick(child.releases).releasedOn.adding(days: self.number(-2...45))
            var at: Instant? = chance(85) ? instant(asOf) : nil
            if at != nil, let near, chance(70) { at = Instant(microseconds: Int64(near.number) * 86_400_000_000) }
            child.calls.append(
                Call(
                    dueOn: asOf, attemptedAt: at, outcome: chance(40) ? .value(.reached) : said(CallOutcome.self),
                    spokeWith: said(SpokeWith.self), documentedOn: maybe(60, day(asOf))))
        }
        for _ in 0..<self.number(0...1) {
            child.services.append(
                Service(kind: said(ServiceKind.self), startedOn: maybe(70, day(asOf)), endedOn: maybe(40, day(asOf))))
        }
        for _ in 0..<self.number(0...2) {
            child.applications.append(
                Application(
                    sponsor: 1, openedOn: day(asOf), withdrawnOn: maybe(50, day(asOf)),
                    withdrawnReason: said(WithdrawnReason.self)))
        }
        for _ in 0..<(chance(30) ? self.number(1...3) : 0) {
            child.family.append(
                FamilyRow(
                    relation: said(FamilyRelation.self), separatedOn: maybe(70, day(asOf)),
                    isSeparatedBySomebody: chance(30), reunitedOn: maybe(40, day(asOf))))
        }
        for _ in 0..<(child.hasANumber ? self.number(0...2) : 0) {
            child.notices.append(
                NoticeToAppear(
                    id: 0, issuedOn: maybe(80, day(asOf)), servedOn: maybe(40, day(asOf)),
                    filedOn: maybe(40, day(asOf)),
                    notServedReason: chance(60) ? pick(NoticeToAppear.NotServedReason.allCases) : nil,
                    source: RowSource(snapshot: SnapshotID(rawValue: 1))))
        }
    }

    private mutating func fillCourt(_ court: inout CourtFile, _ asOf: Day) {
        court.hasFiledCase = chance(50)
        court.notYetReported = chance(10) ? number(1...3) : 0
        for _ in 0..<number(0...3) {
            let kind = chance(40) ? pick([.missedReset, .missedOrdered, .rescinded]) : pick(FindingKind.allCases)
            court.hearings.append(
                HearingResult(
                    hearing: asOf.adding(days: -number(1...700)), kind: kind, notice: pick(NoticeStanding.allCases),
                    age: pick(AgeAtHearing.Band.allCases), grade: pick(CaseGrade.allCases),
                    orr: pick(HandoffState.allCases), ice: pick(HandoffState.allCases)))
        }
        for _ in 0..<number(0...1) {
            court.orders.append(OrderResult(status: pick(OrderStatus.allCases), hasHearing: chance(60)))
        }
        for _ in 0..<number(0...2) {
            court.returnedMail.append(
                ReturnedMail(address: AddressKey(rawValue: Int64(number(0...5))), returnedOn: day(asOf)))
        }
        for _ in 0..<number(0...1) {
            court.absentRows.append(
                AbsentRow(table: pick([.schedule, .proceeding, .custody]), isQuarantined: chance(20)))
        }
    }

    mutating func sponsor(_ number: Int, _ asOf: Day) -> SponsorFile {
        var sponsor = SponsorFile(number: Int64(number), isInFeed: chance(92))
        for key in 0..<self.number(0...2) {
            let from = day(asOf)
            sponsor.members.append(
                HouseholdMember(
                    rowKey: UInt64(key),
                    birth: chance(85) ? BirthRange(from.adding(days: -self.number(17 * 365...20 * 365))) : nil,
                    from: maybe(60, from), to: maybe(20, from.adding(days: 100))))
        }
        let long = asOf.adding(days: -800)
        for type in CheckType.allCases where chance(type.rawValue < 5 ? 97 : 20) {
            for _ in 0..<(chance(15) ? 2 : 1) {
                sponsor.checks.append(check(type, nil, chance(80) ? long : day(asOf), asOf))
            }
        }
        for member in sponsor.members where chance(85) {
            sponsor.checks.append(check(.fbiFingerprint, member.rowKey, chance(80) ? long : day(asOf), asOf))
        }
        return sponsor
    }

    private mutating func check(_ type: CheckType, _ member: UInt64?, _ ordered: Day, _ asOf: Day) -> Check {
        Check(
            rowKey: 0, member: member, type: .value(type), jurisdiction: UInt64(number(0...1)), orderedOn: ordered,
            resultedOn: chance(80) ? ordered.adding(days: number(0...20)) : nil,
            result: chance(85) ? .value(.clear) : said(CheckResult.self), isWaivedByName: chance(50),
            expiresOn: maybe(15, day(asOf)))
    }
}
