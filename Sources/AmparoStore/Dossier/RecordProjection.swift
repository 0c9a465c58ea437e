internal import AmparoModel

/// Derives the record's tables from entries, at intake and at a rebuild alike.
public struct RecordProjection: Projection {
    private let deriving: any BlindDeriving
    private let gathering: Bool

    /// `record`.
    public let name = "record"
    /// Changes with what the tables hold; stores of an older version are rebuilt.
    public let version = 1
    /// The tables.
    public var tables: [TableDefinition] { RecordSchema.derived }
    /// Their indexes.
    public var indexes: [IndexDefinition] { RecordSchema.indexes }

    /// A projection that asks `deriving` for blind indexes. When it is `gathering`, indexes that come in random order
    /// wait until `settle` (`WaitingIndexes`): for many slices, one after the other.
    public init(deriving: any BlindDeriving, gathering: Bool = false) {
        self.deriving = deriving
        self.gathering = gathering
    }

    /// Applies entries in order. May be run again on the same connection state (law 9).
    public func apply(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        var run = ProjectionRun(connection: connection, deriving: deriving, gathering: gathering)
        try run.readAhead(entries)
        for index in entries.indices { try run.apply(entries[index], index: index) }
        try run.finish()
    }

    /// The same; blind indexes wait until `settle`.
    public func forManySlices() -> any Projection { RecordProjection(deriving: deriving, gathering: true) }

    /// Puts blind indexes that wait into their tables.
    public func settle(in database: any Database) throws { try WaitingIndexes.settle(in: database, pace: nil) }
}
