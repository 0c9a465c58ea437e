/// The vocabulary of addresses: a hash table over words of up to 16 letters, filled once from the texts in
/// `PostalWords+text.swift`. A look-up compares two machine words and allocates nothing.
struct PostalWords: Sendable {
    /// The vocabulary built into this program.
    static let standard = PostalWords()

    /// A word of up to 16 bytes as two integers. Longer words are cut; no two words of the vocabulary become equal.
    struct Key: Equatable {
        var high: UInt64 = 0
        var low: UInt64 = 0
        private var count = 0

        mutating func append(_ byte: UInt8) {
            if count < 8 { high = high << 8 | UInt64(byte) } else if count < 16 { low = low << 8 | UInt64(byte) }
            count += 1
        }

        static func == (left: Self, right: Self) -> Bool { left.high == right.high && left.low == right.low }

        /// A place in a table of 4,096.
        var slot: Int {
            Int(truncatingIfNeeded: ((high ^ low &* 0xC2B2_AE3D_27D4_EB4F) &* 0x9E37_79B9_7F4A_7C15) >> 52)
        }
    }

    private var keys = [Key](repeating: Key(), count: 4096)
    private var values = [PostalWord](repeating: PostalWord(), count: 4096)
    private var stateKeys = [Key](repeating: Key(), count: 4096)
    private var states = [PostalState?](repeating: nil, count: 4096)
    /// Suffixes and words that names are written with, as ranges of `blob`.
    private var ranges: [Range<Int>] = [0..<0]
    private var blob: [UInt8] = []

    /// The suffix numbers that streets are recognised by.
    private(set) var highway: UInt16 = 0
    private(set) var route: UInt16 = 0
    private(set) var road: UInt16 = 0
    private(set) var street: UInt16 = 0
    private(set) var ranch: UInt16 = 0
    private(set) var drive: UInt16 = 0
    private(set) var loop: UInt16 = 0
    private(set) var prairie: UInt16 = 0
    private(set) var trail: UInt16 = 0

    /// What the word means; a word of more than 16 bytes means nothing.
    func word(_ text: [UInt8], from start: Int, count: Int) -> PostalWord {
        guard count <= 16 else { return PostalWord() }
        var key = Key()
        for place in start..<start + count { key.append(text[place]) }
        var slot = key.slot
        while keys[slot] != Key() {
            if keys[slot] == key { return values[slot] }
            slot = (slot + 1) & 4095
        }
        return PostalWord()
    }

    /// The state so named; the key holds its letters without blanks.
    func state(_ key: Key) -> PostalState? {
        var slot = key.slot
        while stateKeys[slot] != Key() {
            if stateKeys[slot] == key { return states[slot] }
            slot = (slot + 1) & 4095
        }
        return nil
    }

    /// Whether a suffix is one that a number may follow as a road's name.
    func isRoad(_ suffix: UInt16) -> Bool { suffix == highway || suffix == route || suffix == road || suffix == loop }

    /// Appends a suffix or plain word by its number.
    func append(_ number: UInt16, to bytes: inout [UInt8]) {
        for place in ranges[Int(number)] { bytes.append(blob[place]) }
    }

    /// The first letter of a suffix or plain word.
    func firstLetter(_ number: UInt16) -> UInt8 { blob[ranges[Int(number)].lowerBound] }

    private init() {
        Self.eachLine(Self.suffixText) { fields in readSuffix(fields) }
        var direction: UInt8 = 0
        Self.eachLine(Self.directionText) { fields in
            direction += 1
            for field in fields { change(field) { $0.direction = direction } }
        }
        var ordinal: UInt8 = 0
        Self.eachLine(Self.ordinalText) { fields in
            for field in fields {
                ordinal += 1
                change(field) { $0.ordinal = ordinal }
            }
        }
        var tens: UInt8 = 10
        Self.eachLine(Self.tensText) { fields in
            tens += 10
            change(fields[0]) { $0.ordinal = tens }
            change(fields[1]) {
                $0.ordinal = tens
                $0.isTens = true
            }
        }
        Self.eachLine(Self.designatorText) { fields in
            guard let kind = Self.designator(named: fields[0]) else { return }
            for field in fields.dropFirst() { change(field) { $0.designator = kind } }
        }
        Self.eachLine(Self.roleText) { fields in
            guard let role = PostalWord.Role.allCases.first(where: { "\($0)".utf8.elementsEqual(fields[0]) }) else {
                return
            }
            for field in fields.dropFirst() { change(field) { $0.role = role } }
        }
        Self.eachLine(Self.stateText) { fields in
            guard let state = PostalState(fields[0]) else { return }
            for field in fields {
                var key = Key()
                for byte in field { key.append(byte) }
                var slot = key.slot
                while stateKeys[slot] != Key(), stateKeys[slot] != key { slot = (slot + 1) & 4095 }
                stateKeys[slot] = key
                states[slot] = state
            }
        }
        highway = suffix(of: "HWY")
        route = suffix(of: "RTE")
        road = suffix(of: "RD")
        street = suffix(of: "ST")
        ranch = suffix(of: "RANCH")
        drive = suffix(of: "DR")
        loop = suffix(of: "LOOP")
        prairie = suffix(of: "PR")
        trail = suffix(of: "TR")
        // Saints and Spanish words for streets inside names.
        for (short, long) in [("STA", "SANTA"), ("STE", "SAINTE"), ("CLL", "CALLE"), ("CARRETERA", "CARR")] {
            let plain = intern(Array(long.utf8)[...])
            change(Array(short.utf8)[...]) { $0.plain = plain }
        }
    }

    private mutating func readSuffix(_ fields: [ArraySlice<UInt8>]) {
        var code = fields[0]
        let isStrong = code.first == UInt8(ascii: "*")
        if isStrong { code = code.dropFirst() }
        let isWord = code.first == UInt8(ascii: "!")
        if isWord { code = code.dropFirst() }
        let suffix = intern(code)
        let plain = intern(fields[1])
        var onlyAtEnd = isWord
        for field in [code] + fields.dropFirst() {
            if field.elementsEqual("|".utf8) {
                onlyAtEnd = true
                continue
            }
            change(field) {
                $0.suffix = suffix
                $0.isStrongSuffix = isStrong
                $0.plain = onlyAtEnd || field.elementsEqual(fields[1]) ? 0 : plain
            }
            if field.startIndex == code.startIndex { onlyAtEnd = false }
        }
    }

    private mutating func intern(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        ranges.append(blob.count..<blob.count + bytes.count)
        blob += bytes
        return UInt16(ranges.count - 1)
    }

    private mutating func change(_ bytes: ArraySlice<UInt8>, _ body: (inout PostalWord) -> Void) {
        var key = Key()
        for byte in bytes { key.append(byte) }
        var slot = key.slot
        while keys[slot] != Key(), keys[slot] != key { slot = (slot + 1) & 4095 }
        keys[slot] = key
        body(&values[slot])
    }

    private func suffix(of text: StaticString) -> UInt16 {
        let bytes = text.withUTF8Buffer { Array($0) }
        return word(bytes, from: 0, count: bytes.count).suffix
    }

    /// The words of each line of a table.
    private static func eachLine(_ text: StaticString, _ body: ([ArraySlice<UInt8>]) -> Void) {
        let bytes = text.withUTF8Buffer { Array($0) }
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: " "))
            if !fields.isEmpty { body(fields) }
        }
    }

    private static func designator(named name: ArraySlice<UInt8>) -> UnitDesignator? {
        UnitDesignator.allCases.first { kind in
            "\(kind)".utf8.elementsEqual(name)
                || kind.needsNoValue && kind.standing.withUTF8Buffer { $0.elementsEqual(name) }
        }
    }
}
