/// Words that are part of a name and say nothing of who it is, and words that say there is no name.
enum NameParticles {
    /// Whether a folded word is a particle (de, del, y, van) or what follows a name (Jr).
    static func isParticle(_ word: UnsafeRawBufferPointer) -> Bool { holds(particles, word) }

    /// Whether a folded word stands where a name is not known.
    static func isPlaceholder(_ word: UnsafeRawBufferPointer) -> Bool {
        if holds(placeholders, word) { return true }
        // XXX, ZZZZ: one letter, three times or more.
        return word.count > 2 && word.allSatisfy { $0 == word[0] }
    }

    /// How many bytes of particles a word begins with that were written together with the name: `DELACRUZ`, `DELEON`.
    static func joinedParticle(_ word: UnsafeRawBufferPointer) -> Int {
        for prefix in openPrefixes where word.count >= prefix.count + 3 && word.starts(with: prefix) {
            return prefix.count
        }
        guard word.count > 4, word[0] == 0x44, word[1] == 0x45 else { return 0 }
        for name in joinedNames where name.bytes.elementsEqual(word) { return name.prefix }
        return 0
    }

    private static func holds(_ list: [[UInt8]], _ word: UnsafeRawBufferPointer) -> Bool {
        guard word.count <= 12 else { return false }
        for known in list where known.count == word.count && known.elementsEqual(word) { return true }
        return false
    }

    private static func words(_ text: String) -> [[UInt8]] { text.split(separator: " ").map { Array($0.utf8) } }

    private static let particles = words("DE DEL LA LAS LOS EL Y DA DO DOS DAS DI VAN VON JR SR II III IV VDA")
    private static let placeholders = words(
        """
        UNKNOWN UNK UNKN FNU LNU NFN NLN NMN DESCONOCIDO DESCONOCIDA NINGUNO NINGUNA NONE NULL NIL NAN NA NO NAME TBD \
        SIN NOMBRE APELLIDO MINOR JUVENILE REDACTED NOT PROVIDED GIVEN ANONYMOUS ANONIMO XX
        """)
    private static let openPrefixes = words("DELAS DELOS DELA")
    private static let joinedNames: [(bytes: [UInt8], prefix: Int)] =
        words("DELCID DELVALLE DELTORO DELRIO DELPINO DELCARMEN DELAGUILA DELBOSQUE DELCAMPO").map { ($0, 3) }
        + words("DELEON DEPAZ DEJESUS DEGRACIA DESANTIAGO DEOCA DEAVILA DEARMAS DEDIOS").map { ($0, 2) }
}
