import AmparoDuties
import AmparoModel
import Testing

@Suite("Events as bytes")
struct CodingTests {
    private func sample() throws -> [DutyEvent] {
        var kept = Kept(try Deployment.engine())
        let occasion = Occasion(
            OccasionKey(.addressChanged, -7), occurred: .day(day("2026-03-09")), known: at("2026-03-10T09:00:00-05:00"),
            related: -7, state: StateCode("TX"))
        kept.apply([occasion], at: at("2026-03-10T09:00:00-05:00"))
        let worker = ActingPerson(account: "Jane.Doe", post: kept.ledger.handoffs[0].to)
        kept.apply(nil, [.sent(handoff: 0), .accepted(handoff: 0, by: worker)], at: at("2026-03-10T10:00:00-05:00"))
        return kept.events
    }

    @Test("People are beside the payload, never in it; without them everybody is nobody")
    func people() throws {
        var isNamed = false
        for event in try sample() {
            let encoded = event.encoded()
            let text = String(decoding: encoded.plain, as: UTF8.self)
            #expect(!text.contains("Jane"))
            isNamed = isNamed || encoded.people == ["Jane.Doe"]
            let erased = DutyEvent(EncodedDutyEvent(plain: encoded.plain, people: []))
            #expect(erased?.duty == event.duty)
            if case .handedOver(let holding, _)? = erased?.change { #expect(holding.person.isEmpty) }
        }
        #expect(isNamed)
    }

    @Test("Bytes that nobody wrote are no event, and never a crash", arguments: [1, 2, 3, 4] as [UInt64])
    func spoiled(seed: UInt64) throws {
        var random = Seeded(seed)
        let events = try sample()
        for _ in 0..<3_000 {
            var encoded = random.pick(events).encoded()
            for _ in 0..<random.number(1...3) where !encoded.plain.isEmpty {
                let place = random.number(0...(encoded.plain.count - 1))
                if random.chance(30) {
                    encoded.plain.removeSubrange(place...)
                } else {
                    encoded.plain[place] = UInt8(random.number(0...255))
                }
            }
            guard let event = DutyEvent(encoded) else { continue }
            var ledger = SubjectLedger()
            ledger.apply(event)
        }
    }
}
