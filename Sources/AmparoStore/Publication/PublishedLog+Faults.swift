internal import AmparoTransparency

/// Something in the log's own tables that cannot be what was written there.
public struct LogFault: Hashable, Sendable, CustomStringConvertible {
    /// The table.
    public var table: String
    /// What is wrong, with the size it is about; nothing of an entry.
    public var detail: String

    init(_ table: TableDefinition, _ detail: String) {
        self.table = table.name
        self.detail = detail
    }

    /// The table and what is wrong.
    public var description: String { "\(table): \(detail)" }
}

extension PublishedLog {
    /// What is wrong with the log's tables: origin, keys and policy against what the journal says was set last; every
    /// checkpoint against the journal's tree, its signatures, and the entry that announced it; every cosignature against its
    /// checkpoint; every key against its secret. Empty when all is sound, and for a log that was never founded.
    ///
    /// What was written before the first entry that tells of the log, by an earlier version of the program, is checked as
    /// far as signatures and roots go. Damage is the answer and no error.
    public func faults() throws -> [LogFault] {
        do {
            return try keyFaults() + database.read { try LogCheck(on: $0).faults() }
        } catch let error as TransparencyError {
            return [LogFault(LogSchema.key, error.description)]
        } catch let error as StoreError where error.code == .damaged {
            return [LogFault(LogSchema.key, error.detail)]
        }
    }

    /// Keys whose secret is gone or another.
    private func keyFaults() throws -> [LogFault] {
        guard let origin = try origin() else {
            return try logKeys().isEmpty ? [] : [LogFault(LogSchema.identity, "keys without an origin")]
        }
        return try logKeys().compactMap { key in
            let seed = try? keys.logKeySeed(key.number, creatingMissing: false)
            let signer = try seed.map { try NoteSigner(name: origin, type: .ed25519, seed: $0) }
            return signer?.verifierKey == key.verifier ? nil : LogFault(LogSchema.key, "key \(key.number)")
        }
    }
}

/// One look at the log's tables and the entries that tell of them, on one state of the store.
private struct LogCheck {
    private struct Row {
        var size: Int64
        var root: TreeHash?
        var note: [UInt8]
        var isPublished: Bool
    }

    private let connection: any DatabaseConnection
    private let keys: [VerifierKey]
    private let origin: OctetText?
    private let rows: [Row]
    private let told: [(seq: Int64, kind: EntryKind, account: LogAccount?)]
    private let treeSize: UInt64

    init(on connection: any DatabaseConnection) throws {
        self.connection = connection
        origin = try PublishedLog.origin(on: connection)
        treeSize = try SequencerState.read(on: connection).state.frontier.size
        let key = try connection.statement("SELECT verifier FROM log_key ORDER BY number")
        defer { key.reset() }
        var keys: [VerifierKey] = []
        while try key.step() { keys.append(try VerifierKey(Array(key.bytes(0)))) }
        self.keys = keys
        let row = try connection.statement("SELECT size, root, note, published FROM log_checkpoint ORDER BY size")
        defer { row.reset() }
        var rows: [Row] = []
        while try row.step() {
            rows.append(
                Row(
                    size: row.int64(0), root: TreeHash(row.bytes(1)), note: Array(row.bytes(2)),
                    isPublished: !row.isNull(3)))
        }
        self.rows = rows
        let entry = try connection.statement(
            "SELECT seq, kind, payload FROM entry WHERE kind >= ? AND kind <= ? ORDER BY seq")
        defer { entry.reset() }
        entry.bind(Int64(EntryKind.logSettled.rawValue), at: 1)
        entry.bind(Int64(EntryKind.checkpointReserved.rawValue), at: 2)
        var told: [(Int64, EntryKind, LogAccount?)] = []
        while try entry.step() {
            told.append((entry.int64(0), EntryKind(rawValue: UInt8(entry.int64(1))), LogAccount(entry.bytes(2))))
        }
        self.told = told
    }

    func faults() throws -> [LogFault] {
        try settings() + checkpoints() + accounts() + cosignatures() + quorum()
    }

    /// Origin, keys and policy are what was told last.
    private func settings() throws -> [LogFault] {
        guard let last = told.last else { return [] }
        let now = try LogAccount(on: connection).settings
        return last.account?.settings == now
            ? [] : [LogFault(LogSchema.policy, "origin, keys or policy are not what was set")]
    }

    private func checkpoints() throws -> [LogFault] {
        let tree = StoredTree(reader: JournalTiles(connection: connection), size: treeSize)
        return rows.compactMap { row in
            func fault(_ what: String) -> LogFault { LogFault(LogSchema.checkpoint, "size \(row.size), \(what)") }
            guard let size = UInt64(exactly: row.size), size <= treeSize else { return fault("beyond the journal") }
            guard let root = row.root, (try? tree.root(at: size)) == root else { return fault("another root") }
            // A publication that was broken off, and overtaken by the next, leaves a size that nobody signed.
            if row.note.isEmpty { return row.isPublished ? fault("not signed") : nil }
            guard let origin, let note = try? SignedNote(parsing: row.note), note.encoded == row.note,
                let verified = try? note.verify(by: keys), verified.count == note.signatures.count,
                let checkpoint = try? TlogCheckpoint(text: note.text)
            else { return fault("not as it was signed") }
            let isOwn = checkpoint.origin == origin && checkpoint.size == size && checkpoint.root == root
            return isOwn ? nil : fault("another text")
        }
    }

    /// Every checkpoint that was announced is there, every one that is there was announced, and of the counts none is less
    /// than it was.
    private func accounts() throws -> [LogFault] {
        let reserved = told.filter { $0.kind == .checkpointReserved }
        guard let first = reserved.first?.seq else { return [] }
        let sizes = Set(rows.map(\.size))
        var faults = reserved.filter { !sizes.contains($0.seq) }.map {
            LogFault(LogSchema.checkpoint, "size \($0.seq) is missing")
        }
        let announced = Set(reserved.map(\.seq))
        faults += rows.filter { $0.size >= first && !announced.contains($0.size) }.map {
            LogFault(LogSchema.checkpoint, "size \($0.size) was never announced")
        }
        var before = (checkpoints: 0, published: Int64(0), cosignatures: Int64(0))
        var next = 0
        let cosigned = try cosignaturesBySize()
        for (seq, _, account) in reserved {
            while next < rows.count, rows[next].size < seq {
                before.checkpoints += 1
                if rows[next].isPublished { before.published = rows[next].size }
                before.cosignatures += cosigned[rows[next].size] ?? 0
                next += 1
            }
            guard let account else {
                faults.append(LogFault(LogSchema.checkpoint, "entry \(seq) cannot be read"))
                continue
            }
            if Int64(before.checkpoints) != account.checkpoints {
                faults.append(LogFault(LogSchema.checkpoint, "\(before.checkpoints) before size \(seq)"))
            }
            if before.published < account.published {
                faults.append(LogFault(LogSchema.checkpoint, "size \(account.published) was published"))
            }
            if before.cosignatures < account.cosignatures {
                faults.append(LogFault(LogSchema.cosignature, "fewer than there were at size \(seq)"))
            }
        }
        return faults
    }

    private func cosignaturesBySize() throws -> [Int64: Int64] {
        let row = try connection.statement("SELECT size, COUNT(*) FROM log_cosignature GROUP BY size ORDER BY size")
        defer { row.reset() }
        var counts: [Int64: Int64] = [:]
        while try row.step() { counts[row.int64(0)] = row.int64(1) }
        return counts
    }

    private func cosignatures() throws -> [LogFault] {
        let notes = Dictionary(rows.map { ($0.size, $0.note) }) { first, _ in first }
        let row = try connection.statement("SELECT size, witness, line FROM log_cosignature ORDER BY size, witness")
        defer { row.reset() }
        var faults: [LogFault] = []
        while try row.step() {
            let line = Array(row.bytes(2))
            let isSound: Bool = {
                guard let bytes = notes[row.int64(0)], let key = try? VerifierKey(Array(row.bytes(1))),
                    let note = try? SignedNote(parsing: bytes),
                    let lines = try? SignedNote.parseSignatures(line[...]), lines.count == 1, lines[0].line == line,
                    var cosigned = try? SignedNote(text: note.text)
                else { return false }
                cosigned.signatures = lines
                return (try? cosigned.verify(by: [key])) != nil
            }()
            if !isSound { faults.append(LogFault(LogSchema.cosignature, "size \(row.int64(0))")) }
        }
        return faults
    }

    /// What was published under the present policy has its quorum.
    private func quorum() throws -> [LogFault] {
        guard let present = told.last?.account?.settings else { return [] }
        let policy = try connection.statement("SELECT policy FROM log_policy WHERE id = 1")
        defer { policy.reset() }
        guard try policy.step() else { return [] }
        let settled = try TlogPolicy(parsing: Array(policy.bytes(0)))
        let under = Set(told.filter { $0.kind == .checkpointReserved && $0.account?.settings == present }.map(\.seq))
        return try rows.filter { $0.isPublished && under.contains($0.size) }.compactMap { row in
            var note = try SignedNote(parsing: row.note)
            let lines = try connection.statement("SELECT line FROM log_cosignature WHERE size = ? ORDER BY witness")
            defer { lines.reset() }
            lines.bind(row.size, at: 1)
            while try lines.step() { note.signatures += try SignedNote.parseSignatures(Array(lines.bytes(0))[...]) }
            return settled.isQuorum(try settled.cosigners(of: note))
                ? nil : LogFault(LogSchema.cosignature, "size \(row.size) has no quorum")
        }
    }
}
