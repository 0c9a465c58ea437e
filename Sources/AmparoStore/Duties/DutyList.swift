public import AmparoDuties
public import AmparoModel

/// A duty that is owed, as the worklist shows it.
public struct OwedDuty: Hashable, Sendable {
    /// Whose.
    public var subject: DutySubject
    /// Which.
    public var id: DutyID
    /// The version of its procedure.
    public var version: Int32
    /// Open, or with its clock standing.
    public var state: DutyState
    /// Who holds it.
    public var holder: Post
    /// The entry that names the person who accepted it; 0 while it is the post's as such.
    public var personEntry: Int64
    /// Since when.
    public var heldSince: Instant
    /// When it was written down.
    public var created: Instant
    /// The last moment in time, in the offset in which its day is counted; nil while its clock stands.
    public var deadline: Instant?
    /// Since when it is overdue.
    public var breached: Instant?
    /// How many levels of the escalation path were asked.
    public var escalated: Int

    /// Its place in the list.
    public var place: DutyPlace { DutyPlace(day: deadline.map { Int64($0.day.number) } ?? DutyList.noDay, subject, id) }
}

/// Where a duty stands in the order of urgency: by the day of its deadline, then by subject and id.
public struct DutyPlace: Hashable, Comparable, Sendable {
    /// The number of the day of the deadline; `DutyList.noDay` while the clock stands.
    public var day: Int64
    /// The subject.
    public var subject: DutySubject
    /// The duty.
    public var id: DutyID

    /// A place.
    public init(day: Int64, _ subject: DutySubject, _ id: DutyID) {
        self.day = day
        self.subject = subject
        self.id = id
    }

    private var key: (Int64, Int64, Int64, Int64, Int64, Int64) {
        (
            day, subject.rawValue, Int64(id.occasion.kind.rawValue), id.occasion.about, Int64(id.occasion.round),
            Int64(bitPattern: id.rule.rawValue)
        )
    }

    /// By day, then as the table's key.
    public static func < (a: DutyPlace, b: DutyPlace) -> Bool { a.key < b.key }
}

/// The duties that are owed, most urgent first: reads the front of one ordered list for each post that is meant.
public struct DutyList {
    /// The day of duties whose clock stands: after every day.
    public static let noDay: Int64 = 9_999_999

    private let connection: any DatabaseConnection

    /// The list as a connection sees it.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    /// The posts that hold or have received anything, with their numbers.
    public func posts() throws -> [(number: Int64, post: Post)] {
        let row = try connection.statement("SELECT post, party, role, place FROM duty_post ORDER BY post")
        defer { row.reset() }
        var posts: [(number: Int64, post: Post)] = []
        while try row.step() {
            posts.append(
                (row.int64(0), Post(party: row.text(1), role: row.text(2), place: Post.Place(stored: row.text(3)))))
        }
        return posts
    }

    /// What the posts that `isMeant` hold and that was written down by a moment.
    ///
    /// - Parameters:
    ///   - since: duties written down after this moment are passed over.
    ///   - limit: how many at most.
    ///   - cursor: only what comes after this place.
    public func page(
        knownBy moment: Instant, limit: Int, after cursor: DutyPlace? = nil, where isMeant: (Post) -> Bool
    ) throws -> [OwedDuty] {
        let holders = try posts().filter { isMeant($0.post) }
        var found: [OwedDuty] = []
        var cursor = cursor
        // A duty written down later is rare: only a question about the past meets one.
        while found.count < limit {
            var front: [DutyPlace] = []
            for holder in holders { try read(holder.number, limit, cursor, into: &front) }
            front.sort()
            let places = front.prefix(limit)
            for place in places where found.count < limit {
                if let duty = try duty(place), duty.created.microseconds <= moment.microseconds { found.append(duty) }
            }
            guard places.count == limit, let last = places.last else { break }
            cursor = last
        }
        return found
    }

    /// The statement that reads one holder's list. Its plan is a search of the table's own key, without a sort.
    static let listStatement = """
        SELECT day, subject, kind, matter, round, rule FROM duty_owed
        WHERE holder = ? AND (day, subject, kind, matter, round, rule) > (?, ?, ?, ?, ?, ?)
        ORDER BY day, subject, kind, matter, round, rule LIMIT ?
        """

    private func read(_ holder: Int64, _ limit: Int, _ after: DutyPlace?, into front: inout [DutyPlace]) throws {
        let row = try connection.statement(Self.listStatement)
        defer { row.reset() }
        row.bind(holder, at: 1)
        row.bind(after?.day ?? .min, at: 2)
        if let after {
            row.bind(after.id, of: after.subject.rawValue, at: 3)
        } else {
            for parameter in 3...7 { row.bind(Int64.min, at: parameter) }
        }
        row.bind(Int64(limit), at: 8)
        while try row.step() {
            guard let id = DutyID(row, from: 2) else { throw StoreError(.damaged, "duty_owed") }
            front.append(DutyPlace(day: row.int64(0), DutySubject(rawValue: row.int64(1)), id))
        }
    }

    private func duty(_ place: DutyPlace) throws -> OwedDuty? {
        let row = try connection.statement(
            """
            SELECT d.version, d.state, d.person_seq, d.holder_since, d.created, d.due_at, d.due_offset, d.breached,
            d.escalated, p.party, p.role, p.place FROM duty d JOIN duty_post p ON p.post = d.holder
            WHERE d.subject = ? AND d.kind = ? AND d.matter = ? AND d.round = ? AND d.rule = ?
            """)
        defer { row.reset() }
        row.bind(place.id, of: place.subject.rawValue, at: 1)
        guard try row.step(), let state = DutyState(rawValue: UInt8(truncatingIfNeeded: row.int64(1))) else {
            return nil
        }
        return OwedDuty(
            subject: place.subject, id: place.id, version: Int32(truncatingIfNeeded: row.int64(0)), state: state,
            holder: Post(party: row.text(9), role: row.text(10), place: Post.Place(stored: row.text(11))),
            personEntry: row.int64(2), heldSince: Instant(microseconds: row.int64(3)),
            created: Instant(microseconds: row.int64(4)),
            deadline: row.isNull(5)
                ? nil
                : Instant(microseconds: row.int64(5), offsetMinutes: Int16(truncatingIfNeeded: row.int64(6))),
            breached: row.instant(7), escalated: Int(row.int64(8)))
    }
}

extension DutyID {
    /// A duty's kind, about, round and rule in four columns of a row.
    init?(_ row: any PreparedStatement, from column: Int) {
        guard let kind = OccasionKind(rawValue: UInt16(truncatingIfNeeded: row.int64(column))) else { return nil }
        self.init(
            rule: RuleID(rawValue: UInt64(bitPattern: row.int64(column + 3))),
            occasion: OccasionKey(
                kind, row.int64(column + 1), round: UInt16(truncatingIfNeeded: row.int64(column + 2))))
    }
}

extension PreparedStatement {
    /// A moment in a column; nil for NULL.
    func instant(_ column: Int) -> Instant? { isNull(column) ? nil : Instant(microseconds: int64(column)) }
}
