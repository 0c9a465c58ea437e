import AmparoCourt
import AmparoGate
import AmparoModel
import AmparoOversight
import AmparoSharing
import AmparoStore
import ArgumentParser
import Foundation

struct FindingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings",
        abstract: "Findings of past hearings, with rule and evidence by number: no name, no address.",
        discussion: """
            With --as and --purpose each child in the answer is a disclosure with its receipt, and what the account may see
            of it is shown; a child of whom it may see nothing is not there.
            Examples:
              amparo findings --kind missedOrdered --as-of 2026-06-01
              amparo findings --case 31000123 --json
              amparo findings --as maria --purpose court-appearance --kind missedOrdered --limit 20
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var asker: AskerOptions
    @Option(name: .customLong("case"), help: "The court's case number (IDNCASE).") var caseNumber: Int64?
    @Option(help: "Only findings of this kind, such as missedReset.") var kind: String?
    @Option(name: .long, help: "The day in the world, YYYY-MM-DD (default: today).") var asOf: Day?
    @Option(name: .long, help: "What had been recorded by then: an RFC 3339 instant or seq:N.") var asKnown: String?
    @Option(help: "With --as: how many children at most, 1 to 1000.") var limit = 50
    @Flag(help: "Answer as JSON.") var json = false

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000.") }
    }

    func run() throws {
        let wanted = try kind.map { name in
            guard let kind = FindingKind(rawValue: name) else {
                throw ValidationError(
                    "--kind is one of \(FindingKind.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return kind
        }
        let question = try FigureQuestion(asOf: asOf, asKnown: asKnown, cohort: nil, definition: nil)
        let store = try store.open()
        let last = try store.journal.lastSeq()
        let seq = try question.asKnown.map { try store.journal.seq(asKnown: $0) } ?? last
        let reckoning = Reckoning(store.database, secrets: store.keys.secrets)
        let moment = try reckoning.moment(asOf: question.asOf, seq: seq)
        if let request = asker.request(.list, fields: DisclosedList.findingFields) {
            let children = try reckoning.children(
                withCase: caseNumber, at: moment, limit: limit
            ) { finding in wanted.map { finding.kind == $0 } ?? true }
            let shown = try store.gate().discloseList(
                request, children: children, asOf: question.asOf, asKnown: question.asKnown == nil ? nil : seq)
            let list = DisclosedList(shown, tables: ["findings"]) { row in
                wanted.map { row["court.finding"]?.text == $0.rawValue } ?? true
            }
            Terminal.print(json ? list.findings.description : list.table)
            return
        }
        let output = FindingsOutput(snapshots: moment.snapshots, isJSON: json)
        output.begin()
        let body: (EvaluatedCase) throws -> Void = { evaluated in
            guard evaluated.findings.grading.grade.isCounted else { return }
            for finding in evaluated.findings.hearings where wanted == nil || finding.kind == wanted {
                output.add(finding)
            }
        }
        if let caseNumber {
            try reckoning.forEachCase(withNumber: caseNumber, at: moment, body)
        } else {
            try reckoning.forEachCase(at: moment, body)
        }
        output.end()
    }
}

/// Writes findings one after another, so that a nation's fit in no memory at all.
private final class FindingsOutput {
    private let snapshots: SnapshotBook
    private let isJSON: Bool
    private var buffer = ""
    private var isFirst = true

    init(snapshots: SnapshotBook, isJSON: Bool) {
        self.snapshots = snapshots
        self.isJSON = isJSON
    }

    func begin() {
        buffer =
            isJSON
            ? "{\"findings\":[" : "case\tproceeding\thearing\ttime\tfinding\tstatus\tnotice\trule\tgrade\tprovisional\n"
    }

    func end() {
        if isJSON { buffer += "]}\n" }
        flush()
    }

    func add(_ finding: HearingFinding) {
        if isJSON {
            if !isFirst { buffer += "," }
            isFirst = false
            buffer += json(finding).description
        } else {
            let proceeding = finding.proceedingID.map(String.init) ?? ""
            buffer +=
                [
                    String(finding.caseID), proceeding, finding.hearing.description, finding.time.description,
                    finding.kind.rawValue, finding.status?.rawValue ?? "", finding.notice?.rawValue ?? "",
                    finding.rule.rawValue, finding.grade.rawValue, finding.provisional ? "provisional" : "",
                ].joined(separator: "\t") + "\n"
        }
        if buffer.utf8.count > 1 << 16 { flush() }
    }

    private func flush() {
        Terminal.write(buffer, to: 1)
        buffer = ""
    }

    private func json(_ finding: HearingFinding) -> JSON {
        let source = snapshots[finding.source.snapshot.rawValue]
        return .object([
            JSON.Member("case", .number(String(finding.caseID))),
            JSON.Member("proceeding", finding.proceedingID.map { .number(String($0)) } ?? .null),
            JSON.Member("schedule", .number(String(finding.scheduleID))),
            JSON.Member("hearing", .string(finding.hearing.description)),
            JSON.Member("time", .text(finding.time.isNone ? nil : finding.time.description)),
            JSON.Member("finding", .string(finding.kind.rawValue)),
            JSON.Member("failureToAppear", .bool(finding.failureToAppear)),
            JSON.Member("status", .text(finding.status?.rawValue)),
            JSON.Member("notice", .text(finding.notice?.rawValue)),
            JSON.Member("rule", .string(finding.rule.rawValue)),
            JSON.Member("rules", .count(finding.rules)),
            JSON.Member("grade", .string(finding.grade.rawValue)),
            JSON.Member("ageAtHearing", .string(finding.age.band.rawValue)),
            JSON.Member("provisional", .bool(finding.provisional)),
            JSON.Member("noticeRisk", .bool(finding.noticeRisk)),
            JSON.Member("represented", .bool(finding.represented)),
            JSON.Member(
                "sourceMissingSince", .text(finding.sourceMissingSince.flatMap { snapshots[$0.rawValue]?.name })),
            JSON.Member(
                "source",
                .object([
                    JSON.Member("release", .text(source?.name)),
                    JSON.Member(
                        "file",
                        .string(
                            source?.feed == .hearingEvents
                                ? RecordKind.hearingEvent.table.file : CourtTable.schedule.fileName)),
                    JSON.Member("line", .count(Int(finding.source.line))),
                ])),
        ])
    }
}
