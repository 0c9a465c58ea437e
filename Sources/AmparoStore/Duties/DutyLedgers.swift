public import AmparoDuties
internal import AmparoModel

/// A subject's ledger as it was read, and by what it is seen whether it still stands.
public struct StoredLedger: Sendable {
    /// The ledger.
    public var ledger: SubjectLedger
    /// The number of its last event; 0 when it has none.
    public var lastSeq: Int64

    /// A ledger without anything.
    public static let empty = StoredLedger(ledger: SubjectLedger(), lastSeq: 0)
}

/// Reads ledgers on one connection.
public struct DutyLedgers {
    private let connection: any DatabaseConnection

    /// The ledgers as a connection sees them.
    public init(_ connection: any DatabaseConnection) { self.connection = connection }

    /// The ledger of a subject. Everybody in it is nobody: accounts are sealed (`DutyPeople`).
    public func ledger(of subject: DutySubject) throws -> StoredLedger {
        try withEvents(of: subject) { bytes, last in
            StoredLedger(ledger: SubjectLedger(packed: bytes), lastSeq: last)
        } ?? .empty
    }

    /// The number of the last event of a subject's ledger; 0 when it has none.
    public func lastSeq(of subject: DutySubject) throws -> Int64 {
        let row = try connection.statement("SELECT last_seq FROM duty_ledger WHERE subject = ?")
        defer { row.reset() }
        row.bind(subject.rawValue, at: 1)
        return try row.step() ? row.int64(0) : 0
    }

    /// The subjects of a run of numbers that have a ledger.
    public func subjects(in range: Range<Int64>) throws -> [Int64] {
        let row = try connection.statement("SELECT subject FROM duty_ledger WHERE subject >= ? AND subject < ?")
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var found: [Int64] = []
        while try row.step() { found.append(row.int64(0)) }
        return found
    }

    /// The ledgers of a run of subjects, by number.
    public func ledgers(in range: Range<Int64>) throws -> [Int64: StoredLedger] {
        let row = try connection.statement(
            "SELECT subject, last_seq, events FROM duty_ledger WHERE subject >= ? AND subject < ? ORDER BY subject")
        defer { row.reset() }
        row.bind(range.lowerBound, at: 1)
        row.bind(range.upperBound, at: 2)
        var found: [Int64: StoredLedger] = [:]
        while try row.step() {
            found[row.int64(0)] = StoredLedger(ledger: SubjectLedger(packed: row.bytes(2)), lastSeq: row.int64(1))
        }
        return found
    }

    /// The events of a subject in order, each with the number of its entry; everybody in them is nobody.
    public func events(of subject: DutySubject) throws -> [(seq: Int64, payload: EncodedDutyEvent)] {
        try withEvents(of: subject) { bytes, _ in
            var reader = LedgerReader(bytes)
            var events: [(seq: Int64, payload: EncodedDutyEvent)] = []
            while let (seq, payload) = reader.next() {
                events.append((seq, EncodedDutyEvent(payload: payload)))
            }
            return events
        } ?? []
    }

    private func withEvents<Result>(
        of subject: DutySubject, _ body: (UnsafeRawBufferPointer, Int64) throws -> Result
    ) throws -> Result? {
        let row = try connection.statement("SELECT last_seq, events FROM duty_ledger WHERE subject = ?")
        defer { row.reset() }
        row.bind(subject.rawValue, at: 1)
        return try row.step() ? try body(row.bytes(1), row.int64(0)) : nil
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
        let (plain, parts) = try journal.database.read { connection in
            let plain = try DutyLedgers(connection).events(of: subject)
            let naming = plain.filter { $0.payload.plain.withUnsafeBytes(EncodedDutyEvent.namesPeople) }
            return (plain, try Self.parts(of: naming.map(\.seq), on: connection))
        }
        let named = try open(parts)
        return plain.compactMap { seq, encoded in
            DutyEvent(EncodedDutyEvent(plain: encoded.plain, people: named[seq] ?? [])).map { (seq, $0) }
        }
    }

    /// The ledger of a subject with its people, where their keys still are.
    public func ledger(of subject: DutySubject) throws -> StoredLedger {
        var stored = StoredLedger.empty
        for (seq, event) in try events(of: subject) {
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
        try open(try journal.database.read { try Self.parts(of: entries, on: $0) })
    }

    /// The sealed part of an entry.
    private struct Part {
        var seq: Int64
        var person: Person
        var entry: EntryID
        var sealed: [UInt8]
    }

    private static func parts(of entries: [Int64], on connection: any DatabaseConnection) throws -> [Part] {
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

    private func open(_ parts: [Part]) throws -> [Int64: [String]] {
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
