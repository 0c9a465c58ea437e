import AmparoDuties
import AmparoModel
import Testing

/// Random lives of one subject: facts that come late, change and vanish, people who answer or do not, a clock that jumps.
private struct RandomLife {
    var random: Seeded
    var kept: Kept
    var occasions: [OccasionKey: Occasion] = [:]
    var now = at("2026-01-05T15:00:00Z").microseconds
    var serial: Int64 = 100

    init(seed: UInt64, actsAllowed: Bool) throws {
        random = Seeded(seed)
        let start = seed % 3 == 0 ? day("2026-02-01") : day("1990-01-01")
        var settings = ProcedureSettings(start: start)
        if seed % 2 == 0 { settings.turnedOn = ["safety-calls@2"] }
        let closures = [
            CourtCalendar.Closure(courts: ["LOS"], days: day("2026-02-09")...day("2026-02-11"), reason: "order")
        ]
        // Some posts nobody has accepted.
        let postings = Deployment.postings.map { posting in
            var posting = posting
            if seed % 5 == 1, posting.post.role == "federal-field-specialist" { posting.acceptedBy = nil }
            return posting
        }
        let refused = seed % 4 == 0 ? "juvenile-coordinator" : ""
        kept = Kept(
            try Deployment.engine(settings, postings: postings, closures: closures) {
                $0.to.role == refused ? .refuse(rule: "floor") : .permit(rule: "test")
            })
    }

    var instant: Instant { Instant(microseconds: now) }

    /// Changes a few facts.
    mutating func changeFacts() {
        for _ in 0..<random.number(0...2) {
            switch random.number(0...9) {
            case 0...4: setFinding()
            case 5: setRelease()
            case 6, 7: addOther()
            case 8: if !occasions.isEmpty { occasions[random.pick(occasions.keys.sorted())] = nil }
            default: endStates()
            }
        }
    }

    private mutating func setFinding() {
        let about = Int64(random.number(1...2))
        let key = OccasionKey(.hearingFinding, about)
        let kind = random.pick([
            "missedReset", "missedOrdered", "missedClosed", "excused", "defectiveNotice", "rescinded",
        ])
        let words =
            "finding=\(kind) status=\(random.pick(["none", "standing", "stayed", "reopened"])) "
            + "notice=\(random.pick(["mailed", "unproven"])) age=\(random.pick(["under18", "18-20", "unknown"])) "
            + "counsel=\(random.pick(["yes", "no"])) consent=\(random.pick(["yes", "no"])) "
            + "source=\(random.pick(["present", "present", "vanished"]))"
        let hearing = day("2026-01-05").adding(days: random.number(0...20))
        let old = occasions[key]
        occasions[key] = Occasion(
            key, occurred: .day(old.map { $0.occurred.day(in: $0.zone) } ?? hearing), known: old?.known ?? instant,
            related: about, traits: traits(words), court: old?.court ?? random.pick(["LOS", "NYC", "SAI"]),
            result: old?.result ?? hearing.adding(days: 3), order: hearing,
            ends: old?.ends ?? hearing.adding(days: random.number(10...25)))
    }

    private mutating func setRelease() {
        let key = OccasionKey(.released, 50)
        occasions[key] = Occasion(
            key, occurred: .day(day("2025-12-20").adding(days: random.number(0...40))), known: instant, related: 50,
            state: StateCode("TX"))
    }

    private mutating func addOther() {
        serial += 1
        let kind = random.pick([
            OccasionKind.callMade, .welfareChecked, .findingDisputed, .findingConfirmed, .motionFiled, .familyTold,
            .addressConfirmed,
        ])
        let related: Int64 = kind == .callMade || kind == .addressConfirmed ? 50 : Int64(random.number(1...2))
        let when = now - Int64(random.number(0...20)) * 43_200_000_000
        occasions[OccasionKey(kind, serial)] = Occasion(
            OccasionKey(kind, serial), occurred: .instant(Instant(microseconds: when)), known: instant,
            related: related,
            traits: traits(
                "outcome=\(random.pick(["reached", "no-answer"])) attempt=\(random.pick(["first", "third"]))"),
            state: StateCode("TX"))
    }

    private mutating func endStates() {
        let over = instant
        for key in occasions.keys.sorted() where key.kind == .findingDisputed {
            if var dispute = occasions[key], dispute.over == nil {
                dispute.over = over
                occasions[key] = dispute
            }
        }
    }

    mutating func acts() -> [Act] {
        var acts: [Act] = []
        for handoff in kept.ledger.handoffs where random.chance(30) {
            let person = random.chance(90) ? "p\(handoff.number)" : ""
            let post = random.chance(90) ? handoff.to : Deployment.post("dol.whd", "labor-investigator")
            let actor = ActingPerson(account: person, post: post)
            acts.append(
                random.pick([
                    .sent(handoff: handoff.number), .delivered(handoff: handoff.number),
                    .opened(handoff: handoff.number), .accepted(handoff: handoff.number, by: actor),
                    .accepted(handoff: handoff.number, by: actor), .undeliverable(handoff: handoff.number),
                    .withheldAtSending(handoff: handoff.number, rule: "gate"),
                    .declined(
                        handoff: handoff.number, by: actor, reason: random.pick(DeclineReason.allCases),
                        proposal: random.chance(50)
                            ? Post(party: handoff.to.party, role: handoff.to.role, place: .office("OTHER")) : nil),
                    .completed(handoff: handoff.number, by: actor),
                    .withdrawn(handoff: handoff.number, by: ActingPerson(account: "w", post: handoff.from)),
                    .offeredAgain(
                        handoff: handoff.number,
                        by: ActingPerson(account: "a", post: kept.ledger[handoff.duty]?.holder.post ?? handoff.from)),
                ]))
        }
        for duty in kept.ledger.duties where random.chance(15) {
            let actor = ActingPerson(account: "h", post: duty.holder.post)
            acts.append(
                random.pick([
                    .reported(duty: duty.id, by: actor, evidence: Int64(random.number(0...9))),
                    .waived(
                        duty: duty.id, by: actor, reason: random.pick(["", "moot"]), second: random.pick(["", "s"])),
                    .offered(
                        duty: duty.id, to: Deployment.post("hhs.orr", "orr-headquarters"), purpose: "safety-check",
                        reason: "caseload", by: actor),
                ]))
        }
        if random.chance(3) {
            acts.append(.accepted(handoff: 9_999, by: ActingPerson(account: "x", post: Deployment.steward)))
        }
        return acts
    }

    mutating func passTime() {
        // Mostly forward, up to four days; now and then an hour back, as when somebody sets the clock.
        now += random.chance(5) ? -3_600_000_000 : Int64(random.number(0...96)) * 3_600_000_000
    }
}

@Suite("Random histories")
struct RandomHistoryTests {
    static let seeds: [UInt64] = Array(1...40)

    @Test("Every duty has one holder at every moment, and moves only to a named person who accepted", arguments: seeds)
    func oneHolder(seed: UInt64) throws {
        var life = try RandomLife(seed: seed, actsAllowed: true)
        for _ in 0..<30 {
            life.changeFacts()
            life.kept.apply(Array(life.occasions.values), life.acts(), at: life.instant)
            try check(life, "seed \(seed)")
            checkNobodyIsMisled(life.kept, "seed \(seed)")
            life.passTime()
        }
        checkHolders(life.kept, "seed \(seed)")
        var again = SubjectLedger()
        for event in life.kept.events { again.apply(event) }
        #expect(again == life.kept.ledger, "seed \(seed): the ledger is not the sum of its events")
        for event in life.kept.events where DutyEvent(event.encoded()) != event {
            Issue.record("seed \(seed): \(event) is read back as another")
        }
    }

    /// After every step: nothing more to do now, nothing before the next wake, everybody misled has a correction coming.
    private func check(_ life: RandomLife, _ label: String) throws {
        let kept = life.kept
        let change = SubjectChange(facts: kept.facts)
        let again = kept.engine.apply(change: change, ledger: kept.ledger, at: life.instant)
        #expect(again.isEmpty, "\(label): \(again.prefix(2))")
        if let wake = kept.engine.nextWake(kept.ledger, facts: kept.facts) {
            let before = Instant(microseconds: wake.microseconds - 1)
            let early = kept.engine.apply(change: change, ledger: kept.ledger, at: before)
            // A fact dated in the future can come true in between; nothing else may happen.
            let isFuture = kept.facts.occasions.contains {
                $0.occurred.earliest(in: $0.zone).microseconds > kept.ledger.latest.microseconds
            }
            if !isFuture { #expect(early.isEmpty, "\(label): before \(wake): \(early.prefix(2))") }
        }
        for duty in kept.ledger.duties {
            #expect(duty.state.isAlive == (duty.closedAt == nil), "\(label)")
            #expect(!duty.holder.post.party.isEmpty && !duty.holder.post.role.isEmpty, "\(label)")
            if duty.state == .waived { #expect(duty.ending != nil) }
        }
    }

    /// Nobody is left believing what is not so: whoever was told last of something that is gone has a correction coming, in
    /// one holder's hands.
    private func checkNobodyIsMisled(_ kept: Kept, _ label: String) {
        for handoff in kept.ledger.handoffs where handoff.wasTold {
            guard let duty = kept.ledger[handoff.duty],
                let step = kept.engine.book.entry(duty.id.rule, version: duty.version)?.step, step.correction != nil
            else { continue }
            let about = handoff.duty.occasion.about
            let same = kept.ledger.handoffs.filter {
                $0.duty.rule == handoff.duty.rule && $0.duty.occasion.about == about && $0.to == handoff.to
            }
            guard same.last(where: \.wasTold)?.number == handoff.number, let told = handoff.told, step.when.holds(told)
            else { continue }
            let occasion = kept.facts[OccasionKey(step.trigger, about)]
            if let occasion, step.when.holds(occasion.traits) { continue }
            let isComing = same.contains {
                guard $0.content != .fact, !$0.wasTold, let correction = kept.ledger[$0.duty] else { return false }
                return correction.state.isAlive
            }
            let wasWaived = kept.ledger.duties.contains {
                $0.id.rule == duty.id.rule && $0.id.occasion.about == about && $0.state == .waived
            }
            #expect(isComing || wasWaived, "\(label): \(handoff.to) is misled about \(step.code)")
        }
    }

    /// Follows the holder of every duty through the events.
    private func checkHolders(_ kept: Kept, _ label: String) {
        var holder: [DutyID: Holding] = [:]
        var ended: Set<DutyID> = []
        var accepted: [UInt32: String] = [:]
        var offered: [UInt32: Handoff] = [:]
        var latest = Int64.min
        for event in kept.events {
            #expect(event.at.microseconds >= latest, "\(label): time goes back")
            latest = event.at.microseconds
            switch event.change {
            case .created(let duty):
                #expect(holder[event.duty] == nil, "\(label): created twice")
                holder[event.duty] = duty.holder
            case .offered(let handoff):
                #expect(handoff.from == holder[event.duty]?.post, "\(label): offered by somebody who does not hold it")
                #expect(offered[handoff.number] == nil, "\(label)")
                offered[handoff.number] = handoff
            case .accepted(let number, let person):
                #expect(!person.isEmpty, "\(label): nobody accepted")
                #expect(accepted[number] == nil, "\(label): accepted twice")
                accepted[number] = person
            case .handedOver(let holding, let number):
                #expect(!ended.contains(event.duty), "\(label): a duty that is over moves")
                #expect(accepted[number] == holding.person && !holding.person.isEmpty, "\(label): moved unaccepted")
                #expect(offered[number]?.to == holding.post, "\(label): moved to another than the receiver")
                holder[event.duty] = holding
            case .satisfied, .waived, .ceased, .lapsed, .becameHistoric: ended.insert(event.duty)
            case .reopened: ended.remove(event.duty)
            case .refused: continue
            default: break
            }
            #expect(holder[event.duty] != nil, "\(label): an event of a duty without a holder")
        }
        for duty in kept.ledger.duties { #expect(duty.holder == holder[duty.id], "\(label)") }
    }

    @Test("Whatever the order in which facts came, the duties are those that the last facts give", arguments: seeds)
    func lateFacts(seed: UInt64) throws {
        var life = try RandomLife(seed: seed, actsAllowed: false)
        for _ in 0..<12 {
            life.changeFacts()
            life.kept.apply(Array(life.occasions.values), at: life.instant)
            life.now += Int64(life.random.number(0...96)) * 3_600_000_000
        }
        life.kept.apply(at: life.instant)
        let reference = SlowReference(
            book: life.kept.engine.book, calendar: life.kept.engine.calendar, facts: life.kept.facts, now: life.instant)
        let expected = reference.duties()
        for duty in life.kept.ledger.duties where duty.id.occasion.kind != .told {
            let entry = try #require(life.kept.engine.book.entry(duty.id.rule, version: duty.version))
            let label = "seed \(seed): \(entry.procedure)/\(entry.step.code)"
            guard let wanted = expected[duty.id] else {
                // What was done or ran out before its reason went stays so.
                #expect(duty.state == .ceased || duty.state == .lapsed || duty.state == .satisfied, "\(label)")
                continue
            }
            if entry.step.atLeast == nil, duty.state.isAlive {
                #expect(duty.deadline?.at.microseconds == wanted.deadline, "\(label): deadline")
            }
            let isEqual =
                duty.state == wanted.state
                || wanted.mayHaveLapsed && (duty.state == .lapsed || duty.state == .satisfied)
            #expect(isEqual, "\(label): \(duty.state), not \(wanted.state)")
        }
        for id in expected.keys { #expect(life.kept.ledger[id] != nil, "seed \(seed): a duty is missing") }
    }
}
