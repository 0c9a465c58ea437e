internal import AmparoStore
internal import Dispatch
internal import GRDBSQLite
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#else
internal import Glibc
#endif

/// Moves committed pages from the write-ahead log to the database file without holding up a writer.
///
/// SQLite would do it inside the commit that happens to cross a limit. Here a connection of its own does it on a queue
/// of its own with a passive checkpoint, which waits for nobody and keeps nobody waiting. The log starts again from
/// its beginning at the first commit after a checkpoint that reached its end; while one process appends without a
/// pause none does, so `catchUp`, called between two slices, waits for the disk when the log has become long.
final class Checkpointer: Sendable {
    private struct Handle: @unchecked Sendable {
        // Only used while `handle` is locked.
        var pointer: OpaquePointer
    }

    private struct Progress {
        /// Pages in the log after the last commit of this process.
        var frames = 0
        /// Pages of the log that are in the database file already.
        var moved = 0
        var running = false
    }

    /// When a checkpoint is started in the background, in pages of the log.
    private let startFrames: Int
    /// When the writer between two slices waits for one, in pages of the log.
    private let waitFrames: Int
    private let handle: Mutex<Handle>
    private let progress = Mutex(Progress())
    private let queue = DispatchQueue(label: "amparo.checkpoint", qos: .utility)

    /// A checkpointer of a database whose log is long at `longLog` pages.
    init(path: String, longLog: Int) throws {
        waitFrames = max(1, longLog)
        startFrames = max(1, longLog / 4)
        var pointer: OpaquePointer?
        let code = sqlite3_open_v2(path, &pointer, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nil)
        guard code == SQLITE_OK, let pointer else {
            let error = StoreError(connection: pointer, code: code)
            sqlite3_close_v2(pointer)
            throw error
        }
        sqlite3_wal_autocheckpoint(pointer, 0)
        sqlite3_exec(pointer, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON", nil, nil, nil)
        handle = Mutex(Handle(pointer: pointer))
    }

    deinit { _ = handle.withLock { sqlite3_close_v2($0.pointer) } }

    /// Hears of every commit of a writing connection. The checkpointer must outlive the connection's last commit.
    func watch(_ connection: OpaquePointer?) {
        sqlite3_wal_hook(
            connection,
            { context, _, _, frames in
                guard let context else { return SQLITE_OK }
                Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().committed(frames: Int(frames))
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func committed(frames: Int) {
        let start = progress.withLock { progress in
            if frames < progress.frames { progress.moved = 0 }
            progress.frames = frames
            guard !progress.running, frames - progress.moved > startFrames else { return false }
            progress.running = true
            return true
        }
        guard start else { return }
        queue.async { [self] in
            // What cannot be moved now is moved next time; a broken disk shows at the next commit.
            _ = try? checkpoint(SQLITE_CHECKPOINT_PASSIVE)
            progress.withLock { $0.running = false }
        }
    }

    /// Waits for the disk when the log has become long.
    func catchUp() throws {
        guard progress.withLock({ $0.frames }) > waitFrames else { return }
        _ = try checkpoint(SQLITE_CHECKPOINT_PASSIVE)
    }

    /// Moves everything and empties the log's file. Throws `busy` when a reader or writer stays in the way.
    func truncate() throws {
        for attempt in 0..<2000 {
            if attempt > 0 { usleep(1000) }
            if try checkpoint(SQLITE_CHECKPOINT_TRUNCATE) { return }
        }
        throw StoreError(.busy, "the write-ahead log is in use")
    }

    /// One checkpoint; false when something was in the way.
    private func checkpoint(_ mode: Int32) throws -> Bool {
        try handle.withLock { handle in
            var frames: Int32 = 0
            var moved: Int32 = 0
            let code = sqlite3_wal_checkpoint_v2(handle.pointer, nil, mode, &frames, &moved)
            switch code & 0xff {
            case SQLITE_OK:
                progress.withLock { $0.moved = max(Int(moved), 0) }
                return true
            case SQLITE_BUSY, SQLITE_LOCKED: return false
            default: throw StoreError(connection: handle.pointer, code: code)
            }
        }
    }
}
