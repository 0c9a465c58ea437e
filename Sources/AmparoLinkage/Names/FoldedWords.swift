/// The words of a text in one alphabet: capitals A to Z without accents, digits where asked for, bytes of other alphabets
/// as they are. Reused from text to text, so that folding allocates nothing.
struct FoldedWords {
    /// All words, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each word ends.
    private(set) var ends: [Int] = []

    /// Longest text that is read, in bytes: whoever sends more sends no name.
    static let longestText = 512
    /// Longest word that is kept, in bytes.
    static let longestWord = 48
    /// Most words that are kept.
    static let mostWords = 12

    /// How many words there are.
    var count: Int { ends.count }

    /// The place of a word in `bytes`.
    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// Folds a text. Letters with accents lose them, combining marks and characters without width vanish, letters of
    /// other alphabets that look like Latin ones become these, wide and mathematical letters plain ones. Apostrophes
    /// vanish, everything else that is no letter parts words.
    mutating func fold(_ text: String, digits: Bool) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        var text = text
        text.withUTF8 { fold(UnsafeRawBufferPointer($0), digits: digits) }
    }

    private mutating func fold(_ text: UnsafeRawBufferPointer, digits: Bool) {
        let end = min(text.count, FoldedWords.longestText)
        var at = 0
        var start = 0
        while at < end {
            let byte = text[at]
            switch byte {
            case 0x41...0x5A:
                bytes.append(byte)
                at += 1
            case 0x61...0x7A:
                bytes.append(byte - 32)
                at += 1
            case 0x30...0x39 where digits:
                bytes.append(byte)
                at += 1
            case 0x27, 0x60:
                at += 1
            case 0x80...:
                at += other(text, at, end, digits: digits, start: &start)
            default:
                part(from: &start)
                at += 1
            }
        }
        part(from: &start)
    }

    /// Ends the word that began at `start`.
    private mutating func part(from start: inout Int) {
        guard bytes.count > start else { return }
        if bytes.count - start > FoldedWords.longestWord {
            bytes.removeLast(bytes.count - start - FoldedWords.longestWord)
        }
        if ends.count < FoldedWords.mostWords {
            ends.append(bytes.count)
        } else {
            bytes.removeLast(bytes.count - start)
        }
        start = bytes.count
    }

    /// Folds one character that is not ASCII and returns how many bytes it had.
    private mutating func other(
        _ text: UnsafeRawBufferPointer, _ at: Int, _ end: Int, digits: Bool, start: inout Int
    ) -> Int {
        let (scalar, length) = FoldedWords.scalar(text, at, end)
        if scalar == 0xC3, at + length < end {
            // UTF-8 that was read as Latin-1 and written again: `GarcÃ­a`.
            let (second, more) = FoldedWords.scalar(text, at + length, end)
            if let last = LookAlikes.lostByte(second) {
                append(LookAlikes.fold(UInt32(0xC0 | last & 0x3F)), start: &start, digits: digits)
                return length + more
            }
        }
        switch LookAlikes.fold(scalar) {
        case .keep: for offset in 0..<length { bytes.append(text[at + offset]) }
        case let known: append(known, start: &start, digits: digits)
        }
        return length
    }

    private mutating func append(_ folded: LookAlikes.Folded, start: inout Int, digits: Bool) {
        switch folded {
        case .as(let byte) where digits || byte > 0x39: bytes.append(byte)
        case .as, .part: part(from: &start)
        case .vanish, .keep: break
        }
    }

    /// The scalar that begins at `at` and its length; a broken sequence is one byte that vanishes.
    private static func scalar(_ text: UnsafeRawBufferPointer, _ at: Int, _ end: Int) -> (UInt32, Int) {
        let byte = text[at]
        if byte < 0x80 { return (UInt32(byte), 1) }
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        guard byte >= 0xC2, byte < 0xF5, at + length <= end else { return (0xFFFD, 1) }
        var scalar = UInt32(byte) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            guard text[at + offset] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            scalar = scalar << 6 | UInt32(text[at + offset] & 0x3F)
        }
        return (scalar, length)
    }
}
