internal import AmparoTransparency

/// Entries and tree nodes as rows.
enum EntryRow {
    private static let insertEntry = JournalSchema.entry.insert
    /// The statement that inserts full tiles' hashes.
    static let insertNode = JournalSchema.treeNode.insert
    /// The statement that inserts nodes halfway up the tiles.
    static let insertHalf = JournalSchema.treeHalf.insert
    static let select =
        "SELECT " + JournalSchema.entry.columns.map(\.name).joined(separator: ", ")
        + " FROM entry WHERE seq >= ? AND seq <= ? ORDER BY seq"

    /// Inserts entries in the order of their numbers.
    static func insert(_ entries: EntrySlice, on connection: any DatabaseConnection) throws {
        let row = try connection.statement(insertEntry)
        for entry in entries {
            row.bind(entry.seq, at: 1)
            row.bind(Int64(entry.format), at: 2)
            row.bind(borrowing: entry.idBytes, at: 3)
            row.bind(entry.recorded, at: 4)
            row.bind(Int64(entry.kind.rawValue), at: 5)
            row.bind(entry.child, at: 6)
            row.bind(entry.anchor, at: 7)
            row.bind(entry.actor, at: 8)
            row.bind(entry.snapshot, at: 9)
            row.bind(entry.line, at: 10)
            let occurred = entry.occurred
            row.bind(Int64(occurred.unit.rawValue), at: 11)
            row.bind(Int64(occurred.offsetMinutes), at: 12)
            row.bind(occurred.from, at: 13)
            row.bind(occurred.to, at: 14)
            row.bind(entry.replaces, at: 15)
            row.bind(borrowing: entry.payload, at: 16)
            row.bind(entry.sealedPerson?.rawValue ?? 0, at: 17)
            row.bind(borrowing: entry.sealed, at: 18)
            row.bind(borrowing: entry.salt, at: 19)
            try entry.leaf.withUnsafeBytes { leaf in
                row.bind(borrowing: leaf, at: 20)
                try row.run()
            }
        }
    }

    /// Inserts nodes of the tree by one of the two statements.
    static func insert(_ nodes: [TileNode], by statement: String, on connection: any DatabaseConnection) throws {
        guard !nodes.isEmpty else { return }
        let row = try connection.statement(statement)
        for node in nodes {
            row.bind(Int64(node.level), at: 1)
            row.bind(Int64(node.position), at: 2)
            try node.hash.withUnsafeBytes { hash in
                row.bind(borrowing: hash, at: 3)
                try row.run()
            }
        }
    }

    /// Reads the present row of `select` into the arena, as it stands. Answers its number.
    ///
    /// Throws `brokenEntry` when a column cannot be what was written; whether the content is, the leaf tells.
    static func read(_ row: any PreparedStatement, into arena: inout EntryArena) throws -> Int64 {
        let seq = row.int64(0)
        let payload = row.bytes(15)
        let sealed = row.bytes(17)
        let unit = row.int64(10)
        guard row.int64(1) == Int64(EntryLayout.format), let kind = UInt8(exactly: row.int64(4)),
            let offset = Int16(exactly: row.int64(11)), let unit = UInt8(exactly: unit),
            Occurred.Unit(rawValue: unit) != nil,
            payload.count <= EntryLayout.partLimit, sealed.count <= EntryLayout.partLimit,
            row.bytes(2).count == EntryID.byteCount, row.bytes(18).count == EntryLayout.saltLength,
            let leaf = TreeHash(row.bytes(19))
        else { throw StoreError(.brokenEntry, "entry \(seq)") }
        try arena.append(payloadLength: payload.count, sealedLength: sealed.count) { entry in
            let header = entry + EntryLayout.headerOffset
            (entry + EntryLayout.saltOffset).copyBytes(from: row.bytes(18))
            header.storeBytes(of: kind, toByteOffset: EntryLayout.kind, as: UInt8.self)
            header.storeBytes(of: unit, toByteOffset: EntryLayout.occurredUnit, as: UInt8.self)
            header.storeBigEndian(offset, at: EntryLayout.occurredOffset)
            (header + EntryLayout.entryID).copyBytes(from: row.bytes(2))
            header.storeBigEndian(row.int64(3), at: EntryLayout.recorded)
            header.storeBigEndian(row.int64(5), at: EntryLayout.child)
            header.storeBigEndian(row.int64(6), at: EntryLayout.anchor)
            header.storeBigEndian(row.int64(7), at: EntryLayout.actor)
            header.storeBigEndian(row.int64(8), at: EntryLayout.snapshot)
            header.storeBigEndian(row.int64(9), at: EntryLayout.line)
            header.storeBigEndian(row.int64(12), at: EntryLayout.occurredFrom)
            header.storeBigEndian(row.int64(13), at: EntryLayout.occurredTo)
            header.storeBigEndian(row.int64(14), at: EntryLayout.replaces)
            header.storeBigEndian(row.int64(16), at: EntryLayout.sealedPerson)
            (entry + EntryLayout.payloadOffset).copyBytes(from: payload)
            (entry + EntryLayout.payloadOffset + payload.count + EntryLayout.digestLength).copyBytes(from: sealed)
        }
        arena.setLeaf(leaf, at: arena.count - 1)
        return seq
    }
}

extension UnsafeMutableRawPointer {
    /// Copies all of `source`, for which there must be room.
    @inline(__always)
    func copyBytes(from source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        copyMemory(from: start, byteCount: source.count)
    }
}
