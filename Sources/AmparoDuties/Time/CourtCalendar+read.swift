public import AmparoModel

extension CourtCalendar {
    /// The calendar with the closures of a YAML file: `closures:` is a list of `from`, `to` (a day when it is missing),
    /// `courts` (all when it is missing) and `reason`.
    ///
    /// - Throws: `DutiesError` with file, line and column.
    public init(yaml text: String, file: String, federal: BusinessCalendar = BusinessCalendar()) throws(DutiesError) {
        let map = try YAMLMap(file: file, text: text, keys: ["closures"])
        guard map.has("closures") else { throw map.error(.missingKey, "add the key closures", "closures") }
        var closures: [Closure] = []
        for item in try map.maps("closures", keys: ["from", "to", "courts", "reason"]) {
            let from = try item.requiredValue("from", "a day, YYYY-MM-DD") { Day($0) }
            let to = try item.value("to", "a day, YYYY-MM-DD") { Day($0) } ?? from
            guard from <= to else { throw item.error(.badValue, "to comes after from", "to") }
            let reason = try item.requiredValue("reason", "a word of small letters, digits and hyphens", Procedure.word)
            let courts = Set(try item.texts("courts").map { CourtCode($0) })
            closures.append(Closure(courts: courts, days: from...to, reason: reason))
        }
        self.init(federal: federal, closures: closures)
    }

    /// The closures that ship with the program: none. A deployment enters its own.
    public static func shipped() throws(DutiesError) -> CourtCalendar {
        try CourtCalendar(
            yaml: String(decoding: PackageResources.closures_yaml, as: UTF8.self), file: "closures.yaml")
    }
}
