internal import AmparoModel
internal import AmparoStore
internal import Synchronization

/// Keeps what was gathered of children that machines acted on lately, while nothing came into the journal on which it could
/// depend: a message that leaves and then arrives is two acts on one child, some milliseconds apart.
final class DutyJobCache: Sendable {
    private struct State {
        /// Up to here the journal was looked through.
        var place: Int64
        var jobs: [Int64: DutyJob] = [:]
    }

    /// Children kept; some kilobytes each.
    private static let capacity = 2048
    /// Entries that no duty follows from: what the duties and the messages themselves write, and what the gate writes when it
    /// lets a message go.
    private static let silent: [EntryKind] = [
        .dutyEvent, .disclosed, .aggregateDisclosed, .messageDelivered, .messageFailed, .messageReplayed,
        .heartbeatSent,
        .messageCollected, .messageWithheld, .checkpointReserved, .logSettled,
    ]
    private static let loud = """
        SELECT seq FROM entry WHERE seq > ? AND kind NOT IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ORDER BY seq LIMIT 1
        """

    private let state: Mutex<State>

    /// An empty cache, of a journal as it stood at an entry.
    init(place: Int64) { state = Mutex(State(place: place)) }

    /// What was gathered of a child, with its ledger as it is now; nil when it has to be gathered anew.
    func job(of child: Int64, on connection: any DatabaseConnection) throws -> DutyJob? {
        try moveOn(connection)
        guard var job = state.withLock({ $0.jobs[child] }) else { return nil }
        job.stored = try DutyLedgers(connection).ledger(of: job.subject)
        job.due = try DutyUpkeep(connection).due(in: child..<(child + 1))[child]
        return job
    }

    /// Keeps what was gathered of a child after the cache was asked for it.
    func keep(_ job: DutyJob) {
        state.withLock { state in
            if state.jobs.count >= Self.capacity { state.jobs.removeAll(keepingCapacity: true) }
            state.jobs[job.subject.child] = job
        }
    }

    /// Forgets everybody when the journal says something new of anybody.
    private func moveOn(_ connection: any DatabaseConnection) throws {
        let last = try DutyUpkeep(connection).state().last
        let place = state.withLock { $0.place }
        guard place < last else { return }
        let row = try connection.statement(Self.loud)
        defer { row.reset() }
        row.bind(place, at: 1)
        for (index, kind) in Self.silent.enumerated() { row.bind(Int64(kind.rawValue), at: index + 2) }
        let isLoud = try row.step()
        state.withLock { state in
            if isLoud { state.jobs.removeAll(keepingCapacity: true) }
            state.place = max(state.place, last)
        }
    }
}
