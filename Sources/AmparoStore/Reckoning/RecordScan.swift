internal import AmparoModel

/// Walks the dossiers of all children, one child after another, as they stood together at a moment.
public struct RecordScan: Sendable {
    private let database: any Database
    private let moment: RecordMoment

    /// A walk over the record at a moment.
    public init(_ database: any Database, at moment: RecordMoment) {
        self.database = database
        self.moment = moment
    }

    /// Cuts the children into runs of numbers; many more than there are workers, because anchors of other kinds take
    /// numbers too and some runs are nearly empty.
    public func shards(_ count: Int) throws -> [Range<Int64>] {
        try database.read { connection in
            let statement = try connection.statement(
                // Asked for together they would be looked for in every row.
                "SELECT (SELECT MIN(child) FROM dossier), (SELECT MAX(child) FROM dossier)")
            defer { statement.reset() }
            guard try statement.step(), !statement.isNull(0) else { return [] }
            var shards = Self.cut(statement.int64(0)...statement.int64(1), into: count)
            // Children under whom nothing stands any more are before the first or after the last.
            shards.insert(.min..<(shards.first?.lowerBound ?? .min), at: 0)
            shards.append((shards.last?.upperBound ?? .min)..<Int64.max)
            return shards
        }
    }

    /// Cuts a run of numbers into at most `count` runs of equal length.
    static func cut(_ numbers: ClosedRange<Int64>, into count: Int) -> [Range<Int64>] {
        let step = max(1, (numbers.upperBound - numbers.lowerBound) / Int64(max(1, count)) + 1)
        return stride(from: numbers.lowerBound, through: numbers.upperBound, by: Int(step)).map { start in
            start..<(start + step)
        }
    }

    /// Calls `body` with the dossiers of each child of a run, in order of number, then with those that stood under a child
    /// which has none now. Facts are valid inside the call only.
    public func forEachChild(
        in shard: Range<Int64>, _ body: (_ child: Int64, _ dossiers: [ChildDossier]) throws -> Void
    ) throws {
        try database.read { connection in
            var elsewhere = try dossiersOfMoved(shard, connection)
            let statement = try connection.statement(
                """
                SELECT child, anchor, kind, facts FROM dossier WHERE child >= ? AND child < ? ORDER BY child, anchor
                """)
            defer { statement.reset() }
            statement.bind(shard.lowerBound, at: 1)
            statement.bind(shard.upperBound, at: 2)
            // Facts of all dossiers of one child together; the statement's own bytes end with its next step.
            var group = DossierGroup()
            while try statement.step() {
                let child = statement.int64(0)
                if child != group.child {
                    let others = elsewhere.isEmpty ? nil : elsewhere.removeValue(forKey: group.child)
                    try group.flush(adding: others, body)
                    group.child = child
                }
                let anchor = statement.int64(1)
                if !moment.moved.isEmpty, moment.moved[anchor] != nil { continue }
                guard let kind = AnchorKind(rawValue: statement.int64(2)) else { continue }
                group.append(anchor, kind, statement.bytes(3))
            }
            try group.flush(adding: elsewhere.removeValue(forKey: group.child), body)
            for child in elsewhere.keys.sorted() {
                group.child = child
                try group.flush(adding: elsewhere[child], body)
            }
        }
    }

    /// The dossiers of anchors that stand elsewhere now, by the child of the run under which they stood.
    private func dossiersOfMoved(
        _ shard: Range<Int64>, _ connection: any DatabaseConnection
    ) throws -> [Int64: [(Int64, AnchorKind, [UInt8])]] {
        var found: [Int64: [(Int64, AnchorKind, [UInt8])]] = [:]
        for (anchor, child) in moment.moved where shard.contains(child) {
            let statement = try connection.statement(
                """
                SELECT d.kind, d.facts FROM anchor a JOIN dossier d ON d.child = a.child AND d.anchor = a.anchor
                WHERE a.anchor = ?
                """)
            defer { statement.reset() }
            statement.bind(anchor, at: 1)
            guard try statement.step(), let kind = AnchorKind(rawValue: statement.int64(0)) else { continue }
            found[child, default: []].append((anchor, kind, [UInt8](statement.bytes(1))))
        }
        return found.mapValues { $0.sorted { $0.0 < $1.0 } }
    }
}

/// The dossiers of one child, copied together.
private struct DossierGroup {
    var child = Int64.min
    private var bytes: [UInt8] = []
    private var parts: [(anchor: Int64, kind: AnchorKind, range: Range<Int>)] = []
    private var dossiers: [ChildDossier] = []

    mutating func append(_ anchor: Int64, _ kind: AnchorKind, _ facts: UnsafeRawBufferPointer) {
        let start = bytes.count
        bytes.append(contentsOf: facts)
        parts.append((anchor, kind, start..<bytes.count))
    }

    mutating func flush(
        adding others: [(Int64, AnchorKind, [UInt8])]?, _ body: (Int64, [ChildDossier]) throws -> Void
    ) throws {
        for (anchor, kind, facts) in others ?? [] { facts.withUnsafeBytes { append(anchor, kind, $0) } }
        guard !parts.isEmpty else { return }
        dossiers.removeAll(keepingCapacity: true)
        try bytes.withUnsafeBytes { buffer in
            for part in parts {
                dossiers.append(
                    ChildDossier(
                        anchor: part.anchor, kind: part.kind,
                        facts: UnsafeRawBufferPointer(rebasing: buffer[part.range])))
            }
            try body(child, dossiers)
        }
        bytes.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
    }
}
