internal import AmparoModel
internal import AmparoStore

extension Courier {
    /// Asks the gate, tells the duties that messages leave, and carries them: those of one child in order, those of several at
    /// once.
    func send(_ messages: [OutboxMessage], in round: inout Round) async throws {
        let now = clock.now()
        let verdicts = try await gate.maySend(messages, to: round.state.record, at: now)
        guard verdicts.count == messages.count else {
            throw DeliveryError(.badValue, "the gate did not answer for all")
        }
        var items: [Parcel.Item] = []
        for (message, verdict) in zip(messages, verdicts) {
            switch verdict {
            case .send(let receipt, let deadline):
                items.append(Parcel.Item(message: message, deadline: deadline, receipt: receipt))
            case .withheld(let rule):
                round.end.outcomes.append(Outcome(message: message, kind: .withheld(rule: rule)))
            }
        }
        // Before the first byte leaves: whoever may have been told counts as told.
        let leaving = items.map(\.message).filter { !$0.hasLeft && $0.key.kind == .offered }
        if !leaving.isEmpty { try await reporting.report(leaving.map { HandoffNews($0.handoff, .sent, at: now) }) }
        guard !items.isEmpty else { return }
        if round.carrier.isGathering {
            await carryTogether(items, in: &round)
        } else {
            await carryInLanes(items, in: &round)
        }
    }

    private func carryTogether(_ items: [Parcel.Item], in round: inout Round) async {
        round.transmissions += 1
        let result = await round.carrier.carry(Parcel(.messages(items), at: clock.now()), to: round.destination)
        for item in items { take(result, of: item, in: &round) }
    }

    private func carryInLanes(_ items: [Parcel.Item], in round: inout Round) async {
        var lanes: [[Parcel.Item]] = []
        var places: [Int64: Int] = [:]
        for item in items {
            let subject = item.message.key.subject.rawValue
            if let place = places[subject] {
                lanes[place].append(item)
            } else {
                places[subject] = lanes.count
                lanes.append([item])
            }
        }
        let (carrier, destination, clock) = (round.carrier, round.destination, clock)
        let latest = Instant(microseconds: round.began.microseconds + policy.roundLimit.microseconds)
        let results = await withTaskGroup(of: [(Parcel.Item, CarryResult)].self) { group in
            var results: [(Parcel.Item, CarryResult)] = []
            var next = lanes.startIndex
            var isStopped = false
            func begin(_ group: inout TaskGroup<[(Parcel.Item, CarryResult)]>) {
                guard next < lanes.endIndex, !isStopped, clock.now() < latest else { return }
                let lane = lanes[next]
                next += 1
                group.addTask {
                    var results: [(Parcel.Item, CarryResult)] = []
                    for item in lane {
                        let now = clock.now()
                        guard now < latest else { break }
                        let result = await carrier.carry(Parcel(.messages([item]), at: now), to: destination)
                        results.append((item, result))
                        // The next message of a child waits for the one before.
                        guard result == .arrived else { break }
                    }
                    return results
                }
            }
            for _ in 0..<max(policy.lanes, 1) { begin(&group) }
            while let part = await group.next() {
                results += part
                if part.contains(where: { $0.1.isTrouble }) { isStopped = true }
                begin(&group)
            }
            return results
        }
        round.transmissions += Int64(results.count)
        for (item, result) in results { take(result, of: item, in: &round) }
    }

    private func take(_ result: CarryResult, of item: Parcel.Item, in round: inout Round) {
        func settle(_ kind: Outcome.Kind) {
            round.end.outcomes.append(Outcome(message: item.message, kind: kind, receipt: item.receipt))
        }
        switch result {
        case .arrived: settle(.delivered)
        case .gone:
            settle(.failed(reason: "gone"))
            markGone(&round)
        case .trouble(let code, let after):
            round.trouble = Round.Trouble(code: code, retryAfter: after)
        case .refused(let code, let isForGood):
            let now = clock.now()
            let attempts = item.message.attempts + 1
            guard !isForGood, attempts <= Int64(policy.backOff.steps.count),
                let next = try? policy.backOff.next(after: attempts, at: now, random: outbox.random)
            else { return settle(.failed(reason: code)) }
            settle(.putOff(until: next.microseconds))
        }
    }
}

extension CarryResult {
    fileprivate var isTrouble: Bool {
        switch self {
        case .trouble, .gone: true
        case .arrived, .refused: false
        }
    }
}
