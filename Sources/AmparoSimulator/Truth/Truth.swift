internal import AmparoModel

/// The right answers to a simulation: what a perfect reader of its feeds finds, and what really happened.
///
/// It reads MISSED-HEARING.md and COUNTING.md by itself and shares nothing with the product, which is checked against
/// it. Children come one by one; about 100 bytes a child are kept.
struct Truth: TruthSink, Sendable {
    /// The day in the world that all figures are as of; FEEDS.md asks for the date of the last release.
    let asOf: Day
    /// The date of the latest release taken.
    let releaseDate: Day
    private var read: FigureCounter
    private var world: FigureCounter
    private(set) var findings = FindingTable()

    /// `releaseDates` as in `Simulation.releaseDates`, oldest first.
    init(releaseDates: [Day], asOf: Day) {
        self.asOf = asOf
        self.releaseDate = releaseDates.last ?? asOf
        self.read = FigureCounter(asOf: asOf)
        self.world = FigureCounter(asOf: asOf)
    }

    mutating func add(read child: ReadChild) {
        let evidence = NoticeEvidence(of: child)
        var cases: [CaseFindings] = []
        for one in child.cases {
            guard let found = CaseFindings(one, of: child, evidence: evidence, asOf: asOf, releaseDate: releaseDate)
            else {
                continue
            }
            cases.append(found)
            read.countVanished(one)
            for finding in found.findings { findings.add(finding) }
        }
        read.add(child, cases: cases)
    }

    /// Orders and ages are worked out from the whole record; what came of a hearing is what the world says.
    mutating func add(world child: WorldChild) {
        let record = child.record
        let evidence = NoticeEvidence(of: record)
        var cases: [CaseFindings] = []
        for one in record.cases {
            guard var found = CaseFindings(one, of: record, evidence: evidence, asOf: asOf, releaseDate: releaseDate)
            else {
                continue
            }
            found.findings = child.hearings.filter { $0.idncase == one.idncase }.map { hearing in
                HearingFinding(hearing, grade: found.grade, age: AgeBand.of(record, in: one, on: hearing.date))
            }
            cases.append(found)
            world.countVanished(one)
        }
        world.add(record, cases: cases)
    }

    mutating func add(unmatched notice: Notice) {}

    mutating func add(unmatched result: AgencyResult) { read.add(unmatched: result) }

    /// The figures of a perfect reader, in the order of the catalogue.
    func figures() -> [Figure] { read.figures() }

    /// The same figures of the world.
    func worldFigures() -> [Figure] { world.figures() }

    /// truth.json, in UTF-8 with a line end after each figure.
    func json() -> String { document(read.figures()) }

    /// truth-world.json.
    func worldJSON() -> String { document(world.figures()) }

    /// truth-findings.csv, in pieces.
    mutating func writeFindings<Failure: Error>(_ piece: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        try findings.write(piece)
    }

    private func document(_ figures: [Figure]) -> String {
        "{\"asOf\":\"\(asOf)\",\"asKnown\":null,\"logSize\":null,\"logRoot\":null,\"figures\":[\n"
            + figures.map(\.json).joined(separator: ",\n") + "\n]}\n"
    }
}

extension HearingFinding {
    /// What really came of a hearing; a word that MISSED-HEARING.md does not have is `unknown`.
    init(_ hearing: WorldHearing, grade: CaseGrade, age: AgeBand) {
        self.init(
            idncase: hearing.idncase, idnproceeding: hearing.idnproceeding, idnschedule: hearing.idnschedule,
            date: hearing.date, time: Hearing.fourDigits(hearing.time),
            finding: Finding(rawValue: hearing.finding) ?? .unknown, rule: "",
            status: hearing.status.flatMap { OrderStatus(rawValue: $0) },
            notice: hearing.notice.flatMap { NoticeProof(rawValue: $0) }, grade: grade, age: age)
    }
}
