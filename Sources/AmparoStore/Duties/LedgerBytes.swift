internal import AmparoDuties
internal import AmparoModel

/// Writes the packed form of a ledger: its events in journal order, appended and never changed.
///
/// One event is: journal number (varint, the difference to the event before), length (varint), payload of the entry.
struct LedgerWriter {
    private(set) var bytes: [UInt8]
    private(set) var lastSeq: Int64

    /// A writer that continues a ledger whose last event has the number `lastSeq` (0 for an empty one).
    init(_ bytes: [UInt8] = [], lastSeq: Int64 = 0) {
        self.bytes = bytes
        self.lastSeq = lastSeq
    }

    /// Appends an event; numbers must not fall.
    mutating func append(seq: Int64, payload: UnsafeRawBufferPointer) {
        var writer = PayloadWriter(bytes)
        bytes = []
        writer.appendVarint(UInt64(max(0, seq - lastSeq)))
        writer.appendVarint(UInt64(payload.count))
        writer.bytes.append(contentsOf: payload)
        bytes = writer.bytes
        lastSeq = seq
    }
}

/// Reads a packed ledger event by event, in journal order; ends, without a crash, at damage.
struct LedgerReader: IteratorProtocol {
    private var cursor: ByteCursor
    private var seq: Int64 = 0

    /// A reader over the packed events; payloads point into `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) { cursor = ByteCursor(bytes) }

    mutating func next() -> (seq: Int64, payload: UnsafeRawBufferPointer)? {
        guard let difference = cursor.varint(), let count = cursor.varint(), let payload = cursor.bytes(count) else {
            return nil
        }
        seq &+= Int64(truncatingIfNeeded: difference)
        return (seq, payload)
    }
}

extension SubjectLedger {
    /// The ledger that packed events add up to. `people` gives the accounts of an event by its number; without them
    /// everybody in it is nobody.
    init(packed bytes: UnsafeRawBufferPointer, people: (Int64) -> [String] = { _ in [] }) {
        self.init()
        var reader = LedgerReader(bytes)
        while let (seq, payload) = reader.next() {
            guard let event = DutyEvent(EncodedDutyEvent(plain: [UInt8](payload), people: people(seq))) else {
                continue
            }
            apply(event)
        }
    }
}
