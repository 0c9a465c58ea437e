public import AmparoModel

/// What an entry does to a row of the record.
public enum FactAction: UInt8, Sendable {
    /// The row as a snapshot shows it, new or changed.
    case version = 0
    /// The row is absent from a snapshot of its feed, though an earlier one had it. It is kept.
    case vanished = 1
    /// The row is back in a snapshot, with the content it had.
    case reappeared = 2
}

/// One fact of a dossier: what one entry of the journal said of one row.
public struct DossierFact {
    /// What the row is.
    public var kind: RecordKind
    /// What was said of it.
    public var action: FactAction
    /// The entry's number in the journal.
    public var seq: Int64
    /// The snapshot that said it.
    public var snapshot: Int32
    /// The line of the file on which the record began, from 1; 0 for a row that vanished.
    public var line: Int64
    /// The row's key: the court's own number, or the keyed fingerprint of the sender's.
    public var rowKey: UInt64
    /// The plain payload with its derived fields; empty unless `action` is `version`.
    public var payload: UnsafeRawBufferPointer
}

/// Writes the packed form of a dossier: facts in journal order, appended and never changed.
///
/// One fact is: kind (1 byte), action (1), journal number (varint, the difference to the fact before), snapshot
/// (varint), line (varint), row key (8 bytes, little-endian), payload length (varint), payload.
public struct DossierWriter: Sendable {
    /// The packed facts.
    public private(set) var bytes: [UInt8]
    private var lastSeq: Int64

    /// A writer that continues a dossier whose last fact has the number `lastSeq` (0 for an empty one).
    public init(_ bytes: [UInt8] = [], lastSeq: Int64 = 0) {
        self.bytes = bytes
        self.lastSeq = lastSeq
    }

    /// Appends a fact; numbers must not fall.
    public mutating func append(
        kind: RecordKind, action: FactAction, seq: Int64, snapshot: Int32, line: Int64, rowKey: UInt64,
        payload: UnsafeRawBufferPointer
    ) {
        var writer = PayloadWriter(bytes)
        bytes = []
        writer.bytes.append(kind.rawValue)
        writer.bytes.append(action.rawValue)
        writer.appendVarint(UInt64(max(0, seq - lastSeq)))
        writer.appendVarint(UInt64(max(0, snapshot)))
        writer.appendVarint(UInt64(max(0, line)))
        var key = rowKey
        for _ in 0..<8 {
            writer.bytes.append(UInt8(truncatingIfNeeded: key))
            key >>= 8
        }
        writer.appendVarint(UInt64(payload.count))
        writer.bytes.append(contentsOf: payload)
        bytes = writer.bytes
        lastSeq = seq
    }
}

/// Reads a packed dossier fact by fact, in journal order; ends, without a crash, at damage.
public struct DossierReader: IteratorProtocol {
    private var cursor: ByteCursor
    private var seq: Int64 = 0

    /// A reader over the packed facts; the payloads point into `bytes`.
    public init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

    /// The next fact, or nil at the end.
    public mutating func next() -> DossierFact? {
        guard let kind = cursor.byte().flatMap(RecordKind.init(rawValue:)),
            let action = cursor.byte().flatMap(FactAction.init(rawValue:)),
            let difference = cursor.varint(), let snapshot = cursor.varint(), let line = cursor.varint(),
            let rowKey = cursor.word(), let count = cursor.varint(), let payload = cursor.bytes(count)
        else { return nil }
        seq &+= Int64(truncatingIfNeeded: difference)
        return DossierFact(
            kind: kind, action: action, seq: seq, snapshot: Int32(truncatingIfNeeded: snapshot),
            line: Int64(truncatingIfNeeded: line), rowKey: rowKey, payload: payload)
    }
}
