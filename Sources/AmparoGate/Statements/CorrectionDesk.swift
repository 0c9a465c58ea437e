internal import AmparoModel
internal import AmparoSharing
internal import AmparoStore

/// Finds out whom a correction is owed, and writes it down: an entry for each receipt by which a fact left that was wrong
/// when it was told (SHARING.md, "Corrections, not updates, travel"). Delivery takes it from there.
///
/// Looks at the entries since the last time: corrected rows, snapshots taken back, anchors that were a child's by mistake. Broken
/// off, it goes on where it stopped; run twice, it owes nothing twice.
public struct CorrectionDesk: Sendable {
    /// What was found.
    public struct Report: Hashable, Sendable {
        /// Corrections owed to recipients who may still have the fact.
        public var owed = 0
        /// Recipients who may no longer have it and are told only not to rely on what they were told.
        public var relyNot = 0

        /// So many of each.
        public init(owed: Int = 0, relyNot: Int = 0) {
            self.owed = owed
            self.relyNot = relyNot
        }
    }

    /// Some thousand entries are looked at together.
    private static let slice: Int64 = 8192

    let gate: Gate

    /// The corrections of a store.
    public init(_ gate: Gate) { self.gate = gate }

    /// Brings what is owed up to the end of the journal. Throws what the store throws; what was found by then is kept.
    @discardableResult
    public func bringUpToDate() throws -> Report {
        var report = Report()
        let last = try gate.journal.lastSeq()
        // Nothing can be corrected before anything was told.
        guard let first = try firstShown() else { return report }
        var next = max(try seen(), first) + 1
        while next <= last {
            let end = min(last, next + Self.slice - 1)
            for wrong in try wrongFacts(next...end) { try owe(wrong, report: &report) }
            try setSeen(end)
            next = end + 1
        }
        return report
    }

    /// A row that was told and was wrong: which, since when that is known, and in which columns.
    struct WrongFact {
        var child: Int64
        var anchor: Int64
        var kind: RecordKind
        var rowKey: UInt64
        /// The entry by which it is known.
        var corrected: Int64
        /// The entry that told the wrong version.
        var told: Int64
        var columns: Set<UInt8>
        var payload: [UInt8]
    }

    // MARK: Place

    /// Whether `correction_state` says what was written there: what `verify` asks. When it does not, everything is looked at
    /// once more.
    public func isPlaceSound() throws -> Bool {
        let place = try place()
        return try place.seq == 0 || (place.mark == mark(place.seq) && place.seq <= gate.journal.lastSeq())
    }

    private func seen() throws -> Int64 { try isPlaceSound() ? place().seq : 0 }

    /// Up to which entry was looked, and the mark beside it.
    private func place() throws -> (seq: Int64, mark: Int64) {
        try gate.journal.database.read { connection in
            let row = try connection.statement("SELECT seq FROM correction_state WHERE id = ?")
            func value(_ id: Int64) throws -> Int64 {
                row.reset()
                row.bind(id, at: 1)
                defer { row.reset() }
                return try row.step() ? row.int64(0) : 0
            }
            return (try value(1), try value(2))
        }
    }

    /// A keyed mark of a place: a place that was changed by hand, or by a failing disk, would hide what is owed.
    private func mark(_ seq: Int64) -> Int64 {
        let bytes = Array("correction_state ".utf8) + withUnsafeBytes(of: seq.bigEndian) { Array($0) }
        return Int64(bitPattern: bytes.withUnsafeBytes { gate.keys.secrets.row.hash($0) })
    }

    private func setSeen(_ seq: Int64) throws {
        try gate.journal.database.write { connection in
            let row = try connection.statement(
                """
                INSERT INTO correction_state (id, seq) VALUES (?, ?)
                ON CONFLICT (id) DO UPDATE SET seq = excluded.seq
                """)
            for (id, value) in [(1, seq), (2, mark(seq))] as [(Int64, Int64)] {
                row.bind(id, at: 1)
                row.bind(value, at: 2)
                try row.run()
            }
        }
    }

    // MARK: What was wrong

    private func wrongFacts(_ range: ClosedRange<Int64>) throws -> [WrongFact] {
        struct Changed {
            var seq: Int64
            var kind: EntryKind
            var child: Int64
            var anchor: Int64
            var rowKey: UInt64
            var replaces: Int64
        }
        var changes: [Changed] = []
        try gate.journal.forEachSlice(range) { entries in
            for entry in entries
            where entry.kind.recordKind != nil || entry.kind == .snapshotWithdrawn
                || entry.kind == .anchorLinked
            {
                let key = entry.kind.recordKind == nil ? 0 : UInt64(littleEndian: entry.payload.word(at: 0))
                changes.append(
                    Changed(
                        seq: entry.seq, kind: entry.kind, child: entry.child, anchor: entry.anchor, rowKey: key,
                        replaces: entry.replaces))
            }
        }
        let dossiers = CorrectedDossiers(gate.journal.database)
        var wrong: [WrongFact] = []
        for change in changes {
            if let kind = change.kind.recordKind {
                wrong += try dossiers.corrected(
                    kind, anchor: change.anchor, rowKey: change.rowKey, by: change.seq, keys: gate.keys)
            } else if change.kind == .snapshotWithdrawn {
                wrong += try dossiers.takenBack(begun: change.replaces, by: change.seq)
            } else {
                wrong += try dossiers.moved(anchor: change.anchor, to: change.child, by: change.seq)
            }
        }
        return wrong
    }

    /// The first receipt by which anything was shown; nil when there is none.
    private func firstShown() throws -> Int64? {
        try gate.journal.database.read { connection in
            let row = try connection.statement("SELECT seq FROM disclosure WHERE granted = 1 ORDER BY seq LIMIT 1")
            defer { row.reset() }
            return try row.step() ? row.int64(0) : nil
        }
    }

    // MARK: Whom it is owed

    private func owe(_ wrong: WrongFact, report: inout Report) throws {
        guard let table = gate.plan[wrong.kind] else { return }
        let columns = table.columns.filter { wrong.columns.contains($0.field.id) }
        let fields = Set(columns.flatMap { gate.plan.fields(of: $0, table, plain: wrong.payload) }.map(\.name))
        guard !fields.isEmpty else { return }
        for number in try receipts(of: wrong) {
            guard let found = try gate.receipt(number), found.receipt.isGranted, found.receipt.asKnown >= wrong.told
            else { continue }
            let told = fields.intersection(found.receipt.groups.filter(\.isShown).flatMap(\.fields))
            guard !told.isEmpty, try !isOwed(number, wrong, child: found.child) else { continue }
            let day = WashingtonTime.day(of: found.at)
            let keeps = mayStillHave(told, found)
            try append(
                CorrectionOwed(
                    corrected: wrong.corrected, told: wrong.told, toldOn: day, relyNot: !keeps, fields: told.sorted()),
                receipt: number, child: found.child, account: found.account)
            if keeps { report.owed += 1 } else { report.relyNot += 1 }
        }
    }

    /// Receipts about the child, or about the sponsor, between the wrong version and its correction.
    private func receipts(of wrong: WrongFact) throws -> [Int64] {
        try gate.journal.database.read { connection in
            let isSponsor = wrong.kind.subject == .sponsor
            let row = try connection.statement(
                isSponsor
                    ? "SELECT seq FROM disclosure_sponsor WHERE sponsor = ? AND seq > ? AND seq < ? ORDER BY seq"
                    : "SELECT seq FROM disclosure WHERE child = ? AND seq > ? AND seq < ? ORDER BY seq")
            defer { row.reset() }
            row.bind(isSponsor ? wrong.anchor : wrong.child, at: 1)
            row.bind(wrong.told, at: 2)
            row.bind(wrong.corrected, at: 3)
            var numbers: [Int64] = []
            while try row.step() { numbers.append(row.int64(0)) }
            return numbers
        }
    }

    private func isOwed(_ receipt: Int64, _ wrong: WrongFact, child: Int64) throws -> Bool {
        try gate.journal.database.read { connection in
            let row = try connection.statement(
                "SELECT seq FROM correction_owed WHERE child = ? AND receipt = ? AND corrected = ? AND told = ?")
            defer { row.reset() }
            row.bind(child, at: 1)
            row.bind(receipt, at: 2)
            row.bind(wrong.corrected, at: 3)
            row.bind(wrong.told, at: 4)
            return try row.step()
        }
    }

    /// Whether the recipient may still have what it was told: the rules of today would show it again for the same purpose,
    /// and the time after which it was to be deleted has not run.
    private func mayStillHave(
        _ fields: Set<String>, _ found: (receipt: Receipt, child: Int64, account: Int64, at: Instant)
    ) -> Bool {
        let today = WashingtonTime.day(of: gate.now())
        let told = WashingtonTime.day(of: found.at)
        let limits = found.receipt.groups.filter { !fields.isDisjoint(with: $0.fields) }.flatMap(\.obligations)
            .compactMap(ObligationSet.retainDays)
        if let days = limits.min(), told.adding(days: days) < today { return false }
        return (try? gate.wouldShow(fields, found)) ?? false
    }

    private func append(_ owed: CorrectionOwed, receipt: Int64, child: Int64, account: Int64) throws {
        _ = try gate.receipts.write(
            [
                ReceiptDraft(
                    kind: .correctionOwed, child: child, actor: account, occurred: .at(gate.now()), replaces: receipt,
                    payload: owed.bytes)
            ], version: nil)
    }
}

extension UnsafeRawBufferPointer {
    /// Eight bytes at a place, as they lie; 0 beyond the end.
    fileprivate func word(at offset: Int) -> UInt64 {
        count >= offset + 8 ? loadUnaligned(fromByteOffset: offset, as: UInt64.self) : 0
    }
}
