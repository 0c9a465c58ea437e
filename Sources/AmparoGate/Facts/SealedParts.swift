internal import AmparoModel
internal import AmparoStore

/// The sealed parts of some entries, read and not opened.
struct SealedParts: Sendable {
    /// A sealed part as it stands in its entry.
    struct Part: Sendable {
        var person: Person
        var entry: EntryID
        var bytes: [UInt8]
    }

    private(set) var parts: [Int64: Part] = [:]

    /// Reads the sealed parts of entries, on the connection of the read that found their rows.
    mutating func read(_ entries: [Int64], on connection: any DatabaseConnection) throws {
        let wanted = Set(entries).filter { parts[$0] == nil }.sorted()
        var found = 0
        try connection.ask("SELECT entry_id, sealed_person, sealed FROM entry WHERE seq = ?", count: wanted.count) {
            $1.bind(wanted[$0], at: 1)
        } each: { index, row in
            guard let id = EntryID(row.bytes(0)) else {
                throw StoreError(.brokenEntry, "entry \(wanted[index])")
            }
            found += 1
            guard row.int64(1) != 0 else { return }
            parts[wanted[index]] = Part(
                person: Person(rawValue: row.int64(1)), entry: id, bytes: [UInt8](row.bytes(2)))
        }
        guard found == wanted.count else { throw StoreError(.brokenEntry, "an entry of the record is missing") }
    }

    /// The persons whose keys are needed, in order.
    var persons: [Person] { Array(Set(parts.values.map(\.person))).sorted() }
}

/// Opens sealed parts with their persons' keys, for one disclosure. Plain text lives inside `withText` only and is wiped
/// after it: what is not copied out there was never part of an answer.
struct Opener {
    private let parts: SealedParts
    private let keys: [Person: PersonKey]

    init(_ parts: SealedParts, keys: KeyStore) throws {
        self.parts = parts
        let persons = parts.persons
        var byPerson: [Person: PersonKey] = [:]
        guard !persons.isEmpty else {
            self.keys = byPerson
            return
        }
        for (person, key) in zip(persons, try keys.keys(for: persons, creatingMissing: false)) {
            byPerson[person] = key
        }
        self.keys = byPerson
    }

    /// What became of an entry's sealed part.
    enum Opened<Result> {
        /// The entry has none.
        case nothing
        /// The person's key was destroyed.
        case erased
        /// What `body` answered.
        case text(Result)
    }

    /// Opens the sealed part of an entry and calls `body` with the plain text. Throws `sealBroken` when it does not open.
    func withText<Result>(
        of seq: Int64, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Opened<Result> {
        guard let part = parts.parts[seq] else { return .nothing }
        guard let key = keys[part.person] else { return .erased }
        var text = try part.bytes.withUnsafeBytes {
            try Seal.open($0, with: key, entry: part.entry, field: .row)
        }
        defer {
            text.withUnsafeMutableBytes { bytes in
                _ = bytes.initializeMemory(as: UInt8.self, repeating: 0)
            }
        }
        return .text(try text.withUnsafeBytes(body))
    }
}
