public import AmparoModel

/// The parties that said something of a finding.
public struct PartySet: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// The parties with these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Just one party.
    public init(_ party: HearingStatement.Party) { rawValue = 1 << party.rawValue }
}

/// The letter that speaks for a hearing: mailing proof and what came back.
public struct MailingProof: Hashable, Sendable {
    /// The day it was mailed.
    public var mailedOn: Day
    /// To whom.
    public var addressee: Mailing.Addressee
    /// The address on it; nil when the row gives none.
    public var address: AddressKey?
    /// The day it came back, by the as-of day; nil otherwise.
    public var returnedOn: Day?
    /// Where the mail row was read.
    public var source: RowSource
}

/// The address last given to the court by the day a letter was mailed.
public struct AddressGiven: Hashable, Sendable {
    /// How it was given. On one day the earlier of these speaks.
    public enum Way: String, Hashable, Sendable, CaseIterable {
        /// With form EOIR-33.
        case eoir33 = "eoir-33"
        /// In court.
        case court
        /// On the notice to appear, by its service.
        case notice
    }

    /// How it was given.
    public var way: Way
    /// The day.
    public var on: Day
    /// The `id` of the `CourtAddress` or `NoticeToAppear`.
    public var id: Int64
    /// The address.
    public var address: AddressKey
}

/// The row whose values decided a finding.
public struct DecidingRow: Hashable, Sendable {
    /// Its file.
    public var table: CourtTable
    /// Its primary key.
    public var key: Int64
    /// Where it was read.
    public var source: RowSource
}

/// What Amparo derives from the record for one past hearing. It judges a record, not a child.
///
/// Nothing in it names a person; every field is evidence for, or the result of, a rule of MISSED-HEARING.md. A field that does not
/// apply is nil (or empty). Days are civil days.
public struct HearingFinding: Hashable, Sendable {
    /// `IDNCASE`
    public var caseID: Int64
    /// `IDNPROCEEDING`; nil when the schedule row names none.
    public var proceedingID: Int64?
    /// `IDNSCHEDULE` of the row that speaks.
    public var scheduleID: Int64
    /// The day of the hearing.
    public var hearing: Day
    /// The start, four digits; none when blank.
    public var time: HearingTime
    /// The court.
    public var court: CourtCode
    /// The hearing location.
    public var location: CourtCode
    /// `ADJ_RSN` as it stands.
    public var adjournment: CourtCode
    /// What the hearing was.
    public var kind: FindingKind
    /// The rule that said so.
    public var rule: FindingRule
    /// The version of the rules.
    public var rules: Int
    /// On what the absence rests; empty when it is none.
    public var basis: AbsenceBasis
    /// `COMP_DATE` of the order or closure the finding rests on.
    public var orderedOn: Day?
    /// How that order or closure stands; nil when the finding rests on none.
    public var status: OrderStatus?
    /// How the notice stands; only for a failure to appear.
    public var notice: NoticeStanding?
    /// The grounds of rule 5.3.
    public var contested: ContestedGrounds
    /// An address known only to ORR differs from the one on the letter. Shown to ORR and counsel, never to DHS.
    public var noticeRisk: Bool
    /// The letter that speaks.
    public var mailing: MailingProof?
    /// The address last given to the court by the day of that letter.
    public var addressGiven: AddressGiven?
    /// The language in which notice was given orally; none when it was not.
    public var oralLanguage: CourtCode
    /// Whether the respondent was represented before the court that day.
    public var represented: Bool
    /// The grade of the case.
    public var grade: CaseGrade
    /// The age that day.
    public var age: AgeAtHearing
    /// The date of the release that first showed the values that decided, and no earlier than the first that covers the day.
    public var resultKnownOn: Day
    /// The last day of the verification window: 10 business days after `resultKnownOn`, 15 without counsel.
    public var verificationEndsOn: Day
    /// Not yet confirmed by ORR or counsel, and the window has not run.
    public var provisional: Bool
    /// Who confirmed it.
    public var confirmedBy: PartySet
    /// Who disputes it.
    public var disputedBy: PartySet
    /// Where the schedule row was read.
    public var source: RowSource
    /// The row whose values decided.
    public var deciding: DecidingRow
    /// The earliest release that no longer held the schedule row or the deciding one; nil while both are there.
    public var sourceMissingSince: SnapshotID?

    /// Whether it is a failure to appear.
    public var failureToAppear: Bool { kind.isFailureToAppear }
}

/// A hearing whose day is past and that no release covers yet: no finding, counted as unknown.
public struct UnreportedHearing: Hashable, Sendable {
    /// `IDNPROCEEDING`
    public var proceedingID: Int64?
    /// `IDNSCHEDULE` of the row that speaks.
    public var scheduleID: Int64
    /// The day of the hearing.
    public var hearing: Day
    /// The start.
    public var time: HearingTime
}

/// An in absentia order, or a closure for failure to appear, on its own.
public struct OrderFinding: Hashable, Sendable {
    /// `IDNCASE`
    public var caseID: Int64
    /// `IDNPROCEEDING`
    public var proceedingID: Int64
    /// `.ordered`, `.closed` or both. Only an order counts in `order.in-absentia`.
    public var basis: AbsenceBasis
    /// `COMP_DATE`
    public var completedOn: Day
    /// How it stands.
    public var status: OrderStatus
    /// `IDNSCHEDULE` of the past hearing that carries it; nil when none does.
    public var hearingID: Int64?
    /// Where the proceeding's row was read.
    public var source: RowSource

    /// Whether it is an order; otherwise a closure only.
    public var isOrder: Bool { basis.contains(.ordered) }
    /// The cell of `by.hearing`: whether a past hearing carries it.
    public var hasHearing: Bool { hearingID != nil }
}

/// Something that somebody must look at, because the rules cannot settle it.
public struct CourtAlarm: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// An adjournment code in no list; `code` names it.
        case unknownCode = "unknown-code"
        /// A hearing without any word, 10 business days after the first release that covers its day.
        case noWord = "no-word"
        /// An in absentia order that no past hearing carries.
        case orderWithoutHearing = "order-without-hearing"
        /// A closure for failure to appear that no past hearing carries.
        case closureWithoutHearing = "closure-without-hearing"
    }

    /// What it is.
    public var kind: Kind
    /// The file of the row it is about.
    public var table: CourtTable
    /// The primary key of that row.
    public var rowKey: Int64
    /// The code nobody knows; otherwise none.
    public var code: CourtCode
    /// The day of the hearing, or of the order or closure.
    public var about: Day
    /// The day its clock starts: when the record first gave cause for it.
    public var since: Day
}
