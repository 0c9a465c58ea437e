import AmparoDuties
import AmparoGate
import AmparoModel
import AmparoSharing
import AmparoTestSupport
import Testing

@testable import AmparoDelivery
@testable import AmparoStore

@Suite("A message is decided on when it leaves")
struct GateSendingTests {
    private static let attorneys = Post(party: "dhs.ice.opla", role: "trial-attorney-office", place: .office("LOS"))
    private static let receiver = ReceiverRecord(
        number: 3, name: "opla", posts: "dhs.ice.opla", channel: .webhook, account: "attorney")

    private func message(
        _ subject: DutySubject, _ number: Int64, kind: MessageKey.Kind = .offered, content: HandoffContent = .fact,
        reason: String = "missed-hearing", to post: Post = GateSendingTests.attorneys
    ) throws -> OutboxMessage {
        let now = Instant(GateWorld.noon)!
        let event = try #require(
            GivenHandoffs.offered(UInt32(number), to: post, reason: reason, acceptBy: now, at: now))
        guard case .offered(let handoff) = event.change else { throw Unexpected() }
        var payload = MessagePayload(handoff, number: number)
        payload.content = content
        return OutboxMessage(
            key: MessageKey(subject: subject, handoff: UInt32(number), kind: kind), number: number,
            post: post.description, content: payload, since: now, hasLeft: false, attempts: 0)
    }

    private struct Unexpected: Error {}

    private static func receipt(_ verdict: SendingVerdict) -> Int64? {
        if case .send(let receipt, _) = verdict { receipt } else { nil }
    }

    @Test(
        "What the gate shows the receiver's account of the child goes, the rest is withheld; each with a receipt before"
    )
    func decided() async throws {
        let world = try GateWorld()
        let children = try world.children()
        let deadline = Instant("2026-06-05T12:00:00Z")!
        let gate = GateSending(world.gate) { _ in deadline }
        let messages = try children.enumerated().map { try message(DutySubject(.child, $1), Int64($0 + 1)) }
        let size = try world.journal.lastSeq()
        let verdicts = try await gate.maySend(messages, to: Self.receiver, at: world.clock.now)
        #expect(verdicts.count == children.count)
        #expect(try world.journal.lastSeq() >= size + Int64(children.count), "a receipt for each, also for a refusal")
        for (child, verdict) in zip(children, verdicts) {
            let request = world.request(
                "attorney", "court-appearance", operation: .notify, fields: ["court.finding"], id: "x-\(child)")
            let isShown = (try? world.gate.disclose(request, child: child)) != nil
            switch verdict {
            case .send(let receipt, let told):
                #expect(isShown && told == deadline)
                let found = try #require(try world.receipt(receipt))
                #expect(found.child == child && found.receipt.groups.contains(where: \.isShown))
            case .withheld(let rule): #expect(!isShown && rule == "nothing-permitted")
            }
        }
        #expect(verdicts.contains { Self.receipt($0) != nil })
    }

    @Test("However many there are, none waits for what its receiver was shown before")
    func many() async throws {
        let given = try GovernedWorld()
        let gate = GateSending(
            given.gate(limits: .init(volume: VolumeLimits(standard: .init(perHour: 3, perDay: 5)))))
        var receiver = Self.receiver
        receiver.account = "specialist"
        let post = Post(party: "hhs.orr", role: "federal-field-specialist")
        let messages = try given.world.children().prefix(12).enumerated().map {
            try message(DutySubject(.child, $1), Int64($0 + 1), to: post)
        }
        let verdicts = try await gate.maySend(messages, to: receiver, at: given.world.clock.now)
        let unlimited = try await GateSending(given.gate(limits: .init(volume: nil))).maySend(
            messages, to: receiver, at: given.world.clock.now)
        #expect(verdicts.map { Self.receipt($0) != nil } == unlimited.map { Self.receipt($0) != nil })
        #expect(verdicts.compactMap(Self.receipt).count > 5)
    }

    @Test("An account that may hold no such purpose, is locked or unknown gets nothing, by that code")
    func refused() async throws {
        let world = try GateWorld(children: 3)
        let child = DutySubject(.child, try #require(world.children().first))
        let gate = GateSending(world.gate)
        var receiver = Self.receiver
        for (account, code) in [("nobody", "account-unknown"), ("labor", "purpose-not-held")] {
            receiver.account = account
            let verdict = try await gate.maySend(message(child, 1), to: receiver, at: world.clock.now)
            #expect(verdict == .withheld(rule: code))
        }
        world.governance.change { $0.accounts["attorney"]?.isLocked = true }
        let verdict = try await gate.maySend(message(child, 1), to: Self.receiver, at: world.clock.now)
        #expect(verdict == .withheld(rule: "account-locked"))
    }

    @Test("What says nothing of a person, or nothing new, is not asked about and leaves no receipt")
    func notAsked() async throws {
        let world = try GateWorld(children: 3)
        let child = DutySubject(.child, try #require(world.children().first))
        world.governance.change { $0.accounts["attorney"]?.isLocked = true }
        let messages = try [
            message(DutySubject(.account, 2), 1), message(.record, 2), message(child, 3, kind: .withdrawn),
            message(child, 4, content: .doNotRely),
        ]
        let size = try world.journal.lastSeq()
        let verdicts = try await GateSending(world.gate).maySend(messages, to: Self.receiver, at: world.clock.now)
        #expect(verdicts.map(Self.receipt) == [0, 0, 0, 0])
        #expect(try world.journal.lastSeq() == size)
    }

    @Test("What nobody could decide is no verdict: it waits")
    func faults() async throws {
        let world = try GateWorld(children: 3)
        let child = DutySubject(.child, try #require(world.children().first))
        world.governance.change { $0.failure = Unexpected() }
        await #expect(throws: GateError.self) {
            try await GateSending(world.gate).maySend(
                [message(child, 1)], to: Self.receiver, at: world.clock.now)
        }
    }

    @Test("The fields that are asked about at the offer and at sending are the same, and every reason has some")
    func fields() {
        for kind in OccasionKind.allCases {
            for reason in ["missed-hearing", "take-over", "escalation", "caseload"] {
                #expect(!MessageFields.named(of: kind, reason: reason, isORR: false).isEmpty)
            }
        }
        #expect(MessageFields.named(of: .hearingFinding, reason: "missed-hearing", isORR: false) == ["court.finding"])
        #expect(
            MessageFields.named(of: .hearingFinding, reason: "missed-hearing", isORR: true) == [
                "court.finding", "court.hearingDate",
            ])
    }
}
