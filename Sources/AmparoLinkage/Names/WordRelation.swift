/// How two names are related, the weakest first.
enum WordRelation: UInt8, Comparable {
    case none, initial, close, nickname, soundsAlike, same

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The relation of two words of a book.
    @inline(__always)
    static func between(_ a: UInt32, _ b: UInt32, _ words: WordView) -> WordRelation {
        if a == b { return a == 0 ? .none : .same }
        if a == 0 || b == 0 { return .none }
        return unlike(words[a], words[b], words)
    }

    /// The relation of two words that are not the same.
    @inline(__always)
    static func unlike(_ a: WordFacts, _ b: WordFacts, _ words: WordView) -> WordRelation {
        if a.sound == b.sound { return .soundsAlike }
        // Most pairs end here: too many letters differ, in spelling and in sound.
        if (a.letters ^ b.letters).nonzeroBitCount > 4, (a.soundLetters ^ b.soundLetters).nonzeroBitCount > 2,
            a.nicknames == 0 || b.nicknames == 0, a.otherSound != b.otherSound,
            a.length > 1, b.length > 1
        {
            return .none
        }
        return nearly(a, b, words)
    }

    @inline(never)
    private static func nearly(_ a: WordFacts, _ b: WordFacts, _ words: WordView) -> WordRelation {
        if a.otherSound == b.otherSound, a.isMarked || b.isMarked { return .soundsAlike }
        if a.nicknames != 0, b.nicknames != 0, Nicknames.share(a.nicknames, b.nicknames) { return .nickname }
        let shorter = min(a.length, b.length)
        if shorter == 1 { return words.arena[Int(a.start)] == words.arena[Int(b.start)] ? .initial : .none }
        guard shorter >= 4 else { return .none }
        let most = max(a.length, b.length) >= 8 ? 2 : 1
        if Spelling.isNear(a, b, most: most, words) { return .close }
        guard (a.soundLetters ^ b.soundLetters).nonzeroBitCount <= 2 else { return .none }
        let keys = (words[a.sound], words[b.sound])
        // A key begins with its mark.
        guard min(keys.0.length, keys.1.length) >= 5 else { return .none }
        return Spelling.isNear(keys.0, keys.1, most: 1, words) ? .close : .none
    }
}
