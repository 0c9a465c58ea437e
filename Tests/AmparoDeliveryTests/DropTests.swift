import AmparoModel
import AmparoStore
import AmparoTestSupport
import Crypto
import Foundation
import Testing

@testable import AmparoDelivery

@Suite("Drop files and mailboxes")
struct DropTests {
    private func events(_ bytes: [UInt8]) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])
    }

    @Test("A drop file opens with the recipient's key and the sender's, and with no other; a changed one does not open")
    func opens() async throws {
        let store = try DeliveryStore()
        let key = try #require(DropKey(secret: [UInt8](repeating: 9, count: 32)))
        let folder = store.folder + "/drop"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let receiver = try store.addReceiver(
            channel: .drop, at: folder, key: try #require(DropKey.publicBytes(key.publicText)))
        try store.offer(children: 1...5, each: 2)
        let keys = try MessageKeys(store.keys)
        let carrier = DropCarrier(keys: keys, sender: Sender())
        #expect(try await store.courier(carrier).runOnce().delivered == 10)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names == ["amparo-1-\(store.numbers(of: 1)[0])-\(store.numbers(of: 5)[1])-10.drop"])
        let file = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + names[0])))
        let sender = try #require(DropKey.publicBytes(try keys.verification(of: receiver), prefix: "whpk_"))
        let opened = try events(try DropFile.open(file, secret: key.secret, sender: sender))
        let numbers = (1...5).flatMap { store.numbers(of: $0) }.sorted()
        #expect(opened.map { $0["id"] as? String } == numbers.map { "msg_\($0)_1" })
        #expect(!String(decoding: file, as: UTF8.self).contains("handoff"))

        let again = try #require(DropKey(text: key.text))
        #expect(again.secret == key.secret)
        let other = try #require(DropKey(secret: [UInt8](repeating: 8, count: 32)))
        #expect(throws: DeliveryError(.notOpened, "")) { try DropFile.open(file, secret: other.secret, sender: sender) }
        #expect(throws: DeliveryError(.notOpened, "")) {
            try DropFile.open(file, secret: key.secret, sender: [UInt8](repeating: 1, count: 32))
        }
        for place in stride(from: 0, to: file.count, by: 17) {
            var changed = file
            changed[place] ^= 1
            #expect(throws: DeliveryError.self) { try DropFile.open(changed, secret: key.secret, sender: sender) }
            #expect(throws: DeliveryError.self) {
                try DropFile.open(Array(file[..<place]), secret: key.secret, sender: sender)
            }
        }
    }

    @Test("A folder that is not there is trouble, and nothing is lost")
    func noFolder() async throws {
        let store = try DeliveryStore()
        let key = try #require(DropKey(secret: [UInt8](repeating: 9, count: 32)))
        try store.addReceiver(
            channel: .drop, at: store.folder + "/later", key: try #require(DropKey.publicBytes(key.publicText)))
        try store.offer(children: 1...2)
        let carrier = DropCarrier(keys: try MessageKeys(store.keys), sender: Sender())
        #expect(try await store.courier(carrier).runOnce().troubles == 1)
        try FileManager.default.createDirectory(atPath: store.folder + "/later", withIntermediateDirectories: true)
        store.clock.advance(microseconds: 7_000_000)
        #expect(try await store.courier(carrier).runOnce().delivered == 2)
    }

    @Test("Messages wait in a mailbox until they are collected, are given again until then, and pass the gate")
    func mailbox() async throws {
        let store = try DeliveryStore()
        let receiver = try store.addReceiver(channel: .mailbox, at: "")
        try store.offer(children: 1...4, each: 2)
        #expect(try await store.courier(ScriptedCarrier()).runOnce().delivered == 0)
        let duties = Duties()
        let clock = store.clock
        let gate = OpenGate { $0.key.subject.rawValue == 2 ? "floor/x" : nil }
        let mailbox = try Mailbox(store.outbox, gate: gate, reporting: duties, sender: Sender()) { clock.now }
        #expect(try mailbox.list(receiver).waiting == 8)
        let first = try await mailbox.open(receiver, limit: 5)
        let again = try await mailbox.open(receiver, limit: 5)
        #expect(first.hasMore && first.count + 1 == 5)
        #expect(
            try events(first.events).map { $0["id"] as? String }
                == (try events(again.events).prefix(4).map { $0["id"] as? String }))
        try await mailbox.collected(first)
        try await mailbox.collected(again)
        let rest = try await mailbox.open(receiver)
        try await mailbox.collected(rest)
        #expect(try mailbox.list(receiver).waiting == 0)
        let collected = try store.entries(.messageCollected)
        #expect(collected.count == 6)
        #expect(collected.values.allSatisfy { $0 == 1 })
        #expect(duties.reports(of: 3).filter { $0 == .delivered }.count == 2)
        #expect(duties.reports(of: 2).allSatisfy { $0 == .withheld(rule: "floor/x") })
        #expect(try store.differences().isEmpty)
        try store.addReceiver("hook", posts: "counsel")
        #expect(throws: DeliveryError(.wrongChannel, "")) {
            try mailbox.list(try store.receivers.receiver(named: "hook"))
        }
    }
}
