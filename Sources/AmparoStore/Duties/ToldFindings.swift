internal import AmparoDuties
internal import AmparoModel
internal import AmparoOversight
internal import Synchronization

/// How far ORR and ICE's offices were told of findings by a moment (COUNTING.md, `hearing.not-told`): read from the events of
/// the ledgers, so that it is the same answer for ever.
///
/// A handoff of a duty that a finding began counts, by its receiver: `hhs.orr` or a part of it, `dhs.ice` or a part of it. It
/// says the fact; what corrects an earlier one, or says that nothing is to be relied on, tells of no missed hearing. What the
/// gate kept back before it left was not offered. A day of an event is the one in Washington.
struct ToldFindings: Sendable {
    /// How far each side was told of one finding.
    struct Told: Hashable, Sendable {
        var orr = HandoffState.notOffered
        var ice = HandoffState.notOffered

        mutating func raise(_ side: WritableKeyPath<Told, HandoffState>, to state: HandoffState) {
            if state.rawValue > self[keyPath: side].rawValue { self[keyPath: side] = state }
        }
    }

    private var byHearing: [Int64: Told] = [:]

    /// How far they were told of the finding of a hearing, by the number of its row in the court's schedule.
    func told(ofHearing number: Int64) -> Told { byHearing[number] ?? Told() }

    /// Adds what a packed ledger tells of findings, up to an entry and to a day.
    fileprivate mutating func add(_ events: UnsafeRawBufferPointer, _ moment: RecordMoment) {
        var offered: [UInt32: (hearing: Int64, side: WritableKeyPath<Told, HandoffState>, state: HandoffState)] = [:]
        var reader = LedgerReader(events)
        while let (seq, payload) = reader.next(), seq <= moment.seq {
            guard EncodedDutyEvent.isOfHandoff(payload),
                let event = DutyEvent(EncodedDutyEvent(plain: [UInt8](payload), people: [])),
                event.duty.occasion.kind == .hearingFinding, Zone.washington.day(of: event.at) <= moment.asOf
            else { continue }
            switch event.change {
            case .offered(let handoff):
                guard handoff.content == .fact, handoff.state != .withheld, let side = Self.side(handoff.to.party)
                else { continue }
                offered[handoff.number] = (event.duty.occasion.about, side, .offered)
            case .accepted(let number, _): offered[number]?.state = .accepted
            case .withheld(let number, _): offered[number] = nil
            default: continue
            }
        }
        for (hearing, side, state) in offered.values { byHearing[hearing, default: Told()].raise(side, to: state) }
    }

    private static func side(_ party: String) -> WritableKeyPath<Told, HandoffState>? {
        if Post.isPart(party, of: "hhs.orr") { return \.orr }
        return Post.isPart(party, of: "dhs.ice") ? \.ice : nil
    }

    fileprivate mutating func merge(_ other: ToldFindings) {
        byHearing.merge(other.byHearing) { first, second in
            var both = first
            both.raise(\.orr, to: second.orr)
            both.raise(\.ice, to: second.ice)
            return both
        }
    }
}

extension Reckoning {
    /// Whom the handoffs had told of findings by a moment.
    func toldFindings(at moment: RecordMoment) throws -> ToldFindings {
        let whole = Mutex(ToldFindings())
        try inParallel(try ledgerShards()) {
            ToldFindings()
        } body: { told, shard in
            try database.read { connection in
                let row = try connection.statement(
                    """
                    SELECT l.events FROM duty_ledger l WHERE l.subject >= ? AND l.subject < ?
                    AND EXISTS (SELECT 1 FROM handoff h WHERE h.subject = l.subject AND h.kind = ?)
                    """)
                defer { row.reset() }
                row.bind(shard.lowerBound, at: 1)
                row.bind(shard.upperBound, at: 2)
                row.bind(Int64(OccasionKind.hearingFinding.rawValue), at: 3)
                while try row.step() { told.add(row.bytes(0), moment) }
            }
        } finish: { told in
            whole.withLock { $0.merge(told) }
        }
        return whole.withLock { $0 }
    }

    /// Only children, and court cases that stand for one, have findings.
    private func ledgerShards() throws -> [Range<Int64>] {
        try database.read { connection in
            let row = try connection.statement(
                """
                SELECT (SELECT MIN(subject) FROM duty_ledger),
                (SELECT MAX(subject) FROM duty_ledger WHERE subject < ?)
                """)
            defer { row.reset() }
            row.bind(DutySubject(.account, 0).rawValue, at: 1)
            guard try row.step(), !row.isNull(1) else { return [] }
            return RecordScan.cut(row.int64(0)...row.int64(1), into: workers * 8)
        }
    }
}
