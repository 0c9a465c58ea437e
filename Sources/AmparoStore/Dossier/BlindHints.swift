internal import AmparoModel

/// Blind indexes that a row's sealed text gives rise to. At intake they are at hand; at a rebuild the row is opened.
public struct BlindHints: Sendable {
    /// Identifiers the row gives rise to, and whose they are: the row's own anchor, or a sponsor it names.
    public var identifiers: [(kind: IdentifierKind, blind: BlindIndex.Value, anchor: Int64)] = []
    /// Surrogates of the row's address: scope 1 the address, 2 the building.
    public var addresses: [(scope: Int64, blind: BlindIndex.Value, surrogate: Int64)] = []

    /// No hint.
    public init() {}
}

/// Finds the blind hints of an entry that is being projected; an entry whose person was erased has none.
public protocol BlindDeriving: Sendable {
    /// The hints of the entry at `index` of a slice. `isFirst` tells that it opens its anchor, so that the identifiers
    /// of the anchor itself are asked for too.
    func hints(for entry: EntryView, index: Int, isFirst: Bool) throws -> BlindHints
}
