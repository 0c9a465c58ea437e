public import AmparoModel

/// When something happened: on a day, or at an instant. A source that gives a day is not made more exact than it is.
public enum Moment: Hashable, Sendable {
    /// On a civil day where it happened.
    case day(Day)
    /// At a moment.
    case instant(Instant)

    /// The civil day in a zone.
    public func day(in zone: Zone) -> Day {
        switch self {
        case .day(let day): day
        case .instant(let instant): zone.day(of: instant)
        }
    }

    /// The first instant it can have been.
    public func earliest(in zone: Zone) -> Instant {
        switch self {
        case .day(let day): zone.start(of: day)
        case .instant(let instant): instant
        }
    }
}
