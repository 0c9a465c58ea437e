import AmparoModel
import AmparoStore
import AmparoStoreSQLite

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Writes a line at once, without a buffer that a kill would lose.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

/// What the exercise process does, one method for each mode.
struct Exercise {
    let folder: String
    let number: Int
    let random = RandomSource.system()
    let journal: Journal
    let keys: KeyStore
    let clock = ContinuousClock()

    init(folder: String, number: Int) throws {
        self.folder = folder
        self.number = number
        let database = try SQLiteDatabase(path: folder + "/journal.sqlite", options: .init(create: true))
        let start = Instant(microseconds: 1_700_000_000_000_000)
        let clock = clock
        let began = clock.now
        journal = try Journal(database, timing: .system()) {
            let passed = began.duration(to: clock.now).components
            return Instant(
                microseconds: start.microseconds + passed.seconds * 1_000_000
                    + passed.attoseconds / 1_000_000_000_000)
        }
        let file = KeyFile(path: folder + "-key", dataFolder: folder)
        if !file.exists { try file.create(random: random) }
        keys = try KeyStore(
            try SQLiteDatabase(path: folder + "/keys.sqlite", options: .init(create: true)), file: file,
            random: random)
    }

    func fill(_ batch: inout EntryBatch, count: Int, keys: [PersonKey?], from: Int) throws {
        let payload = [UInt8](repeating: 0x70, count: 60)
        let plaintext = [UInt8](repeating: 0x73, count: 120)
        try payload.withUnsafeBytes { payload in
            try plaintext.withUnsafeBytes { plaintext in
                for index in 0..<count {
                    let key = keys[(from + index) % keys.count]
                    try batch.append(
                        kind: EntryKind(rawValue: 240), child: Int64((from + index) % 100_000 + 1), anchor: 12_345,
                        actor: 3, snapshot: 1, line: Int64(from + index), occurred: .on(Day(number: 19_000)),
                        payload: payload,
                        sealing: key.map { EntryBatch.Sealing(plaintext, to: $0, field: .identity) })
                }
            }
        }
    }

    func seconds(_ body: () throws -> Void) rethrows -> Double { try clock.measure(body) / Duration.seconds(1) }

    func bulk() throws {
        var found: [PersonKey?] = []
        let making = try seconds {
            found = try keys.keys(for: (1...200_000).map { Person(.child, $0) }, creatingMissing: true)
        }
        say("keys made: 200000 in \(making) s")
        let reading = try seconds {
            found = try keys.keys(for: (1...200_000).map { Person(.child, $0) }, creatingMissing: true)
        }
        say("keys read: 200000 in \(reading) s")
        var filling = 0.0
        var appending = 0.0
        var done = 0
        var batch = EntryBatch(random: random)
        while done < number {
            batch.removeAll()
            let count = min(50_000, number - done)
            filling += try seconds { try fill(&batch, count: count, keys: found, from: done) }
            appending += try seconds {
                var told = false
                try journal.sequencer.appendInSlices(&batch) { _ in
                    if !told { say("appending") }
                    told = true
                }
            }
            done += count
        }
        if let line = try? written() { say("bytes written for an entry: \(line / Double(number))") }
        say("filled and sealed: \(Double(number) / filling) entries/s")
        say("appended: \(Double(number) / appending) entries/s, \(appending / Double(number) * 1e6) us each")
    }

    /// Bytes this process has handed to the disk, as the kernel of Linux counts them.
    func written() throws -> Double {
        let file = open("/proc/self/io", O_RDONLY)
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
        let lines = String(decoding: bytes[0..<max(count, 0)], as: UTF8.self).split(separator: "\n")
        let line = lines.first { $0.hasPrefix("write_bytes:") }
        return Double(line?.split(separator: " ").last ?? "") ?? 0
    }

    func single() throws {
        var batch = EntryBatch(random: random)
        var slowest = 0.0
        let took = try seconds {
            for _ in 0..<number {
                batch.removeAll()
                try [UInt8](repeating: 1, count: 60).withUnsafeBytes {
                    _ = try batch.append(kind: EntryKind(rawValue: 240), payload: $0)
                }
                slowest = max(slowest, try seconds { try journal.sequencer.append(&batch) })
            }
        }
        say("single: \(Double(number) / took) durable appends/s, slowest \(slowest * 1000) ms")
    }

    /// Appends until it is killed or fails, and tells after each batch what is durable.
    func forever() throws {
        var batch = EntryBatch(random: random)
        let key = try keys.key(for: Person(.child, 1), creatingMissing: true)
        var round = number
        while true {
            batch.removeAll()
            try fill(&batch, count: 1 + round % 397, keys: [key], from: 0)
            say("acknowledged \(try journal.sequencer.append(&batch).lastSeq)")
            round += 131
        }
    }

    /// Appends one by one and tells after each that it is durable.
    func acknowledge() throws {
        var batch = EntryBatch(random: random)
        for _ in 0..<number {
            batch.removeAll()
            try fill(&batch, count: 1, keys: [nil], from: 0)
            say("acknowledged \(try journal.sequencer.append(&batch).lastSeq)")
        }
    }

    func verify() throws {
        var verified = try journal.verify()
        let took = try seconds { verified = try journal.verify() }
        say("verified \(verified.entries) entries, root \(verified.root), broken \(verified.broken as Any)")
        say("verified: \(Double(verified.entries) / took) entries/s")
    }
}

/// No file may grow beyond this: as on a full disk, writing fails in the middle of things.
func limitFileSize(bytes: UInt) {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
    _ = setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

/// Opens the journal of a folder as a user who may read it and not write it, and tells the error codes.
func unprivileged(folder: String) -> Never {
    if geteuid() == 0 {
        _ = setgid(65_534)
        _ = setuid(65_534)
    }
    for options in [SQLiteDatabase.Options(), .init(create: true), .init(readOnly: true)] {
        do {
            let database = try SQLiteDatabase(path: folder + "/journal.sqlite", options: options)
            let size = try Journal(database, migrating: false, timing: .system()) { Instant(microseconds: 0) }.lastSeq()
            say("opened with \(size) entries")
        } catch let error as StoreError {
            say("code \(error.code.rawValue)")
        } catch {
            say("another error \(error)")
        }
    }
    exit(0)
}
