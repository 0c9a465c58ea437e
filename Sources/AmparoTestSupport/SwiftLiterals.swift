/// The SQL statements among the string literals of Swift source.
public enum SwiftLiterals {
    /// The statements in the order of the source; an interpolation is `x`, comments are left out.
    public static func statements(in source: String) -> [String] {
        var literals: [String] = []
        var rest = Substring(source)
        while let next = rest.firstIndex(where: { $0 == "\"" || $0 == "/" }) {
            rest = rest[next...]
            if rest.hasPrefix("//") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("\"\"\"") {
                rest = rest.dropFirst(3)
                literals.append(take(&rest, until: "\"\"\""))
            } else if rest.hasPrefix("\"") {
                rest = rest.dropFirst()
                literals.append(take(&rest, until: "\""))
            } else {
                rest = rest.dropFirst()
            }
        }
        return literals.filter { $0.firstMatch(of: statement) != nil }
    }

    /// Takes a literal's text; an interpolation becomes `x`.
    private static func take(_ rest: inout Substring, until end: String) -> String {
        var text = ""
        while !rest.isEmpty, !rest.hasPrefix(end) {
            if rest.hasPrefix("\\(") {
                var depth = 0
                repeat {
                    if rest.first == "(" { depth += 1 }
                    if rest.first == ")" { depth -= 1 }
                    rest = rest.dropFirst()
                } while !rest.isEmpty && (depth > 0 || rest.first == "(")
                text += "x"
            } else if rest.hasPrefix("\\") {
                text += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                text.append(rest.removeFirst())
            }
        }
        rest = rest.dropFirst(end.count)
        return text
    }

    private static var statement: Regex<Substring> {
        /^\s*(?:SELECT\s|INSERT\s+(?:INTO|OR)\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(?:TABLE|UNIQUE|INDEX|VIEW|TRIGGER)|ALTER\s+TABLE|DROP\s+\w+|WITH\s+\w+|PRAGMA\s|BEGIN\b|LISTEN\s|NOTIFY\s|VACUUM|ATTACH\s|LOCK\s)/
    }
}
