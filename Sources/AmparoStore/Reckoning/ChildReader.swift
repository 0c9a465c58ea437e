public import AmparoCourt
public import AmparoModel
public import AmparoOversight

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

/// A court case with its findings.
public struct EvaluatedCase {
    /// The case.
    public var file: CaseFile
    /// Its findings.
    public var findings: CaseFindings
    /// Its rows that the latest release does not hold, or holds in quarantine only.
    public var absent: [AbsentRow]
}

/// Reads one child after another: decodes its dossiers at a moment and derives the findings of its cases. Reused, so that a
/// nation's children cost no allocation each.
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

    /// Shows each dossier's rows to somebody who asks more of them, while they are loaded.
    public typealias Visit = (_ dossier: ChildDossier, _ rows: EffectiveRows) -> Void

    /// Reads what care, notices and results say of a child, and no case.
    public mutating func readCare(
        _ number: Int64, _ dossiers: [ChildDossier], visiting visit: Visit = { _, _ in }
    ) {
        child.removeAll(keepingCapacity: true, next: UInt64(bitPattern: number))
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
            if caseCount == cases.count {
                cases.append(EvaluatedCase(file: CaseFile(id: 0), findings: CaseFindings(), absent: []))
            }
            cases[caseCount].file.removeAll(keepingCapacity: true, next: court.caseNumber(of: rows) ?? 0)
            court.decode(rows, into: &cases[caseCount].file)
            noteAbsent(&cases[caseCount].absent)
            visit(dossier, rows)
            Findings.evaluate(cases[caseCount].file, on: day, evidence: evidence, into: &cases[caseCount].findings)
            caseCount += 1
        }
    }

    /// What the care record knows that the rules of findings ask for.
    private mutating func gatherEvidence() {
        evidence.belongsToCareChild = child.isInCareRecord
        evidence.birthDate = child.birth.flatMap { $0.earliest == $0.latest ? $0.earliest : nil }
        evidence.addresses.removeAll(keepingCapacity: true)
        evidence.notices.removeAll(keepingCapacity: true)
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

    /// Finds the court's rows that an earlier release held and the latest does not (COUNTING.md, `court.vanished`).
    private func noteAbsent(_ absent: inout [AbsentRow]) {
        absent.removeAll(keepingCapacity: true)
        for row in rows.rows where row.missingSince != 0 || !moment.unreadable.isEmpty {
            guard row.fact.kind.isSnapshot else { continue }
            if row.missingSince != 0 {
                absent.append(AbsentRow(table: row.fact.kind))
            } else if !moment.unreadable.isEmpty,
                moment.unreadable[row.fact.kind]?.contains(Int64(bitPattern: row.fact.rowKey)) == true
            {
                absent.append(AbsentRow(table: row.fact.kind, isQuarantined: true))
            }
        }
    }

    /// Fills what figures ask of one case.
    public func add(_ index: Int, to file: inout CourtFile) {
        file.add(cases[index].file, cases[index].findings, asOf: day.asOf)
        guard cases[index].findings.grading.grade.isCounted else { return }
        file.absentRows.append(contentsOf: cases[index].absent)
    }
}
