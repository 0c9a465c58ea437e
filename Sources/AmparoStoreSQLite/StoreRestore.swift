internal import AmparoModel
public import AmparoStore

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Puts a backup into an empty data folder, after its journal has been checked.
///
/// Files are copied under names that no program opens, `….restoring`; the journal is migrated and verified there; only a
/// sound one is given its name, the key store first, so that a folder with a journal in it is a whole store. Broken off
/// anywhere, the same command begins again.
public struct StoreRestore: Sendable {
    /// The journal's file in a data folder.
    public static let journalFile = "journal.sqlite"
    /// The key store's file in a data folder.
    public static let keyStoreFile = "keys.sqlite"

    private let folder: String
    private let schemas: [Schema]

    /// A restore into `folder`, of a store with these schemas beside the journal's.
    public init(into folder: String, schemas: [Schema]) {
        self.folder = folder
        self.schemas = schemas
    }

    /// Restores the journal, and the key store when a copy of one is given.
    ///
    /// Answers what checking the journal has shown; with a broken place in it nothing was put in place. Throws
    /// `folderNotEmpty` when the folder holds anything but what an earlier try left, or a key store that survived when no
    /// copy is given; `notFound` and `damaged` for the copies; `diskFull` before anything is written.
    public func restore(
        journal backup: String, keyStore: String? = nil, progress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) throws -> VerifiedJournal {
        try requireEmpty(keeping: keyStore == nil)
        let journal = folder + "/" + Self.journalFile
        let keys = folder + "/" + Self.keyStoreFile
        for path in [journal, keys] { Self.remove(path + ".restoring") }
        do {
            let size = try Self.size(backup) + (keyStore.map { try Self.size($0) } ?? 0)
            try DurableFolder.requireFree(UInt64(size), at: journal)
            try Self.copy(backup, to: journal + ".restoring")
            if let keyStore {
                try Self.copy(keyStore, to: keys + ".restoring")
                try Self.checkKeyStore(keys + ".restoring")
            }
            let verified = try check(journal + ".restoring", progress: progress)
            guard verified.broken == nil else {
                for path in [journal, keys] { Self.remove(path + ".restoring") }
                return verified
            }
            if keyStore != nil { try Self.place(keys) }
            try Self.place(journal)
            return verified
        } catch {
            for path in [journal, keys] { Self.remove(path + ".restoring") }
            throw error
        }
    }

    /// Migrates and verifies the copied journal, and closes it again.
    private func check(_ path: String, progress: @escaping @Sendable (Int64) -> Void) throws -> VerifiedJournal {
        let database = try SQLiteDatabase(path: path)
        // An empty file would be made into an empty store.
        guard try database.read({ try $0.hasTable(JournalSchema.sequencer.name) }) else {
            throw StoreError(.damaged, "the backup")
        }
        let journal = try Journal(database, schemas: schemas, timing: .system()) { Instant(microseconds: 0) }
        let verified = try journal.verify(progress: progress)
        // Everything into the one file that is given its name.
        try database.scrub()
        return verified
    }

    private static func checkKeyStore(_ path: String) throws {
        let database = try SQLiteDatabase(path: path)
        guard try database.read({ try $0.hasTable("person_key") && $0.hasTable("wrapping") }) else {
            throw StoreError(.damaged, "the copy of the key store")
        }
        try database.scrub()
    }

    private func requireEmpty(keeping keyStore: Bool) throws {
        guard let directory = opendir(folder) else { throw StoreError(.notFound, folder) }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            if name == "." || name == ".." || name.contains(".restoring") { continue }
            if keyStore, name.hasPrefix(Self.keyStoreFile) { continue }
            throw StoreError(.folderNotEmpty, "\(folder)/\(name)")
        }
    }

    private static func size(_ path: String) throws -> Int64 {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw StoreError(.notFound, path) }
        return Int64(status.st_size)
    }

    private static func remove(_ path: String) {
        for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    }

    /// Gives a checked file its name, for ever or not at all.
    private static func place(_ path: String) throws {
        for ending in ["-wal", "-shm"] { unlink(path + ".restoring" + ending) }
        guard rename(path + ".restoring", path) == 0 else { throw StoreError(.inputOutput, "\(path): error \(errno)") }
        DurableFolder.flush(of: path)
    }

    /// Copies a file into a new one that only its owner can read, and flushes it.
    private static func copy(_ source: String, to target: String) throws {
        let from = open(source, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else { throw StoreError(errno == ENOENT ? .notFound : .readOnly, source) }
        defer { close(from) }
        let to = open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard to >= 0 else { throw StoreError(errno == ENOSPC ? .diskFull : .readOnly, target) }
        defer { close(to) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(from, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StoreError(.inputOutput, source) }
            if count == 0 { break }
            var done = 0
            while done < count {
                let written = buffer.withUnsafeBytes { write(to, $0.baseAddress! + done, count - done) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw StoreError(errno == ENOSPC ? .diskFull : .inputOutput, target) }
                done += written
            }
        }
        guard fsync(to) == 0 else { throw StoreError(.inputOutput, target) }
    }
}
