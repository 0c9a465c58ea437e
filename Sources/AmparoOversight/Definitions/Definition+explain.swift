extension Definition {
    /// What `figures explain` prints: the definition in plain words, in `en` or `es`. Ends with a line break.
    public func explanation(language: String) -> String {
        let words =
            language == "es"
            ? [
                "denominator": "De cuántos", "none": "ninguno", "unknown": "Sin ubicar", "by": "Por",
                "measure": "Medida", "source": "Regla", "basis": "Se basa en", "version": "versión",
                "from": "vigente desde",
                "public": "En la forma pública se suprimen las celdas de 1 a 10 y las que permitirían deducirlas.",
            ]
            : [
                "denominator": "Of how many", "none": "none", "unknown": "Not placed", "by": "By", "measure": "Measure",
                "source": "Rule", "basis": "Rests on", "version": "version", "from": "in force since",
                "public": "In the public form cells of 1 to 10, and those that would give them away, are suppressed.",
            ]
        func word(_ key: String) -> String { words[key] ?? key }
        var lines = [
            "\(title.text(language)) (\(id.rawValue), \(word("version")) \(version), \(word("from")) \(inForce))",
            "", text.text(language), "",
            "\(word("denominator")): \(denominator?.text(language) ?? word("none"))",
            "\(word("unknown")): \(unknown?.text(language) ?? word("none"))",
        ]
        for part in dimensions { lines.append("\(word("by")) \(part.name): \(part.text.text(language))") }
        for part in measures { lines.append("\(word("measure")) \(part.name): \(part.text.text(language))") }
        lines.append("\(word("source")): \(rule)")
        if !basis.isEmpty { lines.append("\(word("basis")): \(basis.joined(separator: "; "))") }
        lines.append(word("public"))
        return lines.joined(separator: "\n") + "\n"
    }
}
