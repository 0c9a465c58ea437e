internal import AmparoModel

/// What may be said of a column that no table knows. Its name is the sender's text: a header that runs into its first
/// record names "columns" that are values of a person. So a name is shown only when every word of it stands in a closed
/// list of words that columns are made of; what no list holds cannot be told. The values are kept sealed either way.
enum ColumnName {
    /// The name as it may stand in a report, or the column's place.
    static func shown(_ name: String, place: Int) -> String {
        let unnamed = unnamed(place: place)
        return name == unnamed || isSpeakable(name) ? name : unnamed + ", name not shown"
    }

    /// The name that a column without one is given.
    static func unnamed(place: Int) -> String { "column \(place + 1)" }

    /// Whether all words of a name are words of column names; a single digit may stand behind them.
    private static func isSpeakable(_ name: String) -> Bool {
        guard name.utf8.count <= 40, let words = words(of: name), let first = words.first else { return false }
        return vocabulary.contains(first)
            && words.dropFirst().allSatisfy { vocabulary.contains($0) || ($0.utf8.count == 1 && Int($0) != nil) }
    }

    /// The words of a name in lower case, parted by `_`, `-`, blanks and by a capital behind a small letter; nil when
    /// anything else but letters and digits stands in it.
    private static func words(of name: String) -> [String]? {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll()
        }
        var wasSmall = false
        for byte in name.utf8 {
            switch byte {
            case 0x61...0x7A, 0x30...0x39: word.append(byte)
            case 0x41...0x5A:
                if wasSmall { end() }
                word.append(byte | 0x20)
            case 0x20, 0x2D, 0x5F: end()
            default: return nil
            }
            wasSmall = (0x61...0x7A).contains(byte)
        }
        end()
        return words
    }

    /// Whether a header's field is a value and no name: a date, a number of five digits or more, an address of e-mail, or
    /// text that is long or has several lines.
    static func isValue(_ name: some Collection<UInt8>) -> Bool {
        guard name.count <= 128 else { return true }
        var digits = 0
        // A date's parts: a digit, then a mark, then a digit again.
        var marks = 0
        var last: UInt8 = 0
        var beforeLast: UInt8 = 0
        for byte in name {
            if byte == 0x40 || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn { return true }
            if isDigit(byte) {
                digits += 1
                if isDigit(beforeLast), last == 0x2D || last == 0x2E || last == 0x2F { marks += 1 }
            }
            (beforeLast, last) = (last, byte)
        }
        return digits >= 5 || marks >= 2
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The words of all known columns, and others that columns are named with; chosen so that none is commonly the
    /// name of a person or a place.
    private static let vocabulary: Set<String> = {
        var vocabulary: Set<String> = []
        for field in FeedTable.all.values.flatMap(\.fields) {
            for name in [field.name] + field.aliases {
                vocabulary.insert(name)
                vocabulary.formUnion(words(of: name) ?? [])
            }
        }
        // A surname as well.
        vocabulary.remove("grant")
        return vocabulary.union(
            """
            account active actual admitted adult age alert alias alternate amount annual area arrival assessment
            attachment attorney auth authority balance batch bed birthday bit blank bln block body booking box branch
            building bureau capacity caregiver cell center certificate changed chief children citizenship class
            clearance client clinic column comment comments completed condition confirmed consent contact contract
            coordinator copy cost count county created creation custodian dat data deadline default deleted delivery
            department description desk detail details diagnosis discharge disposition district division dob docket
            draft due duration edited education eligible emergency employee employer end episode error escort estimated
            ethnicity event exam exported external extra facilities fax fee fields file final fingerprint first float
            floor follow followup form format former full fund funding gender grade guardian guid handler head header
            health height history home hour hours household icon image import imported inactive income index indicator
            info information initial inspection int intake internal interview invoice item job judge key label last
            lead legal length letter level license lines link list lng log mail manager marital match measure
            medical meeting memo message method middle min minutes mode modified movement multiple national
            nationality need needs next nickname no note notes null nurse object occupation office officer on open
            operator order org organization origin original outcome owner paid parents part party past pending percent
            period permanent person photo pick picture plan position post postal prefix previous primary priority
            private process processed profile program progress project protocol public purpose queue race range rank
            rate ratio ready received reception record records ref reference region register registered
            relative religion remark remarks removal removed rep report reporting request requested required residence
            response responsible review reviewed reviewer revised risk role room round rows rule rules scan score
            screen screening seat second secondary section sector selected sent sequence serial session set shelter
            shift shoe show signature signed size sort special specialist staff stage standard statement step stored
            str subject submitted suffix suite summary supervisor support survey table tag target task team telephone
            temp temporary term test text ticket timestamp title total town track tracking transport travel true uac
            uid unique unit until used user uuid valid validated value values vendor verified version via visit visited
            volunteer waiver weekly weight worker workflow yes zone
            """.split { $0 == " " || $0 == "\n" }.map(String.init))
    }()
}
