/// Entries to be appended, filled outside of any transaction. Contiguous bytes and offsets, no allocation per entry.
///
///     var batch = EntryBatch(random: random)
///     try batch.append(kind: .hearing, child: 17, actor: feed, occurred: .on(day), payload: bytes)
///     try sequencer.append(&batch) { connection, slice in … }
///     batch.removeAll()
public struct EntryBatch: Sendable {
    /// What is to be sealed in an entry, and to whom.
    public struct Sealing {
        /// The readable bytes. They are not kept.
        public var plaintext: UnsafeRawBufferPointer
        /// The key of the person it is about.
        public var key: PersonKey
        /// The group of fields it holds.
        public var field: FieldGroup

        /// Seals `plaintext`, which holds the fields of `field`, to the person of `key`.
        public init(_ plaintext: UnsafeRawBufferPointer, to key: PersonKey, field: FieldGroup) {
            self.plaintext = plaintext
            self.key = key
            self.field = field
        }
    }

    var arena = EntryArena()
    private let random: RandomSource

    /// A batch without entries, which draws names, salts and nonces from `random`.
    public init(random: RandomSource) { self.random = random }

    /// How many entries there are.
    public var count: Int { arena.count }
    /// How many bytes they take in memory.
    public var byteCount: Int { arena.bytes.count }

    /// Makes room, once, for that many entries and bytes (about 190 and the payload and the sealed part each).
    public mutating func reserve(entries: Int, bytes: Int) { arena.reserve(entries: entries, bytes: bytes) }

    /// Forgets the entries and keeps the memory.
    public mutating func removeAll() { arena.removeAll() }

    /// Adds an entry and answers its place in the batch.
    ///
    /// References are numbers of others, 0 for none; `replaces` is the number of an entry that is in the journal
    /// already. Throws `tooLarge` above 4 MiB, `noRandomness`, `sealBroken` when sealing fails; then nothing was added.
    @discardableResult
    public mutating func append(
        kind: EntryKind, child: Int64 = 0, anchor: Int64 = 0, actor: Int64 = 0, snapshot: Int64 = 0, line: Int64 = 0,
        occurred: Occurred = .unknown, replaces: Int64 = 0, payload: UnsafeRawBufferPointer,
        sealing: Sealing? = nil
    ) throws -> Int {
        let sealedLength = sealing.map { Seal.overhead + $0.plaintext.count } ?? 0
        let random = random
        try arena.append(payloadLength: payload.count, sealedLength: sealedLength) { entry in
            let header = entry + EntryLayout.headerOffset
            // One draw for the salt, the name and the nonce.
            try withUnsafeTemporaryAllocation(byteCount: 48, alignment: 8) { drawn in
                try random.fill(drawn)
                let source = UnsafeRawBufferPointer(drawn)
                UnsafeMutableRawBufferPointer(start: entry + EntryLayout.saltOffset, count: EntryLayout.saltLength)
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[0..<16]))
                UnsafeMutableRawBufferPointer(start: header + EntryLayout.entryID, count: EntryID.byteCount)
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[16..<32]))
                if let sealing {
                    let digestAt = EntryLayout.payloadOffset + payload.count
                    try Seal.seal(
                        sealing.plaintext, with: sealing.key,
                        entryID: UnsafeRawBufferPointer(rebasing: source[16..<32]), field: sealing.field,
                        nonce: UnsafeRawBufferPointer(rebasing: source[32..<44]),
                        into: UnsafeMutableRawBufferPointer(
                            start: entry + digestAt + EntryLayout.digestLength, count: sealedLength))
                }
            }
            header.storeBytes(of: kind.rawValue, toByteOffset: EntryLayout.kind, as: UInt8.self)
            header.storeBytes(of: occurred.unit.rawValue, toByteOffset: EntryLayout.occurredUnit, as: UInt8.self)
            header.storeBigEndian(occurred.offsetMinutes, at: EntryLayout.occurredOffset)
            header.storeBigEndian(child, at: EntryLayout.child)
            header.storeBigEndian(anchor, at: EntryLayout.anchor)
            header.storeBigEndian(actor, at: EntryLayout.actor)
            header.storeBigEndian(snapshot, at: EntryLayout.snapshot)
            header.storeBigEndian(line, at: EntryLayout.line)
            header.storeBigEndian(occurred.from, at: EntryLayout.occurredFrom)
            header.storeBigEndian(occurred.to, at: EntryLayout.occurredTo)
            header.storeBigEndian(replaces, at: EntryLayout.replaces)
            header.storeBigEndian(sealing?.key.person.rawValue ?? 0, at: EntryLayout.sealedPerson)
            if payload.count > 0 {
                UnsafeMutableRawBufferPointer(start: entry + EntryLayout.payloadOffset, count: payload.count)
                    .copyMemory(from: payload)
            }
        }
        return arena.count - 1
    }

    /// Adds the entries of another batch behind these and answers the place of the first: they may have been sealed by
    /// another thread.
    @discardableResult
    public mutating func append(_ other: EntryBatch) -> Int {
        let first = arena.count
        arena.append(other.arena)
        return first
    }

    /// Calls `body` with the entries as they stand, before they have numbers (`firstSeq` is 0 and says nothing).
    public func withEntries<Result>(_ body: (EntrySlice) throws -> Result) rethrows -> Result {
        try arena.withSlice(0..<count, firstSeq: 0, body)
    }
}
