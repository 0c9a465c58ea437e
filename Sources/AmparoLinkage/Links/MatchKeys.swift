internal import AmparoModel

/// The words by which two houses that may not tell each other whom they know can find the same person: each is what both write
/// down alike, or nearly. They are what a private match is made of, and never leave the house unblinded (docs/linkage.md).
public enum MatchKeys {
    /// At most so many words for one person.
    public static let most = 6

    /// The words for a person: the A-number in nine digits; given name and each surname as they sound, with the day of birth;
    /// the telephone. Each once, in a fixed order; none for what nobody told, and no name without a whole day of birth.
    public static func words(_ person: PersonDescription) -> [String] {
        var words: [String] = []
        if let number = aNumber(person.aNumber) { words.append("a-number " + number) }
        if let birth = person.birth, birth.earliest == birth.latest,
            let given = sounds(person.given, most: 1).first
        {
            words += sounds(person.surnames, most: 4).map { "name \(given) \($0) \(birth.earliest)" }
        }
        let phone = person.phone.filter { $0.isASCII && $0.isNumber }
        if phone.count == 10 { words.append("phone " + phone) }
        return words
    }

    /// The nine digits of an A-number; nil when the text is none. One of seven or eight digits begins with zeros.
    private static func aNumber(_ text: String) -> String? {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        guard (7...9).contains(digits.count), Set(digits).count > 1 else { return nil }
        return String(repeating: "0", count: 9 - digits.count) + digits
    }

    /// How the words of a name sound, each once: without particles, and without words that say that there is none.
    private static func sounds(_ text: String, most: Int) -> [String] {
        var folded = FoldedWords()
        folded.fold(text, digits: false)
        var found: [String] = []
        folded.bytes.withUnsafeBytes { bytes in
            for index in 0..<folded.count where found.count < most {
                var word = UnsafeRawBufferPointer(rebasing: bytes[folded.range(index)])
                guard word.count > 1, !NameParticles.isParticle(word), !NameParticles.isPlaceholder(word) else {
                    continue
                }
                word = UnsafeRawBufferPointer(rebasing: word[NameParticles.joinedParticle(word)...])
                var key: [UInt8] = []
                PhoneticKey.spanish(word, into: &key)
                let sound = String(decoding: key, as: UTF8.self)
                if !found.contains(sound) { found.append(sound) }
            }
        }
        return found
    }
}
