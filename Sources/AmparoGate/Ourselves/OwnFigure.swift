public import AmparoOversight

/// A figure about the house itself (issue 3, "Figures about ourselves"): who may ask, what was decided, which
/// agreements changed.
public struct OwnFigure: Hashable, Sendable {
    /// Which it is; the raw value is the id.
    public enum ID: String, Sendable, CaseIterable {
        /// Accounts that may ask.
        case accounts = "access.accounts"
        /// Changes of agreements.
        case agreementChanges = "agreement.changes"
        /// Decisions about fields.
        case disclosures = "disclosure.count"

        /// Whether it stands in the public form. Counts of decisions do not: small cells could tell of one person.
        public var isPublic: Bool { self != .disclosures }
    }

    /// Which it is.
    public var id: ID
    /// What is counted.
    public var value = 0
    /// What could not be placed.
    public var unknown = 0
    /// By dimension and cell.
    public var by: [String: [String: Int]]

    init(_ id: ID, dimensions: [String]) {
        self.id = id
        by = Dictionary(dimensions.map { ($0, [:]) }) { first, _ in first }
    }

    /// Counts one more, in a cell of each dimension.
    mutating func count(in cells: [String: String]) {
        value += 1
        for (dimension, cell) in cells { by[dimension, default: [:]][cell, default: 0] += 1 }
    }

    /// The figure in the shape of all figures.
    public var json: JSON {
        .object([
            JSON.Member("id", .string(id.rawValue)), JSON.Member("version", .count(1)),
            JSON.Member("value", .count(value)), JSON.Member("denominator", .null),
            JSON.Member("unknown", .count(unknown)),
            JSON.Member("by", .sorted(by.mapValues { cells in .sorted(cells.mapValues { .count($0) }) })),
            JSON.Member("measures", .object([])),
        ])
    }
}

/// What a figure about the house itself counts, in plain words, as data (Definitions/figures/ourselves).
public struct OwnDefinition: Hashable, Sendable {
    /// The figure.
    public let id: OwnFigure.ID
    /// Its dimensions, in the order of the file.
    public let dimensions: [String]
    private let json: JSON

    /// The definition of a figure, by `ID` or `ID@1`; nil when there is none of that name.
    public init?(named name: String) {
        let id = name.hasSuffix("@1") ? String(name.dropLast(2)) : name
        for text in OwnDefinitions.texts {
            guard let json = try? JSON(text), json["id"]?.string == id, let known = OwnFigure.ID(rawValue: id) else {
                continue
            }
            self.id = known
            self.json = json
            dimensions = json["by"]?.members.map(\.name) ?? []
            return
        }
        return nil
    }

    /// A short name.
    public var title: Bilingual { Self.words(json["title"]) ?? Bilingual(english: id.rawValue, spanish: id.rawValue) }
    /// What is counted.
    public var text: Bilingual { Self.words(json["text"]) ?? title }
    /// What could not be placed; nil where nothing is named.
    public var unknown: Bilingual? { Self.words(json["unknown"]) }
    /// The dimensions with what their cells mean, in the order of the file.
    public var parts: [Definition.Part] {
        (json["by"]?.members ?? []).compactMap { member in
            Self.words(member.value).map { Definition.Part(name: member.name, text: $0) }
        }
    }

    private static func words(_ json: JSON?) -> Bilingual? {
        guard let english = json?["en"]?.string, let spanish = json?["es"]?.string else { return nil }
        return Bilingual(english: english, spanish: spanish)
    }

    /// What it counts, in a language, `en` or `es`.
    public func explanation(language: String) -> String {
        func text(_ json: JSON?) -> String? { json?[language == "es" ? "es" : "en"]?.string }
        var lines = ["\(id.rawValue)@1: \(text(json["title"]) ?? "")", text(json["text"]) ?? ""]
        if let unknown = text(json["unknown"]) { lines.append("unknown: " + unknown) }
        for member in json["by"]?.members ?? [] { lines.append("by \(member.name): \(text(member.value) ?? "")") }
        return lines.joined(separator: "\n")
    }
}
