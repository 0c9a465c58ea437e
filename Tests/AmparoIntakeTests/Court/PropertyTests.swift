import AmparoIntake
import AmparoModel
import Testing

@Suite("Random releases against the slow reading of them")
struct PropertyTests {
    @Test("Rows, quarantine, counts and repairs are what the undamaged rows say", arguments: 1...30)
    func againstReference(seed: Int) throws {
        let release = RandomRelease(seed: UInt64(seed))
        let outcome = try release.fixture.read()
        #expect(outcome.addsUp, "seed \(seed)")
        for (kind, expected) in release.expected {
            #expect(outcome.rows[kind] ?? [] == expected, "seed \(seed), \(kind)")
            let report = outcome.report(kind)
            let found = Dictionary(
                outcome.quarantined.filter { $0.kind == kind }.map { ($0.line, $0.reason) }, uniquingKeysWith: { $1 })
            #expect(found == release.quarantined[kind] ?? [:], "seed \(seed), \(kind)")
            #expect(report.past == release.past[kind] ?? [:], "seed \(seed), \(kind)")
            #expect(
                report.repaired == release.repaired[kind] ?? [:],
                "seed \(seed), \(kind) \(outcome.rows[kind]?.map(\.line) ?? [])")
        }
    }

    @Test("Chunks of any size and one, two or four threads give the same", arguments: 1...6)
    func chunksAndThreads(seed: Int) throws {
        let release = RandomRelease(seed: UInt64(seed))
        let whole = try release.fixture.read(threads: 1)
        for (threads, chunk) in [(1, 16), (2, 16), (4, 61), (2, 997), (3, 4096)] {
            let outcome = try release.fixture.read(threads: threads, chunkBytes: chunk)
            #expect(outcome.rows == whole.rows, "seed \(seed), \(threads) threads, \(chunk) bytes")
            #expect(outcome.reports == whole.reports)
            #expect(outcome.quarantined.map(\.line) == whole.quarantined.map(\.line))
            #expect(outcome.quarantined.map(\.raw) == whole.quarantined.map(\.raw))
        }
    }

    @Test("An archive gives what its folder gives", arguments: 1...4)
    func archive(seed: Int) throws {
        let release = RandomRelease(seed: UInt64(seed))
        let folder = try release.fixture.read()
        let archive = try release.fixture.withArchive { try CourtOutcome.reading($0, chunkBytes: 500) }
        #expect(archive.rows == folder.rows && archive.reports == folder.reports)
    }

    @Test("Any bytes at all are read without a crash, and the counts add up", arguments: 1...20)
    func anyBytes(seed: Int) throws {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(truncatingIfNeeded: (state >> 11) % UInt64(bound))
        }
        var fixture = RandomRelease(seed: UInt64(seed), cases: 30).fixture
        for kind in CourtRelease.kinds {
            guard var bytes = fixture.files[kind.table.file], let header = bytes.firstIndex(of: 0x0A) else { continue }
            for _ in 0..<next(8) {
                let place = header + 1 + next(max(1, bytes.count - header - 1))
                guard place < bytes.count else { continue }
                switch next(4) {
                case 0: bytes[place] = UInt8(next(256))
                case 1: bytes.remove(at: place)
                case 2: bytes.insert([0x09, 0x0A, 0x0D, 0x00][next(4)], at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + next(300)))
                }
            }
            fixture.files[kind.table.file] = bytes
        }
        do {
            let outcome = try fixture.read(threads: 2, chunkBytes: 100)
            #expect(outcome.addsUp, "seed \(seed)")
        } catch let error as IntakeError {
            #expect(error.code == .tooManyDefects, "seed \(seed): \(error)")
        }
    }
}
