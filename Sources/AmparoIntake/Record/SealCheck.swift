internal import AmparoStore

/// Opens every sealed part of the journal with its person's key.
public struct SealCheck: Sendable {
    /// What was found.
    public struct Report: Sendable, Equatable {
        /// Parts that opened.
        public var opened = 0
        /// Parts of persons whose key an erasure destroyed.
        public var erased = 0
        /// Parts that do not open, or whose key is gone without an erasure that the journal tells of.
        public var broken = 0
    }

    private let store: RecordStore

    /// A check of a store.
    public init(_ store: RecordStore) { self.store = store }

    /// Goes through the journal; `progress` is told the number of the last entry looked at.
    public func run(progress: (Int64) -> Void = { _ in }) throws -> Report {
        var report = Report()
        let journal = try store.lastSeq()
        var first: Int64 = 1
        while first <= journal {
            let last = min(journal, first + 16_383)
            try check(first...last, into: &report)
            progress(last)
            first = last + 1
        }
        return report
    }

    /// Whose keys the journal's erasures destroy.
    private func erasedPersons() throws -> Set<Person> {
        try store.database.read { connection in
            let row = try connection.statement("SELECT person FROM erased_person ORDER BY person")
            defer { row.reset() }
            var persons: Set<Person> = []
            while try row.step() { persons.insert(Person(rawValue: row.int64(0))) }
            return persons
        }
    }

    private func check(_ range: ClosedRange<Int64>, into report: inout Report) throws {
        struct Part {
            var person: Person
            var id: EntryID
            var field: FieldGroup
            var sealed: [UInt8]
        }
        var parts: [Part] = []
        try store.journal.forEachSlice(range) { entries in
            for entry in entries {
                guard let person = entry.sealedPerson else { continue }
                parts.append(
                    Part(person: person, id: entry.id, field: entry.kind.sealedField, sealed: [UInt8](entry.sealed)))
            }
        }
        let persons = Array(Set(parts.map(\.person))).sorted()
        let keys = try store.keys.keys(for: persons, creatingMissing: false)
        var byPerson: [Person: PersonKey] = [:]
        for (person, key) in zip(persons, keys) { byPerson[person] = key }
        let gone = persons.filter { byPerson[$0] == nil }
        let erased = try gone.isEmpty ? [] : erasedPersons().intersection(gone).filter(store.keys.isDestroyed)
        for part in parts {
            guard let key = byPerson[part.person] else {
                if erased.contains(part.person) { report.erased += 1 } else { report.broken += 1 }
                continue
            }
            let isSound = part.sealed.withUnsafeBytes { bytes in
                (try? Seal.open(bytes, with: key, entry: part.id, field: part.field)) != nil
            }
            if isSound { report.opened += 1 } else { report.broken += 1 }
        }
    }
}
