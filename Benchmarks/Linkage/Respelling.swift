import Foundation

/// How a clerk writes down a name that was said, and what slips on the keyboard.
enum Respelling {
    private static let spanish: [(String, String)] = [
        ("b", "v"), ("v", "b"), ("z", "s"), ("s", "z"), ("ce", "se"), ("ci", "si"), ("ll", "y"), ("y", "ll"),
        ("j", "x"),
        ("x", "j"), ("ge", "je"), ("gi", "ji"), ("qu", "k"), ("gua", "hua"), ("hua", "gua"), ("gu", "w"), ("h", ""),
        ("y", "i"), ("nn", "n"), ("n", "nn"), ("k", "c"), ("ch", "sh"),
    ]
    private static let mayan: [(String, String)] = [
        ("k", "c"), ("c", "k"), ("q", "k"), ("tz", "z"), ("tz", "ts"), ("x", "sh"), ("x", "ch"), ("ch", "x"),
        ("aa", "a"),
        ("j", "h"), ("u", "w"), ("x", "j"), ("z", "s"), ("s", "z"),
    ]
    private static let short: [String: [String]] = [
        "jose": ["Chepe", "Pepe"], "francisco": ["Paco", "Chico"], "guadalupe": ["Lupe"], "antonio": ["Toño"],
        "jesus": ["Chuy"], "manuel": ["Manolo"], "maria": ["Mari"], "isabel": ["Chabela"], "dolores": ["Lola"],
        "ignacio": ["Nacho"], "alberto": ["Beto"], "roberto": ["Beto"], "eduardo": ["Lalo"], "rafael": ["Rafa"],
        "alexander": ["Alex"], "concepcion": ["Concha"], "rosario": ["Chayo"], "santiago": ["Chago"],
        "katherine": ["Katy"], "gabriela": ["Gaby"], "daniel": ["Dani"], "luis": ["Lucho"], "sebastian": ["Sebas"],
    ]

    /// Capitals without accents.
    static func plain(_ name: String) -> String {
        var plain = ""
        for scalar in name.uppercased().unicodeScalars {
            switch scalar {
            case "Á": plain += "A"
            case "É": plain += "E"
            case "Í": plain += "I"
            case "Ó": plain += "O"
            case "Ú", "Ü": plain += "U"
            case "Ñ": plain += "N"
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return plain
    }

    /// One sound written another way; the name itself where none can be.
    static func byEar(_ name: String, isMayan: Bool, _ chance: inout Chance) -> String {
        let text = plain(name).lowercased()
        let rules = (isMayan ? mayan + mayan + spanish : spanish).filter { text.contains($0.0) }
        guard !rules.isEmpty else { return name }
        let rule = chance.pick(rules)
        guard let range = text.firstRange(of: rule.0) else { return name }
        return text.replacingCharacters(in: range, with: rule.1).capitalized
    }

    /// One letter changed, left out, doubled or exchanged with its neighbour.
    static func mistyped(_ name: String, _ chance: inout Chance) -> String {
        var letters = Array(name)
        guard letters.count > 3 else { return name }
        let at = 1 + chance.below(letters.count - 2)
        switch chance.below(4) {
        case 0: letters[at] = Array("aeiounrslt")[chance.below(10)]
        case 1: letters.remove(at: at)
        case 2: letters.insert(Array("aeiounrslt")[chance.below(10)], at: at)
        default: letters.swapAt(at, at + 1)
        }
        return String(letters)
    }

    static func nickname(_ name: String, _ chance: inout Chance) -> String? {
        short[plain(name).lowercased()].map { chance.pick($0) }
    }
}
