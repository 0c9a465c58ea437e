import AmparoCourt
import AmparoModel
import Testing

@Suite("Age at the hearing")
struct AgeTests {
    @Test(
        "By the care record's birth date",
        arguments: [
            ("2006-03-11", 18, AgeAtHearing.Band.from18To20), ("2006-03-12", 17, .under18), ("2003-03-11", 21, .from21),
            ("2003-03-12", 20, .from18To20), ("2024-03-11", 0, .under18), ("1900-01-01", 124, .from21),
        ])
    func birthDate(_ birth: String, _ years: Int, _ band: AgeAtHearing.Band) {
        var world = World("11")
        world.file.courtCase?.birthMonth = BirthMonth("1/1950")
        world.evidence.birthDate = Day(birth)
        #expect(world.finding()?.age == AgeAtHearing(band: band, years: Int16(years)))
    }

    static let byMonth: [(String, Int?, AgeAtHearing.Band)] = [
        ("2/2006", 18, .from18To20), ("4/2006", 17, .under18), ("3/2006", nil, .unknown), ("3/2010", nil, .under18),
        ("03/1990", nil, .from21), ("3/2003", nil, .unknown), ("3/2024", nil, .unknown),
    ]

    @Test("By the court's birth month, certain only if the whole month agrees", arguments: byMonth)
    func birthMonth(_ birth: String, _ years: Int?, _ band: AgeAtHearing.Band) {
        var world = World("11")
        world.file.courtCase?.birthMonth = BirthMonth(birth)
        #expect(world.finding()?.age == AgeAtHearing(band: band, years: years.map(Int16.init)))
    }

    @Test("Unknown without a birth date, or with one after the hearing")
    func unknown() {
        var world = World("11")
        #expect(world.finding()?.age == .unknown)
        world.evidence.birthDate = "2024-03-12"
        #expect(world.finding()?.age == .unknown)
    }

    @Test("Somebody born on 29 February is 18 on 1 March of a year without it")
    func leapDay() {
        let born = BirthKnowledge(careBirthDate: "2004-02-29", courtBirthMonth: nil)
        #expect(born.age(on: "2022-02-28").years == 17)
        #expect(born.age(on: "2022-03-01").years == 18)
    }

    static let texts: [(String, String?)] = [
        ("1/2006", "1/2006"), ("01/2006", "1/2006"), ("12/2006", "12/2006"), ("13/2006", nil), ("0/2006", nil),
        ("/2006", nil), ("1/06", nil), ("2006", nil), ("E", nil), ("1/0006", nil), ("2006-01-01", nil),
    ]

    @Test("A birth month is M/YYYY or MM/YYYY and nothing else", arguments: texts)
    func months(_ text: String, _ month: String?) { #expect(BirthMonth(text)?.description == month) }
}

@Suite("Provisional findings and working days")
struct ClockTests {
    @Test("A finding is provisional until the verification window has run: ten business days, fifteen without counsel")
    func window() {
        var world = World("13")
        world.releases = [.init(snapshot: 2, date: "2024-04-01")]
        world.represent(from: "2024-01-01")
        #expect(world.finding()?.verificationEndsOn == "2024-04-15")
        world.asOf = "2024-04-15"
        #expect(world.finding()?.provisional == true)
        world.asOf = "2024-04-16"
        #expect(world.finding()?.provisional == false)
        world.file.representations.removeAll()
        #expect(world.finding()?.verificationEndsOn == "2024-04-22")
        #expect(world.finding()?.provisional == true)
    }

    @Test(
        "The window starts with the release that first shows what decided, and no earlier than the one that covers the day"
    )
    func start() {
        var world = World("13")
        #expect(world.finding()?.resultKnownOn == "2024-04-01")
        world.file.schedule[0].source = 1
        #expect(world.finding()?.resultKnownOn == "2024-04-01")
        world.file.schedule[0].source = 3
        #expect(world.finding()?.resultKnownOn == "2024-06-03")
        world.file.schedule[0].source = 9
        #expect(world.finding()?.resultKnownOn == "2024-04-01")
    }

    @Test("ORR's or counsel's confirmation ends it; an officer's does not")
    func confirmed() {
        for (party, provisional) in [
            (HearingStatement.Party.orr, false), (.counsel, false), (.officer, true), (.other, true),
        ] {
            var world = World("13")
            world.file.schedule[0].source = 3
            #expect(world.finding()?.provisional == true)
            world.dispute(by: party, evidence: false, kind: .confirmation)
            #expect(world.finding()?.provisional == provisional)
            #expect(world.finding()?.confirmedBy == PartySet(party))
        }
    }

    @Test("Federal holidays of 2021, 2024 and 2028, as they are observed")
    func holidays() {
        let calendar = BusinessCalendar()
        func holidays(_ year: Int) -> [String] {
            var found: [String] = []
            var day = Day(year: year, month: 1, day: 1) ?? Day(number: 0)
            while day.year == year {
                if day.weekday < 6, calendar.isHoliday(day) { found.append(day.description) }
                day = day.adding(days: 1)
            }
            return found
        }
        #expect(
            holidays(2024) == [
                "2024-01-01", "2024-01-15", "2024-02-19", "2024-05-27", "2024-06-19", "2024-07-04", "2024-09-02",
                "2024-10-14", "2024-11-11", "2024-11-28", "2024-12-25",
            ])
        #expect(
            holidays(2021) == [
                "2021-01-01", "2021-01-18", "2021-02-15", "2021-05-31", "2021-06-18", "2021-07-05", "2021-09-06",
                "2021-10-11", "2021-11-11", "2021-11-25", "2021-12-24", "2021-12-31",
            ])
        #expect(
            holidays(2020) == [
                "2020-01-01", "2020-01-20", "2020-02-17", "2020-05-25", "2020-07-03", "2020-09-07", "2020-10-12",
                "2020-11-11", "2020-11-26", "2020-12-25",
            ])
    }

    @Test("Counting business days there and back")
    func counting() {
        let calendar = BusinessCalendar()
        #expect(calendar.day(1, businessDaysAfter: "2024-07-03") == "2024-07-05")
        #expect(calendar.day(10, businessDaysAfter: "2024-12-20") == "2025-01-07")
        #expect(calendar.day(0, businessDaysAfter: "2024-07-06") == "2024-07-06")
        #expect(calendar.businessDays(after: "2024-12-20", through: "2025-01-07") == 10)
        #expect(calendar.businessDays(after: "2025-01-07", through: "2024-12-20") == 0)
        for start in 0..<400 {
            let day = Day(number: Int32(19_000 + start))
            let tenth = calendar.day(10, businessDaysAfter: day)
            #expect(calendar.isBusinessDay(tenth))
            #expect(calendar.businessDays(after: day, through: tenth) == 10)
        }
    }
}
