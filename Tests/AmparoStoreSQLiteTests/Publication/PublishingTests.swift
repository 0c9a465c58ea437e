import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Synchronization
import Testing

@Suite("Publishing the log")
struct PublishingTests {
    @Test("A log without witnesses publishes what it signs, and its size and root are the journal's")
    func alone() async throws {
        let world = try LogWorld(seed: 501, entries: 300)
        #expect(try world.log.latest() == nil)
        let report = try await world.log.publish(sending: world.sending())
        #expect(report.checkpoint.published == world.store.clock.now)
        let latest = try #require(try world.log.latest())
        let opened = try TlogCheckpoint.open(latest.note, keys: try world.log.verifierKeys())
        let (size, root) = try world.store.journal.root()
        // The last entry says that the checkpoint is signed.
        #expect(opened.size == 301 && Int64(opened.size) == size && opened.root == root)
        #expect(opened.origin == LogWorld.origin)
        // Again, with nothing new: the same bytes.
        #expect(try await world.log.publish(sending: world.sending()).checkpoint.note == latest.note)
    }

    @Test("A log has one origin for ever; without a wish it is a random one")
    func origin() throws {
        let store = try TemporaryStore(seed: 502)
        let log = PublishedLog(store.journal, keys: store.keys, now: { store.clock.now })
        #expect(throws: TransparencyError(.badName)) { try log.found(origin: "with space") }
        let origin = try log.found()
        #expect(origin.description.hasPrefix("amparo.example/") && origin.isKeyName)
        #expect(try log.found() == origin)
        #expect(throws: StoreError(.refused)) { try log.found(origin: "other.example/log") }
        #expect(try log.verifierKeys().map(\.name) == [origin])
    }

    @Test("The signing key is in no file of the store in clear, and survives a rotation of the key file")
    func secret() async throws {
        let world = try LogWorld(seed: 503, entries: 3)
        let before = try await world.log.publish(sending: world.sending()).checkpoint.note
        try world.store.keys.rotate()
        #expect(try await world.reopened().publish(sending: world.sending()).checkpoint.note == before)
        try world.append(1)
        let after = try await world.reopened().publish(sending: world.sending()).checkpoint.note
        _ = try TlogCheckpoint.open(after, keys: try world.log.verifierKeys())
    }

    @Test("With a policy nothing is published before the quorum is there")
    func quorum() async throws {
        let world = try LogWorld(seed: 504, entries: 20)
        try world.log.setPolicy(world.policy)
        var report = try await world.log.publish(sending: world.sending([]))
        #expect(report.checkpoint.published == nil && report.witnesses.allSatisfy { $0.outcome == .unreachable })
        report = try await world.log.publish(sending: world.sending(["inspector"]))
        #expect(report.checkpoint.published == nil)
        #expect(try world.log.latest() == nil)
        #expect(throws: StoreError(.notPublished)) { try world.log.proof(seq: 1) }
        report = try await world.log.publish(sending: world.sending(["outsider"]))
        #expect(report.checkpoint.published != nil && report.witnesses.allSatisfy { $0.outcome == .cosigned })
        let latest = try #require(try world.log.latest())
        try TlogPolicy(parsing: world.policy).requireQuorum(latest.note)
        #expect(try world.log.waitingSince() == nil)
        // What is appended later is not there before it is published.
        world.store.clock.advance(microseconds: 60_000_000)
        try world.append(5)
        #expect(try world.log.waitingSince() == world.store.clock.now)
        // Twenty entries, the policy, the checkpoint.
        #expect(throws: StoreError(.notPublished)) { try world.log.proof(seq: 23) }
        #expect(try world.log.source.read(.entries(index: 0, width: 27)) == nil)
        #expect(try world.log.source.read(.entries(index: 0, width: 22)) != nil)
    }

    @Test("A policy whose quorum can do without a witness outside government is refused, unless it is insisted on")
    func outsiders() throws {
        let world = try LogWorld(seed: 505)
        let key = try #require(world.witnesses["inspector"]).verifierKey
        let text = Array("witness inspector \(key)\nquorum inspector\n".utf8)
        #expect(throws: TransparencyError(.badPolicy)) { try world.log.setPolicy(text) }
        #expect(throws: TransparencyError(.badPolicy)) { try world.log.setPolicy(Array("quorum none\n".utf8)) }
        try world.log.setPolicy(text, allowingGovernmentOnly: true)
        #expect(try world.log.policy().encoded == TlogPolicy(parsing: text).encoded)
        try world.log.setPolicy(world.policy)
        #expect(try world.log.policy().witnesses.count == 2)
    }

    @Test(
        "Broken off after any step, the next publication goes on, and no size ever has two roots",
        arguments: PublishedLog.Step.allCases)
    func brokenOff(step: PublishedLog.Step) async throws {
        let world = try LogWorld(seed: 506, entries: 10)
        try world.log.setPolicy(world.policy)
        _ = try await world.log.publish(sending: world.sending())
        for round in 0..<3 {
            try world.append(7)
            let failing = try world.reopened { if $0 == step { throw LogWorld.BrokenOff() } }
            await #expect(throws: LogWorld.BrokenOff.self) { try await failing.publish(sending: world.sending()) }
            // Sometimes more entries come before it goes on.
            if round == 1 { try world.append(3) }
            let resumed = try world.reopened()
            let report = try await resumed.publish(sending: world.sending())
            #expect(report.checkpoint.published != nil)
            #expect(report.checkpoint.checkpoint.size == UInt64(try world.store.journal.lastSeq()))
            #expect(report.checkpoint.checkpoint.root == (try world.store.journal.root().root))
        }
    }

    @Test("A clock that jumps changes nothing but the times")
    func clock() async throws {
        let world = try LogWorld(seed: 507, entries: 4)
        try world.log.setPolicy(world.policy)
        var last: UInt64 = 0
        for jump in [0, -86_400_000_000, 999_000_000_000, -500_000_000_000] as [Int64] {
            world.store.clock.advance(microseconds: jump)
            try world.append(3)
            let published = try await world.log.publish(sending: world.sending()).checkpoint
            #expect(published.checkpoint.size > last && published.published != nil)
            last = published.checkpoint.size
            #expect(try world.log.latest()?.checkpoint.size == last)
        }
    }

    @Test("A journal that was cut off or rewritten is signed no more")
    func brokenJournal() async throws {
        let cut = try LogWorld(seed: 508, entries: 10)
        _ = try await cut.log.publish(sending: cut.sending())
        let small = try TemporaryStore(seed: 508)
        try small.append(10)
        let frontier = try small.journal.frontier().serialized
        try cut.store.database.write { connection in
            try connection.execute("DELETE FROM entry WHERE seq = 11")
            let row = try connection.statement("UPDATE sequencer SET size = 10, frontier = ?")
            row.bind(frontier, at: 1)
            try row.run()
        }
        await #expect(throws: StoreError(.logBroken)) { try await cut.log.publish(sending: cut.sending()) }

        let rewritten = try LogWorld(seed: 509, entries: 10)
        _ = try await rewritten.log.publish(sending: rewritten.sending())
        try rewritten.append(1)
        try rewritten.store.database.write { connection in
            try connection.execute(
                "UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE seq = 1) WHERE seq = 5")
        }
        await #expect(throws: StoreError(.logBroken)) {
            _ = try await rewritten.log.publish(sending: rewritten.sending())
        }
    }

    @Test("An old copy of the journal in the place of the new one is caught by a witness")
    func rollback() async throws {
        let world = try LogWorld(seed: 510, entries: 10)
        try world.log.setPolicy(world.policy)
        let outsider = try #require(world.witnesses["outsider"])
        _ = try await world.log.publish(sending: world.sending())
        let old = world.store.folder.path + "/old.sqlite"
        try world.store.database.backup(to: old) { _, _ in }
        try world.append(10)
        _ = try await world.log.publish(sending: world.sending())
        let clock = world.store.clock
        let restored = PublishedLog(
            try Journal(
                try SQLiteDatabase(path: old), schemas: [Projections.schema, LogSchema.schema], timing: .system()
            ) { clock.now },
            keys: world.store.keys, now: { clock.now })
        var batch = EntryBatch(random: world.store.random)
        try [UInt8]("other".utf8).withUnsafeBytes { _ = try batch.append(kind: TemporaryStore.kind, payload: $0) }
        try restored.journal.sequencer.append(&batch)
        await #expect(throws: StoreError(.logBehind)) { try await restored.publish(sending: world.sending()) }
        #expect(try outsider.logs().first?.size == 23)
    }

    @Test("During a rotation old and new key sign, then the new one only; witnesses with either key go on")
    func rotation() async throws {
        let world = try LogWorld(seed: 511, entries: 5)
        try world.log.setPolicy(world.policy)
        _ = try await world.log.publish(sending: world.sending())
        let old = try world.log.verifierKeys()[0]
        let new = try world.log.rotateKey()
        #expect(try world.log.verifierKeys() == [new, old])
        try world.append(5)
        let both = try await world.log.publish(sending: world.sending()).checkpoint
        _ = try TlogCheckpoint.open(both.note, keys: [old])
        _ = try TlogCheckpoint.open(both.note, keys: [new])
        for book in world.witnesses.values { try book.trust(new) }
        try world.log.retireKeys()
        try world.append(5)
        let last = try await world.log.publish(sending: world.sending()).checkpoint
        #expect(last.published != nil)
        _ = try TlogCheckpoint.open(last.note, keys: [new])
        #expect(throws: TransparencyError(.unsigned)) { try TlogCheckpoint.open(last.note, keys: [old]) }
    }

    @Test("Two processes that publish at once sign the same")
    func twice() async throws {
        let world = try LogWorld(seed: 512, entries: 50)
        try world.log.setPolicy(world.policy)
        let other = try world.reopened()
        async let first = world.log.publish(sending: world.sending())
        async let second = other.publish(sending: world.sending())
        let reports = try await [first, second]
        #expect(reports[0].checkpoint.checkpoint == reports[1].checkpoint.checkpoint)
        #expect(try world.log.latest()?.published != nil)
    }

    @Test("A process that comes late is no rollback: another one has published more meanwhile")
    func late() async throws {
        let world = try LogWorld(seed: 514, entries: 50)
        try world.log.setPolicy(world.policy)
        let sending = world.sending()
        let store = world.store
        let other = try world.reopened()
        let isFirst = Mutex(true)
        let late = try world.reopened { step in
            // Between its signature and its request the journal grows.
            guard step == .signed,
                isFirst.withLock({ first in
                    defer { first = false }; return first
                })
            else { return }
            try store.append(10)
        }
        _ = try await late.publish { url, body in
            _ = try await other.publish(sending: sending)
            return try await sending(url, body)
        }
        // Fifty entries, the policy, ten more, and two checkpoints.
        #expect(try world.log.latest()?.checkpoint.size == 63)
    }

    @Test("Every entry has a proof that holds, with its leaf in it")
    func proofs() async throws {
        let world = try LogWorld(seed: 513, entries: 700)
        _ = try await world.log.publish(sending: world.sending())
        let keys = try world.log.verifierKeys()
        for seq in stride(from: 1, through: 700, by: 41) as StrideThrough<Int64> {
            let proof = try TlogProof(parsing: try world.log.proof(seq: seq).encoded)
            let leaf = try #require(try world.store.journal.withEntry(seq) { $0.leaf })
            #expect(proof.extra == leaf.bytes)
            _ = try proof.verify(leafHash: RFC6962.leafHash(leaf), keys: keys, policy: TlogPolicy())
        }
        #expect(throws: StoreError(.outOfRange)) { try world.log.proof(seq: 0) }
        #expect(throws: StoreError(.notPublished)) { try world.log.proof(seq: 702) }
    }
}
