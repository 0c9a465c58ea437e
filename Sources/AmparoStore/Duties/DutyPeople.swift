public import AmparoDuties
internal import AmparoModel

/// A subject's events as one read found them, and the sealed parts of those that name somebody.
public struct SealedLedger: Sendable {
    /// The sealed part of an entry.
    fileprivate struct Part: Sendable {
        var seq: Int64
        var person: Person
        var entry: EntryID
        var sealed: [UInt8]
    }

    fileprivate let events: [(seq: Int64, payload: EncodedDutyEvent)]
    fileprivate let parts: [Part]
    /// The number of the last event; 0 when there is none.
    public var lastSeq: Int64 { events.last?.seq ?? 0 }

    /// Reads the events of a subject.
    public init(of subject: DutySubject, on connection: any DatabaseConnection) throws {
        events = try DutyLedgers(connection).events(of: subject)
        let naming = events.filter { $0.payload.plain.withUnsafeBytes(EncodedDutyEvent.namesPeople) }
        parts = try Self.parts(of: naming.map(\.seq), on: connection)
    }

    fileprivate static func parts(of entries: [Int64], on connection: any DatabaseConnection) throws -> [Part] {
        var parts: [Part] = []
        try connection.ask(
            "SELECT entry_id, sealed_person, sealed FROM entry WHERE seq = ?", count: entries.count
        ) {
            $1.bind(entries[$0], at: 1)
        } each: { index, row in
            guard row.int64(1) != 0, let id = EntryID(row.bytes(0)) else { return }
            parts.append(
                Part(
                    seq: entries[index], person: Person(rawValue: row.int64(1)), entry: id,
                    sealed: [UInt8](row.bytes(2))))
        }
        return parts
    }
}

/// Opens the accounts that duty events name. An account names nobody, but who held what of which child is the child's:
/// with the child's key it is gone.
public struct DutyPeople: Sendable {
    private let journal: Journal
    private let keys: KeyStore

    /// With the keys of a store.
    public init(journal: Journal, keys: KeyStore) {
        self.journal = journal
        self.keys = keys
    }

    /// The events of a subject with their people, where their keys still are, and the number of the last one.
    public func events(of subject: DutySubject) throws -> [(seq: Int64, event: DutyEvent)] {
        try events(journal.database.read { try SealedLedger(of: subject, on: $0) })
    }

    private func events(_ sealed: SealedLedger) throws -> [(seq: Int64, event: DutyEvent)] {
        let named = try open(sealed.parts)
        return sealed.events.compactMap { seq, encoded in
            DutyEvent(EncodedDutyEvent(plain: encoded.plain, people: named[seq] ?? [])).map { (seq, $0) }
        }
    }

    /// The ledger of a subject with its people, where their keys still are.
    public func ledger(of subject: DutySubject) throws -> StoredLedger {
        try ledger(journal.database.read { try SealedLedger(of: subject, on: $0) })
    }

    /// The same of a ledger that was read before.
    public func ledger(_ sealed: SealedLedger) throws -> StoredLedger {
        var stored = StoredLedger.empty
        for (seq, event) in try events(sealed) {
            stored.ledger.apply(event)
            stored.lastSeq = seq
        }
        return stored
    }

    /// Who is named as holder or as the one who answered in each of these events; nothing of an event that names nobody, or
    /// whose key was destroyed.
    public func named(in entries: [Int64]) throws -> [Int64: String] {
        let entries = entries.filter { $0 != 0 }
        guard !entries.isEmpty else { return [:] }
        let payloads = try journal.database.read { connection in
            let row = try connection.statement("SELECT payload FROM entry WHERE seq = ?")
            defer { row.reset() }
            var payloads: [Int64: [UInt8]] = [:]
            for seq in entries {
                row.reset()
                row.bind(seq, at: 1)
                if try row.step() { payloads[seq] = [UInt8](row.bytes(0)) }
            }
            return payloads
        }
        var named: [Int64: String] = [:]
        for (seq, people) in try people(of: entries) {
            guard let payload = payloads[seq], let event = DutyEvent(EncodedDutyEvent(plain: payload, people: people))
            else { continue }
            switch event.change {
            case .created(let duty): named[seq] = duty.holder.person
            case .handedOver(let holding, _): named[seq] = holding.person
            case .accepted(_, let person), .declined(_, let person, _): named[seq] = person
            default: break
            }
        }
        return named
    }

    /// The accounts that entries name, by number. Entries without a sealed part and those whose key was destroyed are not
    /// there.
    public func people(of entries: [Int64]) throws -> [Int64: [String]] {
        try open(try journal.database.read { try SealedLedger.parts(of: entries, on: $0) })
    }

    private func open(_ parts: [SealedLedger.Part]) throws -> [Int64: [String]] {
        let persons = Array(Set(parts.map(\.person))).sorted()
        guard !persons.isEmpty else { return [:] }
        let opened = Dictionary(
            zip(persons, try keys.keys(for: persons, creatingMissing: false)), uniquingKeysWith: { first, _ in first })
        var named: [Int64: [String]] = [:]
        for part in parts {
            guard case let key?? = opened[part.person] else { continue }
            let text = try part.sealed.withUnsafeBytes {
                try Seal.open($0, with: key, entry: part.entry, field: .sharing)
            }
            named[part.seq] = EncodedDutyEvent.people(sealed: text)
        }
        return named
    }
}
