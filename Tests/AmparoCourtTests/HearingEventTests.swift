import AmparoCourt
import AmparoModel
import Testing

/// A message of the court about the hearing of `World`.
private func event(
    _ kind: HearingEvent.Kind, _ at: String, of world: World, result: CourtCode = .none, date: Day? = nil
) -> HearingEvent {
    var event = HearingEvent(
        kind: kind, scheduleID: world.file.schedule[0].id, caseID: world.file.id,
        reportedAt: Instant(at) ?? Instant(microseconds: 0), source: RowSource(snapshot: SnapshotID(rawValue: 7)))
    event.adjournment = result
    event.heldOn = date
    return event
}

@Suite("The court's live events")
struct HearingEventTests {
    /// The findings once the events count.
    private func finding(_ world: World, _ events: [HearingEvent]) -> HearingFinding? {
        var world = world
        world.file.events = events
        world.file.applyEvents(asOf: world.asOf)
        return world.finding()
    }

    @Test("A live result makes the hearing past the day after, though no release covers it, and starts its window")
    func past() throws {
        var world = World(.none)
        let day = try #require(world.file.schedule[0].heldOn)
        world.releases = []
        world.asOf = day.adding(days: 1)
        #expect(world.finding() == nil)
        let said = event(.result, "\(day)T16:00:00-05:00", of: world, result: "11")
        let found = try #require(finding(world, [said]))
        #expect(found.kind == .missedReset)
        #expect(found.resultKnownOn == day)
        #expect(found.source.snapshot == SnapshotID(rawValue: 7))
        world.asOf = day
        #expect(finding(world, [said]) == nil)
    }

    @Test("The live event outranks the bulk row, and of two events the one reported later speaks, whatever their order")
    func rank() throws {
        let world = World("11")
        let day = try #require(world.file.schedule[0].heldOn)
        let first = event(.result, "\(day)T16:00:00-05:00", of: world, result: "11")
        let second = event(.result, "\(day.adding(days: 1))T09:00:00-05:00", of: world, result: "05")
        #expect(finding(world, [second])?.kind == .attended)
        #expect(finding(world, [first, second])?.kind == .attended)
        #expect(finding(world, [second, first])?.kind == .attended)
    }

    @Test("What is reported after the as-of day does not count yet")
    func later() throws {
        var world = World("11")
        let day = try #require(world.file.schedule[0].heldOn)
        let release = try #require(world.releases.last?.date)
        let said = release.adding(days: 10)
        world.asOf = said.adding(days: -1)
        let change = event(.result, "\(said)T09:00:00-05:00", of: world, result: "05")
        #expect(day < world.asOf)
        #expect(finding(world, [change])?.kind == .missedReset)
        world.asOf = said
        #expect(finding(world, [change])?.kind == .attended)
    }

    @Test("A cancelled hearing was not held; one put on a later day is a hearing of that day without a result yet")
    func cancelledAndMoved() throws {
        let world = World("11")
        let day = try #require(world.file.schedule[0].heldOn)
        let cancelled = event(.cancelled, "\(day.adding(days: -2))T09:00:00-05:00", of: world)
        #expect(finding(world, [cancelled])?.kind == .notHeld)
        let later = world.asOf.adding(days: 30)
        let moved = event(.moved, "\(day.adding(days: -2))T09:00:00-05:00", of: world, date: later)
        #expect(finding(world, [moved]) == nil)
    }

    @Test("A hearing that no release has shown is there once the court sets it")
    func scheduled() throws {
        var world = World("11")
        let day = try #require(world.file.schedule[0].heldOn)
        var set = event(.scheduled, "\(day.adding(days: -9))T09:00:00-05:00", of: world, date: day)
        set.calendarType = "M"
        set.proceedingID = world.file.schedule[0].proceedingID
        var told = event(.result, "\(day)T12:00:00-05:00", of: world, result: "11")
        told.proceedingID = set.proceedingID
        world.file.schedule = []
        let found = try #require(finding(world, [told, set]))
        #expect(found.kind == .missedReset)
        #expect(found.hearing == day)
    }
}
