internal import AmparoModel
public import AmparoStore
internal import AmparoTransparency
internal import Dispatch
internal import Synchronization

extension StorageContract {
    private struct Refusal: Error {}

    private static let start = Instant(microseconds: 1_700_000_000_000_000)

    static func journal(_ database: any Database, clock: TestClock) throws -> Journal {
        try Journal(database, schemas: [Projections.schema], timing: .system()) { clock.now }
    }

    static func batch(_ texts: [String], random: RandomSource) throws -> EntryBatch {
        var batch = EntryBatch(random: random)
        for (index, text) in texts.enumerated() {
            try Array(text.utf8).withUnsafeBytes { bytes in
                _ = try batch.append(
                    kind: EntryKind(rawValue: 240), child: Int64(index), occurred: .on(Day(number: 19_000)),
                    payload: bytes)
            }
        }
        return batch
    }

    static func texts(_ journal: Journal) throws -> [String] {
        var texts: [String] = []
        try journal.forEachSlice(1...Int64.max, entries: 7) { entries in
            for entry in entries { texts.append(String(decoding: entry.payload, as: UTF8.self)) }
        }
        return texts
    }

    static func expectSound(_ journal: Journal, entries: Int64) throws {
        let verified = try journal.verify()
        try expect(verified.broken == nil, "\(verified)")
        try expect(verified.entries == entries, "\(verified.entries) entries, not \(entries)")
        try expect(try journal.root().root == verified.root, "another root")
    }

    static var journalClauses: [Clause] { orderClauses + knowledgeClauses }

    private static var orderClauses: [Clause] {
        [
            Clause("Numbers are dense from 1, over batches, openings and refused batches") { engine in
                let open = try engine.makePlace()
                let clock = TestClock(start)
                let random = RandomSource.seeded(1)
                let journal = try journal(try open(), clock: clock)
                var first = try batch(["a", "b"], random: random)
                let appended = try journal.sequencer.append(&first)
                try expect(appended.firstSeq == 1 && appended.lastSeq == 2, "\(appended)")
                var refused = try batch(["x"], random: random)
                do { try journal.sequencer.append(&refused) { _, _ in throw Refusal() } } catch is Refusal {}
                var empty = EntryBatch(random: random)
                try expect(try journal.sequencer.append(&empty).lastSeq == 2, "an empty batch took a number")
                let again = try Self.journal(try open(), clock: clock)
                var second = try batch(["c"], random: random)
                try expect(try again.sequencer.append(&second).firstSeq == 3, "not dense")
                try expect(try texts(again) == ["a", "b", "c"], "another order")
                try expectSound(again, entries: 3)
            },
            Clause("Views are written with their entries or not at all, and see the numbers") { engine in
                let open = try engine.makePlace()
                let database = try open()
                let journal = try journal(database, clock: TestClock(start))
                let notes = Projections([PayloadLengths()])
                try expect(try notes.prepare(in: database).isEmpty, "not prepared")
                var entries = try batch(["a", "bb", "ccc"], random: .seeded(2))
                try journal.sequencer.append(&entries) { try notes.apply($1, on: $0) }
                var refused = try batch(["dddd"], random: .seeded(3))
                do {
                    try journal.sequencer.append(&refused) {
                        try notes.apply($1, on: $0)
                        throw Refusal()
                    }
                } catch is Refusal {}
                let live = try notes.digests(in: database)
                try expect(live.lastSeq == 3 && live.digests[0].rows == 3, "\(live)")
                let report = try notes.rebuild(journal)
                try expect(report.differences.isEmpty && report.entries == 3, "\(report)")
                let scratch = try engine.makePlace()()
                try expect(try notes.compare(journal, in: scratch).differences.isEmpty, "differs in a scratch place")
            },
            Clause("A rebuild finds and repairs a view that was changed by hand") { engine in
                let database = try engine.makePlace()()
                let journal = try journal(database, clock: TestClock(start))
                let notes = Projections([PayloadLengths()])
                _ = try notes.prepare(in: database)
                var entries = try batch(["a", "bb", "ccc"], random: .seeded(4))
                try journal.sequencer.append(&entries) { try notes.apply($1, on: $0) }
                try database.write { try $0.execute("UPDATE payload_length SET length = 7 WHERE seq = 2") }
                let scratch = try engine.makePlace()()
                try expect(
                    try notes.compare(journal, in: scratch).differences.map(\.table) == ["payload_length"],
                    "the change was not found")
                try expect(try notes.rebuild(journal).differences.count == 1, "the change was not reported")
                try expect(try notes.rebuild(journal).differences.isEmpty, "the change was not repaired")
            },
            Clause("A rebuild that is broken off keeps appends out, and the next one completes it") { engine in
                let database = try engine.makePlace()()
                let journal = try journal(database, clock: TestClock(start))
                let notes = Projections([PayloadLengths()])
                _ = try notes.prepare(in: database)
                var entries = try batch((0..<20).map { "\($0)" }, random: .seeded(13))
                try journal.sequencer.append(&entries) { try notes.apply($1, on: $0) }
                let sound = try notes.digests(in: database).digests
                do {
                    _ = try notes.rebuild(journal) { _ in throw Refusal() }
                    throw Broken(description: "the rebuild went on")
                } catch is Refusal {}
                try expect(try journal.isRebuilding(), "the rebuild is forgotten")
                var more = try batch(["more"], random: .seeded(14))
                try expectError(.rebuilding) { _ = try journal.sequencer.append(&more) }
                try expect(try notes.rebuild(journal).digests == sound, "another outcome")
                try expect(try journal.sequencer.append(&more).lastSeq == 21, "appends are kept out")
            },
            Clause("While views are made again nothing is appended") { engine in
                let database = try engine.makePlace()()
                let journal = try journal(database, clock: TestClock(start))
                try database.write { try $0.execute("UPDATE sequencer SET rebuilding = 1 WHERE id = 1") }
                var entries = try batch(["a"], random: .seeded(5))
                try expectError(.rebuilding) { _ = try journal.sequencer.append(&entries) }
                try expect(try journal.lastSeq() == 0, "a number was taken")
            },
            Clause("Two writers with openings of their own share one dense order") { engine in
                let open = try engine.makePlace()
                let clock = TestClock(start)
                let journals = try (0..<2).map { _ in try journal(try open(), clock: clock) }
                let failures = Mutex<[String]>([])
                DispatchQueue.concurrentPerform(iterations: 2) { writer in
                    do {
                        let random = RandomSource.seeded(UInt64(10 + writer))
                        for round in 0..<40 {
                            var entries = try batch(
                                (0...(round % 3)).map { "\(writer) \(round) \($0)" }, random: random)
                            try journals[writer].sequencer.append(&entries)
                            clock.advance(microseconds: 1)
                        }
                    } catch { failures.withLock { $0.append("\(error)") } }
                }
                try expect(failures.withLock(\.isEmpty), failures.withLock { $0.joined(separator: "; ") })
                let texts = try texts(journals[0])
                try expect(texts.count == 158, "\(texts.count) entries")
                for writer in ["0 ", "1 "] {
                    let own = texts.filter { $0.hasPrefix(writer) }
                    let expected = (0..<40).flatMap { round in (0...(round % 3)).map { "\(writer)\(round) \($0)" } }
                    try expect(own == expected, "the order of writer \(writer)is not kept")
                }
                try expectSound(journals[1], entries: 158)
            },
            Clause("A long append in slices is dense and sound, with full tiles of the tree") { engine in
                let journal = try journal(try engine.makePlace()(), clock: TestClock(start))
                var entries = try batch((0..<1500).map { "\($0)" }, random: .seeded(6))
                var told: [Int] = []
                let appended = try journal.sequencer.appendInSlices(&entries, progress: { told.append($0) })
                try expect(appended.firstSeq == 1 && appended.lastSeq == 1500, "\(appended)")
                try expect(told.last == 1500 && told.count > 1, "\(told)")
                try expect(try texts(journal) == (0..<1500).map { "\($0)" }, "another order")
                try expectSound(journal, entries: 1500)
            },
        ]
    }

    private static var knowledgeClauses: [Clause] {
        [
            Clause("What was known at an instant is what was recorded at or before it") { engine in
                let clock = TestClock(start)
                let journal = try journal(try engine.makePlace()(), clock: clock)
                try expect(try journal.seq(asKnown: .instant(start)) == 0, "known before it was told")
                // Recorded at 0, 0, 10, 20, 20, 20.
                for count in [2, 1, 3] {
                    var entries = try batch((0..<count).map { "\($0)" }, random: .seeded(7))
                    try journal.sequencer.append(&entries)
                    clock.advance(microseconds: 10)
                }
                for (offset, seq) in [(-1, 0), (0, 2), (9, 2), (10, 3), (19, 3), (20, 6), (99, 6)] as [(Int64, Int64)] {
                    let moment = Instant(microseconds: start.microseconds + offset)
                    let found = try journal.seq(asKnown: .instant(moment))
                    try expect(found == seq, "at \(offset): \(found), not \(seq)")
                }
                try expect(try journal.seq(asKnown: .seq(4)) == 4, "seq:4")
                try expectError(.outOfRange) { _ = try journal.seq(asKnown: .seq(7)) }
            },
            Clause("A clock that goes back does not put an entry before another") { engine in
                let clock = TestClock(start)
                let journal = try journal(try engine.makePlace()(), clock: clock)
                var entries = try batch(["a"], random: .seeded(8))
                try journal.sequencer.append(&entries)
                clock.advance(microseconds: -1_000_000)
                var late = try batch(["b"], random: .seeded(9))
                let appended = try journal.sequencer.append(&late)
                try expect(appended.recorded == start.microseconds, "\(appended.recorded)")
                try expectSound(journal, entries: 2)
            },
            Clause("The root and proofs of every earlier size are those of that time") { engine in
                let journal = try journal(try engine.makePlace()(), clock: TestClock(start))
                var roots: [TreeHash] = [RFC6962.emptyRoot]
                let random = RandomSource.seeded(11)
                for count in [1, 2, 250, 3, 256, 1, 300] {
                    var entries = try batch((0..<count).map { "\($0)" }, random: random)
                    let before = roots.count
                    let appended = try journal.sequencer.append(&entries)
                    roots += Array(repeating: .zero, count: count)
                    roots[before + count - 1] = appended.frontier.root
                }
                let size = roots.count - 1
                for (earlier, root) in roots.enumerated() where root != .zero {
                    try expect(try journal.root(at: Int64(earlier)) == root, "another root at \(earlier)")
                    try journal.withTree { tree in
                        let proof = try tree.consistencyProof(from: UInt64(earlier), to: UInt64(size))
                        try expect(
                            RFC6962.verifyConsistency(
                                older: UInt64(earlier), newer: UInt64(size), olderRoot: root, newerRoot: roots[size],
                                proof: proof), "no consistency from \(earlier)")
                    }
                }
                try expectError(.outOfRange) { _ = try journal.root(at: -1) }
            },
            Clause("One entry is read with every field it was given") { engine in
                let journal = try journal(try engine.makePlace()(), clock: TestClock(start))
                var entries = EntryBatch(random: .seeded(12))
                let occurred = Occurred.between(Instant("2024-05-01T10:00:00-05:00"), nil as Instant?)
                try [UInt8]([1, 2, 3]).withUnsafeBytes { payload in
                    _ = try entries.append(
                        kind: EntryKind(rawValue: 255), child: 1, anchor: -2, actor: .max, snapshot: 4, line: 5,
                        occurred: occurred, replaces: 0, payload: payload)
                }
                try journal.sequencer.append(&entries)
                let same = try journal.withEntry(1) { entry in
                    entry.seq == 1 && entry.kind.rawValue == 255 && entry.child == 1 && entry.anchor == -2
                        && entry.actor == .max && entry.snapshot == 4 && entry.line == 5 && entry.occurred == occurred
                        && entry.replaces == 0 && Array(entry.payload) == [1, 2, 3] && entry.sealed.isEmpty
                        && entry.sealedPerson == nil && entry.recorded == start.microseconds
                }
                try expect(same == true, "a field is another")
                try expect(try journal.withEntry(2) { _ in true } == nil, "an entry that is not there")
            },
        ]
    }
}

/// A tiny projection: the length of every entry's payload.
public struct PayloadLengths: Projection {
    /// `payload-length`.
    public let name = "payload-length"
    /// The first.
    public let version = 1
    /// One table.
    public let tables = [
        TableDefinition("payload_length", primaryKey: ["seq"], columns: [.integer("seq"), .integer("length")])
    ]

    /// The projection.
    public init() {}

    /// One row for each entry.
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        let row = try connection.statement(tables[0].insert)
        for entry in entries {
            row.bind(entry.seq, at: 1)
            row.bind(Int64(entry.payload.count), at: 2)
            try row.run()
        }
    }
}
