// What delivery costs: messages a second to a loopback receiver of webhooks, in order for each child; and how long a receiver that
// is well waits while many others fail. Issue 4: 2,000 a second; 100,000 failing receivers do not delay the others.
//
//     swift run -c release delivery-benchmark [MESSAGES] [FAILING-RECEIVERS] [FOLDER]
import AmparoDelivery
import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Logging
import Synchronization

let arguments = CommandLine.arguments
let messages = arguments.count > 1 ? Int(arguments[1]) ?? 1_000_000 : 1_000_000
let failing = arguments.count > 2 ? Int64(arguments[2]) ?? 100_000 : 100_000
let children = arguments.count > 3 ? Int(arguments[3]) ?? 20_000 : 20_000
let parent = arguments.count > 4 ? arguments[4] : NSTemporaryDirectory()

/// Lets everything go.
struct OpenGate: SendingGate {
    func maySend(_ message: OutboxMessage, to receiver: ReceiverRecord, at: Instant) async throws -> SendingVerdict {
        .send(receipt: 0, deadline: nil)
    }
}

/// Hears nothing.
struct Silence: HandoffReporting {
    func report(_ handoff: HandoffReference, _ what: HandoffReport, at: Instant) async throws {}
}

/// A store with an outbox.
final class World: Sendable {
    let folder: String
    let journal: Journal
    let keys: KeyStore
    let random = RandomSource.system()
    let outbox: Outbox
    private let next = Mutex<[Int64: UInt32]>([:])

    @Sendable static func now() -> Instant { Instant(microseconds: Int64(Date.now.timeIntervalSince1970 * 1e6)) }

    init() throws {
        folder = parent + "/amparo-delivery-benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        journal = try Journal(
            SQLiteDatabase(path: folder + "/data/journal.sqlite", options: .init(create: true)),
            schemas: [Projections.schema, DeliverySchema.schema], timing: .system(), now: World.now)
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file,
            random: random)
        outbox = Outbox(journal: journal, keys: keys, random: random)
        _ = try Projections([DeliveryProjection()]).prepare(in: journal.database)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Adds receivers, each for an office of its own.
    func addReceivers(_ numbers: ClosedRange<Int64>, at address: String) throws {
        let found = try keys.keys(for: numbers.map { Person(.receiver, $0) }, creatingMissing: true)
        var batch = EntryBatch(random: random)
        for (number, key) in zip(numbers, found) {
            guard let key else { continue }
            try batch.append(
                ReceiverRecord(
                    number: number, name: "r\(number)", posts: "state.cps/worker@\(number)", channel: .webhook,
                    account: "machine", heartbeatHours: 0), address: Sensitive(address), key: key, at: World.now())
        }
        try journal.sequencer.appendInSlices(&batch, projecting: { try DeliveryProjection().apply($1, on: $0) })
    }

    /// Offers handoffs to offices in turns, to so many children each.
    func offer(_ count: Int, to offices: ClosedRange<Int64>, children: Int64) throws {
        for start in stride(from: 0, to: count, by: 100_000) {
            var batch = EntryBatch(random: random)
            let now = World.now()
            for index in start..<min(count, start + 100_000) {
                let child = Int64(index) % children + 1
                let office = offices.lowerBound + Int64(index) % Int64(offices.count)
                let post = Post(party: "state.cps", role: "worker", place: .office(String(office)))
                let number = next.withLock { next in
                    defer { next[child, default: 0] += 1 }
                    return next[child, default: 0]
                }
                let event = GivenHandoffs.offered(
                    number, to: post, acceptBy: Instant(microseconds: now.microseconds + 86_400_000_000), at: now)
                if let event { try batch.append(event, of: DutySubject(.child, child), key: nil) }
            }
            try journal.sequencer.appendInSlices(&batch, projecting: { try DeliveryProjection().apply($1, on: $0) })
        }
    }

    func withCourier<Result: Sendable>(_ body: @Sendable (Courier) async throws -> Result) async throws -> Result {
        let carrier = try WebhookCarrier(
            keys: MessageKeys(keys), sender: Sender(), rules: EgressRules(allowsLoopback: true))
        var logger = Logger(label: "benchmark")
        logger.logLevel = .critical
        let result = try await body(
            Courier(
                outbox: outbox, carriers: [.webhook: carrier], gate: OpenGate(), reporting: Silence(),
                clock: DeliveryClock(now: World.now), logger: logger))
        await carrier.shutdown()
        return result
    }
}

func seconds(_ body: @Sendable () async throws -> Void) async rethrows -> Double {
    let started = DispatchTime.now().uptimeNanoseconds
    try await body()
    return Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9
}

/// One receiver, many messages.
func drain() async throws {
    let world = try World()
    let receiver = try await BenchmarkReceiver()
    try world.addReceivers(1...1, at: "http://127.0.0.1:\(receiver.port)/")
    let offering = try await seconds { try world.offer(messages, to: 1...1, children: 20_000) }
    print(
        String(
            format: "offered: %d handoffs with their outbox rows at %.0f a second", messages,
            Double(messages) / offering))
    let draining = try await seconds { _ = try await world.withCourier { try await $0.runOnce() } }
    print(
        String(
            format: "delivered: %d at %.0f a second", receiver.ids.count, Double(receiver.ids.count) / draining))
    // Message `n` in the order of offering is of child `n` modulo the children; numbers rise with the order.
    var last: [Int64: Int64] = [:]
    var isOrdered = true
    for id in receiver.ids {
        let number = Int64(id.split(separator: "_")[1]) ?? 0
        let child = number % 20_000
        if last[child] ?? 0 >= number { isOrdered = false }
        last[child] = number
    }
    print(
        "in order for each child: \(isOrdered ? "yes" : "NO"), each once: \(Set(receiver.ids).count == messages ? "yes" : "NO")"
    )
}

/// One receiver that is well among many that refuse connections.
func among() async throws {
    let world = try World()
    let receiver = try await BenchmarkReceiver()
    try world.addReceivers(1...failing, at: "http://127.0.0.1:1/")
    let well = failing + 1
    try world.addReceivers(well...well, at: "http://127.0.0.1:\(receiver.port)/")
    try world.offer(1000, to: well...well, children: 1000)
    // Receivers that are new are turned to once, whether there is something for them or not.
    try await world.withCourier { _ = try await $0.runOnce() }
    try world.offer(1000, to: well...well, children: 1000)
    let alone = try await seconds { _ = try await world.withCourier { try await $0.runOnce() } }
    try world.offer(Int(failing), to: 1...failing, children: failing)
    try world.offer(1000, to: well...well, children: 1000)
    let among = try await seconds {
        try await world.withCourier { courier in
            let running = Task { await courier.run() }
            await receiver.wait(for: 3000)
            running.cancel()
        }
    }
    print(
        String(
            format: "1,000 messages to a receiver that is well: %.2f s alone, %.2f s while %d receivers begin to fail",
            alone, among,
            failing))
    try world.offer(1000, to: well...well, children: 1000)
    let all = try await seconds { _ = try await world.withCourier { try await $0.runOnce() } }
    print(String(format: "%d failing receivers turned to once: %.0f a second", failing, Double(failing) / all))
}

/// Duties of a population, and what they offer brought to its receivers, with the gate and the desk.
func staffed() async throws {
    let world = try StaffedWorld(children: children, in: parent)
    let receiver = try await BenchmarkReceiver()
    try world.addReceivers(at: "http://127.0.0.1:\(receiver.port)/")
    let before = try world.journal.lastSeq()
    let kept = Mutex(DutyDesk.Report())
    let keeping = try await seconds {
        let report = try world.desk.bringUpToDate()
        kept.withLock { $0 = report }
    }
    let entries = try world.journal.lastSeq() - before
    print(
        String(
            format: "duties of %d children: %d entries in %.1f s, %.0f children and %.0f entries a second; %d handoffs",
            world.children, entries, keeping, Double(world.children) / keeping, Double(entries) / keeping,
            kept.withLock { $0.offered }))
    let again = try await seconds { _ = try world.desk.bringUpToDate() }
    print(String(format: "nothing new: %.3f s", again))
    let delivered = Mutex(DeliveryReport())
    let sending = try await seconds {
        let report = try await world.deliver()
        delivered.withLock { $0 = report }
    }
    let done = delivered.withLock { $0 }
    print(
        String(
            format: "with the gate and the desk: %d delivered, %d withheld, %.0f a second; %d faults", done.delivered,
            done.withheld, Double(done.delivered + done.withheld) / sending, done.faults))
    var last: [String: Int64] = [:]
    var isOrdered = true
    for id in receiver.ids {
        let parts = id.split(separator: "_")
        let number = Int64(parts[1]) ?? 0
        let lane = "\(try world.journal.withEntry(number) { $0.child } ?? 0) \(parts[2])"
        if last[lane] ?? 0 >= number { isOrdered = false }
        last[lane] = number
    }
    print(
        "in order for each child: \(isOrdered ? "yes" : "NO"), each once: \(Set(receiver.ids).count == done.delivered ? "yes" : "NO")"
    )
}

try await staffed()
try await drain()
try await among()
