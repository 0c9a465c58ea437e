import AmparoDelivery
import AmparoDuties
import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoSharing
import AmparoSimulator
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation
import Logging

/// A store of invented children with everything behind a message: procedures, posts that invented people accepted, the gate with
/// the shipped agreements, and receivers.
final class StaffedWorld: Sendable {
    let journal: Journal
    let desk: DutyDesk
    let children: Int
    private let folder: String
    private let keys: KeyStore
    private let outbox: Outbox
    private let governance: GovernanceStore
    private let gate: Gate
    private let now: @Sendable () -> Instant

    /// Who is told, each with an account and a receiver: party, role, office.
    private static let staff: [(id: String, party: String, role: String, office: String)] = [
        ("privacy", "hhs.orr", "orr-privacy-officer", ""), ("manager", "hhs.orr", "case-manager", ""),
        ("court", "doj.eoir", "court-staff", ""), ("steward", "hhs.orr", "data-quality-steward", ""),
        ("specialist", "hhs.orr", "federal-field-specialist", "HOU"),
        ("headquarters", "hhs.orr", "orr-headquarters", ""),
        ("caller", "hhs.orr.provider", "safety-call-worker", "HOU"),
        ("visitor", "hhs.orr.prs", "post-release-worker", "HOU"),
        ("coordinator", "dhs.ice.ero", "juvenile-coordinator", "HOU"),
        ("attorney", "dhs.ice.opla", "trial-attorney-office", "HOU"),
    ]

    init(children: Int, in parent: String) throws {
        self.children = children
        folder = parent + "/amparo-staffed-benchmark-\(UUID().uuidString)"
        let data = folder + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let random = RandomSource.system()
        let simulation = AmparoSimulator.Simulation(children: children, seed: 11, adultsPerChild: 0)
        // A fixed day; the time of day goes on, so that receipts have an order.
        let noon = Zone.washington.start(of: simulation.asOf).microseconds + 12 * 3_600_000_000
        let booted = DispatchTime.now().uptimeNanoseconds
        now = {
            Instant(microseconds: noon + Int64((DispatchTime.now().uptimeNanoseconds - booted) / 1000))
        }
        journal = try Journal(
            SQLiteDatabase(path: data + "/journal.sqlite", options: .init(create: true)),
            schemas: [
                Projections.schema, RecordSchema.schema, WorklistSchema.schema, LogSchema.schema,
                DisclosureSchema.schema, GovernanceProjection.schema, DutySchema.schema, DeliverySchema.schema,
            ], timing: .system(), now: now)
        let file = KeyFile(path: folder + "/key", dataFolder: data)
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: data + "/keys.sqlite", options: .init(create: true)), file: file, random: random)
        let record = RecordStore(journal: journal, keys: keys, secrets: keys.secrets, random: random)
        let projections = Projections([
            RecordViews(deriving: try OpenedHints(record)), DisclosureProjection(), GovernanceProjection(),
            DutyProjection(), DeliveryProjection(),
        ])
        _ = try projections.prepare(in: journal.database)
        let terms = try SharingTerms.shipped()
        governance = GovernanceStore(journal: journal, keys: keys, random: random, now: now)
        desk = DutyDesk(governance, views: projections, terms: terms)
        outbox = Outbox(journal: journal, keys: keys, random: random)
        gate = Gate(
            journal: journal, keys: keys, random: random,
            sources: Gate.Sources(
                accounts: AccountDirectory(governance), rules: GovernedRules(terms: terms),
                facts: GovernedFacts(terms: terms)), now: now)
        try take(simulation, into: record)
        // Who missed a hearing in the last years is told of today.
        try desk.setLiveFrom(simulation.asOf.adding(days: -2000))
        try hire(terms, random)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func take(_ simulation: AmparoSimulator.Simulation, into record: RecordStore) throws {
        let feeds = folder + "/feeds"
        try simulation.write(to: feeds)
        let ingest = Ingest(record, today: simulation.asOf)
        var options = Ingest.Options()
        options.allowing = ["all"]
        _ = try ingest.care(folder: feeds + "/care", options: options)
        _ = try ingest.file(.notice, at: feeds + "/notices.csv", options: options)
        for release in 1...simulation.releases {
            _ = try ingest.court(at: feeds + "/court/R\(release)", options: options)
        }
    }

    private func hire(_ terms: SharingTerms, _ random: RandomSource) throws {
        try AgreementDesk(governance, terms: terms).adoptShipped()
        let accounts = AccountDesk(governance, codes: terms)
        var signers: [Signer] = []
        for (index, one) in Self.staff.enumerated() {
            let key = try SigningKeyFile(path: folder + "/\(one.id).key", dataFolder: folder + "/data").create(
                random: random)
            try accounts.add(
                AccountRequest(
                    id: one.id, agency: one.party, homeAgency: one.party, role: one.role, office: one.office,
                    area: "TX", signingKey: key.publicBytes, name: Sensitive("Invented \(one.id)"),
                    address: Sensitive("1 Example Ave, Washington, DC 20001")), by: signers)
            if index < 2 { signers.append(Signer(one.id, .key(key))) }
            // Two of two houses sign from here on.
            if index == 2 { signers[1] = Signer(one.id, .key(key)) }
        }
        try desk.acceptStewardship(by: "steward")
        for one in Self.staff.dropFirst(3) {
            let isOfRecord = ["caller", "visitor"].contains(one.id)
            let post = Post(
                party: one.party, role: one.role,
                place: isOfRecord ? .ofRecord : one.office.isEmpty ? .headquarters : .office(one.office))
            try desk.place(post)
            try desk.accept(post, by: one.id)
        }
    }

    /// Adds a receiver for each of the staff at an address.
    func addReceivers(at address: String) throws {
        let receivers = ReceiverDesk(outbox, now: now)
        for one in Self.staff.dropFirst(3) {
            _ = try receivers.add(
                ReceiverRecord(
                    number: 0, name: one.id, posts: "\(one.party)/\(one.role)", channel: .webhook, account: one.id,
                    heartbeatHours: 0), at: ReceiverAddress(address)
            ) { _ in (actor: 1, signature: []) }
        }
    }

    /// Sends what waits, with the gate asked for each message and the desk told what becomes of it.
    func deliver() async throws -> DeliveryReport {
        let carrier = try WebhookCarrier(
            keys: MessageKeys(keys), sender: Sender(), rules: EgressRules(allowsLoopback: true))
        var logger = Logger(label: "benchmark")
        logger.logLevel = .error
        let (desk, database) = (desk, journal.database)
        let sending = GateSending(gate) { message in
            try database.read { connection in
                try DutyLedgers(connection).ledger(of: message.key.subject).ledger[message.content.duty]?.deadline?.at
            }
        }
        let courier = Courier(
            outbox: outbox, carriers: [.webhook: carrier], gate: sending,
            reporting: ActReporting { try desk.act($0, at: $1) },
            clock: DeliveryClock(now: now), logger: logger)
        let report = try await courier.runOnce()
        await carrier.shutdown()
        return report
    }
}
