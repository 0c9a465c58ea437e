/// One message of the court's live feed about one hearing, modelled on the court-scheduling messages of LegalXML Electronic
/// Court Filing 5.0. Between two bulk releases it says what the next one will show.
///
/// Who outranks whom (MISSED-HEARING.md): the court's live event, then the court's bulk row. A blank column says nothing.
public struct HearingEvent: Hashable, Sendable {
    /// What happened to the hearing.
    public enum Kind: UInt8, CaseIterable, Hashable, Sendable {
        /// A hearing was set.
        case scheduled
        /// It was put on another day, time or place.
        case moved
        /// It was put on an earlier day or time.
        case advanced
        /// It will not be held.
        case cancelled
        /// What the court wrote down of it.
        case result

        /// The word in a feed.
        public var word: String { HearingEvent.words.word(rawValue) }
    }

    /// The words of `event`, in the order of their numbers.
    public static let words = Vocabulary("scheduled", "moved", "advanced", "cancelled", "result")

    /// What happened.
    public var kind: Kind
    /// `IDNSCHEDULE`: which hearing.
    public var scheduleID: Int64
    /// `IDNCASE`
    public var caseID: Int64
    /// When the court said so, with its own offset; its civil day there is the day from which it counts.
    public var reportedAt: Instant
    /// `IDNPROCEEDING`; nil when it is not said.
    public var proceedingID: Int64?
    /// The day of the hearing; nil when it is not said.
    public var heldOn: Day?
    /// The time of day; none when it is not said.
    public var startsAt: HearingTime = .none
    /// The court.
    public var court: CourtCode = .none
    /// The place within the court.
    public var location: CourtCode = .none
    /// `M` master, `I` individual and others.
    public var calendarType: CourtCode = .none
    /// `SCHEDULE_TYPE`
    public var scheduleType: CourtCode = .none
    /// The adjournment code: how it went, or why it is cancelled.
    public var adjournment: CourtCode = .none
    /// `ADJ_MEDIUM`
    public var medium: CourtCode = .none
    /// Where it was read.
    public var source: RowSource

    /// An event that says nothing but what happened to which hearing, and when.
    public init(kind: Kind, scheduleID: Int64, caseID: Int64, reportedAt: Instant, source: RowSource) {
        self.kind = kind
        self.scheduleID = scheduleID
        self.caseID = caseID
        self.reportedAt = reportedAt
        self.source = source
    }
}

extension CaseFile {
    /// Puts the live events said by the day `asOf` over the schedule rows of the releases, earliest first; of events of one
    /// instant the one from the later entry of the journal speaks last, which is the order they stand in.
    ///
    /// A cancelled hearing has the medium `H`, no hearing, as a release would show it.
    public mutating func applyEvents(asOf: Day) {
        guard !events.isEmpty else { return }
        let said = events.indices.filter { events[$0].reportedAt.day <= asOf }
            .sorted { (events[$0].reportedAt.microseconds, $0) < (events[$1].reportedAt.microseconds, $1) }
        for index in said { apply(events[index]) }
    }

    private mutating func apply(_ event: HearingEvent) {
        var place = schedule.firstIndex { $0.id == event.scheduleID }
        if place == nil {
            place = schedule.count
            schedule.append(
                ScheduledHearing(
                    id: event.scheduleID, proceedingID: nil, caseID: event.caseID, calendarType: .none, heldOn: nil,
                    source: event.source))
        }
        guard let place else { return }
        schedule[place].take(event)
    }
}

extension ScheduledHearing {
    /// Takes what an event says; what it does not say stays.
    fileprivate mutating func take(_ event: HearingEvent) {
        proceedingID = event.proceedingID ?? proceedingID
        heldOn = event.heldOn ?? heldOn
        if !event.startsAt.isNone { startsAt = event.startsAt }
        if !event.court.isNone { court = event.court }
        if !event.location.isNone { location = event.location }
        if !event.calendarType.isNone { calendarType = event.calendarType }
        if !event.scheduleType.isNone { scheduleType = event.scheduleType }
        if !event.medium.isNone { medium = event.medium }
        switch event.kind {
        case .scheduled, .moved, .advanced:
            // What was written of the earlier day is not said of the new one.
            adjournment = event.adjournment
            reportedOn = nil
            if event.medium.isNone, medium == "H" { medium = .none }
        case .cancelled:
            medium = "H"
            adjournment = event.adjournment
            reportedOn = event.reportedAt.day
        case .result:
            adjournment = event.adjournment
            reportedOn = event.reportedAt.day
        }
        source = RowSource(snapshot: event.source.snapshot, line: event.source.line, missingSince: source.missingSince)
    }
}
