internal import AmparoModel
internal import AmparoStore

/// What an erasure of a record forgets, worked out while the keys are there.
struct ErasurePlan {
    var record: Int64
    /// The last entry that was looked at; the plan holds as long as no other follows.
    var lastSeq: Int64
    var payload: ErasurePayload
    /// Hashes in `read_past`.
    var readPast: [UInt64]
}

extension Erasure {
    /// Works out what is to be forgotten of a record. Reads the record's rows, every dossier once, and the quarantine.
    func plan(_ record: Int64) throws -> ErasurePlan {
        try store.sequencer.settleIndexes()
        let lastSeq = try store.lastSeq()
        var reading = try store.database.read { connection in
            var reading = try RecordReading(record, on: connection)
            try reading.keepWhatOthersUse(on: connection)
            return reading
        }
        let numbers = try reading.readSealed(store)
        let quarantines = try QuarantineSearch(store).snapshots(mentioning: numbers)
        let persons = reading.persons.union(quarantines.map { Person(.quarantineRelease, $0) })
        let marks = ErasedMarks.marks(of: reading.identifiers, store.secrets)
        let payload = ErasurePayload(
            anchors: (reading.anchors + reading.loneSponsors).sorted(), persons: persons.sorted(),
            surrogates: reading.surrogates.sorted(), marks: Set(marks).sorted())
        return ErasurePlan(
            record: record, lastSeq: lastSeq, payload: payload,
            readPast: numbers.aNumbers.map { $0.withUnsafeBytes { ReadPastWriter.hash($0, store.secrets) } })
    }
}

/// The numbers by which a record is known, as text.
struct PersonNumbers {
    /// Numbers of child, sponsor and case as their senders write them, in small letters.
    var senders: Set<[UInt8]> = []
    /// A-numbers, nine digits.
    var aNumbers: Set<[UInt8]> = []
}

/// What the tables say of a record.
private struct RecordReading {
    var anchors: [Int64] = []
    var persons: Set<Person> = []
    /// Identifiers of numbers, not of names.
    var identifiers: [BlindIndex.Value] = []
    var surrogates: Set<Int64> = []
    /// Sponsors of whom the record knows nothing but that this record's rows name them.
    var loneSponsors: Set<Int64> = []
    private var versions: [Int64] = []
    private var cases: [Int64] = []

    init(_ record: Int64, on connection: any DatabaseConnection) throws {
        let place = try connection.statement("SELECT kind, child FROM anchor WHERE anchor = ?")
        defer { place.reset() }
        place.bind(record, at: 1)
        if try place.step() {
            guard place.int64(1) == record else {
                throw IntakeError(
                    .notFound, "record \(record) is part of record \(place.int64(1)); name that one to erase it")
            }
            if place.int64(0) == AnchorKind.sponsor.rawValue {
                try readSponsor(record, connection)
            } else {
                try readChild(record, connection)
            }
        } else {
            // A sponsor whom rows of children name and of whom no row has come.
            anchors = [record]
            persons = [Person(.sponsor, record)]
        }
        for anchor in anchors { try readIdentifiers(anchor, connection) }
        if persons.isEmpty || versions.isEmpty && identifiers.isEmpty {
            throw IntakeError(
                .notFound, "there is no record \(record); name one by its number in the worklist or a search")
        }
    }

    private mutating func readSponsor(_ record: Int64, _ connection: any DatabaseConnection) throws {
        anchors = [record]
        persons.insert(Person(.sponsor, record))
        let statement = try connection.statement("SELECT facts FROM sponsor_dossier WHERE sponsor = ?")
        defer { statement.reset() }
        statement.bind(record, at: 1)
        if try statement.step() { readFacts(statement.bytes(0)) }
    }

    private mutating func readChild(_ record: Int64, _ connection: any DatabaseConnection) throws {
        let statement = try connection.statement(
            "SELECT anchor, kind, facts FROM dossier WHERE child = ? ORDER BY anchor")
        defer { statement.reset() }
        statement.bind(record, at: 1)
        while try statement.step() {
            anchors.append(statement.int64(0))
            if let kind = AnchorKind(rawValue: statement.int64(1)) {
                persons.insert(Person(kind.personClass, statement.int64(0)))
            }
            readFacts(statement.bytes(2))
        }
    }

    private mutating func readFacts(_ bytes: UnsafeRawBufferPointer) {
        var reader = DossierReader(bytes)
        while let fact = reader.next() {
            guard fact.action == .version else { continue }
            versions.append(fact.seq)
            if fact.kind == .courtCase { cases.append(Int64(bitPattern: fact.rowKey)) }
            Self.forEachReference(fact) { isSponsor, number in
                if isSponsor { loneSponsors.insert(number) } else { surrogates.insert(number) }
            }
        }
    }

    /// The surrogates and the sponsor that a row has.
    private static func forEachReference(_ fact: DossierFact, _ body: (_ isSponsor: Bool, _ number: Int64) -> Void) {
        var reader = PayloadReader(fact.payload)
        while let field = reader.next() {
            switch field.id {
            case DerivedField.addressKey, DerivedField.buildingKey: body(false, field.number)
            case DerivedField.sponsor: body(true, field.number)
            default: break
            }
        }
    }

    private mutating func readIdentifiers(_ anchor: Int64, _ connection: any DatabaseConnection) throws {
        let statement = try connection.statement("SELECT blind FROM anchor_identifier WHERE anchor = ? AND kind <= 5")
        defer { statement.reset() }
        statement.bind(anchor, at: 1)
        while try statement.step() {
            if let value = BlindIndex.Value(statement.bytes(0)) { identifiers.append(value) }
        }
    }

    /// Takes off what dossiers of others use. Those of erased records do not count: a rebuild cannot open them.
    mutating func keepWhatOthersUse(on connection: any DatabaseConnection) throws {
        let known = try connection.statement(
            "SELECT 1 FROM sponsor_dossier WHERE sponsor = ? UNION ALL SELECT 1 FROM erased_anchor WHERE anchor = ?")
        for sponsor in loneSponsors {
            known.bind(sponsor, at: 1)
            known.bind(sponsor, at: 2)
            if try known.step() { loneSponsors.remove(sponsor) }
            known.reset()
        }
        guard !surrogates.isEmpty || !loneSponsors.isEmpty else { return }
        let own = Set(anchors)
        let others = try connection.statement(
            "SELECT anchor, facts FROM dossier WHERE anchor NOT IN (SELECT anchor FROM erased_anchor)")
        defer { others.reset() }
        while try others.step(), !surrogates.isEmpty || !loneSponsors.isEmpty {
            if own.contains(others.int64(0)) { continue }
            var reader = DossierReader(others.bytes(1))
            while let fact = reader.next() {
                Self.forEachReference(fact) { isSponsor, number in
                    if isSponsor { loneSponsors.remove(number) } else { surrogates.remove(number) }
                }
            }
        }
    }

    /// Finds everybody to whom a row is sealed, and opens the rows for the person's numbers.
    mutating func readSealed(_ store: RecordStore) throws -> PersonNumbers {
        var numbers = PersonNumbers()
        for number in cases { numbers.senders.insert(Array(String(number).utf8)) }
        for seq in versions {
            let row = try store.journal.withEntry(seq) { entry in
                (entry.kind.recordKind, entry.sealedPerson, entry.id, [UInt8](entry.sealed))
            }
            guard case (let kind?, let person?, let id, let sealed)? = row else { continue }
            persons.insert(person)
            guard let key = try store.keys.key(for: person, creatingMissing: false) else { continue }
            let text = try sealed.withUnsafeBytes { try Seal.open($0, with: key, entry: id, field: .row) }
            text.withUnsafeBytes { Self.addNumbers(kind, $0, to: &numbers) }
        }
        return numbers
    }

    private static func addNumbers(_ kind: RecordKind, _ text: UnsafeRawBufferPointer, to numbers: inout PersonNumbers)
    {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        if let digits = SealedParts(kind, sealed: text, plain: none).aNumber.flatMap(aNumberDigits) {
            numbers.aNumbers.insert(digits)
        }
        guard let column = kind.table.index(ofColumn: kind.table.subjectColumn), kind.table.subject != .aNumber else {
            return
        }
        let id = kind.table.fields[column].id
        var reader = SealedTextReader(text)
        while let field = reader.next() {
            if field.id == id, !field.text.isEmpty { numbers.senders.insert(QuarantineSearch.small(field.text)) }
        }
    }
}
