import AmparoDelivery
import AmparoDuties
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Logging
import Synchronization

/// A store with an outbox in a temporary folder, and a clock that a test moves.
final class DeliveryStore: Sendable {
    static let start = Instant("2026-03-02T15:00:00Z")!
    static let counsel = Post(party: "counsel", role: "counsel-of-record", place: .ofRecord)
    static let field = Post(party: "dhs.ice.ero", role: "ero-officer", place: .office("SNA"))

    let folder: String
    let clock = TestClock(DeliveryStore.start)
    let random: RandomSource
    let journal: Journal
    let keys: KeyStore
    let projections = Projections([DeliveryProjection()])
    let outbox: Outbox
    /// The numbers of the messages, by child, in order.
    private let numbers = Mutex<[Int64: [Int64]]>([:])

    init(seed: UInt64 = 1, retried: Bool = false) throws {
        folder = NSTemporaryDirectory() + "/amparo-delivery-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        random = .seeded(seed)
        let clock = clock
        let database = try SQLiteDatabase(path: folder + "/data/journal.sqlite", options: .init(create: true))
        journal = try Journal(
            retried ? RetriedDatabase(database) : database, schemas: [Projections.schema, DeliverySchema.schema],
            timing: .system()
        ) { clock.now }
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file,
            random: random)
        outbox = Outbox(journal: journal, keys: keys, random: random)
        _ = try projections.prepare(in: journal.database)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var receivers: ReceiverDesk { ReceiverDesk(outbox) { [clock] in clock.now } }
    var desk: DeliveryDesk { DeliveryDesk(outbox) { [clock] in clock.now } }

    @discardableResult
    func addReceiver(
        _ name: String = "office", posts: String = "dhs.ice.ero/ero-officer",
        channel: ReceiverRecord.Channel = .webhook,
        at address: String = "https://receiver.test/hook", cap: Int64 = 0, window: Int64 = 0, heartbeat: Int64 = 0,
        signing: ReceiverRecord.Signing = .ed25519, key: [UInt8] = []
    ) throws -> ReceiverRecord {
        try receivers.add(
            ReceiverRecord(
                number: 0, name: name, posts: posts, channel: channel, account: "machine", signing: signing,
                recipientKey: key, hourlyCap: cap, windowMinutes: window, heartbeatHours: heartbeat),
            at: ReceiverAddress(address), signing: DeliveryStore.signing)
    }

    /// Somebody who signs whatever is asked; who may is tested from outside.
    static let signing: ReceiverAct.Signing = { _ in (actor: 1, signature: [UInt8](repeating: 7, count: 64)) }

    /// Writes a receiver down past the desk, and so past the signature. Answers the entry's number.
    func appendUnsigned(_ receiver: ReceiverRecord, address: String?) throws -> Int64 {
        let key = try keys.key(for: Person(.receiver, receiver.number), creatingMissing: true)
        var batch = EntryBatch(random: random)
        try batch.append(receiver, address: address.map { Sensitive($0) }, key: key!, at: clock.now, actor: 1)
        return try append(&batch).firstSeq
    }

    /// Offers handoffs: for each child so many, one after the other in turns, all in one transaction.
    func offer(children: ClosedRange<Int64>, each count: Int = 1, to post: Post = DeliveryStore.field) throws {
        var batch = EntryBatch(random: random)
        var made: [Int64] = []
        let first = numbers.withLock { known in children.map { known[$0]?.count ?? 0 } }
        for round in 0..<count {
            for (index, child) in children.enumerated() {
                let event = GivenHandoffs.offered(
                    UInt32(first[index] + round), to: post,
                    acceptBy: Instant(microseconds: clock.now.microseconds + 86_400_000_000), at: clock.now)
                try batch.append(event!, of: DutySubject(.child, child), key: nil)
                made.append(child)
            }
        }
        let appended = try append(&batch)
        numbers.withLock { known in
            for (index, child) in made.enumerated() {
                known[child, default: []].append(appended.firstSeq + Int64(index))
            }
        }
    }

    /// Something happens to handoffs of children.
    func happen(_ changes: [(child: Int64, DutyEvent.Change)]) throws {
        var batch = EntryBatch(random: random)
        let any = GivenHandoffs.offered(0, to: DeliveryStore.field, acceptBy: clock.now, at: clock.now)!
        for (child, change) in changes {
            try batch.append(
                DutyEvent(at: clock.now, duty: any.duty, change), of: DutySubject(.child, child), key: nil)
        }
        try append(&batch)
    }

    @discardableResult
    private func append(_ batch: inout EntryBatch) throws -> Sequencer.Appended {
        let projections = projections
        return try journal.sequencer.append(&batch) { try projections.apply($1, on: $0) }
    }

    /// The messages of a child, by the numbers of their entries.
    func numbers(of child: Int64) -> [Int64] { numbers.withLock { $0[child] ?? [] } }

    func courier(
        _ carrier: any Carrier, and mail: (any Carrier)? = nil, gate: any SendingGate = OpenGate(),
        reporting: any HandoffReporting = Duties(), policy: DeliveryPolicy = DeliveryPolicy()
    ) -> Courier {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock = clock
        return Courier(
            outbox: outbox, carriers: [.webhook: carrier, .drop: carrier, .mail: mail ?? carrier], gate: gate,
            reporting: reporting,
            clock: DeliveryClock(now: { clock.now }, wait: { _ in throw CancellationError() }), policy: policy,
            logger: logger)
    }

    /// How many entries of a kind there are for each message: subject, handoff, kind.
    func entries(_ kinds: EntryKind...) throws -> [MessageKey: Int] {
        var found: [MessageKey: Int] = [:]
        try journal.forEachSlice(1...Int64.max) { entries in
            for entry in entries where kinds.contains(entry.kind) {
                if let outcome = DeliveryOutcome(entry) { found[outcome.message, default: 0] += 1 }
            }
        }
        return found
    }

    /// The tables that are not what the journal gives.
    func differences() throws -> [String] {
        let scratch = try SQLiteDatabase(path: folder + "/scratch-\(UUID().uuidString)", options: .init(create: true))
        return try projections.compare(journal, in: scratch).differences.map(\.table)
    }
}

/// A gate that lets everything go but what it is told to withhold, and counts what it was asked.
final class OpenGate: SendingGate {
    struct Fault: Error {}

    private let withheld: @Sendable (OutboxMessage) -> String?
    let asked = Mutex<[Int64]>([])

    init(_ withheld: @escaping @Sendable (OutboxMessage) -> String? = { _ in nil }) { self.withheld = withheld }

    func maySend(_ message: OutboxMessage, to receiver: ReceiverRecord, at: Instant) async throws -> SendingVerdict {
        asked.withLock { $0.append(message.number) }
        if let rule = withheld(message) { return .withheld(rule: rule) }
        return .send(receipt: message.number, deadline: nil)
    }
}

/// Duties that remember what they were told.
final class Duties: HandoffReporting {
    struct Fault: Error {}

    let told = Mutex<[HandoffNews]>([])
    private let fails: @Sendable (HandoffReport) -> Bool

    init(failing fails: @escaping @Sendable (HandoffReport) -> Bool = { _ in false }) { self.fails = fails }

    func report(_ handoff: HandoffReference, _ what: HandoffReport, at: Instant) async throws {
        if fails(what) { throw Fault() }
        told.withLock { $0.append(HandoffNews(handoff, what, at: at)) }
    }

    func reports(of child: Int64) -> [HandoffReport] {
        told.withLock { $0.filter { $0.handoff.subject.rawValue == child }.map(\.report) }
    }
}

/// A carrier that answers as a test says, and remembers what it carried.
final class ScriptedCarrier: Carrier {
    let isGathering: Bool
    private let script: @Sendable (Parcel, Destination) -> CarryResult
    let carried = Mutex<[(receiver: Int64, parcel: Parcel, result: CarryResult)]>([])

    init(
        gathering: Bool = false,
        _ script: @escaping @Sendable (Parcel, Destination) -> CarryResult = { _, _ in .arrived }
    ) {
        isGathering = gathering
        self.script = script
    }

    func carry(_ parcel: Parcel, to destination: Destination) async -> CarryResult {
        let result = script(parcel, destination)
        carried.withLock { $0.append((destination.receiver.number, parcel, result)) }
        return result
    }

    /// The messages that arrived, in order.
    var arrived: [OutboxMessage] {
        carried.withLock { carried in
            carried.filter { $0.result == .arrived }.flatMap { carry -> [OutboxMessage] in
                if case .messages(let items) = carry.parcel.content { items.map(\.message) } else { [] }
            }
        }
    }

    var parcels: [Parcel] { carried.withLock { $0.map(\.parcel) } }
}
