internal import AmparoModel
internal import AmparoStore

extension Recorder {
    /// Asks the store for all of these rows together what taking them one after the other would ask for each: who their
    /// subjects are, and who holds the A-numbers that they tell.
    func lookAhead(
        _ rows: ArraySlice<RowBatch.Row>, _ kind: RecordKind, _ bytes: UnsafeRawBufferPointer,
        _ connection: any DatabaseConnection
    ) throws {
        func run(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }
        func parts(_ row: RowBatch.Row) -> SealedParts {
            SealedParts(kind, sealed: run(row.sealed), plain: run(row.plain))
        }
        let texts = rows.map { run($0.subject) }
        var sponsors = kind.subject == .sponsor ? texts : []
        if kind == .release || kind == .application { sponsors += rows.compactMap { parts($0).sponsor } }
        try directory.lookAhead(
            children: kind.subject == .child ? texts : [], sponsors: sponsors,
            cases: kind.subject == .courtCase ? rows.map(\.number) : [], on: connection)
        var numbers: [CacheKey: BlindIndex.Value] = [:]
        func add(_ number: UnsafeRawBufferPointer, unless isKnown: (CacheKey) -> Bool) {
            let key = cacheKeys.key(number)
            if numbers[key] == nil, !isKnown(key) { numbers[key] = blind.aNumber.value(of: number) }
        }
        if kind.subject == .aNumber {
            for text in texts where directory.known(aNumber: text) == nil { add(text) { _ in false } }
        }
        if kind == .referral || kind == .courtCase {
            for row in rows where kind == .referral || directory.isOpen(case: row.number) {
                guard let digits = parts(row).aNumber.flatMap(aNumberDigits) else { continue }
                digits.withUnsafeBytes { add($0) { kind == .referral && kinship.isTold($0) } }
            }
        }
        try kinship.lookAhead(numbers, births: kind == .courtCase, on: connection)
    }
}
