/// A text in the two languages every definition has.
public struct Bilingual: Hashable, Sendable {
    /// English.
    public var english: String
    /// Spanish.
    public var spanish: String

    /// A text in both languages.
    public init(english: String, spanish: String) {
        self.english = english
        self.spanish = spanish
    }

    /// The text in a language, `en` or `es`; English for any other.
    public func text(_ language: String) -> String { language == "es" ? spanish : english }
}

/// The definition of a figure: what it counts, in plain words, and where the rule comes from. Data with a version and a date;
/// the program counts the versions it knows, and a folder may give other words for them.
public struct Definition: Hashable, Sendable {
    /// A dimension or measure with what its cells or its number mean.
    public struct Part: Hashable, Sendable {
        /// The name in `by` or `measures`.
        public var name: String
        /// What it means.
        public var text: Bilingual

        /// A part.
        public init(name: String, text: Bilingual) {
            self.name = name
            self.text = text
        }
    }

    /// The figure.
    public var id: FigureID
    /// The version.
    public var version: Int
    /// The day from which the version is in force, as `YYYY-MM-DD`.
    public var inForce: String
    /// A short name.
    public var title: Bilingual
    /// What is counted.
    public var text: Bilingual
    /// Of how many; nil where there is none.
    public var denominator: Bilingual?
    /// What could not be placed; nil where nothing is named and `unknown` is 0.
    public var unknown: Bilingual?
    /// The dimensions, in the order of the file.
    public var dimensions: [Part]
    /// The measures, in the order of the file.
    public var measures: [Part]
    /// The rule, by document and version.
    public var rule: String
    /// What the rule rests on.
    public var basis: [String]
    /// A small population with the figure it gives.
    public var example: JSON
    /// The whole definition as it was read, which its content hash is taken over.
    public let json: JSON

    /// Reads a definition.
    ///
    /// - Throws: `.badDefinition` naming what is missing or of the wrong kind; `.unknownDefinition` for a figure or version that
    ///   this program does not count.
    public init(_ json: JSON) throws(OversightError) {
        guard let name = json["id"]?.string, let version = json["version"]?.int else {
            throw OversightError(.badDefinition, "a definition needs `id` and a whole number as `version`")
        }
        guard let id = FigureID(rawValue: name), version == 1 else {
            throw OversightError(
                .unknownDefinition,
                "this program does not count \(name)@\(version); remove the file or update the program")
        }
        func required<Value>(_ field: String, _ value: Value?) throws(OversightError) -> Value {
            guard let value else { throw OversightError(.badDefinition, "\(name)@\(version) needs a good `\(field)`") }
            return value
        }
        func text(_ field: String, _ json: JSON?) throws(OversightError) -> Bilingual {
            Bilingual(
                english: try required("\(field).en", json?["en"]?.string),
                spanish: try required("\(field).es", json?["es"]?.string))
        }
        func optionalText(_ field: String) throws(OversightError) -> Bilingual? {
            try required(field, json[field]) == .null ? nil : try text(field, json[field])
        }
        func parts(_ field: String) throws(OversightError) -> [Part] {
            var parts: [Part] = []
            for member in try required(field, json[field]).members {
                parts.append(Part(name: member.name, text: try text("\(field).\(member.name)", member.value)))
            }
            return parts
        }
        self.id = id
        self.version = version
        inForce = try required("inForce", json["inForce"]?.string)
        title = try text("title", json["title"])
        self.text = try text("text", json["text"])
        denominator = try optionalText("denominator")
        unknown = try optionalText("unknown")
        dimensions = try parts("by")
        measures = try parts("measures")
        rule = try required("source.rule", json["source"]?["rule"]?.string)
        basis = (json["source"]?["basis"]?.elements ?? []).compactMap(\.string)
        example = try required("example", json["example"])
        self.json = json
    }

    /// The definition's bytes, whatever the layout of the file it was read from: one line, names in their order.
    public var canonicalBytes: [UInt8] { Array(json.description.utf8) }

    /// The content hash; `sha256` is the caller's SHA-256.
    public func hash(sha256: ([UInt8]) -> [UInt8]) -> [UInt8] { sha256(canonicalBytes) }
}
