public import AmparoModel
public import AmparoStore

/// One governance entry as its view holds it.
public struct GovernanceFact: Sendable {
    /// The thing it is about.
    public var subject: Int64
    /// The entry's number.
    public var seq: Int64
    /// What it says happened.
    public var kind: EntryKind
    /// The record it is about, 0 for none.
    public var child: Int64
    /// The number of the account that did it; 0 for the operator.
    public var actor: Int64
    /// When it was recorded: from then on it counts. At most when a clock that ran ahead was set right after it.
    public var recorded: Instant
    /// Its plain part.
    public var payload: GovernancePayload
}

/// Reads the view of governance on one connection. Facts come in the order of the journal within a thing, things in the
/// order of their numbers.
public struct GovernanceFacts {
    private let connection: any DatabaseConnection
    private static let columns = "subject, seq, kind, child, actor, recorded, payload"

    /// The facts as a connection sees them.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    /// Everything about a topic.
    public func all(_ topic: GovernanceTopic) throws -> [GovernanceFact] {
        try read("topic = ? ORDER BY subject, seq") { $0.bind(topic.rawValue, at: 1) }
    }

    /// The history of one thing.
    public func history(_ topic: GovernanceTopic, _ subject: Int64) throws -> [GovernanceFact] {
        try read("topic = ? AND subject = ? ORDER BY seq") {
            $0.bind(topic.rawValue, at: 1)
            $0.bind(subject, at: 2)
        }
    }

    /// Everything about a topic that is about one record.
    public func about(_ record: Int64, _ topic: GovernanceTopic) throws -> [GovernanceFact] {
        try read("child = ? AND topic = ? ORDER BY subject, seq") {
            $0.bind(record, at: 1)
            $0.bind(topic.rawValue, at: 2)
        }
    }

    /// The things of a topic with that name.
    public func subjects(_ topic: GovernanceTopic, named name: String) throws -> [Int64] {
        let row = try connection.statement(
            "SELECT DISTINCT subject FROM governance_fact WHERE topic = ? AND name = ? ORDER BY subject")
        defer { row.reset() }
        row.bind(topic.rawValue, at: 1)
        row.bind(name, at: 2)
        var found: [Int64] = []
        while try row.step() { found.append(row.int64(0)) }
        return found
    }

    /// The number of the last governance entry; 0 when there is none.
    public func version() throws -> Int64 {
        let row = try connection.statement("SELECT MAX(seq) FROM governance_fact")
        defer { row.reset() }
        return try row.step() ? row.int64(0) : 0
    }

    /// The record and every anchor that stands under it now: an entry made about one of them is about all.
    public func records(oneWith record: Int64) throws -> [Int64] {
        let place = try connection.statement("SELECT child FROM anchor WHERE anchor = ?")
        defer { place.reset() }
        place.bind(record, at: 1)
        let present = try place.step() && place.int64(0) != 0 ? place.int64(0) : record
        let row = try connection.statement("SELECT anchor FROM dossier WHERE child = ? ORDER BY anchor")
        defer { row.reset() }
        row.bind(present, at: 1)
        var found: Set<Int64> = [record, present]
        while try row.step() { found.insert(row.int64(0)) }
        return found.sorted()
    }

    /// When the journal's last entry was recorded: no later entry is recorded before it, even when a clock jumps back.
    func lastRecorded() throws -> Instant {
        let row = try connection.statement("SELECT recorded FROM sequencer WHERE id = 1")
        defer { row.reset() }
        return Instant(microseconds: try row.step() ? row.int64(0) : .min)
    }

    private func read(_ condition: String, bind: (any PreparedStatement) -> Void) throws -> [GovernanceFact] {
        let row = try connection.statement("SELECT \(Self.columns) FROM governance_fact WHERE \(condition)")
        defer { row.reset() }
        bind(row)
        let mends = try ClockMends(on: connection)
        var found: [GovernanceFact] = []
        while try row.step() {
            found.append(
                GovernanceFact(
                    subject: row.int64(0), seq: row.int64(1),
                    kind: EntryKind(rawValue: UInt8(truncatingIfNeeded: row.int64(2))), child: row.int64(3),
                    actor: row.int64(4),
                    recorded: Instant(microseconds: mends.recorded(row.int64(5), seq: row.int64(1))),
                    payload: GovernancePayload(row.bytes(6))))
        }
        return found
    }
}

extension Sequence<GovernanceFact> {
    /// The facts that count at an instant.
    func recorded(by instant: Instant) -> [GovernanceFact] {
        filter { $0.recorded.microseconds <= instant.microseconds }
    }

    /// The facts by thing, in order of the things.
    func bySubject() -> [(subject: Int64, facts: [GovernanceFact])] {
        Dictionary(grouping: self, by: \.subject).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
