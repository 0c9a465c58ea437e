internal import AmparoModel
internal import AmparoStore

/// Reads in the dossiers what an entry corrects: the versions of rows that were told before it and were wrong.
struct CorrectedDossiers {
    private let database: any Database

    init(_ database: any Database) { self.database = database }

    /// A version of a row.
    private struct Version {
        var seq: Int64
        var snapshot: Int32
        var payload: [UInt8]
    }

    /// The version before the entry `by`, with the columns in which it was wrong; none for a first version, or when nothing
    /// that was said has changed.
    func corrected(
        _ kind: RecordKind, anchor: Int64, rowKey: UInt64, by seq: Int64, keys: KeyStore
    ) throws -> [CorrectionDesk.WrongFact] {
        guard let found = try dossier(kind, anchor) else { return [] }
        let versions = Self.versions(found.facts, kind, rowKey).filter { $0.seq <= seq }
        guard versions.count > 1, let new = versions.last, new.seq == seq else { return [] }
        let old = versions[versions.count - 2]
        let dates = try database.read { try SnapshotBook(reading: $0) }
        let sameDate = dates[old.snapshot]?.date == dates[new.snapshot]?.date
        let columns = try changed(kind, old, new, keys: keys).filter {
            CorrectionRule.isCorrection(kind, column: $0, sameDate: sameDate)
        }
        guard !columns.isEmpty else { return [] }
        return [
            CorrectionDesk.WrongFact(
                child: found.child, anchor: anchor, kind: kind, rowKey: rowKey, corrected: seq, told: old.seq,
                columns: columns, payload: old.payload)
        ]
    }

    /// Every row version that a snapshot told, when the snapshot was taken back.
    func takenBack(begun: Int64, by seq: Int64) throws -> [CorrectionDesk.WrongFact] {
        let anchors = try database.read { connection in
            let row = try connection.statement("SELECT snapshot FROM snapshot WHERE begun = ?")
            defer { row.reset() }
            row.bind(begun, at: 1)
            guard try row.step() else { return [(Int64, Int64, RecordKind, UInt64)]() }
            let entries = try connection.statement(
                "SELECT seq, anchor, kind, payload FROM entry WHERE seq > ? AND seq < ? AND snapshot = ? ORDER BY seq")
            defer { entries.reset() }
            entries.bind(begun, at: 1)
            entries.bind(seq, at: 2)
            entries.bind(row.int64(0), at: 3)
            var found: [(Int64, Int64, RecordKind, UInt64)] = []
            while try entries.step() {
                guard let kind = RecordKind(rawValue: UInt8(truncatingIfNeeded: entries.int64(2))),
                    entries.bytes(3).count >= 8
                else { continue }
                found.append(
                    (
                        entries.int64(0), entries.int64(1), kind,
                        UInt64(littleEndian: entries.bytes(3).loadUnaligned(as: UInt64.self))
                    ))
            }
            return found
        }
        return try anchors.compactMap { told, anchor, kind, rowKey in
            try whole(kind, anchor: anchor, rowKey: rowKey, told: told, by: seq)
        }
    }

    /// Every row of an anchor that belonged to another child before the entry `by`: told of the wrong child.
    func moved(anchor: Int64, to child: Int64, by seq: Int64) throws -> [CorrectionDesk.WrongFact] {
        let before = try database.read { connection in
            let row = try connection.statement(
                "SELECT child FROM anchor_link WHERE anchor = ? AND seq < ? ORDER BY seq DESC LIMIT 1")
            defer { row.reset() }
            row.bind(anchor, at: 1)
            row.bind(seq, at: 2)
            return try row.step() ? row.int64(0) : nil
        }
        // An anchor that stood for itself and joined a child was not wrong; one that leaves a child was.
        guard let before, before != child, before != anchor, let found = try dossier(.referral, anchor) else {
            return []
        }
        var wrong: [CorrectionDesk.WrongFact] = []
        try found.facts.withUnsafeBytes { bytes in
            var reader = DossierReader(bytes)
            while let fact = reader.next(), fact.seq < seq {
                guard fact.action == .version,
                    var told = try whole(fact.kind, anchor: anchor, rowKey: fact.rowKey, told: fact.seq, by: seq)
                else { continue }
                told.child = before
                wrong.append(told)
            }
        }
        return wrong
    }

    /// A whole row as wrong.
    private func whole(
        _ kind: RecordKind, anchor: Int64, rowKey: UInt64, told: Int64, by seq: Int64
    ) throws -> CorrectionDesk.WrongFact? {
        guard let found = try dossier(kind, anchor),
            let version = Self.versions(found.facts, kind, rowKey).first(where: { $0.seq == told })
        else { return nil }
        return CorrectionDesk.WrongFact(
            child: found.child, anchor: anchor, kind: kind, rowKey: rowKey, corrected: seq, told: told,
            columns: Set(kind.table.fields.map(\.id)), payload: version.payload)
    }

    private func dossier(_ kind: RecordKind, _ anchor: Int64) throws -> (child: Int64, facts: [UInt8])? {
        try database.read { connection in
            if kind.subject == .sponsor {
                let row = try connection.statement("SELECT facts FROM sponsor_dossier WHERE sponsor = ?")
                defer { row.reset() }
                row.bind(anchor, at: 1)
                return try row.step() ? (0, [UInt8](row.bytes(0))) : nil
            }
            let row = try connection.statement(
                """
                SELECT d.child, d.facts FROM anchor a JOIN dossier d ON d.child = a.child AND d.anchor = a.anchor
                WHERE a.anchor = ?
                """)
            defer { row.reset() }
            row.bind(anchor, at: 1)
            return try row.step() ? (row.int64(0), [UInt8](row.bytes(1))) : nil
        }
    }

    private static func versions(_ facts: [UInt8], _ kind: RecordKind, _ rowKey: UInt64) -> [Version] {
        facts.withUnsafeBytes { bytes in
            var versions: [Version] = []
            var reader = DossierReader(bytes)
            while let fact = reader.next() {
                guard fact.kind == kind, fact.rowKey == rowKey, fact.action == .version else { continue }
                versions.append(Version(seq: fact.seq, snapshot: fact.snapshot, payload: [UInt8](fact.payload)))
            }
            return versions
        }
    }

    /// The columns that the old version said and the new one says otherwise, sealed ones among them.
    private func changed(_ kind: RecordKind, _ old: Version, _ new: Version, keys: KeyStore) throws -> Set<UInt8> {
        let plain = (Self.plain(old.payload), Self.plain(new.payload))
        var columns = Set(plain.0.filter { id, value in id < 50 && plain.1[id] != value }.keys)
        var sealed = SealedParts()
        try database.read { try sealed.read([old.seq, new.seq], on: $0) }
        let opener = try Opener(sealed, keys: keys)
        let texts = try [old.seq, new.seq].map { seq in
            if case .text(let texts) = try opener.withText(of: seq, Self.texts) { return texts }
            return [:]
        }
        // A row whose key is gone tells nobody anything: nothing can be compared, and nothing of it is corrected.
        guard !(texts[1].isEmpty && !texts[0].isEmpty) else { return columns }
        for (id, text) in texts[0] where id != 0 && texts[1][id] != text { columns.insert(id) }
        return columns
    }

    private static func plain(_ payload: [UInt8]) -> [UInt8: [UInt8]] {
        payload.withUnsafeBytes { bytes in
            var values: [UInt8: [UInt8]] = [:]
            var reader = PayloadReader(bytes)
            while let field = reader.next() {
                // What the sender did not know was not told.
                guard field.form != 3 else { continue }
                var writer = PayloadWriter()
                writer.word(field.id, field.bits)
                values[field.id] = writer.bytes + [field.form] + [UInt8](field.bytes)
            }
            return values
        }
    }

    private static func texts(_ sealed: UnsafeRawBufferPointer) -> [UInt8: [UInt8]] {
        var texts: [UInt8: [UInt8]] = [:]
        var reader = SealedTextReader(sealed)
        while let field = reader.next() { texts[field.id] = [UInt8](field.text) }
        return texts
    }
}
