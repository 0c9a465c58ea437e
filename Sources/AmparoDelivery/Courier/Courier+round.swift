internal import AmparoGate
internal import AmparoModel
internal import AmparoStore
internal import Logging

/// A round: one receiver, claimed; what waits for it; how it went.
struct Round: Sendable {
    let claim: Claim
    let state: ReceiverState
    let destination: Destination
    let carrier: any Carrier
    let began: Instant
    /// What is written down at the end.
    var end: RoundEnd
    /// Transmissions.
    var transmissions: Int64 = 0
    /// What kept the receiver from taking anything more; nil when nothing did.
    var trouble: Trouble?

    struct Trouble: Hashable, Sendable {
        var code: String
        var retryAfter: Int64?
    }
}

extension Courier {
    /// Works on one claimed receiver and writes down how it ended. Nil when the gate, the duties or the store failed: then the
    /// receiver is left alone for a while and nothing is lost.
    func round(_ claim: Claim) async -> RoundEnd? {
        do {
            let end = try await work(on: claim)
            let unreported = try await scribe.commit(end)
            if !unreported.isEmpty {
                try await reporting.report(unreported.map(\.news))
                await scribe.forget(unreported.map(\.seq))
            }
            return end
        } catch {
            logger.error("a round of delivery failed", metadata: ["receiver": "\(claim.receiver)"])
            var end = RoundEnd(receiver: claim.receiver, claim: claim)
            end.work = rest(claim)
            _ = try? await scribe.commit(end)
            return nil
        }
    }

    /// The receiver as it was, a while later.
    private func rest(_ claim: Claim) -> RoundEnd.Work {
        RoundEnd.Work(
            fortune: claim.fortune, due: clock.now().microseconds + policy.rest.microseconds, isIdle: false,
            failures: claim.failures, troubleSince: claim.troubleSince, windowStart: claim.windowStart,
            windowCount: claim.windowCount, lastSent: claim.lastSent)
    }

    private func work(on claim: Claim) async throws -> RoundEnd {
        let outbox = outbox
        let found = try await apart { try outbox.destination(claim.receiver) }
        guard let found, found.state.record.state == .active, let carrier = carriers[found.state.record.channel] else {
            // A mailbox, or a receiver that is no more: nothing is due until it changes.
            var end = RoundEnd(receiver: claim.receiver, claim: claim)
            end.work = rest(claim)
            end.work?.due = .max
            end.work?.isIdle = true
            return end
        }
        var round = Round(
            claim: claim, state: found.state,
            destination: Destination(found.state.record, address: found.address ?? ReceiverAddress("")),
            carrier: carrier, began: clock.now(), end: RoundEnd(receiver: claim.receiver, claim: claim))
        guard found.address != nil else {
            round.trouble = Round.Trouble(code: "no-address", retryAfter: nil)
            try await close(&round, Waiting())
            return round.end
        }
        if let pause = pause(round) {
            round.end.work = rest(claim)
            round.end.work?.due = pause
            return round.end
        }
        let limit = limit(round)
        let began = round.began
        let waiting = try await apart {
            try outbox.waiting(for: claim.receiver, at: began, limit: limit)
        }
        if !waiting.messages.isEmpty { try await send(waiting.messages, in: &round) }
        if round.trouble == nil, let beat = found.state.nextBeat, beat <= clock.now() {
            try await beatHeart(in: &round)
        }
        try await close(&round, waiting)
        return round.end
    }

    /// How many messages to take up: one, to see whether the receiver is well again, or as many as the cap leaves.
    private func limit(_ round: Round) -> Int {
        if round.claim.fortune == .trouble, !round.carrier.isGathering { return 1 }
        let cap = round.state.record.hourlyCap
        guard cap > 0, !round.carrier.isGathering else { return policy.batch }
        return Int(min(Int64(policy.batch), max(1, cap - count(round))))
    }

    /// How many transmissions count against the cap.
    private func count(_ round: Round) -> Int64 {
        let hour: Int64 = 3_600_000_000
        return round.began.microseconds - round.claim.windowStart < hour ? round.claim.windowCount : 0
    }

    /// Until when the receiver's cap or its window for gathering lets nothing go; nil when something may.
    private func pause(_ round: Round) -> Int64? {
        let record = round.state.record
        let window = round.claim.lastSent + record.windowMinutes * 60_000_000
        if record.windowMinutes > 0, round.claim.lastSent > 0, window > round.began.microseconds { return window }
        if record.hourlyCap > 0, count(round) >= record.hourlyCap { return round.claim.windowStart + 3_600_000_000 }
        return nil
    }

    private func beatHeart(in round: inout Round) async throws {
        let outbox = outbox
        let (state, number) = (round.state, round.claim.receiver)
        let arrivedNow = round.end.outcomes.filter { $0.kind == .delivered }
        let waiting = try await apart { try outbox.countWaiting(for: number) } - Int64(arrivedNow.count)
        let sent = state.sent + Int64(arrivedNow.count)
        let record = HeartbeatRecord(
            receiver: number, sent: sent, since: sent - state.beatSent,
            last: max(state.last, arrivedNow.map(\.message.number).max() ?? 0), waiting: max(0, waiting))
        let parcel = Parcel(.heartbeat(record), at: clock.now())
        round.transmissions += 1
        switch await round.carrier.carry(parcel, to: round.destination) {
        case .arrived: round.end.heartbeat = record
        case .refused(let code, _): round.trouble = Round.Trouble(code: code, retryAfter: nil)
        case .trouble(let code, let after): round.trouble = Round.Trouble(code: code, retryAfter: after)
        case .gone: markGone(&round)
        }
    }

    /// The receiver says that it is gone: nothing goes there any more, and its posts are another's, or nobody's.
    func markGone(_ round: inout Round) {
        round.trouble = Round.Trouble(code: "gone", retryAfter: nil)
        round.end.changed = round.state.record
        round.end.changed?.state = .gone
        round.end.changed?.signature = []
    }

    /// Works out when to turn to the receiver next, and what is given up with it.
    private func close(_ round: inout Round, _ waiting: Waiting) async throws {
        let now = clock.now()
        let claim = round.claim
        let hasArrived = round.end.heartbeat != nil || round.end.outcomes.contains { $0.kind == .delivered }
        let isNewHour = round.began.microseconds - claim.windowStart >= 3_600_000_000
        // What the gate withheld says nothing of the receiver; what it refused says that it is there.
        let isAsBefore = round.transmissions == 0
        let fortune: Claim.Fortune =
            hasArrived ? .well : claim.fortune == .trouble && !isAsBefore ? .untried : claim.fortune
        var work = RoundEnd.Work(
            fortune: fortune, due: 0, isIdle: false, failures: isAsBefore ? claim.failures : 0,
            troubleSince: isAsBefore ? claim.troubleSince : 0,
            windowStart: isNewHour ? round.began.microseconds : claim.windowStart,
            windowCount: (isNewHour ? 0 : claim.windowCount) + round.transmissions,
            lastSent: hasArrived ? now.microseconds : claim.lastSent)
        if let trouble = round.trouble {
            work.fortune = .trouble
            work.failures = (hasArrived ? 0 : claim.failures) + 1
            work.troubleSince = hasArrived || claim.failures == 0 ? now.microseconds : claim.troubleSince
            let next = try policy.backOff.next(after: work.failures, at: now, random: outbox.random)
            let asked = trouble.retryAfter.map { now.microseconds + min(max($0, 0), 86_400) * 1_000_000 } ?? 0
            work.due = max(next.microseconds, asked)
            try await giveUp(&round, troubleSince: Instant(microseconds: work.troubleSince), trouble.code, at: now)
        } else if waiting.hasMore || round.end.outcomes.count < waiting.messages.count {
            work.due = now.microseconds
        } else {
            // Without a message that could go now, the next heartbeat or the first message put off; earlier when one comes.
            let putOff = round.end.outcomes.compactMap { outcome -> Int64? in
                if case .putOff(let until) = outcome.kind { until } else { nil }
            }
            var next = putOff + [waiting.putOffUntil, round.state.nextBeat?.microseconds].compactMap(\.self)
            if round.end.heartbeat != nil {
                next.removeAll { $0 == round.state.nextBeat?.microseconds }
                next.append(now.microseconds + round.state.record.heartbeatHours * 3_600_000_000)
            }
            work.due = next.min() ?? .max
            work.isIdle = true
        }
        round.end.work = work
    }

    /// Gives up what has waited longer than the patience goes, while its receiver was in trouble all the time.
    private func giveUp(_ round: inout Round, troubleSince: Instant, _ code: String, at now: Instant) async throws {
        guard policy.backOff.isOver(since: troubleSince, at: now) else { return }
        let oldest = Instant(microseconds: now.microseconds - policy.backOff.patience * 1_000_000)
        let (outbox, receiver, limit) = (outbox, round.claim.receiver, policy.batch)
        let old = try await apart { try outbox.waiting(for: receiver, since: oldest, limit: limit) }
        let done = Set(round.end.outcomes.map(\.message.key))
        for message in old where !done.contains(message.key) {
            round.end.outcomes.append(Outcome(message: message, kind: .failed(reason: code)))
        }
    }
}
