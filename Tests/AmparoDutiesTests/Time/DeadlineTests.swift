import AmparoDuties
import AmparoModel
import Testing

@Suite("Deadlines")
struct DeadlineTests {
    private func clock(_ zone: Zone = .eastern, closures: [CourtCalendar.Closure] = []) -> DeadlineClock {
        DeadlineClock(CourtCalendar(closures: closures), zone: zone, court: "NYC")
    }

    private func due(_ span: String, _ start: Moment, _ clock: DeadlineClock, _ pauses: [Pause] = []) -> Deadline? {
        ClockSpan(span).flatMap { clock.deadline($0, from: start, pauses: pauses) }
    }

    @Test("Forty-eight hours are forty-eight hours, also when the clocks change")
    func hours() {
        let found = due("48 hours", .instant(at("2026-03-07T12:00:00-05:00")), clock())
        #expect(found?.at == at("2026-03-09T13:00:00-04:00"))
    }

    @Test("Days end at midnight where the case is")
    func days() {
        let start = Moment.instant(at("2026-02-11T02:00:00Z"))
        #expect(due("0 days", start, clock(.pacific))?.day == day("2026-02-10"))
        #expect(due("0 days", start, clock(.chamorro))?.day == day("2026-02-11"))
        #expect(due("0 days", start, clock(.pacific))?.at == at("2026-02-10T23:59:59.999999-08:00"))
    }

    @Test("Business days leave out weekends, holidays observed on other days, and the court's closures")
    func businessDays() {
        // 2026-07-04 is a Saturday: observed on Friday the 3rd.
        #expect(due("1 business-day", .day(day("2026-07-02")), clock())?.day == day("2026-07-06"))
        let snow = CourtCalendar.Closure(
            courts: ["NYC"], days: day("2026-07-06")...day("2026-07-07"), reason: "weather")
        #expect(due("1 business-day", .day(day("2026-07-02")), clock(closures: [snow]))?.day == day("2026-07-08"))
        let elsewhere = CourtCalendar.Closure(
            courts: ["LOS"], days: day("2026-07-06")...day("2026-07-07"), reason: "weather")
        #expect(due("1 business-day", .day(day("2026-07-02")), clock(closures: [elsewhere]))?.day == day("2026-07-06"))
    }

    @Test("Leap days count, and Juneteenth is a holiday since 2021 only")
    func leapDays() {
        #expect(due("1 day", .day(day("2028-02-28")), clock())?.day == day("2028-02-29"))
        #expect(due("180 days", .day(day("2027-12-31")), clock())?.day == day("2028-06-28"))
        #expect(due("1 business-day", .day(day("2020-06-18")), clock())?.day == day("2020-06-19"))
        #expect(due("1 business-day", .day(day("2024-06-18")), clock())?.day == day("2024-06-20"))
    }

    @Test("Before a birthday: 14 days are the end of that day, 24 hours before its first moment")
    func before() throws {
        let birthday = day("2026-03-09")
        let plan = clock().deadline(ClockSpan(14, .days), before: birthday)
        #expect(plan.at == at("2026-02-23T23:59:59.999999-05:00"))
        let update = clock().deadline(ClockSpan(24, .hours), before: birthday)
        // 8 March 2026 has 23 hours.
        #expect(update.at == at("2026-03-07T23:00:00-05:00"))
    }

    @Test("While a pause is open there is no deadline; afterwards the time left is given back")
    func pauses() {
        let start = Moment.instant(at("2026-02-02T10:00:00-05:00"))
        let open = Pause(from: at("2026-02-02T12:00:00-05:00"), to: nil)
        #expect(due("4 hours", start, clock(), [open]) == nil)
        let closed = Pause(from: at("2026-02-02T12:00:00-05:00"), to: at("2026-02-03T12:00:00-05:00"))
        #expect(due("4 hours", start, clock(), [closed])?.at == at("2026-02-03T14:00:00-05:00"))
        #expect(due("3 days", start, clock(), [closed])?.day == day("2026-02-06"))
    }

    @Test("What is known by its day only is in time on the day of the deadline")
    func dayOnly() throws {
        let deadline = try #require(due("48 hours", .instant(at("2026-02-02T10:00:00-05:00")), clock()))
        #expect(deadline.isMet(by: .day(day("2026-02-04"))))
        #expect(!deadline.isMet(by: .day(day("2026-02-05"))))
        #expect(!deadline.isMet(by: .instant(at("2026-02-04T10:00:01-05:00"))))
    }

    @Test("Closures are data: read with their place, refused with line and column")
    func closures() throws {
        let text = """
            closures:
              - { from: 2026-01-26, to: 2026-01-27, courts: [NYC, NEW], reason: weather }
              - { from: 2026-02-02, reason: order }
            """
        let calendar = try CourtCalendar(yaml: text, file: "c.yaml")
        #expect(!calendar.isBusinessDay(day("2026-01-27"), court: "NYC"))
        #expect(calendar.isBusinessDay(day("2026-01-27"), court: "LOS"))
        #expect(calendar.isBusinessDay(day("2026-01-27")))
        #expect(!calendar.isBusinessDay(day("2026-02-02")))
        #expect(try CourtCalendar.shipped().closures.isEmpty)
        for (from, to, line) in [("01-27", "01-20", 2), ("order", "Order!", 3), ("2026-02-02", "2026-02-30", 3)] {
            do throws(DutiesError) {
                _ = try CourtCalendar(yaml: text.replacing(from, with: to), file: "c.yaml")
                Issue.record("\(to) was taken")
            } catch {
                #expect(error.line == line, "\(error)")
            }
        }
    }

    @Test("Spans are read strictly")
    func spans() {
        #expect(ClockSpan("10 business-days") == ClockSpan(10, .businessDays))
        #expect(ClockSpan("1 hour") == ClockSpan(1, .hours))
        for text in ["", "10", "ten days", "-1 days", "1  fortnight", "1 days more", "999999 days"] {
            #expect(ClockSpan(text) == nil, "\(text)")
        }
    }

    @Test(
        "Ten thousand random deadlines equal those found minute by minute and day by day",
        arguments: [1, 2, 3] as [UInt64])
    func property(seed: UInt64) {
        var random = Seeded(seed)
        for _ in 0..<3_300 {
            let zone = random.pick([Zone.eastern, .pacific, .arizona, .chamorro])
            let start = Int64(random.number(20_000...21_000)) * 1440 + Int64(random.number(0...1439))
            let pauses = (0..<random.number(0...3)).map { _ -> Pause in
                let from = start + Int64(random.number(-3_000...20_000))
                return Pause(from: minute(from), to: minute(from + Int64(random.number(0...9_000))))
            }
            let closed = Day(number: Int32(start / 1440) + Int32(random.number(0...12)))
            let closures = [
                CourtCalendar.Closure(
                    courts: random.chance(50) ? [] : ["NYC"], days: closed...closed.adding(days: 2), reason: "order")
            ]
            let span = ClockSpan(
                random.number(0...30), random.pick([ClockSpan.Unit.hours, .days, .businessDays]))
            let clock = DeadlineClock(CourtCalendar(closures: closures), zone: zone, court: "NYC")
            let found = clock.deadline(span, from: .instant(minute(start)), pauses: pauses)
            let slow = slowDeadline(span, start, pauses, zone, closures)
            if found?.at.microseconds != slow { Issue.record("seed \(seed): \(span) \(zone) \(pauses)") }
        }
    }

    private func minute(_ number: Int64) -> Instant { Instant(microseconds: number * 60_000_000) }

    /// The definition itself: minutes that pass outside of pauses, or days ticked off on a calendar.
    private func slowDeadline(
        _ span: ClockSpan, _ start: Int64, _ pauses: [Pause], _ zone: Zone, _ closures: [CourtCalendar.Closure]
    ) -> Int64 {
        if span.unit == .hours {
            var left = span.count * 60
            var now = start
            while left > 0 {
                let stands = pauses.contains {
                    $0.from.microseconds <= now * 60_000_000 && now * 60_000_000 < ($0.to?.microseconds ?? .max)
                }
                if !stands { left -= 1 }
                now += 1
            }
            return now * 60_000_000
        }
        var day = zone.day(of: minute(start))
        var left = span.count
        while left > 0 {
            day = day.adding(days: 1)
            let isPaused = pauses.contains { pause in
                zone.day(of: pause.from) < day && day <= zone.day(of: pause.to ?? pause.from)
            }
            let works = BusinessCalendar().isBusinessDay(day) && !closures.contains { $0.days.contains(day) }
            if !isPaused, span.unit == .days || works { left -= 1 }
        }
        return zone.start(of: day.adding(days: 1)).microseconds - 1
    }
}
