/// The figures that a perfect reader of simulated feeds gives (`truth.json`), or those of the simulated world itself
/// (`truth-world.json`), as read from their file (FEEDS.md, "Simulated feeds").
public struct FigureTruth: Sendable {
    /// The day in the world.
    public let asOf: String
    private var figures: [FigureID: JSON]

    /// Reads a document of figures.
    ///
    /// - Throws: `.badDefinition` when it has not the shape of FEEDS.md.
    public init(_ json: JSON) throws(OversightError) {
        guard let asOf = json["asOf"]?.string, case .array(let list)? = json["figures"] else {
            throw OversightError(.badDefinition, "a document of figures needs `asOf` and `figures`")
        }
        var figures: [FigureID: JSON] = [:]
        for figure in list {
            guard let name = figure["id"]?.string, figure["value"]?.int != nil else {
                throw OversightError(.badDefinition, "every figure needs `id` and a whole number as `value`")
            }
            if let id = FigureID(rawValue: name) { figures[id] = figure }
        }
        self.asOf = asOf
        self.figures = figures
    }

    /// Puts a figure in the place of the file's: of what happened after the feeds were written, which no feed tells.
    public mutating func replace(with figure: Figure) { figures[figure.id] = figure.json }

    /// The value of a figure; nil when the document does not have it.
    public func value(_ id: FigureID) -> Int? { figures[id]?["value"]?.int }

    /// The parts in which a figure is other than here, by name: `value`, `denominator`, `unknown`, `by.finding.attended`,
    /// `measures.averageDays`, `missing`. Empty when every value, denominator, unknown, cell and measure is the same.
    public func differences(_ figure: Figure) -> [String] {
        guard let truth = figures[figure.id] else { return ["missing"] }
        let ours = figure.json
        var parts: [String] = []
        for name in ["value", "denominator", "unknown"] where truth[name] ?? .null != ours[name] ?? .null {
            parts.append(name)
        }
        for name in ["by", "measures"] {
            parts += Self.differences(truth[name] ?? .object([]), ours[name] ?? .object([]), name)
        }
        return parts
    }

    /// The places at which two trees of objects differ, in the order of their names. An empty cell is left out of either.
    private static func differences(_ a: JSON, _ b: JSON, _ path: String) -> [String] {
        guard case .object(let first) = a, case .object(let second) = b else { return a == b ? [] : [path] }
        var values: [String: (JSON?, JSON?)] = [:]
        for member in first { values[member.name] = (member.value, nil) }
        for member in second { values[member.name] = (values[member.name]?.0, member.value) }
        return values.sorted { $0.key < $1.key }.flatMap { name, pair in
            differences(pair.0 ?? .object([]), pair.1 ?? .object([]), "\(path).\(name)")
        }
    }
}
