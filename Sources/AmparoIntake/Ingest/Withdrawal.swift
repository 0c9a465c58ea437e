public import AmparoModel
internal import AmparoStore

/// Takes wrong snapshots back.
public struct Withdrawal: Sendable {
    private let store: RecordStore

    /// Withdrawals from a store.
    public init(_ store: RecordStore) { self.store = store }

    /// Takes back the snapshot of this name: from here on nothing it said counts. Answers its name.
    ///
    /// Only the last of a feed and sender can be taken back, because a later one was recorded as differences from it:
    /// withdraw the later one first, and take it again afterwards.
    public func withdraw(_ feed: Feed, issuer: String, name: String) throws -> String {
        let book = try store.snapshots()
        let standing = book.all.filter { $0.feed == feed && $0.issuer == issuer && $0.withdrawnSeq == nil }
        guard let snapshot = standing.last(where: { $0.name == name }) else {
            let names = standing.map(\.name).joined(separator: ", ")
            throw IntakeError(
                .notFound,
                "there is no release \(name) of \(feed.name) from \(issuer); taken are: \(names.isEmpty ? "none" : names)"
            )
        }
        if let later = standing.last(where: { ($0.date, $0.id) > (snapshot.date, snapshot.id) }) {
            throw IntakeError(
                .cannotWithdraw,
                "release \(later.name) was taken as differences from \(name); withdraw \(later.name) first and take it"
                    + " again afterwards")
        }
        var batch = EntryBatch(random: store.random)
        try [UInt8]().withUnsafeBytes {
            _ = try batch.append(
                kind: .snapshotWithdrawn, snapshot: Int64(snapshot.id), replaces: snapshot.begunSeq, payload: $0)
        }
        try store.append(&batch)
        return snapshot.name
    }
}
