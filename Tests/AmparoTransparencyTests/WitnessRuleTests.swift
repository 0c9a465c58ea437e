import AmparoTestSupport
import AmparoTransparency
import Testing

@Suite("What a witness cosigns")
struct WitnessRuleTests {
    private let log: NoteSigner
    private let tree: StoredTree<ListedTiles>
    private static let origin: OctetText = "example.org/log"

    init() throws {
        log = try NoteSigner(name: Self.origin, type: .ed25519, seed: seed(1))
        let hashes = (0..<600).map { number in withUnsafeBytes(of: number) { RFC6962.leafHash($0) } }
        tree = StoredTree(reader: ListedTiles(hashes), size: 600)
    }

    private func note(_ size: UInt64) throws -> SignedNote {
        try TlogCheckpoint(origin: Self.origin, size: size, root: tree.root(at: size)).signed(by: [log])
    }

    private func request(_ old: UInt64, _ new: UInt64) throws -> TlogWitness.Request {
        TlogWitness.Request(
            old: old, proof: try tree.consistencyProof(from: min(old, new), to: new), checkpoint: try note(new))
    }

    private func known(_ size: UInt64) throws -> TlogWitness.KnownLog {
        TlogWitness.KnownLog(keys: [log.verifierKey], size: size, root: try tree.root(at: size))
    }

    private func decide(_ request: TlogWitness.Request, _ known: TlogWitness.KnownLog?) -> TlogWitness.Refusal? {
        switch TlogWitness.decide(request, known: { $0 == Self.origin ? known : nil }) {
        case .success: nil
        case .failure(let refusal): refusal
        }
    }

    @Test("A request is the lines that the specification says, and is read back")
    func format() throws {
        let request = try request(20, 600)
        let lines = String(decoding: request.encoded, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "old 20")
        #expect(lines[1 + request.proof.count] == "")
        #expect(lines[2 + request.proof.count] == "example.org/log")
        #expect(TlogWitness.Request(parsing: request.encoded) == request)
        #expect(TlogWitness.Request(parsing: try self.request(0, 5).encoded) == (try self.request(0, 5)))
    }

    @Test("What follows from the last one is cosigned, and the first one, and the same one again")
    func accepted() throws {
        #expect(decide(try request(0, 5), TlogWitness.KnownLog(keys: [log.verifierKey])) == nil)
        #expect(decide(try request(0, 0), TlogWitness.KnownLog(keys: [log.verifierKey])) == nil)
        #expect(decide(try request(5, 600), try known(5)) == nil)
        #expect(decide(try request(600, 600), try known(600)) == nil)
    }

    @Test("Everything else is refused with the status of the specification")
    func refused() throws {
        #expect(decide(try request(0, 5), nil)?.status == 404)
        #expect(decide(try request(7, 5), try known(7))?.status == 400)
        let stranger = try NoteSigner(name: Self.origin, type: .ed25519, seed: seed(9))
        var unsigned = try request(5, 600)
        unsigned.checkpoint.signatures = []
        try stranger.sign(&unsigned.checkpoint)
        #expect(decide(unsigned, try known(5))?.status == 403)
        var forged = try request(5, 600)
        forged.checkpoint.signatures[0].bytes[9] ^= 1
        #expect(decide(forged, try known(5))?.status == 403)
        var noCheckpoint = try request(5, 600)
        noCheckpoint.checkpoint = try SignedNote(text: Array("text\n".utf8))
        #expect(decide(noCheckpoint, try known(5))?.status == 400)
        // A replay, a rollback and a log that lags behind are told the size.
        #expect(decide(try request(0, 5), try known(5)) == .conflict(size: 5))
        #expect(decide(try request(5, 300), try known(300)) == .conflict(size: 300))
        #expect(decide(try request(5, 5), try known(300)) == .conflict(size: 300))
        var unproven = try request(5, 600)
        unproven.proof.removeLast()
        #expect(decide(unproven, try known(5)) == .unprocessable)
        var surplus = try request(0, 5)
        surplus.proof = [RFC6962.emptyRoot]
        #expect(decide(surplus, TlogWitness.KnownLog(keys: [log.verifierKey])) == .unprocessable)
        var needless = try request(600, 600)
        needless.proof = [RFC6962.emptyRoot]
        #expect(decide(needless, try known(600)) == .unprocessable)
    }

    @Test("A split view is refused: another root at the same size, and another tree at a larger one")
    func splitView() throws {
        var other = try known(600)
        other.root = try tree.root(at: 599)
        #expect(decide(try request(600, 600), other) == .conflict(size: 600))
        var early = try known(5)
        early.root = try tree.root(at: 4)
        #expect(decide(try request(5, 600), early) == .unprocessable)
        let invented = try TlogCheckpoint(origin: Self.origin, size: 0, root: tree.root(at: 1)).signed(by: [log])
        #expect(
            decide(
                TlogWitness.Request(old: 0, proof: [], checkpoint: invented),
                TlogWitness.KnownLog(keys: [log.verifierKey])) == .conflict(size: 0))
    }

    @Test("Answers are read as their status says")
    func answers() throws {
        let witness = try NoteSigner(name: "example.net/w", type: .cosignature, seed: seed(3))
        let line = try witness.cosign(try TlogCheckpoint(text: try note(5).text), at: 7)
        #expect(try TlogWitness.Answer(status: 200, body: line.line) == .cosigned([line]))
        #expect(try TlogWitness.Answer(status: 409, body: Array("17\n".utf8)) == .conflict(size: 17))
        #expect(try TlogWitness.Answer(status: 403, body: []) == .refused(status: 403))
        for (status, body) in [(200, ""), (200, "— w\n"), (409, "17"), (409, "-1\n"), (409, ""), (409, "017\n")] {
            #expect(throws: TransparencyError(.badAnswer)) {
                try TlogWitness.Answer(status: status, body: Array(body.utf8))
            }
        }
    }

    @Test(
        "Bodies that are no request are none",
        arguments: ["", "\n", "old 1\n", "old 01\n\n", "old -1\n\n", "old 1\n\n\n", "new 1\n\n", "old 1\nAAAA\n\n"])
    func noRequest(text: String) throws {
        #expect(TlogWitness.Request(parsing: Array(text.utf8)) == nil)
        if !text.hasPrefix("old 1\n\n") {
            #expect(TlogWitness.Request(parsing: Array(text.utf8) + (try note(5)).encoded) == nil)
        }
    }

    @Test("More than 63 hashes, and too long a body, are refused")
    func limits() throws {
        var request = try request(5, 600)
        request.proof = Array(repeating: RFC6962.emptyRoot, count: 63)
        #expect(TlogWitness.Request(parsing: request.encoded) != nil)
        request.proof.append(RFC6962.emptyRoot)
        #expect(TlogWitness.Request(parsing: request.encoded) == nil)
        #expect(
            TlogWitness.Request(parsing: try self.request(5, 600).encoded + Array(repeating: 0x0A, count: 65_536))
                == nil)
    }

    @Test("No random change of a request is cosigned as anything else", arguments: 1...4 as ClosedRange<UInt64>)
    func mutations(number: UInt64) throws {
        print("seed \(number)")
        var generator = SeededGenerator(seed: number)
        let request = try request(5, 600)
        let before = try known(5)
        for _ in 0..<500 {
            guard let read = TlogWitness.Request(parsing: mutated(request.encoded, using: &generator)),
                case .success(let checkpoint) = TlogWitness.decide(read, known: { $0 == Self.origin ? before : nil })
            else { continue }
            #expect(checkpoint.size == 600)
            #expect(try checkpoint.root == tree.root(at: 600))
        }
    }
}
