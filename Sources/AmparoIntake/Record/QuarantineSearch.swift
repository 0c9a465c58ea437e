internal import AmparoModel
internal import AmparoStore

/// Finds the releases whose quarantine mentions a person's numbers, by opening every record in it.
struct QuarantineSearch {
    private let store: RecordStore

    init(_ store: RecordStore) { self.store = store }

    /// The numbers of the snapshots, rising. A quarantine whose key was destroyed mentions nobody any more.
    func snapshots(mentioning numbers: PersonNumbers) throws -> [Int64] {
        let records = try store.database.read { connection in
            let statement = try connection.statement("SELECT snapshot, quarantine FROM quarantine ORDER BY snapshot")
            defer { statement.reset() }
            var records: [Int64: [Int64]] = [:]
            while try statement.step() { records[statement.int64(0), default: []].append(statement.int64(1)) }
            return records
        }
        return try records.keys.sorted().filter { snapshot in
            let person = Person(.quarantineRelease, snapshot)
            guard let key = try store.keys.key(for: person, creatingMissing: false) else { return false }
            for seq in records[snapshot] ?? [] {
                let opened = try store.journal.withEntry(seq) { entry in
                    try Seal.open(entry.sealed, with: key, entry: entry.id, field: .quarantine)
                }
                if let opened, Self.isMentioned(numbers, in: opened) { return true }
            }
            return false
        }
    }

    /// Whether a record's bytes hold one of the numbers. A sender's number must stand by itself, between characters that
    /// are neither letters nor digits; an A-number is found with blanks and hyphens left out and with or without its first
    /// zero, because it is better to lose a quarantine too many than to keep a person in one.
    static func isMentioned(_ numbers: PersonNumbers, in record: [UInt8]) -> Bool {
        let text = record.withUnsafeBytes { small($0) }
        for word in text.split(whereSeparator: { !isWord($0) }) where numbers.senders.contains(Array(word)) {
            return true
        }
        // Numbers with signs of their own in them, such as C-17.
        for number in numbers.senders where number.contains(where: { !isWord($0) }) && find(number, in: text) {
            return true
        }
        let digits = text.filter { $0 != 0x20 && $0 != 0x2D }
        return numbers.aNumbers.contains { number in
            find(number[0] == 0x30 ? Array(number.dropFirst()) : number, in: digits)
        }
    }

    /// ASCII letters made small.
    static func small(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
    }

    private static func find(_ part: [UInt8], in text: [UInt8]) -> Bool {
        guard !part.isEmpty, text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { start in
            text[start] == part[0] && text[start..<(start + part.count)].elementsEqual(part)
        }
    }
}
