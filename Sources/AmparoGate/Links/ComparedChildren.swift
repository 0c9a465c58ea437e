internal import AmparoLinkage

/// The children of care feeds as a comparison keeps them: in the index, with the number of the record and no more. What is
/// told of a child is let go when the index has taken it, so that memory grows by what the index holds of each, some 1.5 kB.
struct ComparedChildren {
    private(set) var index: LinkIndex<Int64>
    private(set) var records: [Int64: ComparedRecord] = [:]
    /// Those that are new since the last run, in the order in which they came.
    private(set) var fresh: [Int64] = []
    /// What is told of these, where there was a run before: they are few then, and are also looked for among other records.
    private(set) var told: [Int64: PersonDescription] = [:]
    private let after: Int64

    /// No children yet; new are those of whom entries later than `after` tell.
    init(_ model: LinkageModel, after: Int64) {
        index = LinkIndex(model: model)
        self.after = after
    }

    mutating func insert(_ child: KnownPerson) {
        index.insert(child.description, id: child.anchor)
        records[child.anchor] = child.record
        guard child.version > after else { return }
        fresh.append(child.anchor)
        if after > 0 { told[child.anchor] = child.description }
    }

    /// The records most like that of a child.
    mutating func like(_ child: Int64, limit: Int) -> [(ComparedRecord, PairScore)] {
        index.candidates(like: child, limit: limit).compactMap { hit in records[hit.id].map { ($0, hit.score) } }
    }

    /// The records that a description most likely is of.
    mutating func candidates(for person: PersonDescription, limit: Int) -> [(ComparedRecord, PairScore)] {
        index.candidates(for: person, limit: limit).compactMap { hit in records[hit.id].map { ($0, hit.score) } }
    }
}
