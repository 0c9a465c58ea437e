/// What a past hearing was (MISSED-HEARING.md, the first table).
public enum FindingKind: String, Hashable, Sendable, CaseIterable {
    /// Held, and child or counsel must have been there.
    case attended
    /// Held or adjourned for a reason that says nothing of who came.
    case heldPresenceUnknown
    /// Vacated, reset, advanced, moved or closed by the court's own act.
    case notHeld
    /// Absent because government held the child.
    case notProduced
    /// Absent with leave, illness, appearance waived.
    case excused
    /// Absent; the court itself says the notice was bad, or it went to an address other than the last one given to the court.
    case defectiveNotice
    /// Absent; there is a ground on the record to contest the notice.
    case noticeContested
    /// A no-show "by respondent or attorney" while the child had counsel.
    case absenceUnclear
    /// Absent without such a ground, hearing reset.
    case missedReset
    /// Absent without such a ground, case administratively closed for it.
    case missedClosed
    /// Absent without such a ground, removal ordered in absentia.
    case missedOrdered
    /// Was an absence, and the court rescinded or vacated it.
    case rescinded
    /// The court says the entry was a mistake.
    case recordedInError
    /// Nobody has said what happened, or a code nobody knows.
    case unknown

    /// Whether the finding is a failure to appear: the three kinds `missed…` and no other.
    public var isFailureToAppear: Bool { self == .missedReset || self == .missedClosed || self == .missedOrdered }

    /// Whether the hearing is in the denominator of `hearing.failed-to-appear`: neither not held nor recorded in error.
    public var isInDenominator: Bool { self != .notHeld && self != .recordedInError }
}

/// How the order or closure stands that a finding rests on. The first that applies, in this order.
public enum OrderStatus: String, Hashable, Sendable, CaseIterable {
    /// A motion to rescind, reopen in absentia or vacate was granted.
    case rescinded
    /// A motion to rescind or reopen is received and undecided; filing stays removal.
    case stayed
    /// The closed case was put back on the calendar; closures only.
    case recalendared
    /// The absence stands, the order is gone; orders only.
    case reopened
    /// Nothing of the kind.
    case standing
}

/// How the notice of a hearing that was missed stands. The first that applies.
public enum NoticeStanding: String, Hashable, Sendable, CaseIterable {
    /// The letter that speaks went to respondent or custodian.
    case mailed
    /// The letter that speaks went to counsel.
    case counsel
    /// Notice was given orally, in a language named.
    case oral
    /// The court gives notice in person in this case.
    case inPerson = "in-person"
    /// No proof of any notice.
    case unproven
}

/// The numbered rule of MISSED-HEARING.md that gave a finding. The raw value is the number as it is shown.
public enum FindingRule: String, Hashable, Sendable, CaseIterable {
    /// Rule 1: data entry error.
    case entryError = "1"
    /// Rule 2: not held.
    case notHeld = "2"
    /// Rule 3: in custody, not presented.
    case notProduced = "3"
    /// Rule 4: notice sent or served incorrectly.
    case courtSaysDefective = "4"
    /// Rule 5.1: absent, rescinded.
    case rescinded = "5.1"
    /// Rule 5.2: absent, mailed to another address than the one last given to the court.
    case mailedElsewhere = "5.2"
    /// Rule 5.3: absent, a ground to contest the notice.
    case contested = "5.3"
    /// Rule 5.4: a no-show by respondent or attorney, with counsel that day.
    case unclear = "5.4"
    /// Rule 5.5: missed.
    case missed = "5.5"
    /// Rule 6: excused.
    case excused = "6"
    /// Rule 7: attended.
    case attended = "7"
    /// Rule 8: held, presence unknown.
    case heldPresenceUnknown = "8"
    /// Rule 9: unknown.
    case unknown = "9"
}

/// On what an absence rests (rule 5, a to c).
public struct AbsenceBasis: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// The basis with these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// (a) removal ordered in absentia.
    public static let ordered = AbsenceBasis(rawValue: 1 << 0)
    /// (b) closed for failure to appear.
    public static let closed = AbsenceBasis(rawValue: 1 << 1)
    /// (c) `ADJ_RSN` 11.
    public static let noShowCode = AbsenceBasis(rawValue: 1 << 2)
}

/// The grounds of rule 5.3 to contest a notice.
public struct ContestedGrounds: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// The grounds with these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The letter that speaks came back, and did not go to counsel.
    public static let returnedMail = ContestedGrounds(rawValue: 1 << 0)
    /// The last notice to appear served before the hearing was served less than 10 days before it.
    public static let servedLate = ContestedGrounds(rawValue: 1 << 1)
    /// ORR or counsel entered a dispute with evidence.
    public static let disputed = ContestedGrounds(rawValue: 1 << 2)

    /// The names of the grounds, in their order.
    public var names: [String] {
        var names: [String] = []
        if contains(.returnedMail) { names.append("returned-mail") }
        if contains(.servedLate) { names.append("served-late") }
        if contains(.disputed) { names.append("disputed") }
        return names
    }
}
