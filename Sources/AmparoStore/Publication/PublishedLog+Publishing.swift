internal import AmparoModel
public import AmparoTransparency

extension PublishedLog {
    /// How a request to a witness is sent: the address of its submission prefix and the body, answered with status and
    /// body. Throws when the witness cannot be reached; its caller sets the time limit.
    public typealias Sending = @Sendable (_ url: String, _ body: [UInt8]) async throws -> (status: Int, body: [UInt8])

    /// What became of a witness.
    public enum Witnessing: Hashable, Sendable {
        /// It has cosigned, now or before.
        case cosigned
        /// The policy names no address for it.
        case noAddress
        /// It refused with that HTTP status.
        case refused(status: Int)
        /// It has cosigned a larger size before than this one.
        case ahead(size: UInt64)
        /// It did not answer, or with something else than a cosignature.
        case unreachable
    }

    /// What a publication came to.
    public struct Report: Sendable {
        /// The checkpoint of the journal's present size.
        public var checkpoint: Checkpoint
        /// What became of each witness, by its name in the policy.
        public var witnesses: [(name: OctetText, outcome: Witnessing)]
    }

    /// Signs the journal's present size, asks the witnesses that have not cosigned it, and publishes it when there are
    /// enough. Doing it again goes on where it was broken off, and asks again whoever did not answer.
    ///
    /// Without a quorum the checkpoint stays unpublished, which is no error: `Report.checkpoint.published` is nil.
    /// Throws `logBroken` when the journal is not what was signed before, `logBehind` when a witness has seen more.
    public func publish(sending: @escaping Sending) async throws -> Report {
        let size = try reserve()
        try afterStep(.reserved)
        let note = try sign(size: size)
        try afterStep(.signed)
        let policy = try policy()
        let outcomes = try await cosign(note, size: size, policy: policy, sending: sending)
        try requireNotBehind(outcomes)
        var checkpoint = try checkpoint(size: size)
        if checkpoint.published == nil, policy.isQuorum(try policy.cosigners(of: checkpoint.note)) {
            try markPublished(size: size)
            try afterStep(.published)
            checkpoint = try self.checkpoint(size: size)
        }
        return Report(checkpoint: checkpoint, witnesses: outcomes)
    }

    /// A witness may be ahead because another process has published since; it must not be ahead of the journal.
    private func requireNotBehind(_ outcomes: [(name: OctetText, outcome: Witnessing)]) throws {
        let last = try journal.lastSeq()
        for case (_, .ahead(let size)) in outcomes where size > UInt64(last) {
            throw StoreError(.logBehind, "\(size) entries cosigned, \(last) here")
        }
    }

    // MARK: The steps

    /// Writes down which size and root will be signed, in the transaction that reads them. Everything of that size is
    /// durable then, and from then on no other root can be signed for it, nor a smaller size.
    ///
    /// When there is something new, the last entry of the size says that it will be signed, so that the row cannot be taken
    /// away unnoticed.
    func reserve() throws -> UInt64 {
        guard try origin() != nil else { throw StoreError(.notPublished, "the log has no origin") }
        var size: UInt64 = 0
        try journal.sequencer.append { connection in
            let frontier = try SequencerState.read(on: connection).state.frontier
            if let last = try Self.lastReserved(on: connection) {
                guard last.size <= frontier.size else { throw StoreError(.logBroken, "the journal is shorter") }
                let tree = StoredTree(reader: JournalTiles(connection: connection), size: frontier.size)
                guard try tree.root(at: last.size) == last.root, try tree.root(at: frontier.size) == frontier.root
                else { throw StoreError(.logBroken, "size \(last.size)") }
                size = last.size
                if last.size == frontier.size { return nil }
            }
            return try LogAccount.entry(.checkpointReserved, random: keys.random, on: connection)
        } then: { connection, frontier in
            let row = try connection.statement(LogSchema.checkpoint.insert)
            row.bind(Int64(frontier.size), at: 1)
            row.bind(frontier.root.bytes, at: 2)
            row.bind([], at: 3)
            row.bindNull(at: 4)
            try row.run()
            size = frontier.size
        }
        return size
    }

    private static func lastReserved(on connection: any DatabaseConnection) throws -> (size: UInt64, root: TreeHash)? {
        let row = try connection.statement("SELECT size, root FROM log_checkpoint ORDER BY size DESC LIMIT 1")
        defer { row.reset() }
        guard try row.step() else { return nil }
        guard let size = UInt64(exactly: row.int64(0)), let root = TreeHash(row.bytes(1)) else {
            throw StoreError(.damaged, "log_checkpoint")
        }
        return (size, root)
    }

    /// Signs what was reserved, with every key that signs. Signing again gives the same bytes, unless a key was added.
    private func sign(size: UInt64) throws -> SignedNote {
        guard let origin = try origin() else { throw StoreError(.notPublished) }
        let signers = try signers()
        let reserved = try database.read { try Self.lastReserved(on: $0) }
        guard let reserved, reserved.size == size else { throw StoreError(.storeChanged) }
        let note = try TlogCheckpoint(origin: origin, size: size, root: reserved.root).signed(by: signers)
        try database.write { connection in
            let row = try connection.statement("UPDATE log_checkpoint SET note = ? WHERE size = ? AND root = ?")
            row.bind(note.encoded, at: 1)
            row.bind(Int64(size), at: 2)
            row.bind(reserved.root.bytes, at: 3)
            try row.run()
        }
        return note
    }

    private func markPublished(size: UInt64) throws {
        let published = now().microseconds
        try database.write { connection in
            let row = try connection.statement(
                "UPDATE log_checkpoint SET published = ? WHERE size = ? AND published IS NULL")
            row.bind(published, at: 1)
            row.bind(Int64(size), at: 2)
            try row.run()
        }
    }

    // MARK: Witnesses

    private func cosign(_ note: SignedNote, size: UInt64, policy: TlogPolicy, sending: @escaping Sending) async throws
        -> [(name: OctetText, outcome: Witnessing)]
    {
        let done = try recorded(size: size)
        var outcomes: [(name: OctetText, outcome: Witnessing)] = []
        try await withThrowingTaskGroup(of: (Int, Witnessing).self) { group in
            for (index, witness) in policy.witnesses.enumerated() {
                outcomes.append((witness.name, .cosigned))
                if done.contains(witness.key.description) { continue }
                group.addTask { (index, try await ask(witness, note, size: size, sending: sending)) }
            }
            for try await (index, outcome) in group { outcomes[index].outcome = outcome }
        }
        return outcomes
    }

    /// Asks one witness, a second time from the size that it says it has.
    private func ask(_ witness: TlogPolicy.Witness, _ note: SignedNote, size: UInt64, sending: @escaping Sending)
        async throws
        -> Witnessing
    {
        guard let url = witness.url else { return .noAddress }
        var old = try lastRecorded(by: witness.key)
        for _ in 0..<2 {
            let proof = try journal.withTree { try $0.consistencyProof(from: old, to: size) }
            let request = TlogWitness.Request(old: old, proof: proof, checkpoint: note)
            let answer: TlogWitness.Answer
            do {
                let (status, body) = try await sending(url.description, request.encoded)
                answer = try TlogWitness.Answer(status: status, body: body)
            } catch {
                return .unreachable
            }
            try afterStep(.cosigned)
            switch answer {
            case .cosigned(let lines):
                guard let line = try? verified(lines, by: witness.key, of: note) else { return .unreachable }
                try record(line, by: witness.key, size: size)
                try afterStep(.recorded)
                return .cosigned
            case .conflict(let known):
                guard known <= size else { return .ahead(size: known) }
                guard known != old else { return .refused(status: 409) }
                old = known
            case .refused(let status): return .refused(status: status)
            }
        }
        return .refused(status: 409)
    }

    private func verified(_ lines: [SignedNote.Signature], by key: VerifierKey, of note: SignedNote) throws
        -> SignedNote.Signature?
    {
        var cosigned = try SignedNote(text: note.text)
        cosigned.signatures = lines
        return try cosigned.verify(by: [key]).first
    }

    private func record(_ line: SignedNote.Signature, by key: VerifierKey, size: UInt64) throws {
        let received = now().microseconds
        try database.write { connection in
            let row = try connection.statement(
                """
                INSERT INTO log_cosignature (size, witness, line, received) VALUES (?, ?, ?, ?)
                ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line
                """)
            row.bind(Int64(size), at: 1)
            row.bind(key.description, at: 2)
            row.bind(line.line, at: 3)
            row.bind(received, at: 4)
            try row.run()
        }
    }

    private func recorded(size: UInt64) throws -> Set<String> {
        try database.read { connection in
            let row = try connection.statement("SELECT witness FROM log_cosignature WHERE size = ?")
            defer { row.reset() }
            row.bind(Int64(size), at: 1)
            var witnesses: Set<String> = []
            while try row.step() { witnesses.insert(row.text(0)) }
            return witnesses
        }
    }

    private func lastRecorded(by key: VerifierKey) throws -> UInt64 {
        try database.read { connection in
            let row = try connection.statement("SELECT MAX(size) FROM log_cosignature WHERE witness = ?")
            defer { row.reset() }
            row.bind(key.description, at: 1)
            return try row.step() ? UInt64(max(row.int64(0), 0)) : 0
        }
    }
}
