internal import AmparoModel
internal import AmparoStore

/// Who is the same child, first step (FEEDS.md, "until part 5"): same A-number, same child, across feeds; the same number
/// with birth years more than two apart and no surname in common is two children and a dispute (court rows compare
/// the birth year only); until the dispute is adopted, a court case or notice of the number belongs to neither.
struct Kinship {
    private let store: RecordStore
    private let blind: BlindIndexes
    private let keys: CacheKeys
    /// The children that told a number in this run.
    private var told: [CacheKey: Int64] = [:]
    /// Numbers to be looked at when their rows are recorded.
    private var open: Set<BlindIndex.Value> = []
    /// Numbers whose rows are being recorded.
    private var recording: Set<BlindIndex.Value> = []
    private let dates: [Int32?]
    /// The last dispute about a number that an anchor holds: the child adopted, or 0 while it is open. They are few, and
    /// nobody but this run opens or settles one meanwhile.
    private var disputes: [Int64: Int64]
    private var ahead = NumbersAhead()

    /// - Parameter dates: `SnapshotBook.dates`, the snapshot that is being taken included.
    init(store: RecordStore, blind: BlindIndexes, keys: CacheKeys, dates: [Int32?]) throws {
        self.store = store
        disputes = try store.database.read { try Self.disputes(on: $0) }
        self.dates = dates
        self.blind = blind
        self.keys = keys
    }

    /// A care record tells an A-number of a child.
    mutating func noteCare(_ anchor: Int64, number: UnsafeRawBufferPointer, on connection: any DatabaseConnection)
        throws
    {
        let key = keys.key(number)
        if told[key] == anchor { return }
        let value = blind.aNumber.value(of: number)
        if told.updateValue(anchor, forKey: key) != nil {
            open.insert(value)
        } else if try holders(key, value, on: connection).contains(where: { $0.anchor != anchor }) {
            open.insert(value)
        }
    }

    /// A notice, result or court case that the record holds under no child. If its number is anybody else's too, it is looked
    /// at again: an ingest that recorded it may have been broken off before it came to that.
    mutating func noteAlone(
        _ anchor: Int64, number: UnsafeRawBufferPointer, on connection: any DatabaseConnection
    ) throws {
        let key = keys.key(number)
        guard told.updateValue(anchor, forKey: key) != anchor else { return }
        let value = blind.aNumber.value(of: number)
        noteAlone(anchor, value, among: try holders(key, value, on: connection))
    }

    /// The same of an anchor whose number is met for the first time in this run, given everybody who holds it.
    mutating func noteAlone(_ anchor: Int64, _ value: BlindIndex.Value, among holders: [NumberHolder]) {
        if holders.contains(where: { $0.anchor != anchor }) { open.insert(value) }
    }

    /// The child under which a new anchor with this number can stand at once: the number is one care child's and nothing
    /// is open about it. Otherwise nil, and the number is looked at when the rows are recorded.
    mutating func childOfNew(
        _ kind: AnchorKind, _ anchor: Int64, number: UnsafeRawBufferPointer, _ value: BlindIndex.Value,
        birthYear: Int? = nil, on connection: any DatabaseConnection
    ) throws -> Int64? {
        guard !open.contains(value) else { return nil }
        if recording.contains(value) {
            // It is being settled; what comes of it is known with the next rows only.
            open.insert(value)
            return nil
        }
        let key = keys.key(number)
        let others = try holders(key, value, on: connection)
        guard !others.isEmpty else {
            // Another anchor of the number may come in the same run.
            if let other = told.updateValue(anchor, forKey: key), other != anchor { open.insert(value) }
            return nil
        }
        let care = others.filter(\.isCare)
        guard let child = care.first?.child, care.allSatisfy({ $0.child == child }),
            !others.contains(where: { disputes[$0.anchor] != nil })
        else {
            open.insert(value)
            return nil
        }
        if kind == .courtCase, let birthYear {
            for holder in care {
                let known = ahead.births[holder.anchor]
                guard let birth = try known ?? careBirth(holder, on: connection) else { continue }
                if apart(birth, BirthYears(birthYear, birthYear)) {
                    open.insert(value)
                    return nil
                }
            }
        }
        return child
    }

    /// The rows of the numbers that were left open so far are being recorded.
    mutating func beginRecording() {
        recording.formUnion(open)
        open.removeAll(keepingCapacity: true)
    }

    /// Settles every number that was left open and is recorded: links, and opens disputes. Answers the anchors that were
    /// linked, and their children.
    mutating func reconcile(isDryRun: Bool, counting entries: inout Int) throws -> [Int64: Int64] {
        defer { recording.removeAll() }
        guard !recording.isEmpty, !isDryRun else { return [:] }
        var links: [(anchor: Int64, child: Int64)] = []
        var disputes: [[Int64]] = []
        try store.database.read { connection in
            let book = LinkBook(connection)
            let said = try book.isEmpty() ? nil : book
            for value in recording.sorted() {
                let decision = try decide(value, said, on: connection)
                links += decision.links
                if let dispute = decision.dispute { disputes.append(dispute) }
            }
        }
        var batch = EntryBatch(random: store.random)
        for holders in disputes {
            var payload = PayloadWriter([DisputeKind.number.rawValue])
            payload.appendVarint(UInt64(holders.count))
            for holder in holders { payload.appendVarint(UInt64(holder)) }
            try payload.bytes.withUnsafeBytes { _ = try batch.append(kind: .disputeOpened, payload: $0) }
        }
        for link in links {
            try [LinkReason.sameANumber.rawValue].withUnsafeBytes {
                _ = try batch.append(kind: .anchorLinked, child: link.child, anchor: link.anchor, payload: $0)
            }
        }
        guard batch.count > 0 else { return [:] }
        entries += batch.count
        let projection = RecordProjection(deriving: KnownHints(hints: [:]))
        try store.sequencer.appendInSlices(&batch, projecting: { try projection.apply($1, on: $0) })
        self.disputes = try store.database.read { try Self.disputes(on: $0) }
        return Dictionary(links.map { ($0.anchor, $0.child) }, uniquingKeysWith: { $1 })
    }

    // MARK: Rows that come next

    /// Asks who holds the A-numbers that rows tell which come next, of all together; with `births` also when the children
    /// among them were born. What is answered is good for the transaction in which it is asked.
    mutating func lookAhead(
        _ numbers: [CacheKey: BlindIndex.Value], births: Bool, on connection: any DatabaseConnection
    ) throws {
        var found = NumbersAhead()
        try found.read(numbers, on: connection)
        if births { try found.readBirths(on: connection) { birth(of: $0, in: $1) } }
        ahead = found
    }

    /// Whether this run has heard who tells a number.
    func isTold(_ number: CacheKey) -> Bool { told[number] != nil }

    /// Everybody who holds a number that a row tells.
    func holders(
        _ key: CacheKey, _ value: BlindIndex.Value, on connection: any DatabaseConnection
    ) throws -> [NumberHolder] {
        try ahead.holders[key] ?? NumberHolder.holders(of: value.bytes, on: connection)
    }

    // MARK: One number

    /// Whether two births are more than two years apart whatever day of their ranges they fell on.
    private func apart(_ a: BirthYears, _ b: BirthYears) -> Bool {
        a.earliest - b.latest > 2 || b.earliest - a.latest > 2
    }

    private static func disputes(on connection: any DatabaseConnection) throws -> [Int64: Int64] {
        let statement = try connection.statement(
            """
            SELECT h.anchor, d.adopted_child FROM dispute d JOIN dispute_holder h ON h.dispute = d.dispute
            WHERE d.kind = 1 ORDER BY d.dispute
            """)
        defer { statement.reset() }
        var last: [Int64: Int64] = [:]
        while try statement.step() { last[statement.int64(0)] = statement.int64(1) }
        return last
    }

    private func careBirth(_ holder: NumberHolder, on connection: any DatabaseConnection) throws -> BirthYears? {
        guard let rows = try dossier(holder, on: connection) else { return nil }
        return rows.withUnsafeBytes { birth(of: holder.anchor, in: $0) }
    }

    /// When the child of a care record was born, by its dossier.
    private func birth(of anchor: Int64, in dossier: UnsafeRawBufferPointer) -> BirthYears? {
        let mask = store.secrets.dayMask
        let decoder = CareDecoder { masked, person in mask.unmask(masked, person: person).map(Day.init(number:)) }
        var file = ChildFile(child: 0)
        var choice = CareDecoder.BirthChoice()
        var effective = EffectiveRows()
        effective.load(dossier, asOf: nil, asKnown: .max, dates: dates)
        decoder.decode(effective, anchor: anchor, into: &file, birth: &choice)
        return file.birth.map { BirthYears($0.earliest.year, $0.latest.year) }
    }

    private func courtBirth(_ holder: NumberHolder, on connection: any DatabaseConnection) throws -> BirthYears? {
        guard let rows = try dossier(holder, on: connection) else { return nil }
        var file = CaseFile(id: 0)
        rows.withUnsafeBytes { bytes in
            var effective = EffectiveRows()
            effective.load(bytes, asOf: nil, asKnown: .max, dates: dates)
            CaseDecoder().decode(effective, into: &file)
        }
        guard let year = file.courtCase?.birthMonth?.year else { return nil }
        return BirthYears(Int(year), Int(year))
    }

    private func dossier(
        _ holder: NumberHolder, on connection: any DatabaseConnection
    ) throws -> [UInt8]? {
        let statement = try connection.statement("SELECT facts FROM dossier WHERE child = ? AND anchor = ?")
        defer { statement.reset() }
        statement.bind(holder.child, at: 1)
        statement.bind(holder.anchor, at: 2)
        guard try statement.step() else { return nil }
        return [UInt8](statement.bytes(0))
    }

    private func surnames(_ anchor: Int64, on connection: any DatabaseConnection) throws -> Set<[UInt8]> {
        let statement = try connection.statement("SELECT blind FROM name_word WHERE anchor = ? AND kind = 6")
        defer { statement.reset() }
        statement.bind(anchor, at: 1)
        var found: Set<[UInt8]> = []
        while try statement.step() { found.insert([UInt8](statement.bytes(0))) }
        return found
    }

    /// What is to be done about a number. `book` tells what people have said of pairs, which outlives the number that the two
    /// share; nil when nobody has said anything.
    private func decide(
        _ value: BlindIndex.Value, _ book: LinkBook?, on connection: any DatabaseConnection
    ) throws -> (links: [(anchor: Int64, child: Int64)], dispute: [Int64]?) {
        let holders = try NumberHolder.holders(of: value.bytes, on: connection)
        guard holders.count > 1 else { return ([], nil) }
        let care = holders.filter { $0.kind == .aNumberOfChild }
        let others = holders.filter { $0.kind != .aNumberOfChild }
        let known = care.lazy.compactMap { disputes[$0.anchor] }.first
        let isConflict = try known == nil && conflict(care, others, on: connection)
        var links: [(anchor: Int64, child: Int64)] = []
        if let adopted = known, adopted != 0 {
            // The child adopted may itself have become another's since.
            return (
                NumberHolder.links(of: holders, toAdopted: try NumberHolder.child(of: adopted, on: connection)), nil
            )
        }
        if known != nil || isConflict {
            // Neither child has the number's cases and notices; they stand alone, but for what people have linked.
            let moving = isConflict ? care + others : others
            for holder in moving where holder.child != holder.anchor {
                if try book?.isHeld(holder.anchor, besides: holder.anchor) != true {
                    links.append((holder.anchor, holder.anchor))
                }
            }
            return (links, isConflict ? holders.map(\.anchor) : nil)
        }
        guard let child = (care.isEmpty ? others : care).map(\.child).min() else { return ([], nil) }
        for holder in care where holder.child != child {
            if try book?.isNotTheSame(holder.anchor, as: child) == true { continue }
            // Everything that stood under the other child comes along.
            for anchor in try anchors(of: holder.child, on: connection) { links.append((anchor, child)) }
        }
        for holder in others where holder.child != child && !links.contains(where: { $0.anchor == holder.anchor }) {
            if let book, try book.isNotTheSame(holder.anchor, as: child) || book.isHeld(holder.anchor, besides: child) {
                continue
            }
            links.append((holder.anchor, child))
        }
        return (links, nil)
    }

    private func anchors(of child: Int64, on connection: any DatabaseConnection) throws -> [Int64] {
        let statement = try connection.statement("SELECT anchor FROM dossier WHERE child = ? ORDER BY anchor")
        defer { statement.reset() }
        statement.bind(child, at: 1)
        var found: [Int64] = []
        while try statement.step() { found.append(statement.int64(0)) }
        return found
    }

    /// Whether the holders of a number cannot be one child.
    private func conflict(
        _ care: [NumberHolder], _ others: [NumberHolder], on connection: any DatabaseConnection
    ) throws -> Bool {
        let births = try care.map { try careBirth($0, on: connection) }
        for (index, birth) in births.enumerated() {
            guard let birth else { continue }
            for other in care.indices where other > index {
                guard let otherBirth = births[other], apart(birth, otherBirth) else { continue }
                let names = try surnames(care[index].anchor, on: connection)
                if try names.isDisjoint(with: surnames(care[other].anchor, on: connection)) { return true }
            }
            for holder in others where holder.kind == .aNumberOfCase {
                if let court = try courtBirth(holder, on: connection), apart(birth, court) { return true }
            }
        }
        return false
    }
}
