public import AmparoTransparency

/// One entry, read where it lies, without a copy. Only valid inside the closure that was given its slice.
public struct EntryView {
    /// The entry's number, from 1; 0 while it has none.
    public let seq: Int64
    /// The entry's leaf: its salted commitment, 32 bytes.
    public let leaf: TreeHash

    let start: UnsafeRawPointer

    init(seq: Int64, leaf: TreeHash, start: UnsafeRawPointer) {
        self.seq = seq
        self.leaf = leaf
        self.start = start
    }

    private func integer(_ offset: Int) -> Int64 {
        start.bigEndian(Int64.self, at: EntryLayout.headerOffset + offset)
    }

    private func part(_ offset: Int, _ length: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start + offset, count: length)
    }

    private func length(_ offset: Int) -> Int {
        Int(start.bigEndian(UInt32.self, at: EntryLayout.headerOffset + offset))
    }

    var payloadLength: Int { length(EntryLayout.payloadLength) }
    var sealedLength: Int { length(EntryLayout.sealedLength) }
    var idBytes: UnsafeRawBufferPointer {
        part(EntryLayout.headerOffset + EntryLayout.entryID, EntryID.byteCount)
    }

    /// The version of the canonical encoding.
    public var format: UInt8 { start.load(fromByteOffset: EntryLayout.headerOffset, as: UInt8.self) }
    /// What the entry says happened.
    public var kind: EntryKind {
        EntryKind(rawValue: start.load(fromByteOffset: EntryLayout.headerOffset + EntryLayout.kind, as: UInt8.self))
    }
    /// The entry's random name.
    public var id: EntryID {
        // Sixteen bytes by construction.
        EntryID(idBytes)!
    }
    /// When we knew, in microseconds since 1970-01-01T00:00:00Z; never earlier than that of the entry before.
    public var recorded: Int64 { integer(EntryLayout.recorded) }
    /// The child it is about, 0 for none.
    public var child: Int64 { integer(EntryLayout.child) }
    /// The thing it is about (an episode, a case, a hearing), 0 for none.
    public var anchor: Int64 { integer(EntryLayout.anchor) }
    /// Who said it, 0 for none.
    public var actor: Int64 { integer(EntryLayout.actor) }
    /// The snapshot it came with, 0 for none.
    public var snapshot: Int64 { integer(EntryLayout.snapshot) }
    /// The line it stood on, 0 for none.
    public var line: Int64 { integer(EntryLayout.line) }
    /// The number of the entry it takes the place of, 0 for none.
    public var replaces: Int64 { integer(EntryLayout.replaces) }
    /// The person to whom the sealed part is sealed; nil when nothing is sealed.
    public var sealedPerson: Person? {
        let raw = integer(EntryLayout.sealedPerson)
        return raw == 0 ? nil : Person(rawValue: raw)
    }
    /// When it happened.
    public var occurred: Occurred {
        let header = start + EntryLayout.headerOffset
        return Occurred(
            unit: Occurred.Unit(rawValue: header.load(fromByteOffset: EntryLayout.occurredUnit, as: UInt8.self))
                ?? .unknown,
            from: integer(EntryLayout.occurredFrom), to: integer(EntryLayout.occurredTo),
            offsetMinutes: header.bigEndian(Int16.self, at: EntryLayout.occurredOffset))
    }
    /// The part that is not sealed.
    public var payload: UnsafeRawBufferPointer { part(EntryLayout.payloadOffset, payloadLength) }
    /// The sealed part as stored: nonce, ciphertext, tag; empty when nothing is sealed.
    public var sealed: UnsafeRawBufferPointer {
        part(EntryLayout.payloadOffset + payloadLength + EntryLayout.digestLength, sealedLength)
    }
    /// The salt of the leaf.
    public var salt: UnsafeRawBufferPointer { part(EntryLayout.saltOffset, EntryLayout.saltLength) }

    /// The unit of `occurred` as stored.
    var occurredUnit: UInt8 {
        start.load(fromByteOffset: EntryLayout.headerOffset + EntryLayout.occurredUnit, as: UInt8.self)
    }
}
