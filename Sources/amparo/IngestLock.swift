import AmparoStore
import Foundation

/// The lock on a data folder's `ingest.lock`, until it is left or the process ends: one ingest at a time of those that see
/// the folder. On a database that several folders may use, the database's lease comes on top (`LeasingDatabase`).
struct IngestLock {
    private let descriptor: Int32

    /// Opens the file, which is made if need be. Throws `readOnly` when it cannot be.
    init(_ folder: String) throws {
        descriptor = Foundation.open(folder + "/ingest.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(.readOnly, folder) }
    }

    /// Leaves the lock.
    func leave() { close(descriptor) }

    /// Takes the lock; false when another process has it.
    func take() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    /// Takes the lock as soon as nobody has it.
    func wait() throws {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw StoreError(.inputOutput, "ingest.lock") }
        }
    }

    /// The name under which whoever has the lock holds the database's lease: this machine's, and a random one that the file
    /// keeps. So what was left behind by a process that ended without a word is known by its successor as its own.
    func holder() throws -> String {
        var bytes = [UInt8](repeating: 0, count: 64)
        var count = pread(descriptor, &bytes, bytes.count, 0)
        if count < 32 {
            bytes = try RandomSource.system().bytes(16).flatMap { byte in
                [byte >> 4, byte & 15].map { $0 < 10 ? 48 + $0 : 87 + $0 }
            }
            count = pwrite(descriptor, bytes, bytes.count, 0)
            guard count == bytes.count else { throw StoreError(.inputOutput, "ingest.lock") }
        }
        var host = [CChar](repeating: 0, count: 256)
        gethostname(&host, host.count - 1)
        let name = String(decoding: host.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return name + " " + String(decoding: bytes[..<count], as: UTF8.self)
    }
}
