import AmparoGate
import AmparoIntake
import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import ArgumentParser
import Foundation

/// Where the store is, and its keys: the options of every command that opens one.
struct StoreOptions: ParsableArguments {
    @Option(name: .long, help: "The data folder (default: AMPARO_DATA, else ./amparo-data).")
    var data: String?

    @Option(
        name: .long, help: "The file with the key-encryption key (default: one per store in your configuration folder)."
    )
    var keys: String?

    /// The data folder's path.
    var folder: String {
        let path = data ?? ProcessInfo.processInfo.environment["AMPARO_DATA"] ?? "amparo-data"
        return URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// The key file: the one named, else one named after the data folder in the user's configuration folder.
    var keyFile: KeyFile {
        if let keys { return KeyFile(path: URL(fileURLWithPath: keys).standardizedFileURL.path, dataFolder: folder) }
        let environment = ProcessInfo.processInfo.environment
        let configuration = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? ".") + "/.config"
        let name = folder.split(separator: "/").joined(separator: "-")
        return KeyFile(path: "\(configuration)/amparo/\(name).key", dataFolder: folder)
    }

    /// Makes a folder that only its owner sees, unless it is there: on another machine of a store on servers it need not be.
    static func make(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Refusal(
                "The data folder or the folder of the key file cannot be made; check the paths and your rights.")
        }
    }

    /// Opens the store that is there.
    func open(allowingOutdated: Bool = false) throws -> OpenStore {
        let store = try OpenStore(folder: folder, keyFile: keyFile)
        if !allowingOutdated { try store.requireCurrentViews() }
        return store
    }

    /// Makes a new store with new keys; refuses a folder that holds one.
    func create(now: @escaping @Sendable () -> Instant = Clock.now) throws -> OpenStore {
        guard try !StoreEngine.chosen(folder: folder).isTaken(), try !KeyPlace.chosen(folder: folder).isTaken() else {
            throw Refusal(
                "There is a store in this place already; name another folder with --data, or another database.")
        }
        // Before any folder is made, so that a refusal leaves none behind.
        try keyFile.requireCreatable()
        try Self.make(folder)
        try Self.make(URL(fileURLWithPath: keyFile.path).deletingLastPathComponent().path)
        let random = RandomSource.system()
        try keyFile.create(random: random)
        return try OpenStore(folder: folder, keyFile: keyFile, creating: true, now: now)
    }
}

/// A store that is open: its journal, its keys, and the parts that write and count.
struct OpenStore {
    static let journalFile = "journal.sqlite"
    static let keyStoreFile = "keys.sqlite"
    static let sessionFile = "sessions.sqlite"
    /// The components beside the journal whose tables lie in its database.
    static let schemas = [
        Projections.schema, RecordSchema.schema, WorklistSchema.schema, LogSchema.schema, DisclosureSchema.schema,
        GovernanceProjection.schema, DutySchema.schema, DeliverySchema.schema,
        SignInProjection.schema, AttachmentProjection.schema,
    ]

    let folder: String
    let engine: StoreEngine
    let database: any AmparoStore.Database
    let journal: Journal
    let keys: KeyStore
    let record: RecordStore
    let projections: Projections
    /// The clock by which entries are recorded and decisions made.
    let now: @Sendable () -> Instant

    init(
        folder: String, keyFile: KeyFile, engine: StoreEngine? = nil, creating: Bool = false,
        now: @escaping @Sendable () -> Instant = Clock.now
    ) throws {
        self.folder = folder
        self.engine = engine ?? .chosen(folder: folder)
        self.now = now
        let random = RandomSource.system()
        database = try creating ? self.engine.openMaking() : self.engine.open()
        let place = KeyPlace.chosen(folder: folder)
        if case .server = place { try StoreOptions.make(folder) }
        keys = try KeyStore(
            place.open(beside: database, creating: creating), file: keyFile, random: random)
        journal = try Journal(
            database, schemas: Self.schemas, timing: CommitPace.Timing.system(), now: now)
        record = RecordStore(
            journal: journal, keys: keys, secrets: keys.secrets, random: random)
        projections = Projections([
            RecordViews(deriving: try OpenedHints(record)), DisclosureProjection(), GovernanceProjection(),
            DutyProjection(), DeliveryProjection(), SignInProjection(), AttachmentProjection(),
        ])
        _ = try projections.prepare(in: database)
        try bind(keysAt: place)
    }

    /// Refuses a database whose journal is not the one that the keys belong to.
    func bind(keysAt place: KeyPlace? = nil) throws {
        if case .server = engine { try StoreBinding(folder: folder).require(journal) }
        guard case .server = place ?? .chosen(folder: folder) else { return }
        guard let name = try journal.withEntry(1, { "\($0.id)" }), try !keys.belong(to: name) else { return }
        throw Refusal(
            "The keys in AMPARO_KEY_DATABASE are those of another store than the one that was opened; check both addresses."
        )
    }

    /// Refuses a store whose views were made by another version, or whose rebuild was broken off.
    func requireCurrentViews() throws {
        guard try projections.outdated(in: database).isEmpty, try !journal.isRebuilding() else {
            throw Refusal("The views of this store are of another version or half made; run `amparo rebuild` once.")
        }
    }

    /// Holds the store for an ingest: one at a time. Waits for another to end.
    func whileIngesting<Result>(_ body: () throws -> Result) throws -> Result {
        let lock = try IngestLock(folder)
        defer { lock.leave() }
        if !lock.take() {
            Terminal.say("Another ingest is under way on this store; waiting for it to end.")
            try lock.wait()
        }
        guard let shared = database as? any LeasingDatabase else { return try body() }
        let result = try shared.whileHolding(as: lock.holder()) {
            Terminal.say("Another ingest is under way on this store, from another data folder; waiting for it to end.")
        } _: {
            try body()
        }
        guard let result else { throw StoreError(.busy) }
        return result
    }

    /// The same, unless another has it: then nothing is done, because the other does it.
    func unlessIngesting(_ body: () throws -> Void) throws {
        let lock = try IngestLock(folder)
        defer { lock.leave() }
        guard lock.take() else { return }
        guard let shared = database as? any LeasingDatabase else { return try body() }
        _ = try shared.whileHolding(as: lock.holder(), waiting: nil, body)
    }
}

/// The clock: AMPARO_NOW, where it is set, stands still; otherwise the system's.
enum Clock {
    /// Refuses an AMPARO_NOW that is no time: whoever sets it does not mean the system's clock. Every command asks first.
    static func requireReadable() throws {
        guard let text = ProcessInfo.processInfo.environment["AMPARO_NOW"], told(text) == nil else { return }
        throw Refusal("AMPARO_NOW is no time; write it as 2026-06-01T12:00:00Z or 2026-06-01, or take it away.")
    }

    private static func told(_ text: String) -> Instant? {
        Instant(text) ?? Day(text).map { Instant(microseconds: Int64($0.number) * 86_400_000_000) }
    }

    /// The time at which the clock stands still, looked for once: every request asks for the time more than once.
    private static let given = ProcessInfo.processInfo.environment["AMPARO_NOW"].flatMap(told)

    @Sendable static func now() -> Instant {
        if let given { return given }
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    static var today: Day { now().day }
}

/// A job that is refused or has failed: the message says what to do next. Exit code 1.
struct Refusal: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
