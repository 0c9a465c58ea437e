internal import AmparoTransparency

/// Fills `tree_half` in a store that was made before the table was.
enum TreeHalves {
    /// Entries read at a time; a multiple of 256.
    private static let slice: UInt64 = 4096

    /// Hashes the tree once more from its leaves, when there are leaves and no nodes halfway up. Linear in the entries,
    /// in bounded memory, a few seconds for ten million.
    static func fill(on connection: any DatabaseConnection) throws {
        let size = try SequencerState.read(on: connection).state.frontier.size
        let row = try connection.statement("SELECT position FROM tree_half LIMIT 1")
        defer { row.reset() }
        guard size >= TileNode.halfWidth, try !row.step() else { return }
        row.reset()
        let reader = JournalTiles(connection: connection)
        var frontier = Frontier()
        while frontier.size < size {
            let count = Int(min(slice, size - frontier.size))
            var halves: [TileNode] = []
            for leaf in try reader.hashes(level: 0, from: frontier.size, count: count) {
                frontier.append(leaf, completing: { _ in }, halfway: { halves.append($0) })
            }
            try EntryRow.insert(halves, by: EntryRow.insertHalf, on: connection)
        }
    }
}
