/// Which rows of the record a snapshot has shown, by the number of the first entry about them: a bit each.
struct ShownRows {
    private var words: [UInt64] = []

    mutating func insert(_ seq: Int64) {
        guard seq > 0 else { return }
        let word = Int(seq >> 6)
        if word >= words.count {
            let count = max(word + 1, words.count + words.count / 4)
            words.append(contentsOf: repeatElement(0, count: count - words.count))
        }
        words[word] |= 1 << UInt64(seq & 63)
    }

    func contains(_ seq: Int64) -> Bool {
        let word = Int(seq >> 6)
        return seq > 0 && word < words.count && words[word] & (1 << UInt64(seq & 63)) != 0
    }
}
