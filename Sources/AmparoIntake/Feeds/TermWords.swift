internal import AmparoModel

/// A closed list of words, made ready for comparing with bytes.
struct TermWords: Sendable {
    /// Of each word the first eight bytes, little-endian, zeros behind a shorter word.
    private let heads: [UInt64]
    private let texts: [[UInt8]]

    /// The words of a vocabulary, none without one.
    init(_ vocabulary: Vocabulary?) {
        texts = vocabulary?.words.map { Array($0.utf8) } ?? []
        heads = texts.map { text in text.withUnsafeBytes { Self.head($0) } }
    }

    /// The number of a word, whatever the case of its letters; nil when the list does not hold it.
    @inline(__always)
    func number(of bytes: UnsafeRawBufferPointer) -> UInt8? {
        let head = Self.head(bytes)
        for number in heads.indices where heads[number] == head {
            if matches(bytes, number) { return UInt8(truncatingIfNeeded: number) }
        }
        return nil
    }

    private func matches(_ bytes: UnsafeRawBufferPointer, _ number: Int) -> Bool {
        guard texts[number].count == bytes.count else { return false }
        var index = 8
        while index < bytes.count {
            if FieldText.lower(bytes[index]) != texts[number][index] { return false }
            index += 1
        }
        return true
    }

    @inline(__always)
    private static func head(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<min(bytes.count, 8) { head |= UInt64(FieldText.lower(bytes[index])) << UInt64(8 * index) }
        return head
    }
}
