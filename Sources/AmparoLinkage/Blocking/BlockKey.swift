/// The keys of rows: what a row has to offer for a part, as numbers.
struct BlockKey: Sendable {
    private let birth: Int?
    private let given: Int?
    private let surnames: Int?
    private let layout: RowLayout

    init(_ layout: RowLayout) {
        self.layout = layout
        birth = layout.offset(of: .birth)
        given = layout.offset(of: .givenNames)
        surnames = layout.offset(of: .surnames)
    }

    /// Most keys that one row has for one part.
    static let most = 32

    /// The values that a row offers for a part.
    ///
    /// - Parameter probing: the row looks for others: it asks for neighbouring values, too.
    func values(
        of part: BlockingPart, _ row: UnsafeBufferPointer<UInt32>, _ words: UnsafeBufferPointer<WordFacts>,
        probing: Bool, into keys: inout [UInt64]
    ) {
        keys.removeAll(keepingCapacity: true)
        switch part {
        case .birthDay, .birthDayAndMonth, .birthYear:
            if let birth, row[birth] != 0 { addBirth(part, row, birth, probing, &keys) }
        case .anyName: names([given, surnames], row, words, &keys)
        case .givenName: names([given], row, words, &keys)
        case .surname: names([surnames], row, words, &keys)
        case .twoNames, .surnamePair:
            names(part == .twoNames ? [given, surnames] : [surnames], row, words, &keys)
            pair(&keys)
        case .value(let field):
            if let offset = layout.offset(of: field), row[offset] != 0 { keys.append(UInt64(row[offset])) }
        case .word(let field):
            guard let offset = layout.offset(of: field), Comparator(field) == .text else { return }
            for index in 1..<5 where row[offset + index] != 0 { keys.append(UInt64(row[offset + index])) }
        case .near(let field):
            guard let offset = layout.offset(of: field), row[offset] != 0 else { return }
            let day = UInt64(row[offset])
            keys.append(day)
            if probing, Comparator(field) == .day {
                keys.append(day - 1)
                keys.append(day + 1)
            }
        }
    }

    private func addBirth(
        _ part: BlockingPart, _ row: UnsafeBufferPointer<UInt32>, _ birth: Int, _ probing: Bool, _ keys: inout [UInt64]
    ) {
        let flags = row[birth + 1]
        let date = row[birth + 2]
        switch part {
        case .birthDay where flags & BirthCell.width == 0:
            keys.append(UInt64(date))
            if probing, let swapped = PackedDate.swapped(date) { keys.append(UInt64(swapped)) }
        case .birthDayAndMonth where flags & (BirthCell.width | BirthCell.placeholder) == 0:
            keys.append(UInt64(PackedDate.yearless(date)))
        case .birthYear:
            let year = UInt64(PackedDate.year(date))
            keys.append(year)
            if probing {
                keys.append(year - 1)
                keys.append(year + 1)
            }
        default: break
        }
    }

    /// The sounds of all names from these places, each once.
    private func names(
        _ places: [Int?], _ row: UnsafeBufferPointer<UInt32>, _ words: UnsafeBufferPointer<WordFacts>,
        _ keys: inout [UInt64]
    ) {
        for case let place? in places {
            for index in 0..<3 where row[place + index] != 0 {
                let facts = words[Int(row[place + index])]
                // An initial finds nobody.
                if facts.length < 2 { continue }
                add(UInt64(facts.sound), &keys)
                if facts.isMarked { add(UInt64(facts.otherSound), &keys) }
            }
        }
    }

    private func add(_ key: UInt64, _ keys: inout [UInt64]) {
        if !keys.contains(key), keys.count < BlockKey.most { keys.append(key) }
    }

    /// All pairs of the keys, without order.
    private func pair(_ keys: inout [UInt64]) {
        let single = keys
        keys.removeAll(keepingCapacity: true)
        for i in single.indices {
            for j in single.indices where j > i && keys.count < BlockKey.most {
                keys.append(min(single[i], single[j]) << 32 | max(single[i], single[j]))
            }
        }
    }

    /// A key below a key.
    @inline(__always)
    static func joined(_ key: UInt64, _ value: UInt64) -> UInt64 {
        mixed(key ^ (value &* 0x9E37_79B9_7F4A_7C15))
    }

    /// Every bit of the answer depends on every bit of the value (the finaliser of SplitMix64).
    @inline(__always)
    static func mixed(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z &>> 31)
    }
}
