public import AmparoDuties
public import AmparoModel

/// A handoff as it stands, for lists.
public struct StandingHandoff: Hashable, Sendable {
    /// Whose duty it offers.
    public var subject: DutySubject
    /// Its number within the subject's ledger.
    public var number: UInt32
    /// The duty.
    public var duty: DutyID
    /// Who offers.
    public var from: Post
    /// To whom.
    public var to: Post
    /// Where it stands.
    public var state: HandoffStanding
    /// The purpose.
    public var purpose: String
    /// The reason code.
    public var reason: String
    /// What it says.
    public var content: HandoffContent
    /// The level of the escalation path; 0 for others.
    public var level: Int
    /// When it was offered.
    public var offered: Instant
    /// By when a named person has to answer.
    public var acceptBy: Instant
    /// When it left.
    public var sent: Instant?
    /// When it arrived.
    public var delivered: Instant?
    /// When it was opened.
    public var opened: Instant?
    /// When it was answered.
    public var answered: Instant?
    /// The entry that names who answered; 0 while nobody has.
    public var answerEntry: Int64
    /// The rule that withholds it; empty for others.
    public var withheldBy: String
    /// Why it was declined; empty for others.
    public var declined: String

    /// The reference by which people name it: subject and number.
    public var reference: HandoffName { HandoffName(subject: subject, number: number) }
}

/// How people name a handoff: `SUBJECT.NUMBER`.
public struct HandoffName: Hashable, Sendable, LosslessStringConvertible {
    /// Whose.
    public var subject: DutySubject
    /// Its number within the subject's ledger.
    public var number: UInt32

    /// A name.
    public init(subject: DutySubject, number: UInt32) {
        self.subject = subject
        self.number = number
    }

    /// Reads a name; nil for anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let subject = Int64(parts[0]), let number = UInt32(parts[1]) else { return nil }
        self.init(subject: DutySubject(rawValue: subject), number: number)
    }

    /// The name as text.
    public var description: String { "\(subject.rawValue).\(number)" }
}

/// The handoffs of a store, for lists and counts.
public struct HandoffList {
    /// Which handoffs are asked for.
    public struct Question {
        /// Only what such posts receive; nil for any.
        public var isReceiver: ((Post) -> Bool)?
        /// Only what such posts send, instead of what they receive; nil for any.
        public var isSender: ((Post) -> Bool)?
        /// Whether those that were offered last come first.
        public var newestFirst: Bool
        /// Only of this subject.
        public var subject: DutySubject?
        /// Only in these states; empty for all.
        public var states: Set<HandoffStanding>
        /// How many at most.
        public var limit: Int

        /// A question.
        public init(
            isReceiver: ((Post) -> Bool)? = nil, isSender: ((Post) -> Bool)? = nil, newestFirst: Bool = false,
            subject: DutySubject? = nil, states: Set<HandoffStanding> = [], limit: Int
        ) {
            self.isReceiver = isReceiver
            self.isSender = isSender
            self.newestFirst = newestFirst
            self.subject = subject
            self.states = states
            self.limit = limit
        }
    }

    private let connection: any DatabaseConnection

    /// The handoffs as a connection sees them.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    private static let columns = """
        subject, number, kind, matter, round, rule, sender, receiver, state, purpose, reason, content, level, offered,
        accept_by, sent, delivered, opened, answered, answer_seq, withheld_by, declined
        """

    /// The handoffs that are asked for: those of one subject by number, others in the order of offering or in the opposite one,
    /// post by post brought together.
    public func list(_ question: Question) throws -> [StandingHandoff] {
        let posts = Dictionary(
            try DutyList(connection).posts().map { ($0.number, $0.post) }, uniquingKeysWith: { first, _ in first })
        if let subject = question.subject {
            return try read("subject = ? ORDER BY number", [subject.rawValue], posts) { handoff in
                (question.states.isEmpty || question.states.contains(handoff.state))
                    && question.isReceiver?(handoff.to) ?? true && question.isSender?(handoff.from) ?? true
            }.prefix(question.limit).map { $0 }
        }
        let states = question.states.isEmpty ? HandoffStanding.allCases : Array(question.states)
        var found: [StandingHandoff] = []
        let column = question.isSender == nil ? "receiver" : "sender"
        let order = question.newestFirst ? "offered DESC, subject DESC, number DESC" : "offered, subject, number"
        for (number, post) in posts where (question.isSender ?? question.isReceiver)?(post) ?? true {
            for state in states {
                found += try read(
                    "\(column) = ? AND state = ? ORDER BY \(order) LIMIT ?",
                    [number, Int64(state.rawValue), Int64(question.limit)], posts
                ) { _ in true }
            }
        }
        found.sort {
            let isBefore =
                ($0.offered.microseconds, $0.subject, $0.number) < ($1.offered.microseconds, $1.subject, $1.number)
            return isBefore != question.newestFirst
        }
        return Array(found.prefix(question.limit))
    }

    private func read(
        _ condition: String, _ values: [Int64], _ posts: [Int64: Post], where isMeant: (StandingHandoff) -> Bool
    ) throws -> [StandingHandoff] {
        let row = try connection.statement("SELECT \(Self.columns) FROM handoff WHERE \(condition)")
        defer { row.reset() }
        for (index, value) in values.enumerated() { row.bind(value, at: index + 1) }
        var found: [StandingHandoff] = []
        while try row.step() {
            guard let duty = DutyID(row, from: 2), let from = posts[row.int64(6)], let to = posts[row.int64(7)],
                let state = HandoffStanding(rawValue: UInt8(truncatingIfNeeded: row.int64(8))),
                let content = HandoffContent(rawValue: UInt8(truncatingIfNeeded: row.int64(11)))
            else { throw StoreError(.damaged, "handoff") }
            let handoff = StandingHandoff(
                subject: DutySubject(rawValue: row.int64(0)), number: UInt32(truncatingIfNeeded: row.int64(1)),
                duty: duty, from: from, to: to, state: state, purpose: row.text(9), reason: row.text(10),
                content: content, level: Int(row.int64(12)), offered: Instant(microseconds: row.int64(13)),
                acceptBy: Instant(microseconds: row.int64(14)), sent: row.instant(15), delivered: row.instant(16),
                opened: row.instant(17), answered: row.instant(18), answerEntry: row.int64(19),
                withheldBy: row.text(20), declined: row.text(21))
            if isMeant(handoff) { found.append(handoff) }
        }
        return found
    }
}
