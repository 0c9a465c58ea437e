internal import AmparoCourt
public import AmparoModel
internal import AmparoOversight

/// One dossier of a child: its anchor, what that is, and the packed facts.
public struct ChildDossier {
    /// The anchor.
    public var anchor: Int64
    /// What the anchor is.
    public var kind: AnchorKind
    /// The packed facts.
    public var facts: UnsafeRawBufferPointer

    /// A dossier whose facts outlive it.
    public init(anchor: Int64, kind: AnchorKind, facts: UnsafeRawBufferPointer) {
        self.anchor = anchor
        self.kind = kind
        self.facts = facts
    }
}

/// Reads one child after another: decodes its dossiers at a moment and derives the findings of its cases. Reused, so that a
/// nation's children cost no allocation each; lend it, a copy costs more than a child.
public struct ChildReader {
    /// What care, notices and results say of the child.
    public private(set) var child = ChildFile(child: 0)
    /// The court's cases of the child, with findings; the first `caseCount` elements are this child's.
    public private(set) var cases: [EvaluatedCase] = []
    /// How many of `cases` are this child's.
    public private(set) var caseCount = 0

    private let moment: RecordMoment
    private var day: FindingsDay
    private let dates: [Int32?]
    private let care: CareDecoder
    private let court = CaseDecoder()
    private var rows = EffectiveRows()
    private var evidence = CareEvidence()

    /// A reader at a moment. Masked birth days are read with `secrets`.
    public init(_ moment: RecordMoment, secrets: StoreSecrets) {
        self.moment = moment
        day = FindingsDay(asOf: moment.asOf, releases: moment.releases)
        dates = moment.snapshots.dates(asKnown: moment.seq)
        let mask = secrets.dayMask
        care = CareDecoder { masked, person in mask.unmask(masked, person: person).map(Day.init(number:)) }
    }

    /// Reads a child from all its dossiers as of another day than the moment's.
    mutating func read(_ number: Int64, _ dossiers: [ChildDossier], on day: FindingsDay) {
        self.day = day
        read(number, dossiers)
    }

    /// Reads the child last read as of another day on which the same versions of its rows are valid. A day decides which
    /// versions are valid, what findings say and which of the court's live events count; only of a child of whom there are
    /// events are the dossiers read again.
    mutating func readAgain(_ number: Int64, _ dossiers: [ChildDossier], on day: FindingsDay) {
        self.day = day
        guard cases[..<caseCount].allSatisfy({ $0.file.events.isEmpty }) else { return read(number, dossiers) }
        for index in 0..<caseCount { cases[index].evaluate(on: day, evidence, moment.statements) }
    }

    /// Shows each dossier's rows to somebody who asks more of them, while they are loaded.
    public typealias Visit = (_ dossier: ChildDossier, _ rows: EffectiveRows) -> Void

    /// Reads what care, notices and results say of a child, and no case.
    public mutating func readCare(
        _ number: Int64, _ dossiers: [ChildDossier], visiting visit: Visit = { _, _ in }
    ) {
        child.removeAll(next: UInt64(bitPattern: number))
        caseCount = 0
        var birth = CareDecoder.BirthChoice()
        for dossier in dossiers where dossier.kind != .courtCase {
            rows.load(dossier.facts, asOf: day.asOf, asKnown: moment.seq, dates: dates)
            care.decode(rows, anchor: dossier.anchor, into: &child, birth: &birth)
            visit(dossier, rows)
        }
    }

    /// Reads a child from all its dossiers.
    public mutating func read(
        _ number: Int64, _ dossiers: [ChildDossier], visiting visit: Visit = { _, _ in }
    ) {
        readCare(number, dossiers, visiting: visit)
        gatherEvidence()
        for dossier in dossiers where dossier.kind == .courtCase {
            rows.load(dossier.facts, asOf: day.asOf, asKnown: moment.seq, dates: dates)
            guard !rows.rows.isEmpty else { continue }
            if caseCount == cases.count { cases.append(EvaluatedCase()) }
            cases[caseCount].fill(
                from: rows, court, unreadable: moment.unreadable, statements: moment.statements, on: day, evidence)
            visit(dossier, rows)
            caseCount += 1
        }
    }

    /// What the care record knows that the rules of findings ask for.
    private mutating func gatherEvidence() {
        evidence.belongsToCareChild = child.isInCareRecord
        evidence.birthDate = child.birth.flatMap { $0.earliest == $0.latest ? $0.earliest : nil }
        evidence.addresses.removeAllKeepingRoom()
        evidence.notices.removeAllKeepingRoom()
        let nowhere = RowSource(snapshot: SnapshotID(rawValue: 0))
        for (index, address) in child.addresses.enumerated() {
            guard let source = address.source.value.flatMap({ CourtAddress.Source(rawValue: $0.rawValue) }) else {
                continue
            }
            evidence.addresses.append(
                CourtAddress(
                    id: Int64(index), givenTo: source, reportedOn: address.reportedOn, ordinal: Int32(index),
                    address: address.address, source: nowhere))
        }
        for (index, release) in child.releases.enumerated() {
            evidence.addresses.append(
                CourtAddress(
                    id: Int64(child.addresses.count + index), givenTo: .release, reportedOn: release.releasedOn,
                    ordinal: Int32(index), address: release.address, source: nowhere))
        }
        evidence.notices.append(contentsOf: child.notices)
    }

    /// Counts the child last read. A case that no care record claims is its own child (COUNTING.md,
    /// `hearing.failed-to-appear`). `court` is room.
    mutating func count(_ court: inout CourtFile, _ told: ToldFindings, into book: inout FigureBook) {
        guard !child.isInCareRecord else {
            court.removeAll()
            for index in 0..<caseCount { cases[index].add(to: &court, told, asOf: day.asOf) }
            book.add(child, court)
            return
        }
        for index in 0..<caseCount {
            court.removeAll()
            cases[index].add(to: &court, told, asOf: day.asOf)
            let number = UInt64(bitPattern: cases[index].file.id) | 1 << 63
            book.add(ChildFile(child: number, isInCareRecord: false), court)
        }
    }
}
