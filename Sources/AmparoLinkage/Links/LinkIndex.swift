internal import AmparoModel

/// People that are known already, found by a description that is new: the incremental side of the linkage.
///
///     var index = LinkIndex<Anchor>(model: .shipped)
///     for anchor in anchors { index.insert(anchor.description, id: anchor.id) }
///     let likely = index.candidates(for: newChild)    // best first
///
/// Work per query is bounded, however many descriptions are alike.
public struct LinkIndex<ID: Hashable & Sendable>: Sendable {
    /// The model that scores.
    public let model: LinkageModel

    private var rows: [ID: PersonDescription] = [:]

    /// An empty index.
    public init(model: LinkageModel) { self.model = model }

    /// How many descriptions it holds.
    public var count: Int { rows.count }

    /// Takes a description in. One that is there under the same id is replaced.
    public mutating func insert(_ description: PersonDescription, id: ID) { rows[id] = description }

    /// Forgets a description; nothing happens when there is none under the id.
    public mutating func remove(_ id: ID) { rows[id] = nil }

    /// The people most likely described, most probable first, those that the model would not even review left out.
    ///
    /// - Parameter limit: how many at most.
    public mutating func candidates(
        for description: PersonDescription, limit: Int = 20
    ) -> [(id: ID, score: PairScore)] {
        var found: [(id: ID, score: PairScore)] = []
        for (id, known) in rows {
            let score = scored(description, known)
            if score.outcome != .none { found.append((id: id, score: score)) }
        }
        found.sort { $0.score.weight > $1.score.weight }
        return Array(found.prefix(limit))
    }

    /// What the model says of two descriptions, known to the index or not.
    public mutating func score(_ left: PersonDescription, _ right: PersonDescription) -> PairScore {
        scored(left, right)
    }

    private func scored(_ left: PersonDescription, _ right: PersonDescription) -> PairScore {
        var comparisons: [FieldComparison] = []
        var doubts: [LinkageField] = []
        for comparison in model.comparisons {
            let a = Self.text(comparison.field, of: left)
            let b = Self.text(comparison.field, of: right)
            let wanted: ComparisonLevel = a.isEmpty || b.isEmpty ? .notCompared : a == b ? .same : .different
            let level = comparison.levels.first { $0.level == wanted }
            comparisons.append(
                FieldComparison(
                    field: comparison.field, level: wanted, weight: level?.weight ?? 0, frequencyAdjustment: 0))
            if let level, level.doubt { doubts.append(comparison.field) }
        }
        let weight = comparisons.reduce(0) { $0 + $1.total }
        let probability = LinkageModel.probability(weight: weight + LinkageModel.priorWeight(1, count))
        return PairScore(
            weight: weight, probability: probability, comparisons: comparisons,
            outcome: model.outcome(probability: probability, doubted: !doubts.isEmpty), doubts: doubts)
    }

    private static func text(_ field: LinkageField, of person: PersonDescription) -> String {
        switch field {
        case .givenNames: person.given
        case .surnames: person.surnames
        case .birth: person.birth.map { "\($0.earliest)\($0.latest)" } ?? ""
        case .aNumber: person.aNumber
        case .sex: person.sex
        case .country: person.country
        case .language: person.language
        case .entered: person.entered?.description ?? ""
        case .transferred: person.transferred?.description ?? ""
        case .place: person.place
        case .origin: person.origin
        case .contact: person.contact
        case .phone: person.phone
        default: person.others[field] ?? ""
        }
    }
}
