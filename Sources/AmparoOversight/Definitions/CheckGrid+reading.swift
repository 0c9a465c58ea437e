internal import AmparoModel

extension CheckGrid {
    /// Reads a grid, as in `Definitions/figures/grids`.
    ///
    /// - Throws: `.badDefinition` naming what is missing or of the wrong kind.
    public init(_ json: JSON) throws(OversightError) {
        guard let id = json["id"]?.string, let age = json["adultAge"]?.int, (1...120).contains(age),
            let rows = json["requirements"]
        else {
            throw OversightError(.badDefinition, "a grid needs `id`, `adultAge` from 1 to 120 and `requirements`")
        }
        var requirements: [Requirement] = []
        for (index, row) in rows.elements.enumerated() {
            func day(_ field: String) throws(OversightError) -> Day? {
                guard let text = row[field] else { return nil }
                guard let day = text.string.flatMap({ Day($0) }) else {
                    throw OversightError(.badDefinition, "requirement \(index + 1) of \(id) needs a day as `\(field)`")
                }
                return day
            }
            guard let person = row["person"]?.string.flatMap(Person.init(rawValue:)),
                let word = row["type"]?.string, let type = CheckType.allCases.first(where: { $0.word == word })
            else {
                throw OversightError(
                    .badDefinition, "requirement \(index + 1) of \(id) needs a known `person` and a check `type`")
            }
            requirements.append(Requirement(person, type, from: try day("from"), until: try day("until")))
        }
        self.init(id: id, adultAge: age, requirements: requirements)
    }
}
