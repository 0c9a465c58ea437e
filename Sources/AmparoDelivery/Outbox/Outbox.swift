internal import AmparoModel
public import AmparoStore

/// The outbox of a store: what waits for whom, and who is at it. Any number of processes may work on it.
///
/// A receiver is the unit of work. Whoever claims one has it for the length of a lease; within it, the messages of one child
/// go in the journal's order. What is not finished when the lease ends is somebody else's to try again.
public struct Outbox: Sendable {
    let journal: Journal
    let keys: KeyStore
    let random: RandomSource

    /// The outbox of an open store.
    public init(journal: Journal, keys: KeyStore, random: RandomSource) {
        self.journal = journal
        self.keys = keys
        self.random = random
    }

    var database: any Database { journal.database }

    /// A receiver as it stands, and where it is; nil when there is none of that number. Without an address when its key was
    /// destroyed.
    func destination(_ number: Int64) throws -> (state: ReceiverState, address: ReceiverAddress?)? {
        let found = try database.read { try ReceiverState.read(number, on: $0) }
        guard let found else { return nil }
        let book = AddressBook(journal: journal, keys: keys)
        return (found, found.addressSeq == 0 ? nil : try book.address(givenBy: found.addressSeq))
    }
}

/// A receiver with what the view counts of it.
struct ReceiverState: Hashable, Sendable {
    var record: ReceiverRecord
    var addressSeq: Int64
    /// How many messages have arrived at it, and the last of their numbers.
    var sent: Int64
    var last: Int64
    /// When the last heartbeat was sent, or the receiver was made, and how many had arrived then.
    var beatAt: Instant
    var beatSent: Int64

    private init?(_ row: any PreparedStatement) {
        guard let record = ReceiverRecord(row.bytes(0)) else { return nil }
        self.record = record
        addressSeq = row.int64(1)
        sent = row.int64(2)
        last = row.int64(3)
        beatAt = Instant(microseconds: row.int64(4))
        beatSent = row.int64(5)
    }

    static func read(_ number: Int64, on connection: any DatabaseConnection) throws -> ReceiverState? {
        let row = try connection.statement(
            """
            SELECT payload, address_seq, sent, last, beat_at, beat_sent FROM delivery_receiver WHERE receiver = ?
            """)
        defer { row.reset() }
        row.bind(number, at: 1)
        return try row.step() ? ReceiverState(row) : nil
    }

    /// All receivers, by number.
    static func all(on connection: any DatabaseConnection) throws -> [ReceiverState] {
        let row = try connection.statement(
            """
            SELECT payload, address_seq, sent, last, beat_at, beat_sent FROM delivery_receiver ORDER BY receiver
            """)
        defer { row.reset() }
        var all: [ReceiverState] = []
        while try row.step() { if let state = ReceiverState(row) { all.append(state) } }
        return all
    }

    /// When the next heartbeat is due; nil when it gets none.
    var nextBeat: Instant? {
        guard record.heartbeatHours > 0, record.state == .active, record.channel == .webhook || record.channel == .drop
        else { return nil }
        return Instant(microseconds: beatAt.microseconds + record.heartbeatHours * 3_600_000_000)
    }
}
