internal import AmparoModel
public import AmparoStore

/// Places and lifts legal holds, and sets retention schedules. Placing needs no signature; lifting and setting a
/// schedule do.
public struct HoldDesk: Sendable {
    private let store: GovernanceStore

    /// The holds of a store.
    public init(_ store: GovernanceStore) { self.store = store }

    /// Every hold and schedule, by number.
    public func all() throws -> [Hold] { try store.read { try $0.holds() } }

    /// Places a legal hold on a record. The reason is sealed to the person. Answers its number. Throws `notFound`.
    @discardableResult
    public func place(_ record: Int64, matter: String, reason: Sensitive<String>, by actor: String) throws -> Int64 {
        try Self.check(matter)
        return try store.append { moment in
            var draft = GovernanceDraft(kind: .holdPlaced, child: record, occurred: .at(moment.now))
            draft.actor = try moment.actor(actor).number
            draft.payload[number: .word] = Hold.Kind.legal.rawValue
            draft.payload[text: .name] = matter
            draft.sealed = SealedWords(try moment.person(ofRecord: record), [.reason: reason.exposed])
            return [draft]
        }[0]
    }

    /// Lifts a legal hold. Only a privacy officer or inspector may, with a signature. Throws `notFound`, `state`,
    /// `notEntitled`, `signature`.
    public func lift(_ id: Int64, by signer: Signer) throws {
        try store.append { moment in
            guard let hold = Hold(try moment.facts.history(.hold, id).recorded(by: moment.now)), hold.kind == .legal
            else {
                throw GovernanceError(.notFound, "There is no hold \(id); `amparo hold list` shows them.")
            }
            guard hold.lifted == nil else { throw GovernanceError(.state, "Hold \(id) was lifted already.") }
            var draft = GovernanceDraft(kind: .holdLifted, child: hold.record, occurred: .at(moment.now))
            draft.payload[number: .subject] = id
            try Self.sign(&draft, moment, signer, about: "hold \(id)")
            return [draft]
        }
    }

    /// Says how many days records of children or of sponsors are kept after the last that was recorded of them. The
    /// schedule set last counts. As long as there is none, nobody is erased. Fewer days than `Hold.shortestAlone`, or than
    /// the present schedule, take two people of two home agencies, one of them a privacy officer or an inspector.
    /// Answers its number. Throws `unknownWord`, `notEntitled`, `secondPerson`, `signature`.
    @discardableResult
    public func setRetention(_ kind: Hold.Kind, days: Int64, citation: String, by signers: [Signer]) throws -> Int64 {
        try Self.check(citation)
        guard kind != .legal, (0...36_525).contains(days) else {
            throw GovernanceError(
                .unknownWord, "A retention schedule is for child or sponsor records, 0 to 36525 days.")
        }
        return try store.append { moment in
            var draft = GovernanceDraft(kind: .holdPlaced, occurred: .at(moment.now))
            draft.payload[number: .word] = kind.rawValue
            draft.payload[text: .name] = citation
            draft.payload[number: .count] = days
            let present = try moment.holds().last { $0.kind == kind }?.days ?? 0
            if signers.count == 1, days >= max(Hold.shortestAlone, present) {
                try Self.sign(&draft, moment, signers[0], about: kind.word)
            } else {
                try moment.signTwice(&draft, by: signers, about: kind.word) { $0.isPrivacyOfficer || $0.isOversight }
            }
            return [draft]
        }[0]
    }

    private static func sign(
        _ draft: inout GovernanceDraft, _ moment: GovernanceMoment, _ signer: Signer, about: String
    ) throws {
        let officer = try moment.actor(signer.account)
        guard officer.isPrivacyOfficer || officer.isOversight else {
            throw GovernanceError(.notEntitled, "This takes the account of a privacy officer or an inspector.")
        }
        try moment.sign(&draft, by: officer, signer.source, about: about)
    }

    private static func check(_ matter: String) throws {
        guard !matter.isEmpty, matter.utf8.count <= 120, !matter.utf8.contains(where: { $0 < 0x20 }) else {
            throw GovernanceError(
                .unknownWord, "Name the matter or citation in at most 120 characters, and nobody in it.")
        }
    }
}

extension GovernanceMoment {
    /// Every hold and schedule as it stands now.
    func holds() throws -> [Hold] {
        try facts.all(.hold).recorded(by: now).bySubject().compactMap { Hold($0.facts) }
    }

    /// Refuses the erasure of a record under a legal hold, or whose retention is not over. `held`.
    func requireNoHold(on record: Int64) throws {
        let holds = try holds()
        let ones = Set(try facts.records(oneWith: record))
        if let hold = holds.first(where: { $0.kind == .legal && $0.lifted == nil && ones.contains($0.record) }) {
            throw GovernanceError(
                .held, "Record \(record) is under legal hold \(hold.id); it is lifted first, if at all.")
        }
        let person = try person(ofRecord: record)
        let kind: Hold.Kind = person.personClass == .sponsor ? .sponsorRetention : .childRetention
        guard let schedule = holds.last(where: { $0.kind == kind }) else {
            throw GovernanceError(
                .held,
                "No retention schedule is set for such records; `amparo hold schedule` says how long they are kept.")
        }
        let last = try lastRecorded(of: record, isSponsor: kind == .sponsorRetention)
        let until = last.adding(days: schedule.days)
        guard now.microseconds >= until.microseconds else {
            throw GovernanceError(
                .held, "Record \(record) is kept until \(until.day) by schedule \(schedule.id) (\(schedule.matter)).")
        }
    }

    /// When the last row of a record was recorded.
    private func lastRecorded(of record: Int64, isSponsor: Bool) throws -> Instant {
        let row = try connection.statement(
            isSponsor
                ? "SELECT e.recorded, e.seq FROM sponsor_dossier d JOIN entry e ON e.seq = d.last_seq WHERE d.sponsor = ?"
                : "SELECT e.recorded, e.seq FROM dossier d JOIN entry e ON e.seq = d.last_seq WHERE d.child = ?")
        defer { row.reset() }
        row.bind(record, at: 1)
        let mends = try ClockMends(on: connection)
        var last: Int64 = 0
        while try row.step() { last = max(last, mends.recorded(row.int64(0), seq: row.int64(1))) }
        return Instant(microseconds: last)
    }
}
