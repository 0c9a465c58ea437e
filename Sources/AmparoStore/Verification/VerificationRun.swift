internal import AmparoTransparency
internal import Dispatch
internal import Synchronization

/// One check of a journal of a known size: parts of 65,536 entries, handed out in order to threads.
final class VerificationRun: Sendable {
    private typealias Broken = VerifiedJournal.BrokenPlace

    /// What the parts have shown.
    struct Outcome {
        var broken: VerifiedJournal.BrokenPlace?
        /// The hashes of the full tiles of leaf hashes, in order.
        var tiles: [TreeHash]
        var frontier: Frontier
        /// When the last entry was recorded.
        var recorded = Int64.min
    }

    private struct Part: Sendable {
        /// The nodes halfway up the tiles of leaf hashes.
        var halves: [TreeHash] = []
        var tiles: [TreeHash] = []
        var rest: [TreeHash] = []
        var firstRecorded: Int64 = 0
        var lastRecorded: Int64 = 0
        /// Whether the first entry says that the clock was set right: it may be recorded before the one in front of it.
        var beginsMended = false
        var broken: VerifiedJournal.BrokenPlace?
    }

    private struct State {
        var next = 0
        var parts: [Part?]
        var stopped = false
        var error: (any Error)?
    }

    private static let partLength: Int64 = 65_536
    private static let readLength: Int64 = 4096

    private let database: any Database
    private let size: Int64
    private let progress: @Sendable (Int64) -> Void
    private let state: Mutex<State>

    init(database: any Database, size: Int64, progress: @escaping @Sendable (Int64) -> Void) {
        self.database = database
        self.size = size
        self.progress = progress
        let parts = Int((size + Self.partLength - 1) / Self.partLength)
        state = Mutex(State(parts: Array(repeating: nil, count: parts)))
    }

    func run(workers: Int) {
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while let part = takePart() {
                do {
                    let done = try check(part)
                    state.withLock {
                        $0.parts[part] = done
                        if done.broken != nil { $0.stopped = true }
                    }
                } catch {
                    state.withLock {
                        $0.error = $0.error ?? error
                        $0.stopped = true
                    }
                }
            }
        }
    }

    private func takePart() -> Int? {
        state.withLock { state in
            guard !state.stopped, state.next < state.parts.count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// Puts the parts together. Parts are handed out in order, so all before a broken one were checked.
    func outcome() throws -> Outcome {
        let (parts, error) = state.withLock { ($0.parts, $0.error) }
        var outcome = Outcome(tiles: [], frontier: Frontier())
        var recorded = Int64.min
        for (index, part) in parts.enumerated() {
            guard let part else { break }
            let first = Int64(index) * Self.partLength + 1
            if part.broken?.seq != first, part.firstRecorded < recorded, !part.beginsMended {
                outcome.broken = Broken(seq: first, fault: .order)
                return outcome
            }
            if let broken = part.broken {
                outcome.broken = broken
                return outcome
            }
            recorded = part.lastRecorded
            outcome.recorded = recorded
            outcome.tiles += part.tiles
            for tile in part.tiles { _ = outcome.frontier.append(perfect: tile, height: TileNode.tileHeight) }
            for leaf in part.rest { outcome.frontier.append(leaf) }
        }
        if let error { throw error }
        return outcome
    }

    private func check(_ number: Int) throws -> Part {
        let first = Int64(number) * Self.partLength + 1
        let last = min(first + Self.partLength - 1, size)
        var part = Part()
        var arena = EntryArena()
        var hashes: [TreeHash] = []
        hashes.reserveCapacity(TileNode.tileWidth)
        var recorded = Int64.min
        var next = first
        while next <= last {
            arena.removeAll()
            let range = next...min(last, next + Self.readLength - 1)
            do {
                try database.read { try Journal.read(range, into: &arena, on: $0) }
            } catch let error as StoreError where error.code == .brokenEntry {
                // The rows in front of the damaged one are in the arena.
                part.broken = Broken(seq: next + Int64(arena.count), fault: .damaged)
            }
            for index in 0..<arena.count {
                let seq = next + Int64(index)
                guard arena.leafFits(at: index) else {
                    part.broken = Broken(seq: seq, fault: .leaf)
                    return part
                }
                let moment = arena.recorded(at: index)
                let isMended =
                    (seq == first || moment < recorded)
                    && arena.withSlice(index..<(index + 1), firstSeq: seq) { $0[index].kind } == .clockMended
                if seq == first { (part.firstRecorded, part.beginsMended) = (moment, isMended) }
                guard moment >= recorded || isMended else {
                    part.broken = Broken(seq: seq, fault: .order)
                    return part
                }
                recorded = moment
                hashes.append(RFC6962.leafHash(arena.leaves[index]))
                if hashes.count % TileNode.halfWidth == 0,
                    let half = RFC6962.foldPerfect(hashes.suffix(TileNode.halfWidth))
                {
                    part.halves.append(half)
                }
                if hashes.count == TileNode.tileWidth,
                    let tile = RFC6962.foldPerfect(part.halves.suffix(TileNode.halfWidth))
                {
                    part.tiles.append(tile)
                    hashes.removeAll(keepingCapacity: true)
                }
            }
            if part.broken != nil { return part }
            guard arena.count == range.count else {
                part.broken = Broken(seq: next + Int64(arena.count), fault: .missing)
                return part
            }
            next = range.upperBound + 1
            progress(Int64(arena.count))
        }
        part.rest = hashes
        part.lastRecorded = recorded
        if let wrong = try firstDifference(in: Self.nodes, level: 1, from: (first - 1) / 256, computed: part.tiles) {
            part.broken = Broken(seq: (wrong + 1) * 256, fault: .tree)
        } else if let wrong = try firstDifference(
            in: Self.halves, level: 0, from: (first - 1) / Int64(TileNode.halfWidth), computed: part.halves)
        {
            part.broken = Broken(seq: (wrong + 1) * Int64(TileNode.halfWidth), fault: .tree)
        }
        return part
    }

    private static let nodes =
        "SELECT position, hash FROM tree_node WHERE level = ? AND position >= ? AND position < ? ORDER BY position"
    private static let halves =
        "SELECT position, hash FROM tree_half WHERE level = ? AND position >= ? AND position < ? ORDER BY position"

    /// The position of the first stored hash of a level that is not what was computed.
    private func firstDifference(
        in stored: String, level: Int, from position: Int64, computed: [TreeHash]
    ) throws -> Int64? {
        try database.read { connection in
            let rows = try connection.statement(stored)
            defer { rows.reset() }
            rows.bind(Int64(level), at: 1)
            rows.bind(position, at: 2)
            rows.bind(position + Int64(computed.count), at: 3)
            for (index, hash) in computed.enumerated() {
                let expected = position + Int64(index)
                guard try rows.step(), rows.int64(0) == expected, TreeHash(rows.bytes(1)) == hash else {
                    return expected
                }
            }
            return nil
        }
    }

    /// Checks the hashes above the first tile level.
    func checkUpperLevels(_ tiles: [TreeHash]) throws -> VerifiedJournal.BrokenPlace? {
        var row = tiles
        var level = 1
        var covered: Int64 = 256
        while row.count >= TileNode.halfWidth {
            let halves = Self.folded(row)
            if let wrong = try firstDifference(in: Self.halves, level: level, from: 0, computed: halves) {
                return Broken(seq: (wrong + 1) * covered * Int64(TileNode.halfWidth), fault: .tree)
            }
            row = Self.folded(halves)
            level += 1
            covered *= 256
            if let wrong = try firstDifference(in: Self.nodes, level: level, from: 0, computed: row) {
                return Broken(seq: (wrong + 1) * covered, fault: .tree)
            }
        }
        return nil
    }

    /// The nodes four levels higher.
    private static func folded(_ row: [TreeHash]) -> [TreeHash] {
        (0..<(row.count / TileNode.halfWidth)).compactMap {
            RFC6962.foldPerfect(row[($0 * TileNode.halfWidth)..<(($0 + 1) * TileNode.halfWidth)])
        }
    }

    /// Looks for rows that no journal of this size has. Others may have appended since, so the end is read anew.
    func checkSurplus() throws -> VerifiedJournal.BrokenPlace? {
        try database.read { connection in
            let size = Int64(try SequencerState.read(on: connection).state.frontier.size)
            let entry = try connection.statement("SELECT seq FROM entry WHERE seq < 1 OR seq > ? ORDER BY seq LIMIT 1")
            defer { entry.reset() }
            entry.bind(size, at: 1)
            if try entry.step() { return Broken(seq: entry.int64(0), fault: .surplus) }
            let nodes = try connection.statement("SELECT COUNT(*) FROM tree_node")
            defer { nodes.reset() }
            let halves = try connection.statement("SELECT COUNT(*) FROM tree_half")
            defer { halves.reset() }
            guard try nodes.step(), nodes.int64(0) == Self.count(of: size / 256),
                try halves.step(), halves.int64(0) == Self.count(of: size / Int64(TileNode.halfWidth))
            else { return Broken(seq: size, fault: .surplus) }
            return nil
        }
    }

    /// How many nodes are stored of which the lowest level has `width`.
    private static func count(of width: Int64) -> Int64 {
        sequence(first: width) { $0 < 256 ? nil : $0 / 256 }.reduce(0, +)
    }
}
