import AmparoDelivery
import AmparoModel
import AmparoStore
import AmparoTransparency
import Testing

@Suite("Receivers are what somebody signed")
struct ReceiverSoundnessTests {
    /// A signature that is that of account 1 over exactly this act.
    private static func signature(_ act: ReceiverAct) -> [UInt8] {
        let said = Array("\(act.act)\n\(act.name)\n".utf8) + act.content
        let hash = said.withUnsafeBytes { TreeHash(sha256: $0) }.bytes
        return hash + hash
    }
    private static let signing: ReceiverAct.Signing = { (actor: 1, signature: signature($0)) }

    private func firstUnsigned(_ store: DeliveryStore) throws -> Int64? {
        try store.receivers.firstUnsigned { act, actor, signature in
            actor == 1 && signature == Self.signature(act)
        }
    }

    private func store() throws -> DeliveryStore {
        let store = try DeliveryStore()
        for (name, posts) in [("one", "hhs.orr"), ("two", "counsel")] {
            _ = try store.receivers.add(
                ReceiverRecord(number: 0, name: name, posts: posts, channel: .webhook, account: "machine"),
                at: ReceiverAddress("https://receiver.test/\(name)"), signing: Self.signing)
        }
        _ = try store.receivers.rotate("one", overlap: .seconds(48 * 3600), signing: Self.signing)
        _ = try store.receivers.rotate("one", overlap: .seconds(0), signing: Self.signing)
        _ = try store.receivers.remove("two", signing: Self.signing)
        return store
    }

    @Test("What was added, rotated and removed by signature is sound, and so is one that said that it is gone")
    func sound() async throws {
        let store = try store()
        #expect(try firstUnsigned(store) == nil)
        _ = try store.receivers.add(
            ReceiverRecord(
                number: 0, name: "three", posts: "dhs.ice.ero/ero-officer", channel: .webhook, account: "machine"),
            at: ReceiverAddress("https://receiver.test/three"), signing: Self.signing)
        try store.offer(children: 1...1)
        _ = try await store.courier(ScriptedCarrier { _, _ in .gone }).runOnce()
        #expect(try store.receivers.receiver(named: "three").state == .gone)
        #expect(try firstUnsigned(store) == nil)
    }

    @Test(
        "A change past the signature is found",
        arguments: [
            { $0.posts = "dhs" }, { $0.account = "another" }, { $0.state = .active }, { $0.generation += 2 },
            { $0.signature = [] }, { $0.name = "else" }, { $0.hourlyCap = 5 },
        ] as [@Sendable (inout ReceiverRecord) -> Void])
    func changed(_ change: @Sendable (inout ReceiverRecord) -> Void) throws {
        let store = try store()
        var receiver = try store.receivers.receiver(named: "one")
        change(&receiver)
        let seq = try store.appendUnsigned(receiver, address: nil)
        #expect(try firstUnsigned(store) == seq)
    }

    @Test("A receiver that was never added by anybody, and one at another address, are found")
    func added() throws {
        for address in [nil, "https://elsewhere.test/"] as [String?] {
            let store = try store()
            var receiver = try store.receivers.receiver(named: "one")
            (receiver.number, receiver.generation, receiver.overlapEnds) = (3, 1, nil)
            if address == nil { receiver.channel = .mailbox }
            let seq = try store.appendUnsigned(receiver, address: address)
            #expect(try firstUnsigned(store) == seq)
        }
    }
}
