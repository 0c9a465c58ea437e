import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import Foundation

/// A folder that is removed when the test is done with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "amparo-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The bytes of every file in the folder, by name.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            files[name] = FileManager.default.contents(atPath: path + "/" + name)
        }
        return files
    }
}

/// A whole store in a temporary folder: journal, key store, and a key file beside it.
struct TemporaryStore {
    static let start = Instant(microseconds: 1_700_000_000_000_000)
    static let kind = EntryKind(rawValue: 240)

    let folder: TemporaryFolder
    let keyFolder: TemporaryFolder
    let clock = TestClock(Self.start)
    let random: RandomSource
    let database: SQLiteDatabase
    let journal: Journal
    let keyFile: KeyFile
    let keys: KeyStore

    init(seed: UInt64, maximumPages: Int64? = nil) throws {
        folder = try TemporaryFolder()
        keyFolder = try TemporaryFolder()
        random = .seeded(seed)
        database = try SQLiteDatabase(
            path: folder.path + "/journal.sqlite", options: .init(create: true, maximumPages: maximumPages))
        let clock = clock
        journal = try Journal(database, schemas: [Projections.schema, LogSchema.schema], timing: .system()) {
            clock.now
        }
        keyFile = KeyFile(path: keyFolder.path + "/keys", dataFolder: folder.path)
        try keyFile.create(random: random)
        keys = try KeyStore(
            try SQLiteDatabase(path: folder.path + "/keys.sqlite", options: .init(create: true)), file: keyFile,
            random: random)
    }

    /// Appends entries, each with a payload and, with a key, something sealed.
    @discardableResult
    func append(_ count: Int, sealing text: String? = nil, to key: PersonKey? = nil) throws -> Sequencer.Appended {
        var batch = EntryBatch(random: random)
        let plaintext = Array((text ?? "").utf8)
        try plaintext.withUnsafeBytes { plaintext in
            for index in 0..<count {
                try Array("entry \(index)".utf8).withUnsafeBytes { payload in
                    _ = try batch.append(
                        kind: Self.kind, child: Int64(index + 1), payload: payload,
                        sealing: key.map { EntryBatch.Sealing(plaintext, to: $0, field: .identity) })
                }
            }
        }
        return try journal.sequencer.append(&batch)
    }

    /// The journal by another opening, as another process would have it.
    func reopened() throws -> Journal {
        let clock = clock
        return try Journal(
            try SQLiteDatabase(path: database.path), schemas: [Projections.schema, LogSchema.schema], timing: .system()
        ) { clock.now }
    }
}
