import AmparoGate
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Crypto
import Foundation

/// A store for governance in a temporary folder, with a clock that stands still and officers who have keys.
final class GovernedStore {
    let folder: String
    let clock: TestClock
    let database: any Database
    let journal: Journal
    let keys: KeyStore
    let governance: GovernanceStore
    let projections = Projections([
        RecordViews(deriving: NoHints()), DisclosureProjection(), GovernanceProjection(), DutyProjection(),
        SignInProjection(),
    ])

    static let start = Instant("2026-03-01T12:00:00Z")!

    init(seed: UInt64 = 1, at start: Instant = GovernedStore.start) throws {
        folder = NSTemporaryDirectory() + "amparo-governed-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
        let random = RandomSource.seeded(seed)
        clock = TestClock(start)
        let clock = clock
        database = try SQLiteDatabase(path: folder + "/data/journal.sqlite", options: .init(create: true))
        journal = try Journal(
            database,
            schemas: [
                Projections.schema, RecordSchema.schema, DisclosureSchema.schema, GovernanceProjection.schema,
                DutySchema.schema, SignInProjection.schema,
            ], timing: .system()
        ) { clock.now }
        let file = KeyFile(path: folder + "/key", dataFolder: folder + "/data")
        try file.create(random: random)
        keys = try KeyStore(
            SQLiteDatabase(path: folder + "/data/keys.sqlite", options: .init(create: true)), file: file,
            random: random)
        governance = GovernanceStore(journal: journal, keys: keys, random: random) { clock.now }
        _ = try projections.prepare(in: database)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Moves the clock.
    func pass(days: Int64 = 0, hours: Int64 = 0, seconds: Int64 = 0) {
        clock.advance(microseconds: ((days * 24 + hours) * 3600 + seconds) * 1_000_000)
    }

    /// Puts a child into the record.
    @discardableResult
    func addChild(_ number: Int64) throws -> Int64 {
        var batch = EntryBatch(random: .seeded(UInt64(number) + 99))
        let key = try keys.key(for: Person(.child, number), creatingMissing: true)!
        let payload = [UInt8](repeating: 7, count: 8)
        try payload.withUnsafeBytes { payload in
            try Array("x".utf8).withUnsafeBytes { text in
                _ = try batch.append(
                    kind: .row(.referral), child: number, anchor: number, snapshot: 1, payload: payload,
                    sealing: .init(text, to: key, field: .row))
            }
        }
        try journal.sequencer.append(&batch) { try self.projections.apply($1, on: $0) }
        return number
    }

    /// Whether the views are what the journal gives.
    func differences() throws -> [String] {
        let scratch = try SQLiteDatabase(
            path: folder + "/scratch-\(UUID().uuidString).sqlite", options: .init(create: true))
        return try projections.compare(journal, in: scratch).differences.map(\.table)
    }
}

struct NoHints: BlindDeriving {
    func hints(for entry: EntryView, index: Int, isFirst: Bool) -> BlindHints { BlindHints() }
}

/// An officer with a key of their own.
struct Officer {
    var id: String
    var agency: String
    var home: String
    var role: String
    var office = ""

    init(_ id: String, _ role: String, _ agency: String, home: String? = nil, office: String = "") {
        self.id = id
        self.agency = agency
        self.home = home ?? agency
        self.role = role
        self.office = office
    }

    /// A key that depends on nothing but the id.
    var key: SigningKey { SigningKey(privateBytes: [UInt8](SHA256.hash(data: Array(id.utf8))))! }

    var signer: Signer { Signer(id, .key(key)) }

    var request: AccountRequest {
        AccountRequest(
            id: id, agency: agency, homeAgency: home, role: role, office: office, signingKey: key.publicBytes,
            name: Sensitive("Holder of \(id)"), address: Sensitive("1 Main St, Washington DC"))
    }

    static let orr = Officer("orr-privacy", "orr-privacy-officer", "hhs.orr")
    static let orrSecond = Officer("orr-privacy-2", "orr-privacy-officer", "hhs.orr")
    static let ice = Officer("ice-privacy", "privacy-officer", "dhs.ice")
    static let eoir = Officer("eoir-privacy", "privacy-officer", "doj.eoir")
    static let inspector = Officer("hhs-inspector", "inspector", "hhs.oig")
    static let manager = Officer("manager-1", "case-manager", "hhs.orr", office: "SAT")
    static let ero = Officer("ero-1", "ero-officer", "dhs.ice.ero", office: "SNA")
    static let opla = Officer("opla-1", "trial-attorney-office", "dhs.ice.opla", office: "SNA")
    static let manager2 = Officer("manager-2", "case-manager", "hhs.orr", office: "SAT")
    static let detailed = Officer("detailee", "orr-privacy-officer", "hhs.orr", home: "dhs.ice")
    static let labor = Officer("labor-1", "labor-investigator", "dol.whd")
}
