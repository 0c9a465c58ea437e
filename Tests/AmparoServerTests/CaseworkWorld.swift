internal import AmparoDuties
internal import AmparoGate
internal import AmparoIntake
internal import AmparoModel
internal import AmparoServer
internal import AmparoSharing
internal import AmparoSimulator
internal import AmparoStore
internal import AmparoStoreSQLite
internal import AmparoTestSupport
internal import Crypto
internal import Foundation
internal import Hummingbird
internal import HummingbirdTesting
internal import Logging
internal import Synchronization

/// Tells of every request that the same viewer makes it: what sign-in will find out.
final class GivenViewer: ViewerSource {
    let viewer: Mutex<Viewer?>

    init(_ account: String, _ purpose: String) {
        viewer = Mutex(
            Viewer(
                account: account, purpose: purpose, isSteppedUp: false, formToken: "token-of-the-test",
                sessionEnds: Instant(microseconds: .max)))
    }

    func viewer(_ request: Request) throws -> Viewer? { viewer.withLock { $0 } }
}

/// Judges, and draws no further conclusions.
struct PlainLinks: LinkUpkeep {
    func judging<Value: Sendable>(_ work: () throws -> Value) throws -> Value { try work() }
}

/// A small store of invented people with accounts for every role, agreements in force and duties begun, in a temporary
/// folder.
final class CaseworkWorld: Sendable {
    static let start = Instant("2026-06-03T14:00:00Z") ?? Instant(microseconds: 0)
    /// The office and area of every account, as in the demonstration.
    static let office = "HOU"
    static let area = "TX"

    let folder: String
    let clock: TestClock
    let journal: Journal
    let keys: KeyStore
    let governance: GovernanceStore
    let projections: Projections
    let gate: Gate
    let duties: DutyDesk
    let terms: SharingTerms
    let log: PublishedLog

    init(children: Int = 40, seed: UInt64 = 11) throws {
        folder = NSTemporaryDirectory() + "amparo-casework-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let random = RandomSource.seeded(seed)
        let clock = TestClock(Self.start)
        self.clock = clock
        terms = try SharingTerms.shipped()
        let database = try SQLiteDatabase(path: folder + "/data/journal.sqlite", options: .init(create: true))
        journal = try Journal(
            database,
            schemas: [
                Projections.schema, RecordSchema.schema, WorklistSchema.schema, LogSchema.schema,
                DisclosureSchema.schema, GovernanceProjection.schema, DutySchema.schema,
                AttachmentProjection.schema,
            ], timing: .system()
        ) { clock.now }
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file,
            random: random)
        let record = RecordStore(journal: journal, keys: keys, secrets: keys.secrets, random: random)
        projections = Projections([
            RecordViews(deriving: try OpenedHints(record)), DisclosureProjection(), GovernanceProjection(),
            DutyProjection(), AttachmentProjection(),
        ])
        _ = try projections.prepare(in: database)
        governance = GovernanceStore(journal: journal, keys: keys, random: random) { clock.now }
        gate = Gate(
            journal: journal, keys: keys, random: random,
            sources: .init(
                accounts: AccountDirectory(governance), rules: GovernedRules(terms: terms),
                facts: GovernedFacts(terms: terms))
        ) { clock.now }
        duties = DutyDesk(governance, views: projections, terms: terms)
        log = PublishedLog(journal, keys: keys) { clock.now }
        try openAccounts()
        try AgreementDesk(governance, terms: terms).adoptShipped()
        try takeFeeds(record, children: children, seed: seed)
        try beginDuties()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// An account's signing key, which depends on nothing but its name.
    static func signer(_ id: String) -> Signer? {
        SigningKey(privateBytes: [UInt8](SHA256.hash(data: Array(id.utf8)))).map { Signer(id, .key($0)) }
    }

    /// The same key, to sign statements with elsewhere.
    static func key(_ id: String) -> Curve25519.Signing.PrivateKey? {
        try? Curve25519.Signing.PrivateKey(rawRepresentation: SHA256.hash(data: Array(id.utf8)))
    }

    private func openAccounts() throws {
        let desk = AccountDesk(governance, codes: terms)
        let first = ["orr-privacy-officer", "case-manager", "court-staff"]
        let last = ["privacy-officer"]
        let roles = first + terms.parties.roles.map(\.code).filter { !(first + last).contains($0) } + last
        var signers: [Signer] = []
        for role in roles {
            guard let party = terms.parties.role(role)?.parties.first?.code, let signer = Self.signer(role),
                let key = SigningKey(privateBytes: [UInt8](SHA256.hash(data: Array(role.utf8))))
            else { continue }
            try desk.add(
                AccountRequest(
                    id: role, agency: party, homeAgency: party, role: role, office: Self.office, area: Self.area,
                    signingKey: key.publicBytes, name: Sensitive("Holder of \(role)"),
                    address: Sensitive("1 Main St, Washington DC")), by: signers)
            switch signers.count {
            case 0, 1: signers.append(signer)
            default: if role == "court-staff" { signers[1] = signer }
            }
        }
    }

    private func takeFeeds(_ record: RecordStore, children: Int, seed: UInt64) throws {
        let feeds = folder + "/feeds"
        let simulation = Simulation(children: children, seed: seed, adultsPerChild: 0)
        try simulation.write(to: feeds)
        let ingest = Ingest(record, today: simulation.asOf)
        var options = Ingest.Options()
        options.allowing = ["all"]
        _ = try ingest.care(folder: feeds + "/care", options: options)
        _ = try ingest.file(.notice, at: feeds + "/notices.csv", options: options)
        _ = try ingest.file(.agencyResult, at: feeds + "/results.csv", options: options)
        for release in 1...simulation.releases {
            _ = try ingest.court(at: feeds + "/court/R\(release)", options: options)
        }
        try WorklistUpkeep(journal.database, secrets: keys.secrets).bringUpToDate()
    }

    private func beginDuties() throws {
        guard let day = Day("2025-01-01") else { return }
        try duties.setLiveFrom(day)
        for account in try AccountDesk(governance, codes: terms).all() {
            try duties.place(account.post)
            try duties.accept(account.post, by: account.id)
        }
        try duties.acceptStewardship(by: "data-quality-steward")
        try duties.bringUpToDate()
    }

    /// The numbers of all children, in order.
    func children() throws -> [Int64] {
        try journal.database.read { connection in
            let row = try connection.statement("SELECT DISTINCT child FROM dossier WHERE kind = 1 ORDER BY child")
            defer { row.reset() }
            var numbers: [Int64] = []
            while try row.step() { numbers.append(row.int64(0)) }
            return numbers
        }
    }

    /// How many entries of a kind the journal has.
    func count(_ kind: EntryKind) throws -> Int {
        try journal.database.read { connection in
            let row = try connection.statement("SELECT COUNT(*) FROM entry WHERE kind = ?")
            defer { row.reset() }
            row.bind(Int64(kind.rawValue), at: 1)
            return try row.step() ? Int(row.int64(0)) : 0
        }
    }

    /// A missed hearing, by the court's numbers of case and row.
    func missedHearing() throws -> (court: Int64, row: Int64) {
        for child in try children() {
            let shown = try? gate.disclose(
                GateRequest(
                    account: "federal-field-specialist", purpose: "court-appearance", operation: .view, id: "t"),
                child: child)
            for row in shown?.value.rows(of: "findings") ?? [] {
                if case .text(let kind)? = row["court.finding"], kind.hasPrefix("missed"),
                    case .number(let court)? = row["court.case"]
                {
                    return (court, row.number)
                }
            }
        }
        return (0, 0)
    }

    /// The A-number of some child of the care feed.
    func aNumber() throws -> String? {
        let text = try String(contentsOfFile: folder + "/feeds/care/referrals.csv", encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline)
        let columns = lines.first?.split(separator: ",").map(String.init) ?? []
        guard let index = columns.firstIndex(of: "a_number") else { return nil }
        return lines.dropFirst().lazy.map { $0.split(separator: ",", omittingEmptySubsequences: false)[index] }
            .first { $0.count >= 9 }.map(String.init)
    }

    /// Handoffs that wait for an answer of a role.
    func offered(to role: String) throws -> [HandoffName] {
        try journal.database.read { connection in
            try HandoffList(connection).list(
                HandoffList.Question(
                    isReceiver: { $0.role == role }, states: [.offered, .delivered, .opened], limit: 10)
            ).map(\.reference)
        }
    }

    /// A duty that a role holds and can report itself.
    func reportable(_ role: String) throws -> DutyName? {
        let book = try duties.book()
        let now = clock.now
        return try journal.database.read { connection in
            try DutyList(connection).page(knownBy: now, limit: 1000) { $0.role == role }.first { duty in
                duty.id.occasion.kind != .told && duty.subject.child != 0
                    && book.entry(duty.id.rule, version: duty.version)?.step.endsByReport ?? false
            }.map { DutyName(subject: $0.subject, duty: $0.id) }
        }
    }

    /// For which purpose a handoff was offered.
    func purpose(of name: HandoffName) throws -> String? {
        try journal.database.read { connection in
            try HandoffList(connection).list(HandoffList.Question(subject: name.subject, limit: 1000))
                .first { $0.number == name.number }?.purpose
        }
    }

    /// Where a handoff stands.
    func standing(_ name: HandoffName) throws -> HandoffStanding? {
        try journal.database.read { connection in
            try HandoffList(connection).list(HandoffList.Question(subject: name.subject, limit: 1000))
                .first { $0.number == name.number }?.state
        }
    }

    /// The words of names that the record has of children, in lower case: none of them may stand on a page for somebody who
    /// may not see names.
    func names() throws -> Set<String> {
        let text = try String(contentsOfFile: folder + "/feeds/care/referrals.csv", encoding: .utf8)
        var names: Set<String> = []
        let lines = text.split(whereSeparator: \.isNewline)
        let columns = lines.first?.split(separator: ",").map(String.init) ?? []
        guard let given = columns.firstIndex(of: "given_names"), let family = columns.firstIndex(of: "surnames") else {
            return []
        }
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            for index in [given, family] where index < fields.count && fields[index].count > 3 {
                names.insert(fields[index].lowercased())
            }
        }
        return names
    }

    /// Runs pages as somebody with that account and purpose sees them.
    func run<Value: Sendable>(
        as account: String, for purpose: String, imports: (any ImportDesk)? = nil, names: NameIndex? = nil,
        wait: @escaping @Sendable () throws -> Void = {},
        _ test: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let clock = clock
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var casework = try Casework(
            gate: gate, duties: duties, store: governance, log: log, terms: terms, random: .seeded(3))
        casework.attachments = AttachmentDesk(governance, views: projections)
        casework.links = PlainLinks()
        casework.names = names
        casework.layouts = WriteBackShelf(folder: folder + "/layouts")
        var server = try OverviewServer(
            source: StubSource(), viewers: GivenViewer(account, purpose), signIn: nil,
            casework: casework,
            configuration: ServerConfiguration(port: 0),
            clock: ServerClock(now: { clock.now }, nanoseconds: { 0 }, wait: { _ in try wait() }), logger: logger)
        if let imports { server = server.with(imports: imports) }
        return try await server.application().test(.router, test)
    }
}
