/// Folds names for blind indexes and for "a surname in common" (FEEDS.md): lower case, accents and marks taken off,
/// split at blanks, hyphens and apostrophes. Full linkage of names is another room's work.
enum NameFolding {
    /// The folded words of a name, each once, in order of first mention; words of one letter are left out.
    static func words(_ text: UnsafeRawBufferPointer) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8] = []
        func flush() {
            if word.count > 1, !words.contains(word) { words.append(word) }
            word.removeAll(keepingCapacity: true)
        }
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": word.append(UInt8(scalar.value))
            case "A"..."Z": word.append(UInt8(scalar.value) | 0x20)
            case " ", "-", "'", "\u{2019}", "\u{2010}", ",", ".", "\t": flush()
            default:
                if let letter = plainLetter(scalar) {
                    word.append(contentsOf: letter.utf8)
                } else if scalar.properties.canonicalCombiningClass == .notReordered {
                    word.append(contentsOf: String(scalar).lowercased().utf8)
                }
            }
        }
        flush()
        return words
    }

    /// The plain letters of a Latin letter with a mark; nil for any other scalar.
    private static func plainLetter(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "á", "à", "â", "ä", "ã", "å", "Á", "À", "Â", "Ä", "Ã", "Å", "ā", "Ā": "a"
        case "é", "è", "ê", "ë", "É", "È", "Ê", "Ë", "ē", "Ē": "e"
        case "í", "ì", "î", "ï", "Í", "Ì", "Î", "Ï", "ī", "Ī": "i"
        case "ó", "ò", "ô", "ö", "õ", "ø", "Ó", "Ò", "Ô", "Ö", "Õ", "Ø", "ō", "Ō": "o"
        case "ú", "ù", "û", "ü", "Ú", "Ù", "Û", "Ü", "ū", "Ū": "u"
        case "ñ", "Ñ": "n"
        case "ç", "Ç": "c"
        case "ý", "ÿ", "Ý": "y"
        case "ß": "ss"
        case "æ", "Æ": "ae"
        case "œ", "Œ": "oe"
        default: nil
        }
    }
}
