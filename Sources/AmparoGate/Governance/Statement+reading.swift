extension Statement {
    /// The statements in a text, in order, each exactly as it was shown; line ends of other systems and blank lines do not
    /// matter. Throws `signature` when anything else stands in it, so that nobody signs what he did not read.
    public static func all(in text: String) throws -> [Statement] {
        let lines = text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0 == " " }.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
        }.filter { !$0.isEmpty }
        let parts = ["act: ", "account: ", "about: ", "content: "]
        var statements: [Statement] = []
        for start in stride(from: 0, to: lines.count, by: 6) {
            guard start + 6 <= lines.count, lines[start] == "amparo statement 1" else { throw notShown }
            let values = try zip(parts, lines[(start + 1)..<(start + 5)]).map { part, line in
                guard line.hasPrefix(part) else { throw notShown }
                return String(line.dropFirst(part.count))
            }
            guard let content = Hexadecimal.bytes(values[3]) else { throw notShown }
            let statement = Statement(act: values[0], account: values[1], about: values[2], content: content)
            guard statement.text.split(separator: "\n").last.map(String.init) == lines[start + 5] else {
                throw notShown
            }
            statements.append(statement)
        }
        guard !statements.isEmpty else { throw notShown }
        return statements
    }

    private static var notShown: GovernanceError {
        GovernanceError(
            .signature, "That is no statement as Amparo shows it; copy it whole, from its first line to its last.")
    }
}
