import AmparoDelivery
import AmparoDuties
import AmparoModel
import AmparoStore
import AmparoTestSupport
import Synchronization
import Testing

@Suite("The outbox")
struct OutboxTests {
    @Test(
        "What is offered arrives once, with a receipt before and a report after, and the view is what the journal gives"
    )
    func arrives() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...20, each: 3)
        let carrier = ScriptedCarrier()
        let gate = OpenGate()
        let duties = Duties()
        let report = try await store.courier(carrier, gate: gate, reporting: duties).runOnce()
        #expect(report.delivered == 60)
        #expect(carrier.arrived.count == 60)
        #expect(gate.asked.withLock { $0.count } == 60)
        for child in 1...20 as ClosedRange<Int64> {
            #expect(
                carrier.arrived.filter { $0.key.subject.rawValue == child }.map(\.number) == store.numbers(of: child))
            #expect(duties.reports(of: child).filter { $0 == .delivered }.count == 3)
            #expect(duties.reports(of: child).filter { $0 == .sent }.count == 3)
        }
        #expect(try store.entries(.messageDelivered).values.allSatisfy { $0 == 1 })
        #expect(try await store.courier(carrier).runOnce() == DeliveryReport())
        #expect(try store.differences().isEmpty)
        #expect(try store.receivers.list().map(\.sent) == [60])
    }

    @Test("A message waits for the one before it of the same child, and no other child's waits for it")
    func order() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...5, each: 4)
        let stubborn = store.numbers(of: 3)[1]
        let tries = Mutex(0)
        let carrier = ScriptedCarrier { parcel, _ in
            guard case .messages(let items) = parcel.content, items[0].message.number == stubborn else {
                return .arrived
            }
            return tries.withLock {
                $0 += 1
                return $0 < 3 ? .refused("http-422", forGood: false) : .arrived
            }
        }
        var report = try await store.courier(carrier).runOnce()
        #expect(report.delivered == 17)
        #expect(report.putOff == 1)
        for _ in 0..<2 {
            store.clock.advance(microseconds: 3_600_000_000)
            report = try await store.courier(carrier).runOnce()
        }
        #expect(carrier.arrived.count == 20)
        for child in 1...5 as ClosedRange<Int64> {
            #expect(
                carrier.arrived.filter { $0.key.subject.rawValue == child }.map(\.number) == store.numbers(of: child))
        }
        #expect(try store.entries(.messageDelivered).count == 20)
    }

    @Test("What comes while a message is put off goes at once")
    func notHeldUp() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...1)
        let carrier = ScriptedCarrier { parcel, _ in
            guard case .messages(let items) = parcel.content, items[0].message.key.subject.rawValue == 1 else {
                return .arrived
            }
            return .refused("http-422", forGood: false)
        }
        _ = try await store.courier(carrier).runOnce()
        try store.offer(children: 2...2)
        #expect(try await store.courier(carrier).runOnce().delivered == 1)
    }

    @Test(
        "A receiver in trouble is left alone for longer and longer, then its letters are dead; a replay brings them back"
    )
    func trouble() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...300)
        let isDown = Mutex(true)
        let carrier = ScriptedCarrier { _, _ in
            isDown.withLock { $0 } ? .trouble("http-500", retryAfter: nil) : .arrived
        }
        let duties = Duties()
        let courier = store.courier(carrier, reporting: duties)
        var attempts = 0
        var rounds = 0
        while try store.desk.dead(limit: 1000).count < 300, rounds < 200 {
            _ = try await courier.runOnce()
            attempts = carrier.parcels.count
            rounds += 1
            store.clock.advance(microseconds: 3_600_000_000)
        }
        #expect(rounds > 74 && rounds < 120, "given up after three days, not before")
        #expect(attempts < 60, "a receiver in trouble is asked with one message at a time")
        #expect(try store.entries(.messageFailed).count == 300)
        #expect(duties.reports(of: 7).last == .undeliverable(reason: "http-500"))

        isDown.withLock { $0 = false }
        #expect(try store.desk.replay() == 300)
        #expect(try await courier.runOnce().delivered == 300)
        #expect(try store.desk.dead().isEmpty)
        #expect(try store.differences().isEmpty)
    }

    @Test("What the gate withholds at sending does not leave, and what cannot be asked waits")
    func gate() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...10, each: 2)
        let carrier = ScriptedCarrier()
        let duties = Duties()
        let gate = OpenGate { $0.key.subject.rawValue == 4 ? "floor/dhs" : nil }
        let report = try await store.courier(carrier, gate: gate, reporting: duties).runOnce()
        #expect(report.withheld == 2)
        #expect(report.delivered == 18)
        #expect(duties.reports(of: 4) == [.withheld(rule: "floor/dhs"), .withheld(rule: "floor/dhs")])
        #expect(!carrier.arrived.contains { $0.key.subject.rawValue == 4 })

        try store.offer(children: 20...20)
        struct Broken: SendingGate {
            func maySend(_: OutboxMessage, to _: ReceiverRecord, at _: Instant) async throws -> SendingVerdict {
                throw OpenGate.Fault()
            }
        }
        #expect(try await store.courier(carrier, gate: Broken()).runOnce().faults == 1)
        #expect(!carrier.arrived.contains { $0.key.subject.rawValue == 20 })
        store.clock.advance(microseconds: 61_000_000)
        #expect(try await store.courier(carrier).runOnce().delivered == 1)
    }

    @Test("Nothing leaves before the duties know that it leaves; what they were not told they are told later")
    func reporting() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...3)
        let carrier = ScriptedCarrier()
        #expect(try await store.courier(carrier, reporting: Duties { $0 == .sent }).runOnce().faults == 1)
        #expect(carrier.parcels.isEmpty)
        store.clock.advance(microseconds: 61_000_000)
        _ = try await store.courier(carrier, reporting: Duties { $0 == .delivered }).runOnce()
        #expect(carrier.arrived.count == 3)
        let duties = Duties()
        _ = try await store.courier(carrier, reporting: duties).runOnce()
        #expect(duties.told.withLock { $0.map(\.report) } == [.delivered, .delivered, .delivered])
        #expect(carrier.arrived.count == 3)
    }

    @Test("What was taken back or answered before it left is not sent; what had left is taken back by a message")
    func withdrawals() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...4)
        try store.happen([(1, .withdrawn(0)), (2, .accepted(0, by: "somebody"))])
        let carrier = ScriptedCarrier()
        #expect(try await store.courier(carrier).runOnce().delivered == 2)
        try store.happen([(3, .withdrawn(0)), (1, .withdrawn(0))])
        let report = try await store.courier(carrier).runOnce()
        #expect(report.delivered == 1)
        let last = try #require(carrier.arrived.last)
        #expect(last.key.kind == .withdrawn)
        #expect(last.handoff.entry == store.numbers(of: 3)[0])
        #expect(try HandoffReference("H-\(store.numbers(of: 3)[0])", in: store.journal) == last.handoff)
        for text in ["H-1", "H-0", "H-999999", "3.0", "H-", "H--4"] {
            #expect(try HandoffReference(text, in: store.journal) == nil, "\(text)")
        }
        #expect(try store.differences().isEmpty)
    }

    @Test("The narrowest receiver of a post is taken, and what waits follows when receivers change")
    func routes() async throws {
        let store = try DeliveryStore()
        try store.offer(children: 1...2)
        let carrier = ScriptedCarrier()
        #expect(try await store.courier(carrier).runOnce() == DeliveryReport())
        #expect(try store.desk.unrouted().map(\.waiting) == [2])
        try store.addReceiver("department", posts: "dhs")
        try store.addReceiver("agency", posts: "dhs.ice")
        try store.addReceiver("place", posts: "dhs.ice.ero@SNA")
        try store.addReceiver("role", posts: "dhs.ice.ero/ero-officer")
        try store.addReceiver("office", posts: "dhs.ice.ero/ero-officer@SNA")
        for name in ["office", "role", "place", "agency", "department"] {
            let number = try store.receivers.receiver(named: name).number
            _ = try await store.courier(carrier).runOnce()
            #expect(carrier.carried.withLock { $0.last?.receiver } == number)
            try store.receivers.remove(name, signing: DeliveryStore.signing)
            try store.offer(children: 1...2)
        }
        #expect(try await store.courier(carrier).runOnce() == DeliveryReport())
        #expect(carrier.arrived.count == 10)
        #expect(try store.differences().isEmpty)
    }

    @Test("A receiver that says that it is gone is left in peace")
    func gone() async throws {
        let store = try DeliveryStore()
        try store.addReceiver()
        try store.offer(children: 1...1)
        let carrier = ScriptedCarrier { _, _ in .gone }
        #expect(try await store.courier(carrier).runOnce().failed == 1)
        try store.offer(children: 2...2)
        store.clock.advance(microseconds: 1_000_000_000_000)
        _ = try await store.courier(carrier).runOnce()
        #expect(carrier.parcels.count == 1)
        #expect(try store.receivers.receiver(named: "office").state == .gone)
        #expect(try store.desk.unrouted().map(\.waiting) == [1])
    }

    @Test("A flood goes to a mail receiver in a few mails, and no receiver gets more an hour than its cap")
    func gathering() async throws {
        let store = try DeliveryStore()
        try store.addReceiver("mail", channel: .mail, at: "duty@office.test", window: 15)
        try store.addReceiver("capped", posts: "counsel", cap: 10)
        let mail = ScriptedCarrier(gathering: true)
        let hook = ScriptedCarrier()
        for _ in 0..<60 {
            try store.offer(children: 1...10)
            try store.offer(children: 50...50, to: DeliveryStore.counsel)
            _ = try await store.courier(hook, and: mail).runOnce()
            store.clock.advance(microseconds: 60_000_000)
        }
        #expect(mail.parcels.count == 4)
        #expect(mail.arrived.count == 10 + 3 * 150)
        #expect(hook.arrived.count == 10)
        store.clock.advance(microseconds: 3_600_000_000)
        _ = try await store.courier(hook, and: mail).runOnce()
        #expect(hook.arrived.count == 20)
    }

    @Test("Heartbeats say how much there was, so that silence says something")
    func heartbeats() async throws {
        let store = try DeliveryStore()
        try store.addReceiver(heartbeat: 24)
        let carrier = ScriptedCarrier()
        let courier = store.courier(carrier)
        #expect(try await courier.runOnce().heartbeats == 0)
        try store.offer(children: 1...3)
        _ = try await courier.runOnce()
        store.clock.advance(microseconds: 86_400_000_000)
        #expect(try await courier.runOnce().heartbeats == 1)
        #expect(try await courier.runOnce().heartbeats == 0)
        store.clock.advance(microseconds: 86_400_000_000)
        #expect(try await courier.runOnce().heartbeats == 1)
        let beats = carrier.parcels.compactMap { parcel -> HeartbeatRecord? in
            if case .heartbeat(let beat) = parcel.content { beat } else { nil }
        }
        #expect(beats.map(\.sent) == [3, 3])
        #expect(beats.map(\.since) == [3, 0])
        #expect(beats[0].last == store.numbers(of: 3)[0])
        #expect(try store.differences().isEmpty)
    }

    @Test("A receiver finds out what it missed")
    func missed() async throws {
        let store = try DeliveryStore()
        let receiver = try store.addReceiver()
        try store.offer(children: 1...6)
        let late = store.numbers(of: 2)[0]
        let carrier = ScriptedCarrier { parcel, _ in
            guard case .messages(let items) = parcel.content, items[0].message.number == late else { return .arrived }
            return .refused("http-422", forGood: false)
        }
        _ = try await store.courier(carrier).runOnce()
        let since = store.numbers(of: 1)[0]
        let missed = try store.desk.missed(by: receiver.number, since: since)
        #expect(missed.letters.map(\.number) == (2...6).map { store.numbers(of: $0)[0] })
        #expect(missed.completeTo == since)
    }

    @Test("It works on an engine that runs transactions again")
    func retried() async throws {
        let store = try DeliveryStore(retried: true)
        try store.addReceiver()
        try store.offer(children: 1...10, each: 2)
        #expect(try await store.courier(ScriptedCarrier()).runOnce().delivered == 20)
        #expect(try store.differences().isEmpty)
    }
}
