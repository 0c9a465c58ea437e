import AmparoDelivery
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Logging

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

// A courier in a process of its own, for tests that kill it: delivers what is in the store of a folder until nothing waits.

/// Writes a line at once, without a buffer that a kill would lose.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

@Sendable func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
}

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

guard CommandLine.arguments.count == 2 else {
    say("usage: DeliveryExercise FOLDER")
    exit(2)
}
let folder = CommandLine.arguments[1]
let random = RandomSource.system()
let journal = try Journal(
    SQLiteDatabase(path: folder + "/data/journal.sqlite"), schemas: [Projections.schema, DeliverySchema.schema],
    timing: .system(), now: now)
let keys = try KeyStore(
    SQLiteDatabase(path: folder + "/data/keys.sqlite"),
    file: KeyFile(path: folder + "/key", dataFolder: folder + "/data"), random: random)
let outbox = Outbox(journal: journal, keys: keys, random: random)
var logger = Logger(label: "exercise")
logger.logLevel = .critical
let carrier = try WebhookCarrier(
    keys: MessageKeys(keys), sender: Sender(), rules: EgressRules(allowsLoopback: true), timeout: .milliseconds(150))
let clock = DeliveryClock(now: now)
let courier = Courier(
    outbox: outbox, carriers: [.webhook: carrier], gate: OpenGate(), reporting: Silence(), clock: clock,
    policy: DeliveryPolicy(
        lease: .milliseconds(700), roundLimit: .milliseconds(300), rest: .milliseconds(50),
        backOff: BackOff(steps: Array(repeating: 0, count: 100), patience: 3600)), logger: logger)
let desk = ReceiverDesk(outbox, now: now)
say("started")
while try desk.list().contains(where: { $0.waiting > 0 }) {
    _ = try await courier.runOnce()
    try await clock.wait(.milliseconds(10))
}
await carrier.shutdown()
say("done")
