public import AmparoModel
public import AmparoStore

/// The row keys of feeds whose rows are numbered by their sender: a keyed hash of kind and key text.
public struct RowKeys: Sendable {
    private let hash: SipHash24

    /// Row keys of a store.
    public init(_ secrets: StoreSecrets) { hash = secrets.row }

    /// The row key of a key text.
    public func key(_ kind: RecordKind, _ text: UnsafeRawBufferPointer) -> UInt64 {
        withUnsafeTemporaryAllocation(byteCount: text.count + 1, alignment: 8) { buffer in
            buffer[0] = kind.rawValue
            UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: text)
            return hash.hash(UnsafeRawBufferPointer(buffer))
        }
    }
}
