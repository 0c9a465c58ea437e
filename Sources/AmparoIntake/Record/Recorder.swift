public import AmparoModel
internal import AmparoStore

/// Turns the rows of one snapshot into entries: finds whose they are, compares them with what the record holds, seals,
/// and appends what is new or changed. Taking the same rows twice appends nothing.
///
/// One recorder is used from one thread. Rows are gathered in a sheaf, sorted by dossier, and written in commits of about
/// 20 ms; while one part of a sheaf is committed the next is being prepared.
public final class Recorder {
    /// What recording a snapshot did.
    public struct Changes: Sendable, Equatable {
        /// Rows the record did not hold.
        public var added = 0
        /// Rows with other content than before.
        public var changed = 0
        /// Rows that an earlier snapshot had and this one has not.
        public var vanished = 0
        /// Rows that are back.
        public var reappeared = 0
        /// Entries appended to the journal.
        public var entries = 0
    }

    /// What was done so far.
    public internal(set) var changes = Changes()

    let store: RecordStore
    let snapshot: Snapshot
    let isDryRun: Bool
    let blind: BlindIndexes
    let cacheKeys: CacheKeys
    let books: SnapshotBook
    let dates: [Int32?]
    var directory: SubjectDirectory
    var surrogates: AddressSurrogates
    let sheaf = Sheaf()
    var kinship: Kinship
    var seen = ShownRows()
    /// Rows first told of by entries after this number are new in this run.
    let startSeq: Int64

    let beginning: SnapshotBeginning
    let pipeline: CommitPipeline
    private var preparation: EntryPreparation?
    /// Whether a sheaf is being committed.
    private var isCommitting = false
    /// Nothing is in the store of anchors from here on: they were given after the last sheaf was recorded.
    private(set) var firstUnrecorded: Int64
    /// Anchors that were put under a child after their first rows had been gathered.
    private var placedLate: [Int64: Int64] = [:]
    /// Rows of notices and results whose A-number is no child's of the care record, and court cases without one.
    public private(set) var unmatched = 0
    /// Children whose A-number a court release read past.
    public private(set) var waiting = 0
    private let knowsReadPast: Bool
    /// Rows that differed from one of the same key that this same snapshot had told before.
    private(set) var contradictions = 0
    /// Numbers of the agency systems whose results were among the rows.
    public private(set) var resultSystems: Set<UInt8> = []

    /// A recorder of one snapshot.
    init(store: RecordStore, snapshot: Snapshot, beginning: SnapshotBeginning, isDryRun: Bool) throws {
        self.store = store
        self.beginning = beginning
        self.snapshot = snapshot
        self.isDryRun = isDryRun
        try store.sequencer.settleIndexes()
        var books = try store.snapshots()
        books.put(snapshot)
        self.books = books
        dates = books.dates()
        blind = BlindIndexes(store.secrets, issuer: snapshot.issuer)
        cacheKeys = try CacheKeys(random: store.random)
        directory = try SubjectDirectory(
            database: store.database, blind: blind, keys: cacheKeys, secrets: store.secrets)
        surrogates = try AddressSurrogates(
            database: store.database, blind: blind, keys: cacheKeys)
        firstUnrecorded = directory.nextAnchor
        pipeline = CommitPipeline(store: store, beginning: beginning, isDryRun: isDryRun)
        kinship = try Kinship(store: store, blind: blind, keys: cacheKeys, dates: dates)
        knowsReadPast = snapshot.feed == .care ? try ReadPastWriter.isAnyKnown(store) : false
        startSeq = try store.database.read { connection in
            let statement = try connection.statement("SELECT size FROM sequencer WHERE id = 1")
            defer { statement.reset() }
            return try statement.step() ? statement.int64(0) : 0
        }
    }

    /// Takes rows. Answers how many were not taken and why: mail rows of cases that are not in the record are
    /// `not-a-child`, rows of persons who were erased are `erased`.
    public func add(_ batch: RowBatch) throws -> [String: Int] {
        var passed: [String: Int] = [:]
        for start in stride(from: 0, to: batch.rows.count, by: Sheaf.firstPart) {
            let rows = batch.rows[start..<min(batch.rows.count, start + Sheaf.firstPart)]
            try batch.bytes.withUnsafeBytes { bytes in
                try store.database.read { connection in
                    try lookAhead(rows, batch.kind, bytes, connection)
                    for row in rows {
                        if let reason = try add(row, batch.kind, bytes, connection) { passed[reason, default: 0] += 1 }
                    }
                }
            }
            if sheaf.isFull { try recordSheaf() }
        }
        return passed
    }

    /// Takes a row, or answers why it was passed over.
    private func add(
        _ row: RowBatch.Row, _ kind: RecordKind, _ bytes: UnsafeRawBufferPointer, _ connection: any DatabaseConnection
    ) throws -> String? {
        func run(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }
        let subject: SubjectDirectory.Subject
        let text = run(row.subject)
        switch kind.subject {
        case .child:
            guard let found = try directory.child(text, on: connection) else { return "erased" }
            subject = found
        case .sponsor:
            guard let found = try directory.sponsor(text, on: connection) else { return "erased" }
            subject = found
        case .aNumber:
            guard let found = try aNumberSubject(text, connection) else { return "erased" }
            subject = found
        case .courtCase:
            if directory.isRefused(case: row.number) { return "erased" }
            let isMet = kind == .courtCase && directory.hasMet(case: row.number)
            guard
                var found = try directory.courtCase(row.number, opening: kind.isSnapshot, on: connection)
            else { return "not-a-child" }
            if kind == .courtCase, found.isNew || found.standsAlone {
                let parts = SealedParts(.courtCase, sealed: run(row.sealed), plain: run(row.plain))
                if let digits = parts.aNumber.flatMap(aNumberDigits) {
                    if found.isNew, directory.isErased(aNumber: digits) {
                        directory.refuse(case: row.number)
                        return "erased"
                    }
                    let birthYear = courtBirthYear(run(row.plain))
                    let child = try digits.withUnsafeBytes { number -> Int64? in
                        guard found.isNew else {
                            try kinship.noteAlone(found.anchor, number: number, on: connection)
                            return nil
                        }
                        return try kinship.childOfNew(
                            .courtCase, found.anchor, number: number, blind.aNumber.value(of: number),
                            birthYear: birthYear, on: connection)
                    }
                    if let child {
                        directory.place(text, caseNumber: row.number, .courtCase, under: child)
                        if isMet { placedLate[found.anchor] = child }
                        found.child = child
                    }
                }
            }
            subject = found
        }
        if directory.isErased(subject.anchor) { return "erased" }
        if kind.subject == .aNumber { directory.claim(aNumber: text) }
        if kind == .courtCase { directory.claim(case: row.number) }
        var sponsor: Int64 = 0
        if kind == .release || kind == .application {
            let parts = SealedParts(kind, sealed: run(row.sealed), plain: run(row.plain))
            if let number = parts.sponsor {
                sponsor =
                    try directory.sponsor(number, on: connection)?.anchor
                    ?? storedSponsor(kind, run(row.key), subject, connection)
            }
        }
        if kind == .referral {
            let parts = SealedParts(kind, sealed: run(row.sealed), plain: run(row.plain))
            if let digits = parts.aNumber.flatMap(aNumberDigits) {
                if subject.isNew, directory.isErased(aNumber: digits) {
                    directory.refuse(child: text)
                    return "erased"
                }
                try digits.withUnsafeBytes {
                    try kinship.noteCare(subject.anchor, number: $0, on: connection)
                    if subject.isNew, knowsReadPast,
                        try ReadPastWriter.isKnown(ReadPastWriter.hash($0, store.secrets), on: connection)
                    {
                        waiting += 1
                    }
                }
            }
        }
        if kind == .agencyResult, let system = resultSystem(run(row.plain)) { resultSystems.insert(system) }
        let rowKey: UInt64
        if kind.feed == .court {
            var number: UInt64 = 0
            for byte in run(row.key) where (0x30...0x39).contains(byte) { number = number &* 10 &+ UInt64(byte - 0x30) }
            rowKey = number
        } else {
            rowKey = RowKeys(store.secrets).key(kind, run(row.key))
        }
        sheaf.add(
            Sheaf.Row(
                kind: kind, line: Int64(row.line), rowKey: rowKey, sponsor: sponsor, subject: text,
                plain: run(row.plain), sealed: run(row.sealed)), anchor: subject.anchor, child: subject.child)
        return nil
    }

    /// The A-number of a notice or result, put under its child where there is no doubt whose it is; nil for that of an
    /// erased person. Whose it is, is asked once in a run: nothing that comes in with notices and results changes it.
    private func aNumberSubject(
        _ text: UnsafeRawBufferPointer, _ connection: any DatabaseConnection
    ) throws -> SubjectDirectory.Subject? {
        if let known = directory.known(aNumber: text) { return known }
        let value = blind.aNumber.value(of: text)
        let holders = try kinship.holders(cacheKeys.key(text), value, on: connection)
        guard var found = directory.aNumber(text, value, among: holders) else { return nil }
        if found.standsAlone {
            kinship.noteAlone(found.anchor, value, among: holders)
        } else if found.isNew,
            let child = try kinship.childOfNew(
                .aNumber, found.anchor, number: text, value, on: connection)
        {
            directory.place(text, caseNumber: 0, .aNumber, under: child)
            found.child = child
        }
        return found
    }

    /// The sponsor that the record has for a row which names an erased one: the row stays as it is. 0, not said, for a new
    /// row: nothing connects an erased sponsor's number with its record any more.
    private func storedSponsor(
        _ kind: RecordKind, _ key: UnsafeRawBufferPointer, _ subject: SubjectDirectory.Subject,
        _ connection: any DatabaseConnection
    ) throws -> Int64 {
        let statement = try connection.statement("SELECT facts FROM dossier WHERE child = ? AND anchor = ?")
        defer { statement.reset() }
        statement.bind(subject.child, at: 1)
        statement.bind(subject.anchor, at: 2)
        guard try statement.step() else { return 0 }
        var rows = EffectiveRows()
        rows.load(statement.bytes(0), asOf: snapshot.date, asKnown: .max, dates: dates)
        guard let place = rows.index(of: kind, RowKeys(store.secrets).key(kind, key)) else { return 0 }
        var reader = PayloadReader(rows.rows[place].fact.payload)
        while let field = reader.next() {
            if field.id == DerivedField.sponsor { return field.number }
        }
        return 0
    }

    private func resultSystem(_ plain: UnsafeRawBufferPointer) -> UInt8? {
        var reader = PayloadReader(plain)
        while let field = reader.next() {
            if field.id == CareColumn.Result.system { return field.term }
        }
        return nil
    }

    func courtBirthYear(_ plain: UnsafeRawBufferPointer) -> Int? {
        var reader = PayloadReader(plain)
        while let field = reader.next() {
            if field.id == CourtColumn.Case.birthMonth, field.form == 0 { return Int(field.number / 12) }
        }
        return nil
    }

    /// Counts the rows that no care record has claimed in the end. What a dry run did not record is claimed when it would
    /// have been put under a child at once.
    func countUnmatched() throws {
        unmatched = try store.database.read { connection in
            var claims: [(anchor: Int64, rows: Int, child: Int64)] = []
            directory.forEachClaim { claims.append((anchor: $0, rows: $1, child: $2)) }
            // In the table's order, so that each page of a large record is read once.
            claims.sort { $0.anchor < $1.anchor }
            var isClaimed = claims.map { isDryRun && $0.child != $0.anchor }
            try connection.ask(
                "SELECT c.kind FROM anchor a JOIN anchor c ON c.anchor = a.child WHERE a.anchor = ?",
                count: claims.count
            ) {
                $1.bind(claims[$0].anchor, at: 1)
            } each: { index, row in
                isClaimed[index] = row.int64(0) == AnchorKind.child.rawValue
            }
            return zip(claims, isClaimed).reduce(0) { $1.1 ? $0 : $0 + $1.0.rows }
        }
    }

    /// The hints without identifiers of erased sponsors, whom rows of others still name.
    private func withoutErased(_ hints: [Int: BlindHints]) -> [Int: BlindHints] {
        hints.mapValues { hint in
            var kept = hint
            kept.identifiers.removeAll { directory.isErased($0.anchor) }
            return kept
        }
    }

    /// Records every row that was added; they are durable when this returns.
    public func flush() throws {
        try recordSheaf()
        try settle()
    }

    /// Records what waits in the sheaf. The last of it is still being committed when this returns, while the next rows are
    /// read; `settle` waits for it.
    private func recordSheaf() throws {
        try settle()
        guard !sheaf.isEmpty else { return }
        sheaf.move(placedLate)
        placedLate.removeAll(keepingCapacity: true)
        sheaf.sort()
        isCommitting = true
        kinship.beginRecording()
        let parts = sheaf.parts()
        var preparation = preparation ?? EntryPreparation(recorder: self)
        self.preparation = nil
        defer { self.preparation = preparation }
        // The keys of the next rows are fetched while these are prepared.
        var keys = parts.first.map { KeysAhead(preparation.persons($0), store.keys, creatingMissing: !isDryRun) }
        for (index, part) in parts.enumerated() {
            let found = try keys?.wait() ?? [:]
            keys =
                index + 1 < parts.count
                ? KeysAhead(preparation.persons(parts[index + 1]), store.keys, creatingMissing: !isDryRun) : nil
            try record(part, with: found, &preparation)
        }
        pipeline.settleIndexes()
        firstUnrecorded = directory.nextAnchor
        sheaf.removeAll()
    }

    private func record(
        _ places: ArraySlice<Sheaf.Place>, with keys: [Person: PersonKey], _ preparation: inout EntryPreparation
    ) throws {
        let prepared = pipeline.empty()
        try preparation.prepare(places, with: keys, into: prepared)
        changes.added += preparation.added
        changes.changed += preparation.changed
        changes.reappeared += preparation.reappeared
        contradictions += preparation.contradictions
        changes.entries += prepared.batch.count
        for firstSeq in preparation.seenRows { seen.insert(firstSeq) }
        if directory.knowsErasures { prepared.hints = withoutErased(prepared.hints) }
        try pipeline.submit(prepared)
    }

    /// Waits until the rows that were flushed are durable and can be looked up, and settles whose they are.
    func settle() throws {
        guard isCommitting else { return }
        isCommitting = false
        try pipeline.drain()
        surrogates.recorded()
        let moved = try kinship.reconcile(isDryRun: isDryRun, counting: &changes.entries)
        if !moved.isEmpty {
            directory.move(moved)
            // Rows of the next sheaf were gathered while nobody knew.
            sheaf.move(moved)
        }
        if !isDryRun { directory.forgetCases(below: firstUnrecorded) }
    }
}
