import AmparoModel
import AmparoStore
import AmparoStoreSQLite
import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("A witness")
struct WitnessBookTests {
    private let world: LogWorld
    private let book: WitnessBook
    private let signer: NoteSigner

    init() throws {
        world = try LogWorld(seed: 601, entries: 40)
        book = try #require(world.witnesses["outsider"])
        signer = try NoteSigner(name: "split.example.org/log", type: .ed25519, seed: [UInt8](repeating: 4, count: 32))
        try book.trust(signer.verifierKey)
    }

    /// A request for a checkpoint of a tree of numbered leaves, of which the first may be another.
    private func request(old: Int, new: Int, first: Int = 0) throws -> [UInt8] {
        let hashes = ([first] + Array(1..<100)).map { number in
            withUnsafeBytes(of: number) { RFC6962.leafHash($0) }
        }
        let tree = StoredTree(reader: Leaves(hashes: hashes), size: 100)
        let checkpoint = try TlogCheckpoint(
            origin: "split.example.org/log", size: UInt64(new), root: tree.root(at: UInt64(new)))
        return TlogWitness.Request(
            old: UInt64(old), proof: try tree.consistencyProof(from: UInt64(old), to: UInt64(new)),
            checkpoint: try checkpoint.signed(by: [signer])
        ).encoded
    }

    private struct Leaves: TileReader {
        var hashes: [TreeHash]
        func hashes(level: Int, from position: UInt64, count: Int) throws -> [TreeHash] {
            Array(hashes[Int(position)..<(Int(position) + count)])
        }
    }

    @Test("It cosigns what follows, and its cosignature is of the witness's time")
    func cosigns() throws {
        let answer = try book.addCheckpoint(try request(old: 0, new: 10))
        #expect(answer.status == 200)
        let line = try #require(try SignedNote.parseSignatures(answer.body[...]).first)
        #expect(TlogCosignature(line)?.time == UInt64(world.store.clock.now.microseconds / 1_000_000))
        #expect(try book.addCheckpoint(try request(old: 10, new: 33)).status == 200)
        #expect(try book.logs().first { $0.origin == signer.verifierKey.name }?.size == 33)
    }

    @Test("A replayed request is answered with the size it has; the same checkpoint is cosigned again")
    func replay() throws {
        let first = try request(old: 0, new: 10)
        #expect(try book.addCheckpoint(first).status == 200)
        let replayed = try book.addCheckpoint(first)
        #expect(replayed.status == 409 && replayed.body == Array("10\n".utf8))
        #expect(replayed.mediaType == "text/x.tlog.size")
        #expect(try book.addCheckpoint(try request(old: 10, new: 10)).status == 200)
        #expect(try book.addCheckpoint(try request(old: 10, new: 20)).status == 200)
        #expect(try book.addCheckpoint(try request(old: 10, new: 20)).body == Array("20\n".utf8))
    }

    @Test("A rollback is refused, and the witness stays where it was")
    func rollback() throws {
        #expect(try book.addCheckpoint(try request(old: 0, new: 50)).status == 200)
        for (old, new) in [(0, 20), (20, 20), (20, 40)] {
            #expect(try book.addCheckpoint(try request(old: old, new: new)).body == Array("50\n".utf8))
        }
        #expect(try book.logs().first { $0.origin == signer.verifierKey.name }?.size == 50)
    }

    @Test("A split view is refused at the same size and at a larger one, by another opening too, and kept as evidence")
    func splitView() throws {
        #expect(try book.addCheckpoint(try request(old: 0, new: 50)).status == 200)
        let again = try WitnessBook(
            try SQLiteDatabase(path: world.witnessFolder.path + "/outsider.sqlite"),
            signer: try NoteSigner(
                name: "outsider.example.net/w", type: .cosignature, seed: world.store.random.bytes(32)),
            now: { TemporaryStore.start })
        for book in [book, again] {
            #expect(try book.addCheckpoint(try request(old: 50, new: 50, first: 777)).status == 409)
            #expect(try book.addCheckpoint(try request(old: 50, new: 60, first: 777)).status == 422)
        }
        #expect(try book.logs().first { $0.origin == signer.verifierKey.name }?.splits == 2)
        #expect(try book.addCheckpoint(try request(old: 50, new: 60)).status == 200)
    }

    @Test("Strangers are refused and leave nothing behind")
    func strangers() throws {
        let before = try book.logs()
        #expect(try book.addCheckpoint([]).status == 400)
        #expect(try book.addCheckpoint(Array(repeating: 0x6F, count: 70_000)).status == 400)
        let unknown = try NoteSigner(
            name: "unknown.example/log", type: .ed25519, seed: [UInt8](repeating: 8, count: 32))
        let checkpoint = try TlogCheckpoint(origin: "unknown.example/log", size: 0, root: RFC6962.emptyRoot)
        let stranger = TlogWitness.Request(old: 0, proof: [], checkpoint: try checkpoint.signed(by: [unknown]))
        #expect(try book.addCheckpoint(stranger.encoded).status == 404)
        let impostor = try NoteSigner(
            name: "split.example.org/log", type: .ed25519, seed: [UInt8](repeating: 9, count: 32))
        let forged = try TlogCheckpoint(origin: "split.example.org/log", size: 0, root: RFC6962.emptyRoot)
        #expect(
            try book.addCheckpoint(
                TlogWitness.Request(old: 0, proof: [], checkpoint: try forged.signed(by: [impostor])).encoded
            ).status == 403)
        #expect(throws: TransparencyError(.badKey)) { try book.trust(book.verifierKey) }
        #expect(try book.logs() == before)
    }

    @Test("Two requests at once: one is cosigned, the other is told the new size")
    func race() async throws {
        let body = try request(old: 0, new: 10)
        let other = try request(old: 0, new: 20)
        let book = book
        async let first = Task { try book.addCheckpoint(body).status }.value
        async let second = Task { try book.addCheckpoint(other).status }.value
        let statuses = try await [first, second].sorted()
        #expect(statuses == [200, 409])
    }

    @Test(
        "No random change of a request makes it cosign anything but the request",
        arguments: 1...2 as ClosedRange<UInt64>)
    func mutations(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let body = try request(old: 0, new: 10)
        for _ in 0..<200 {
            var changed = body
            let place = Int.random(in: 0..<body.count, using: &generator)
            changed[place] = UInt8.random(in: 0...255, using: &generator)
            let answer = try book.addCheckpoint(changed)
            if answer.status == 200 {
                let log = try book.logs().first { $0.origin == signer.verifierKey.name }
                #expect(log?.size == 10)
                return
            }
        }
    }
}
