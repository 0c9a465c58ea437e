internal import AmparoModel
internal import AmparoStore

/// What the court reader asks of the record, answered from memory: two or three million questions in a release.
final class KnownCases {
    private var cases: Set<Int64> = []
    private var children: Set<BlindIndex.Value> = []
    private let aNumber: BlindIndex

    init(_ store: RecordStore) throws {
        aNumber = BlindIndexes(store.secrets, issuer: "").aNumber
        try store.sequencer.settleIndexes()
        try store.database.read { connection in
            let numbers = try connection.statement("SELECT idncase FROM court_case")
            defer { numbers.reset() }
            while try numbers.step() { cases.insert(numbers.int64(0)) }
            let blinds = try connection.statement("SELECT blind FROM identifier WHERE kind = 3")
            defer { blinds.reset() }
            while try blinds.step() {
                if let value = BlindIndex.Value(blinds.bytes(0)) { children.insert(value) }
            }
        }
    }

    /// Whether the record holds a case.
    func contains(_ number: Int64) -> Bool { cases.contains(number) }

    /// Whether an A-number is that of a child in the care record.
    func isCareChild(_ number: UnsafeRawBufferPointer) -> Bool {
        !children.isEmpty && children.contains(aNumber.value(of: number))
    }
}
