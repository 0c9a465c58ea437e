public import AmparoCourt
public import AmparoModel
public import AmparoOversight

/// A court case with its findings. Filled again for the next case.
public struct EvaluatedCase {
    /// The case.
    public private(set) var file = CaseFile(id: 0)
    /// Its findings.
    public private(set) var findings = CaseFindings()
    /// Its rows that the latest release does not hold, or holds in quarantine only.
    public private(set) var absent: [AbsentRow] = []

    /// Reads a case from the rows of its dossier and derives its findings.
    mutating func fill(
        from rows: EffectiveRows, _ decoder: CaseDecoder, unreadable: UnreadableRows,
        statements: EnteredStatements, on day: FindingsDay, _ evidence: CareEvidence
    ) {
        file.removeAll(next: decoder.caseNumber(of: rows) ?? 0)
        decoder.decode(rows, into: &file)
        file.applyEvents(asOf: day.asOf)
        noteAbsent(rows, unreadable)
        evaluate(on: day, evidence, statements)
    }

    /// Derives the findings of the case as it was read.
    mutating func evaluate(on day: FindingsDay, _ evidence: CareEvidence, _ statements: EnteredStatements) {
        var evidence = evidence
        evidence.statements = statements.about(file.schedule)
        Findings.evaluate(file, on: day, evidence: evidence, into: &findings)
    }

    /// Finds the court's rows that an earlier release held and the latest does not (COUNTING.md, `court.vanished`).
    private mutating func noteAbsent(_ rows: EffectiveRows, _ unreadable: UnreadableRows) {
        absent.removeAllKeepingRoom()
        for row in rows.rows where row.fact.kind.isSnapshot {
            if row.missingSince != 0 {
                absent.append(AbsentRow(table: row.fact.kind))
            } else if unreadable.contains(row.fact.kind, row.fact.rowKey) {
                absent.append(AbsentRow(table: row.fact.kind, isQuarantined: true))
            }
        }
    }

    /// Adds what figures ask of the case.
    func add(to court: inout CourtFile, _ told: ToldFindings = ToldFindings(), asOf: Day) {
        court.add(file, findings, asOf: asOf)
        guard findings.grading.grade.isCounted else { return }
        let first = court.hearings.count - findings.hearings.count
        for (index, finding) in findings.hearings.enumerated() where finding.kind.isFailureToAppear {
            let told = told.told(ofHearing: finding.scheduleID)
            court.hearings[first + index].orr = told.orr
            court.hearings[first + index].ice = told.ice
        }
        court.absentRows.append(contentsOf: absent)
    }
}
