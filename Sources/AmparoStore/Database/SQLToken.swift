/// The words and signs of a statement, words in lower case.
enum SQLToken: Hashable, Sendable {
    case word(String)
    case parameter(String)
    case number(String)
    case text(String)
    case quoted(String)
    case symbol(String)

    static func tokens(of sql: String) -> [SQLToken] {
        let characters = Array(sql.unicodeScalars)
        var tokens: [SQLToken] = []
        var index = 0
        func isLetter(_ scalar: Unicode.Scalar) -> Bool {
            ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
        }
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
        func take(while condition: (Unicode.Scalar) -> Bool) -> String {
            var text = String.UnicodeScalarView()
            while index < characters.count, condition(characters[index]) {
                text.append(characters[index])
                index += 1
            }
            return String(text)
        }
        func takeQuoted(_ quote: Unicode.Scalar) -> String {
            index += 1
            var text = String.UnicodeScalarView()
            while index < characters.count {
                if characters[index] == quote {
                    guard index + 1 < characters.count, characters[index + 1] == quote else { break }
                    index += 1
                }
                text.append(characters[index])
                index += 1
            }
            index += 1
            return String(text)
        }
        while index < characters.count {
            let scalar = characters[index]
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            if scalar.properties.isWhitespace {
                index += 1
            } else if scalar == "-", next == "-" {
                _ = take { $0 != "\n" }
            } else if isLetter(scalar) {
                tokens.append(.word(take { isLetter($0) || isDigit($0) }.lowercased()))
            } else if isDigit(scalar) {
                tokens.append(.number(take { isDigit($0) || $0 == "." }))
            } else if scalar == "'" {
                tokens.append(.text(takeQuoted("'")))
            } else if scalar == "\"" || scalar == "`" {
                tokens.append(.quoted(takeQuoted(scalar)))
            } else if scalar == "?" || scalar == "$" || scalar == "@" || (scalar == ":" && isLetter(next)) {
                index += 1
                tokens.append(.parameter(String(scalar) + take { isLetter($0) || isDigit($0) }))
            } else if scalar == next, scalar == ":" || scalar == "=" || scalar == "|" {
                tokens.append(.symbol(String(scalar) + String(scalar)))
                index += 2
            } else {
                tokens.append(.symbol(String(scalar)))
                index += 1
            }
        }
        return tokens
    }
}
