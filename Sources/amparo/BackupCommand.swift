import AmparoIntake
import AmparoStore
import AmparoStoreSQLite
import ArgumentParser
import Foundation

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the journal into one file while others go on writing. No key is in it.",
        discussion: """
            Whoever has the file can read no sealed field, and an erased person stays erased in it. The keys of persons are
            copied only by --key-store, and worth nothing without the key file: keep the three apart.
            Examples:
              amparo backup /mnt/backup/2026-06-01.amparo
              amparo backup /mnt/backup/2026-06-01.amparo --key-store /mnt/safe/2026-06-01.keystore
            """)

    @Argument(help: "The file to write; there must be none of that name.") var file: String
    @Option(help: "Copies the key store too, into this file.") var keyStore: String?
    @OptionGroup var store: StoreOptions

    func run() throws {
        let folder = store.folder
        let line = ProgressLine()
        let page = Int64(SQLiteDatabase.pageSize)
        guard case .file(let journal) = StoreEngine.chosen(folder: folder) else {
            throw Refusal(
                "The journal is in a database server; back that up with pg_basebackup, or copy it with `amparo copy --to`."
            )
        }
        try SQLiteDatabase(path: journal).backup(to: file) {
            line.show("copying", $0 * page, $1 * page)
        }
        line.end()
        Terminal.print("The backup is in \(file).")
        // The keys second: a key is there before anything is sealed with it, so this copy has one for every seal in the other.
        if let keyStore {
            guard case .file = KeyPlace.chosen(folder: folder) else {
                throw Refusal("The keys are in a database server; back that up by itself, for a short time only.")
            }
            try SQLiteDatabase(path: folder + "/" + OpenStore.keyStoreFile).backup(to: keyStore)
            Terminal.print("The key store is in \(keyStore). Keep it apart from the backup and from the key file.")
        }
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup into an empty data folder, after checking every entry of it.",
        discussion: """
            The key store comes from its own copy, or is in the folder already. Erasures made after the backup are not in it:
            do them again. Exit code 3 when the backup is not sound; then nothing is put in place.
            Example: amparo restore /mnt/backup/2026-06-01.amparo --key-store /mnt/safe/2026-06-01.keystore --data /srv/new
            """)

    @Argument(help: "The backup.") var file: String
    @Option(help: "The copy of the key store.") var keyStore: String?
    @OptionGroup var store: StoreOptions

    func run() throws {
        let folder = store.folder
        guard case .file = StoreEngine.chosen(folder: folder) else {
            throw Refusal("Restore into a folder, without AMPARO_DATABASE; then `amparo copy --to` the database.")
        }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Refusal("The data folder cannot be made; check the path and your rights.")
        }
        let line = ProgressLine()
        let restore = StoreRestore(into: folder, schemas: OpenStore.schemas)
        let verified = try opening {
            try restore.restore(journal: file, keyStore: keyStore) { line.show("checking entries", $0, 0) }
        }
        line.end()
        if let broken = verified.broken {
            throw FailedVerification(
                description: "The backup is not sound (\(broken.description)); nothing was restored. Use another one.")
        }
        Terminal.print("restored: \(verified.entries) entries, root \(verified.root)")
        guard try KeyPlace.chosen(folder: folder).isTaken(), store.keyFile.exists else {
            Terminal.print("Put the key store and the key file in their places, then run `amparo verify`.")
            return
        }
        // A copy of the key store may be older than an erasure in the journal.
        let opened = try store.open(allowingOutdated: true)
        let destroyed = try Erasure(opened.record).finishAll()
        if destroyed > 0 {
            Terminal.print("\(destroyed) keys of erased persons were in the copy and are destroyed again.")
        }
    }
}
