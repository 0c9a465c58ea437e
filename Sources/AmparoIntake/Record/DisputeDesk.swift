internal import AmparoModel
internal import AmparoStore

/// Settles disputes: whose an A-number is that two people are told to have (FEEDS.md, "Who is the same child").
public struct DisputeDesk {
    private let store: RecordStore

    /// The disputes of a store.
    public init(_ store: RecordStore) { self.store = store }

    /// Every dispute, by number.
    public func all() throws -> [Dispute] {
        try store.database.read { connection in
            let statement = try connection.statement(
                "SELECT dispute, kind, adopted, adopted_child FROM dispute ORDER BY dispute")
            defer { statement.reset() }
            var found: [Dispute] = []
            while try statement.step() {
                let adopted =
                    try statement.isNull(2) ? nil : NumberHolder.child(of: statement.int64(3), on: connection)
                found.append(
                    Dispute(
                        id: statement.int64(0), kind: "number",
                        holders: try Self.holders(of: statement.int64(0), on: connection), adopted: adopted))
            }
            return found
        }
    }

    /// Adopts a dispute: from here on the number is the child's, and the cases and notices of the number go to it. The
    /// reason is sealed to the child. One transaction: all of it or nothing.
    ///
    /// Answers how many cases and notices moved. Throws `not-found` for a number of no open dispute, or a child that is not
    /// in it; `StoreError.Code.noKey` when the child was erased.
    @discardableResult
    public func adopt(_ id: Int64, child: Int64, reason: String) throws -> Int {
        try store.sequencer.settleIndexes()
        guard let dispute = try all().first(where: { $0.id == id }) else {
            throw IntakeError(.notFound, "there is no dispute \(id); `amparo dispute list` shows them")
        }
        if let adopted = dispute.adopted {
            throw IntakeError(
                .notFound, "dispute \(id) was adopted for child \(adopted) already; nothing is to be done")
        }
        guard dispute.holders.contains(where: { $0.child == child }) else {
            let children = Array(Set(dispute.holders.map(\.child))).sorted().map { String($0) }
            throw IntakeError(
                .notFound, "child \(child) is not in dispute \(id); in it are \(children.joined(separator: ", "))")
        }
        let (links, person) = try store.database.read { connection in
            (
                NumberHolder.links(of: try Self.numberHolders(dispute, on: connection), toAdopted: child),
                try Self.person(child, on: connection)
            )
        }
        guard let key = try store.keys.key(for: person, creatingMissing: true) else { throw StoreError(.noKey) }
        var batch = EntryBatch(random: store.random)
        try Array(reason.utf8).withUnsafeBytes { reason in
            try [UInt8]().withUnsafeBytes { payload in
                _ = try batch.append(
                    kind: .disputeAdopted, child: child, replaces: id, payload: payload,
                    sealing: EntryBatch.Sealing(reason, to: key, field: EntryKind.disputeAdopted.sealedField))
            }
        }
        for link in links {
            try [LinkReason.disputeAdopted.rawValue].withUnsafeBytes {
                _ = try batch.append(kind: .anchorLinked, child: link.child, anchor: link.anchor, payload: $0)
            }
        }
        try store.append(&batch)
        return links.count
    }

    private static func holders(of dispute: Int64, on connection: any DatabaseConnection) throws -> [Dispute.Holder] {
        let statement = try connection.statement(
            """
            SELECT h.anchor, a.child, a.kind, c.idncase FROM dispute_holder h JOIN anchor a ON a.anchor = h.anchor
            LEFT JOIN court_case c ON c.anchor = h.anchor WHERE h.dispute = ? ORDER BY h.anchor
            """)
        defer { statement.reset() }
        statement.bind(dispute, at: 1)
        var found: [Dispute.Holder] = []
        while try statement.step() {
            let source =
                switch AnchorKind(rawValue: statement.int64(2)) {
                case .courtCase: "case"
                case .aNumber: "notice"
                default: "care"
                }
            found.append(
                Dispute.Holder(
                    child: statement.int64(1), source: source,
                    caseNumber: statement.isNull(3) ? nil : statement.int64(3), anchor: statement.int64(0)))
        }
        return found
    }

    /// Everybody who holds the number now: those in the dispute, and whoever came with it since.
    private static func numberHolders(
        _ dispute: Dispute, on connection: any DatabaseConnection
    ) throws -> [NumberHolder] {
        // The number in dispute is the one that most of those in it hold: one of them may have been corrected since.
        var counts: [[UInt8]: Int] = [:]
        for holder in dispute.holders {
            let statement = try connection.statement(
                "SELECT DISTINCT blind FROM anchor_identifier WHERE anchor = ? AND kind >= 3 AND kind <= 5 ORDER BY blind"
            )
            defer { statement.reset() }
            statement.bind(holder.anchor, at: 1)
            while try statement.step() { counts[[UInt8](statement.bytes(0)), default: 0] += 1 }
        }
        let number = counts.filter { $0.value > 1 }.min { a, b in
            a.value != b.value ? a.value > b.value : a.key.lexicographicallyPrecedes(b.key)
        }
        guard let number else { return [] }
        return try NumberHolder.holders(of: number.key, on: connection)
    }

    /// Whose key seals what is said of a child: that of the anchor the child is named by.
    private static func person(_ child: Int64, on connection: any DatabaseConnection) throws -> Person {
        let statement = try connection.statement("SELECT kind FROM anchor WHERE anchor = ?")
        defer { statement.reset() }
        statement.bind(child, at: 1)
        let kind = try statement.step() ? AnchorKind(rawValue: statement.int64(0)) : nil
        return Person((kind ?? .child).personClass, child)
    }
}
