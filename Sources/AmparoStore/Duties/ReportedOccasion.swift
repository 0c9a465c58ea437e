public import AmparoDuties
public import AmparoModel

/// An occasion that no feed tells and that a named person entered: the plain payload of a `dutyReported` entry. The
/// evidence, in words, is sealed to the subject.
public struct ReportedOccasion: Hashable, Sendable {
    /// Which; nil when the entry is the evidence for a duty and tells no occasion.
    public var kind: OccasionKind?
    /// What it is about or belongs to: a hearing, a release; 0 for none.
    public var related: Int64
    /// When it happened.
    public var occurred: Moment
    /// What is known of it.
    public var traits: Traits
    /// Of a state of things: when it was over.
    public var over: Instant?
    /// The day it leads up to; nil for none.
    public var ends: Day?
    /// The desk it concerns, where a procedure asks for it; empty otherwise.
    public var party: String
    /// The role there; empty otherwise.
    public var role: String

    /// The duty that the actor puts off on their own list, and until when; nil for none. Holder and clock stay as they are.
    public var snooze: Snooze?

    /// A duty that somebody puts off on their own list.
    public struct Snooze: Hashable, Sendable {
        /// The duty.
        public var duty: DutyID
        /// Until when.
        public var until: Instant

        /// A duty and until when it is put off.
        public init(_ duty: DutyID, until: Instant) {
            self.duty = duty
            self.until = until
        }
    }

    /// An occasion that was entered.
    public init(
        _ kind: OccasionKind?, related: Int64 = 0, occurred: Moment, traits: Traits = .none, over: Instant? = nil,
        ends: Day? = nil, party: String = "", role: String = ""
    ) {
        self.kind = kind
        self.related = related
        self.occurred = occurred
        self.traits = traits
        self.over = over
        self.ends = ends
        self.party = party
        self.role = role
    }

    private enum Field: UInt8 {
        case kind = 1
        case related = 2
        case day = 3
        case at = 4
        case low = 5
        case high = 6
        case over = 7
        case party = 8
        case role = 9
        case ends = 10
        case dutyKind = 11
        case dutyAbout = 12
        case dutyRound = 13
        case dutyRule = 14
        case until = 15
    }

    /// The canonical bytes.
    public var payload: [UInt8] {
        var writer = PayloadWriter()
        if let kind { writer.number(Field.kind.rawValue, Int64(kind.rawValue)) }
        if related != 0 { writer.number(Field.related.rawValue, related) }
        switch occurred {
        case .day(let day): writer.number(Field.day.rawValue, Int64(day.number))
        case .instant(let instant): writer.number(Field.at.rawValue, instant.microseconds)
        }
        if traits.low != 0 { writer.word(Field.low.rawValue, traits.low) }
        if traits.high != 0 { writer.word(Field.high.rawValue, traits.high) }
        if let over { writer.number(Field.over.rawValue, over.microseconds) }
        for (field, text) in [(Field.party, party), (.role, role)] where !text.isEmpty {
            Array(text.utf8).withUnsafeBytes { writer.bytes(field.rawValue, $0) }
        }
        if let ends { writer.number(Field.ends.rawValue, Int64(ends.number)) }
        if let snooze {
            let occasion = snooze.duty.occasion
            writer.number(Field.dutyKind.rawValue, Int64(occasion.kind.rawValue))
            writer.number(Field.dutyAbout.rawValue, occasion.about)
            writer.number(Field.dutyRound.rawValue, Int64(occasion.round))
            writer.word(Field.dutyRule.rawValue, snooze.duty.rule.rawValue)
            writer.number(Field.until.rawValue, snooze.until.microseconds)
        }
        return writer.bytes
    }

    /// Reads canonical bytes; nil when nothing says when it happened.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var moment: Moment?
        var duty = (kind: OccasionKind?.none, about: Int64(0), round: UInt16(0), rule: UInt64(0))
        self.init(nil, occurred: .day(Day(number: 0)))
        var reader = PayloadReader(bytes)
        while let field = reader.next() {
            switch Field(rawValue: field.id) {
            case .kind: kind = OccasionKind(rawValue: UInt16(truncatingIfNeeded: field.number))
            case .related: related = field.number
            case .day: moment = .day(Day(number: Int32(truncatingIfNeeded: field.number)))
            case .at: moment = .instant(Instant(microseconds: field.number))
            case .low: low = field.bits
            case .high: high = field.bits
            case .over: over = Instant(microseconds: field.number)
            case .party: party = String(decoding: field.bytes, as: UTF8.self)
            case .role: role = String(decoding: field.bytes, as: UTF8.self)
            case .ends: ends = Day(number: Int32(truncatingIfNeeded: field.number))
            case .dutyKind: duty.kind = OccasionKind(rawValue: UInt16(truncatingIfNeeded: field.number))
            case .dutyAbout: duty.about = field.number
            case .dutyRound: duty.round = UInt16(truncatingIfNeeded: field.number)
            case .dutyRule: duty.rule = field.bits
            case .until:
                guard let kind = duty.kind else { break }
                snooze = Snooze(
                    DutyID(
                        rule: RuleID(rawValue: duty.rule),
                        occasion: OccasionKey(kind, duty.about, round: duty.round)),
                    until: Instant(microseconds: field.number))
            case nil: break
            }
        }
        guard let moment else { return nil }
        occurred = moment
        traits = Traits(low: low, high: high)
    }

    /// What an account has put off of a subject's duties: until when, by duty; what it said last counts.
    public static func snoozes(
        of subject: DutySubject, by account: Int64, on connection: any DatabaseConnection
    ) throws -> [DutyID: Instant] {
        let row = try connection.statement(
            "SELECT payload FROM duty_reported WHERE subject = ? AND actor = ? ORDER BY seq")
        defer { row.reset() }
        row.bind(subject.rawValue, at: 1)
        row.bind(account, at: 2)
        var found: [DutyID: Instant] = [:]
        while try row.step() {
            guard let snooze = ReportedOccasion(row.bytes(0))?.snooze else { continue }
            found[snooze.duty] = snooze.until
        }
        return found
    }

    /// The occasions that were entered for the subjects of a run of numbers, by subject.
    public static func all(
        in range: Range<Int64>, on connection: any DatabaseConnection
    ) throws -> [Int64: [Occasion]] {
        let row = try connection.statement(
            """
            SELECT subject, seq, recorded, payload FROM duty_reported WHERE subject >= ? AND subject < ?
            ORDER BY subject, seq
            """)
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var found: [Int64: [Occasion]] = [:]
        while try row.step() {
            guard let entered = ReportedOccasion(row.bytes(3)), let kind = entered.kind else { continue }
            found[row.int64(0), default: []].append(
                Occasion(
                    OccasionKey(kind, row.int64(1)), occurred: entered.occurred,
                    known: Instant(microseconds: row.int64(2)), related: entered.related, traits: entered.traits,
                    ends: entered.ends, over: entered.over, party: entered.party, role: entered.role))
        }
        return found
    }
}
