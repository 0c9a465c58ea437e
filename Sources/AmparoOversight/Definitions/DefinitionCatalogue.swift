/// The definitions in use: those shipped with the program, with a folder's in their place where it has them.
public struct DefinitionCatalogue: Hashable, Sendable {
    /// One for every figure, in the order of the catalogue.
    public let definitions: [Definition]

    /// The shipped definitions, each replaced by the one of the same figure among `texts`, the JSON texts of a folder's files.
    ///
    /// - Throws: what reading a text or a definition throws, and `.badDefinition` when two texts define the same figure.
    public init(overriding texts: [[UInt8]] = []) throws(OversightError) {
        var byID: [FigureID: Definition] = [:]
        for (file, text) in ShippedDefinitions.texts where !file.hasPrefix("grids/") {
            let definition = try Definition(JSON(text))
            byID[definition.id] = definition
        }
        var given: Set<FigureID> = []
        for text in texts {
            let definition = try Definition(JSON(utf8: text))
            guard given.insert(definition.id).inserted else {
                throw OversightError(.badDefinition, "two files define \(definition.id.rawValue); keep one")
            }
            byID[definition.id] = definition
        }
        var definitions: [Definition] = []
        for id in FigureID.allCases {
            guard let definition = byID[id] else {
                throw OversightError(.badDefinition, "\(id.rawValue) has no definition; add its file")
            }
            definitions.append(definition)
        }
        self.definitions = definitions
    }

    /// The definition of a figure.
    public subscript(id: FigureID) -> Definition? { definitions.first { $0.id == id } }

    /// The definition that `ID` or `ID@V` names, as `figures --definition` takes it; nil when there is none.
    public func definition(named name: String) -> Definition? {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        return definitions.first {
            $0.id.rawValue == parts[0] && (parts.count == 1 || String($0.version) == parts[1])
        }
    }
}
