/// What is known of a word once, so that comparing two words reads two of these and no text.
struct WordFacts: Sendable {
    /// `Nicknames.groups`.
    var nicknames: UInt64
    /// Where its bytes begin in the book.
    var start: UInt32
    /// Which letters occur (bits 0 to 25) and which digits (26 to 31, folded): two words that differ in many of these
    /// cannot be spelled nearly alike.
    var letters: UInt32
    /// The same of its Spanish key.
    var soundLetters: UInt32
    /// The word that is its Spanish key; 0 where the word is no name.
    var sound: UInt32
    /// The word that is its key by the other rules (`PhoneticKey.indigenous`).
    var otherSound: UInt32
    /// Length in bytes, at most 255.
    var length: UInt8
    /// Whether it has a sound that Spanish does not write, so that the other rules count for it.
    var isMarked: Bool
}

/// The words of a book as a comparison reads them.
struct WordView {
    let facts: UnsafeBufferPointer<WordFacts>
    let arena: UnsafeBufferPointer<UInt8>

    @inline(__always)
    subscript(_ word: UInt32) -> WordFacts { facts[Int(word)] }
}

/// Every word that occurs, numbered from 1; 0 is no word. Words are put in once and compared by number.
struct WordBook: Sendable {
    private var arena: [UInt8] = []
    private(set) var facts: [WordFacts] = [
        WordFacts(
            nicknames: 0, start: 0, letters: 0, soundLetters: 0, sound: 0, otherSound: 0, length: 0,
            isMarked: false)
    ]
    private var slots: [UInt32] = Array(repeating: 0, count: 1 << 10)
    private var hashes: [UInt32] = [0]
    private var key: [UInt8] = []

    /// Longer words are cut here; none that folding makes is.
    static let longest = 255

    /// How many numbers are given, 0 included.
    var count: Int { facts.count }

    /// The number of a name, a range of `text`, with its keys and nicknames.
    mutating func name(_ text: [UInt8], _ range: Range<Int>) -> UInt32 {
        if range.isEmpty { return 0 }
        return text.withUnsafeBytes { self.name(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// The number of a text that is no name: a code, a number, a street; a range of `text`.
    mutating func text(_ text: [UInt8], _ range: Range<Int>) -> UInt32 {
        if range.isEmpty { return 0 }
        return text.withUnsafeBytes { self.number(of: UnsafeRawBufferPointer(rebasing: $0[range])).0 }
    }

    private mutating func name(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        let number = self.number(of: bytes).0
        // A word that was a text so far may become a name.
        guard facts[Int(number)].sound == 0 else { return number }
        facts[Int(number)].nicknames = Nicknames.groups(Array(bytes.prefix(16)))
        // Keys are words of their own, told apart by their first byte.
        var key = self.key
        key.removeAll(keepingCapacity: true)
        key.append(1)
        PhoneticKey.spanish(bytes, into: &key)
        let sound = self.number(of: key)
        facts[Int(number)].sound = sound
        facts[Int(number)].soundLetters = facts[Int(sound)].letters
        key.removeAll(keepingCapacity: true)
        key.append(2)
        facts[Int(number)].isMarked = PhoneticKey.indigenous(bytes, into: &key)
        let other = self.number(of: key)
        facts[Int(number)].otherSound = other
        self.key = key
        return number
    }

    /// Lends the words to a comparison.
    func withView<Result>(_ body: (WordView) throws -> Result) rethrows -> Result {
        try facts.withUnsafeBufferPointer { facts in
            try arena.withUnsafeBufferPointer { try body(WordView(facts: facts, arena: $0)) }
        }
    }

    /// The bytes of a word.
    func bytes(_ word: UInt32) -> ArraySlice<UInt8> {
        guard Int(word) < facts.count else { return [] }
        let facts = facts[Int(word)]
        return arena[Int(facts.start)..<Int(facts.start) + Int(facts.length)]
    }

    private mutating func number(of key: [UInt8]) -> UInt32 { key.withUnsafeBytes { self.number(of: $0).0 } }

    private mutating func number(of whole: UnsafeRawBufferPointer) -> (UInt32, Bool) {
        let bytes = UnsafeRawBufferPointer(rebasing: whole[..<min(whole.count, WordBook.longest)])
        let hash = WordBook.hash(bytes)
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let word = slots[slot]
            if hashes[Int(word)] == hash, equals(word, bytes) { return (word, false) }
            slot = (slot + 1) & mask
        }
        let word = UInt32(facts.count)
        slots[slot] = word
        hashes.append(hash)
        facts.append(WordBook.facts(bytes, start: arena.count))
        arena.append(contentsOf: bytes)
        if facts.count * 2 > slots.count { grow() }
        return (word, true)
    }

    private func equals(_ word: UInt32, _ bytes: UnsafeRawBufferPointer) -> Bool {
        let start = Int(facts[Int(word)].start)
        guard Int(facts[Int(word)].length) == bytes.count else { return false }
        for offset in bytes.indices where arena[start + offset] != bytes[offset] { return false }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for word in 1..<facts.count {
            var slot = Int(hashes[word]) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(word)
        }
    }

    private static func facts(_ bytes: UnsafeRawBufferPointer, start: Int) -> WordFacts {
        var letters: UInt32 = 0
        for byte in bytes {
            switch byte {
            case 0x41...0x5A: letters |= 1 << UInt32(byte - 0x41)
            case 0x30...0x39: letters |= 1 << (26 + UInt32(byte - 0x30) % 6)
            default: break
            }
        }
        return WordFacts(
            nicknames: 0, start: UInt32(start), letters: letters, soundLetters: 0, sound: 0, otherSound: 0,
            length: UInt8(bytes.count), isMarked: false)
    }

    /// FNV-1a, mixed at the end.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return UInt32(truncatingIfNeeded: BlockKey.mixed(hash))
    }
}
